"""What is CEL, and what is said where it is not."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.expressions import (
    check,
    constant,
    double_quoted,
    is_bare_word,
    mentions,
    normalised,
    parse,
    result_type,
    unknown_functions,
    variables,
)
from flowcheck.expressions.tree import Binary, Call, Constant, Name, Select, Unary, walk

ALLOWED = [
    'x == null || size(x) == 0 || (type(x) != list && trim(x) == "")',
    "trim(x) == 'v'",
    "x.matches('.*v.*')",
    "x >= a && x <= b",
    "text1_output.contains('a') ? 'b' : 'c'",
    'size(items) > 3 && items.exists(i, i.startsWith("a"))',
    '"a" + string(n)',
    "randomSample(list1_output, 3)",
    "[a, b].filter(x, x != null).map(x, trim(x))",
    "a + ', ' + b",
    '{"k": v}.k',
    "int(x) % 2 == 0",
    "[1, 2,]",
    "{'a': 1,}",
    "[,]",
    "a-1 == -1 && a -1 < - 1",
    "x.matches('\\\\d+')",
    "x.matches('\\d+')",
    r"'\u00e9\U0001F600\x41\101\?' == x",
    r'"\u00e9" == x',
    "r'\\' == x && R\"\\d\" == x",
    "b'abc' == x",
    "'''one\ntwo 'quoted' ''' == x",
    '""" " """ == x',
    "a // the rest is not read )\n+ b",
    "index in inlist && nullable == truely",
    "x.in.null.true",
    "a ? b : c ? d : e",
    "1.5e3 + .5 - 0x1F + 3u",
    "google.protobuf.Duration{seconds: 3}",
    ".x == 1",
    "!!a && - -1 < 0",
    "a\n\t&&\r\nb",
    "return + loop",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_is_accepted(text: str) -> None:
    parsed = parse(text)
    assert (parsed.error, parsed.undecided) == (None, None)
    assert parsed.tree is not None


@pytest.mark.parametrize(
    ("text", "message", "shown"),
    [
        ("a ==", "expected an operand after `==`", "=="),
        ("a == && b", "expected an operand after `==`", "=="),
        ("== a", "expected an operand before `==`", "=="),
        ("(a", "`(` is not closed", "("),
        ("a.b(c", "`(` is not closed", "("),
        ("x in [1", "`[` is not closed", "["),
        ("a)", "unexpected `)`: nothing is open", ")"),
        ("[(a]", "unexpected `]`: `(` is still open", "]"),
        ("(a ? b)", "unexpected `)`: expected `:`", ")"),
        ("a ? b", "expected `:` and another value after `b`", "b"),
        ("a ? : b", "expected a value after `?`", "?"),
        ("{'a'}", "unexpected `}`: expected `:`", "}"),
        ("f(1,)", "expected a value after `,`", ","),
        ("x.", "expected a name after `.`", "."),
        ("()", "unexpected `)`", ")"),
        ("a,b", "unexpected `,`", ","),
        ("a = 1", "`=` is not a CEL operator: use `==`", "="),
        ("a === 1", "`===` is not a CEL operator: use `==`", "==="),
        ("a & b", "`&` is not a CEL operator: use `&&`", "&"),
        ("a <> 1", "`<>` is not a CEL operator: use `!=`", "<>"),
        ("a and b", "`and` is not a CEL operator: use `&&`", "and"),
        ("not a", "`not` is not a CEL operator: use `!`", "not"),
        ("x == “v”", "`“` is not a CEL quote: use `'`", "“"),
        ("a b", "unexpected `b`: expected an operator before it", "b"),
        ("a inlist", "unexpected `inlist`: expected an operator before it", "inlist"),
        ("in", "unexpected `in`", "in"),
        ("x == 'a", "the string is not closed", "'a"),
        ("x == 'a\\'", "the string is not closed", "'a\\'"),
        ("x == 'a\nb'", "the string is not closed", "'a"),
        ("x == ''' a", "the string is not closed", "''' a"),
        ("a; b", "unexpected character `;`", ";"),
        ("a == \x07", "unexpected character `\\x07`", "\x07"),
        ("a == \ud800", "unexpected character `\\ud800`", "\ud800"),
        ("", "the expression is empty", ""),
        (" // nothing", "the expression is empty", " // nothing"),
    ],
)
def test_says_what_is_wrong_and_where(text: str, message: str, shown: str) -> None:
    error = parse(text).error
    assert error is not None
    assert error.message == message
    assert text[error.offset : error.offset + error.length] == shown


def test_points_at_the_bracket_that_stays_open() -> None:
    error = parse("f(a) && (b").error
    assert error is not None
    assert (error.offset, error.length) == (8, 1)


@pytest.mark.parametrize("text", ["a[?b]", "a.?b", "[?a]", "a.`x-y`"])
def test_newer_syntax_is_not_judged(text: str) -> None:
    parsed = parse(text)
    assert parsed.undecided == "optional values and quoted names are not judged"
    assert parsed.tree is None
    assert parsed.error is None


def test_too_long_is_not_judged() -> None:
    parsed = parse("a" + " || a" * 10_000)
    assert parsed.undecided == "the expression is too long to judge"
    assert parsed.error is None


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1000 + "a" + ")" * 1000,
        "[" * 1000 + "]" * 1000,
        "f(" * 1000 + "a" + ")" * 1000,
        "!" * 1000 + "a",
        "a" + ".b" * 1000,
        "a" + "[0" * 1000 + "]" * 1000,
        "a ? b : " * 1000 + "c",
        "a.map(x, " * 500 + "x" + ")" * 500,
        "{1: " * 1000 + "1" + "}" * 1000,
    ],
    ids=lambda text: text[:8],
)
def test_depth_is_no_matter(text: str) -> None:
    parsed = parse(text)
    assert parsed.tree is not None
    _every_pass(text)
    assert parse(text[:-1] + " ==").error is not None


