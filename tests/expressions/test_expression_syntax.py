"""What is CEL, and what is said where it is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.expressions.check import check, result_type
from flowcheck.expressions.fold import constant
from flowcheck.expressions.functions import unknown_functions
from flowcheck.expressions.names import mentions, variables
from flowcheck.expressions.parse import parse
from flowcheck.expressions.spelling import double_quoted, normalised
from flowcheck.expressions.tree import Binary, Call, Constant, Name, Select, Unary, walk
from flowcheck.expressions.words import is_bare_word

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
    "a-1 == -1 && a -1 < - 1",
    "x.matches('\\\\d+')",
    "f(1,) + x.if()",
    r"'\u00e9\U0001F600\x41\101\?\`\377' == x",
    r'"\u00e9" == x',
    "r'\\d' == x && R\"\\d\" == x",
    "b'abc' == x",
    "'''one\ntwo 'quoted' ''' == x",
    '""" " """ == x',
    "a // the rest is not read )\n+ b",
    "index in inlist && nullable == truely",
    "a ? b : c ? d : e",
    "1.5e3 + 0.5 - 0x1F + 3u",
    "!!a && - -1 < 0",
    "a\n\t&&\r\nb",
    "x.loop + y.return()",
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
        ("[,]", "unexpected `,`", ","),
        (".x == 1", "unexpected `.`", "."),
        ("T{f: a}", "unexpected `{`", "{"),
        ("loop + 1", "`loop` is a reserved word and cannot be a name", "loop"),
        ("if(a)", "`if` is a reserved word and cannot be a name", "if"),
        ("x.in", "`in` cannot follow a point: use `['in']`", ".in"),
        ("x.matches('\\d+')", "`\\d` is not an escape CEL has", "\\d"),
        ("'\\x4' == x", "`\\x` is not a whole escape: it needs more digits", "\\x"),
        ("'\\08' == x", "`\\0` is not a whole escape: it needs more digits", "\\0"),
        ("'\\ud800'", "`\\ud800` is not a character", "\\ud800"),
        ("b'\\u0041'", "`\\u0041` is not allowed in bytes", "\\u0041"),
        (r"r'\'", "the string is not closed", r"r'\'"),
        ("x == 'it''s'", "unexpected `'s'`: expected an operator before it", "'s'"),
        ("1 + .5", "a number starts with a digit: use `0.5`", ".5"),
        ("5. + x", "a digit stands behind the point: use `5.0`", "5."),
        ("1e + x", "`1e` is not a number: it needs an exponent", "1e"),
        ("0x + 1", "`0x` is not a number: it needs digits", "0x"),
        ("1e999", "the number is too large", "1e999"),
        ("99999999999999999999u", "the number is too large", "99999999999999999999u"),
        ("x == `a`", "`` ` `` is not a CEL quote: use `'`", "`"),
        (
            "x\u00a0== 'a'",
            "no-break space (U+00A0) is not white space in CEL: use a plain space",
            "\u00a0",
        ),
        ("x == été", "unexpected character `é`", "é"),
        ("a[?b]", "unexpected `?`", "?"),
        ("a.?b", "expected a name after `.`", "."),
        ("rb'a'", "unexpected `'a'`: expected an operator before it", "'a'"),
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


def test_too_long_is_not_judged() -> None:
    parsed = parse("a" + " || a" * 30_000)
    assert parsed.undecided == "the expression is too long to judge"
    assert parsed.error is None


DEEP = [
    lambda n: "(" * n + "a" + ")" * n,
    lambda n: "[" * n + "]" * n,
    lambda n: "f(" * n + "a" + ")" * n,
    lambda n: "a" + ".b" * n,
    lambda n: "a" + "[0" * n + "]" * n,
    lambda n: "a ? b : " * n + "c",
    lambda n: "a.map(x, " * (n // 2) + "x" + ")" * (n // 2),
    lambda n: "{1: " * n + "1" + "}" * n,
]


@pytest.mark.parametrize("deep", DEEP, ids=lambda deep: str(deep(2)))
def test_depth_is_bounded_as_in_the_engine(deep: Callable[[int], str]) -> None:
    parsed = parse(deep(120))
    assert parsed.tree is not None
    _every_pass(deep(120))
    refused = parse(deep(1000)).error
    assert refused is not None
    assert refused.message.startswith("the expression is nested more than 250 deep")
    assert refused.doubtful


def test_the_depth_the_engine_takes() -> None:
    assert parse("(" * 249 + "a" + ")" * 249).error is None
    assert parse("(" * 250 + "a" + ")" * 250).error is not None
    assert parse("a" + ".b" * 249).error is None
    assert parse("a" + ".b" * 250).error is not None


@pytest.mark.parametrize(
    "text", ["!" * 40_000 + "a", "-" * 40_000 + "a", "a" + " + b" * 20_000, "[" * 49_000]
)
def test_length_is_no_matter(text: str) -> None:
    assert parse(text).undecided is None
    _every_pass(text)


def test_lists_and_calls_are_bounded_as_in_the_engine() -> None:
    assert parse(f"x in [{'1,' * 1000}]").error is None
    refused = parse(f"x in [{'1,' * 1001}]").error
    assert refused is not None
    assert refused.message == "the expression has more than 1000 items, past what the engine takes"
    assert refused.doubtful
    assert parse(f"f({'1,' * 32})").error is None
    assert parse(f"f({'1,' * 33})").error is not None


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
        ("b'é'", b"\xe9"),
        ("9" * 30, int("9" * 30)),
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


@pytest.mark.parametrize("text", ["9" * 500, "0.1" + "0" * 500])
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
    [
        ("x == 'a'", "x == 'a '"),
        ("a b", "ab"),
        ("x == 1", "x == '1'"),
        ("'a' == b", "a == b"),
        ("[]", "[] \u2028"),  # no white space of CEL: one is an expression, the other is not
        ("x", "\u00a0x"),
    ],
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