def test_an_unclosed_string_of_escapes_is_refused_at_once() -> None:
    error = parse('"' + "\\a" * 50_000).error
    assert error is not None
    assert error.message == "the string is not closed"


def test_shape_of_the_tree() -> None:
    text = "!(a.b.size(1) > -x) && 'q' in y"
    tree = parse(text).tree
    assert isinstance(tree, Binary)
    assert tree.operator == "&&"
    assert isinstance(tree.left, Unary)
    assert text[tree.left.start : tree.left.end] == "!(a.b.size(1) > -x)"
    comparison = tree.left.operand
    assert isinstance(comparison, Binary)
    assert comparison.operator == ">"
    assert text[comparison.start : comparison.end] == "(a.b.size(1) > -x)"
    call = comparison.left
    assert isinstance(call, Call)
    assert text[call.name_start : call.name_end] == call.function == "size"
    assert isinstance(call.target, Select)
    assert call.target.field == "b"
    inside = tree.right
    assert isinstance(inside, Binary)
    assert inside.operator == "in"
    assert isinstance(inside.left, Constant)
    assert inside.left.value == "q"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"'\n\t\\\'\"'", "\n\t\\'\""),
        (r"'\u00e9\U0001F600\x41\101'", "é😀AA"),
        (r"r'\n'", r"\n"),
        ("'''a\n'b'''", "a\n'b"),
        ("b'ab'", b"ab"),
        ("0x1F", 31),
        ("1.5e1", 15.0),
        ("true", True),
        ("null", None),
    ],
)
def test_values_of_literals(text: str, value: object) -> None:
    tree = parse(text).tree
    assert isinstance(tree, Constant)
    assert tree.known
    assert tree.value == value
    assert type(tree.value) is type(value)


@pytest.mark.parametrize(
    "text", [r"'\d'", r"'\ud800'", r"'\UFFFFFFFF'", "9" * 30, "1e999", r"'\u00'"]
)
def test_doubtful_literals_have_no_value(text: str) -> None:
    tree = parse(text).tree
    assert isinstance(tree, Constant)
    assert not tree.known


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('x == "a" || x == ""', ['"a"']),
        ("x == 'say \"hi\"'", []),
        ('r"a" + """b""" + \'c\'', ['r"a"', '"""b"""']),
        ('x == "a', []),
    ],
)
def test_double_quoted(text: str, shown: list[str]) -> None:
    assert [text[start:end] for start, end in double_quoted(text)] == shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x=='a'", ' x  == "a" // same'),
        ("size( x )>1", "size(x) > 1"),
        (" fast mode ", "fast mode"),
        ("a-1", "a - 1"),
        (r"x == '\x41'", "x == 'A'"),
    ],
)
def test_same_condition(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("x == 'a'", "x == 'a '"), ("a b", "ab"), ("x == 1", "x == '1'"), ("'a' == b", "a == b")],
)
def test_other_condition(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


@pytest.mark.parametrize(
    ("text", "names", "bare"),
    [
        ("fast", [], True),
        ("high quality", ["mode"], True),
        ("x-large", ["mode"], True),
        ("123", [], True),
        ("été 2024", [], True),
        ("x-y", ["x"], True),
        ("x-y", ["x", "y"], False),
        ("x-1", ["x"], False),
        ("-x", ["x"], False),
        ("x", ["x"], False),
        ("not x", ["x"], False),
        ("true", [], False),
        ("fast null", [], False),
        ("a == b", [], False),
        ("a - b", [], False),
        ("'fast'", [], False),
        ("", [], False),
        ("   ", [], False),
    ],
)
def test_bare_words(text: str, names: list[str], bare: bool) -> None:
    assert is_bare_word(text, names) is bare


def _every_pass(text: str) -> None:
    is_bare_word(text, ["a"])
    normalised(text)
    double_quoted(text)
    tree = parse(text).tree
    if tree is not None:
        check(tree, {}, condition=True)
        result_type(tree, {})
        variables(tree)
        mentions(tree)
        unknown_functions(tree, ["a"])
        constant(tree)


PIECES = (
    "a b in true null 1 2.5 'q' \"d\" size exists has math ( ) [ ] { } , . : ? ! - + * / % "
    "== != < >= && || // \n r' ''' \\ é = and"
)
SOUP = st.lists(
    st.sampled_from(
        PIECES.split(" "),
    ),
    max_size=14,
).map(" ".join)


@given(st.one_of(st.text(max_size=60), SOUP, SOUP.map(lambda s: s.replace(" ", ""))))
@settings(max_examples=300, deadline=None)
def test_any_text_is_judged(text: str) -> None:
    parsed = parse(text)
    said = [parsed.tree, parsed.error, parsed.undecided]
    assert said.count(None) == 2
    if parsed.error is not None:
        assert parsed.error.offset >= 0
        assert parsed.error.offset + parsed.error.length <= len(text)
        assert parsed.error.message.isprintable()
    if parsed.tree is not None:
        for node in walk(parsed.tree):
            part = text[node.start : node.end]
            assert parse(part).tree is not None, part
            if isinstance(node, Name):
                assert part.lstrip(". \n") == node.name
    _every_pass(text)


def test_the_import_loads_no_parser() -> None:
    code = (
        "import sys, flowcheck.expressions as e; e.is_bare_word('a', []);"
        "print([m for m in ('celpy', 'lark') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
