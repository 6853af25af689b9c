"""Names, functions, types and constants of single expressions."""

from __future__ import annotations

import pytest

from flowcheck.expressions import (
    Known,
    Type,
    check,
    constant,
    mentions,
    parse,
    result_type,
    unknown_functions,
    variables,
)
from flowcheck.expressions.tree import Expr
from flowcheck.expressions.values import Value

TYPES = {
    "s": Type.STRING,
    "n": Type.NUMBER,
    "b": Type.BOOL,
    "l": Type.LIST,
    "d": Type.DYN,
}


def tree_of(text: str) -> Expr:
    tree = parse(text).tree
    assert tree is not None, parse(text).error
    return tree


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a + b.c.d[e] + f(g)", "a b e g"),
        ("type(x) == list && string(y) == z", "x y z"),
        ("items.exists(i, i == j) && i", "items j i"),
        ("items.map(i, i.tags.filter(t, t != i && t != u)).map(i, v)", "items u v"),
        ("pairs.all(k, v, k < v && w)", "pairs w"),
        ("cel.bind(v, v + 1, v + w)", "v w"),
        ("math.greatest(a, b) > strings.size", "a b strings"),
        ("{a: b, 'c': d}[e]", "a b d e"),
        ("T{f: a}", "a"),
        ("items.forEach(i, i == j)", "items j"),
        ("has(a.b) ? true : null == c", "a c"),
        ("'x' == \"y\" // z", ""),
        ("my-input == 'v'", "my input"),
    ],
)
def test_variables(text: str, names: str) -> None:
    found = variables(tree_of(text))
    assert [one.name for one in found] == names.split()
    assert [text[one.start : one.end] for one in found] == names.split()


def test_mentions_count_names_that_variables_leave_out() -> None:
    assert mentions(tree_of("size(list) > 0 && m.all(i, i)")) == {"list", "m", "i"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("siz(x)", [("siz", "size")]),
        ("x.startswith('a') && x.toLower()", [("startswith", "startsWith"), ("toLower", None)]),
        ("substr(x, 1)", [("substr", "substring")]),
        ("d.lenght()", [("lenght", None)]),
        ("x.join(',') + x.indexOf('a') + x.getFullYear() + math.ceil(1.2)", []),
        ("trim(x) + slice(l, 1, 2)[0] + random(3) + randomSample(l, 1, 7, true)", []),
        ("nowhere.max(1)", []),
        ("[d].all(e, e.maxx())", [("maxx", None)]),
    ],
)
def test_unknown_functions(text: str, found: list[tuple[str, str | None]]) -> None:
    unknown = unknown_functions(tree_of(text), ["x", "d", "l"])
    assert [(one.name, one.nearest) for one in unknown] == found
    assert [text[one.start : one.end] for one in unknown] == [name for name, _ in found]


@pytest.mark.parametrize(
    ("text", "kind", "message", "shown"),
    [
        ("1 + 'a'", "operand", "`+` cannot add a number and a string", "1 + 'a'"),
        ("s < n", "operand", "`<` cannot compare a string and a number", "s < n"),
        ("'a' && b", "operand", "`&&` takes a boolean, not a string", "'a'"),
        ("b || (l)", "operand", "`||` takes a boolean, not a list", "l"),
        ("!s", "operand", "`!` takes a boolean, not a string", "s"),
        ("-s", "operand", "`-` takes a number, not a string", "s"),
        ("d * 'a'", "operand", "`*` takes a number, not a string", "'a'"),
        ("null + d", "operand", "`+` does not take null", "null"),
        ("'a' in s", "operand", "`in` looks into a list or a map, not a string", "s"),
        ("l['a']", "operand", "a list is indexed by a number, not a string", "'a'"),
        ("s ? 1 : 2", "operand", "`?` chooses by a boolean, not a string", "s"),
        (
            "size(3)",
            "arguments",
            "`size` takes a string, a list, a map or bytes, not a number",
            "3",
        ),
        ("s.contains(n)", "arguments", "`contains` takes a string, not a number", "n"),
        ("l.contains('a')", "arguments", "`contains` works on a string, not a list", "l"),
        ("s.contains('a', 'b')", "arguments", "`contains` takes 1 argument, not 2", "contains"),
        ("s.replace('a')", "arguments", "`replace` takes 2 or 3 arguments, not 1", "replace"),
        ("s.lowerAscii(1)", "arguments", "`lowerAscii` takes no arguments, not 1", "lowerAscii"),
        ("randomSample(l)", "arguments", "`randomSample` takes 2 to 4 arguments, not 1", None),
        ("slice(s, 0, 1)", "arguments", "`slice` takes a list here, not a string", "s"),
        ("has(s)", "arguments", "`has` takes a field, such as `has(a.b)`", "s"),
        ("l.filter(i, 'a')", "arguments", "`filter` asks for a boolean, not a string", "'a'"),
        ("n.exists(i, b)", "arguments", "`exists` works on a list or a map, not a number", "n"),
        (
            "int(l)",
            "arguments",
            "`int` takes a string, a number, a boolean or bytes, not a list",
            "l",
        ),
    ],
)
def test_wrong_types(text: str, kind: str, message: str, shown: str | None) -> None:
    (finding,) = check(tree_of(text), TYPES)
    assert (finding.kind, finding.message) == (kind, message)
    assert text[finding.start : finding.end] in (shown, f"({shown})", finding.subject)
    assert shown is None or shown in text[finding.start : finding.end]


@pytest.mark.parametrize(
    "text",
    [
        "s == 1 || null != n || l == s",
        "type(n) != list && trim(n) == '' || size(n) == 0",
        "contains(s, 1)",
        "d + 1 == d + 'a'",
        "n + 1.5 > int(s) - size(s)",
        "nowhere.contains(nothing) || true",
        "l.map(i, i + 1).filter(i, i > 2).exists(i, i == s)",
        "[1, 'a', null][0] + 1",
        "{'a': 1}['a'] > n",
        "timestamp(s) - duration('1h') > timestamp('2024-01-01T00:00:00Z')",
        "l.all(s, s + 1 > 0)",
        "(b ? 1 : 'a') + 1",
        "l + [1]",
        "s[0] == 'a'",
        "math.greatest('a', true)",
        "s.join() + 1",
        "dyn(s) + 1 == s + 1",
    ],
)
def test_no_claim(text: str) -> None:
    assert check(tree_of(text), TYPES) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("s", "a condition must be true or false, this is a string"),
        ("n + 1", "a condition must be true or false, this is a number"),
        ("d + 'a'", "a condition must be true or false, this is a string"),
        ("b ? 'x' : 'y'", "a condition must be true or false, this is a string"),
        ("null", "a condition must be true or false, this is null"),
        ("l.map(i, i)", "a condition must be true or false, this is a list"),
        ("{}", "a condition must be true or false, this is a map"),
    ],
)
def test_condition_that_is_no_boolean(text: str, message: str) -> None:
    (finding,) = check(tree_of(text), TYPES, condition=True)
    assert (finding.kind, finding.message) == ("condition", message)
    assert text[finding.start : finding.end] == text
    assert check(tree_of(text), TYPES) == []


@pytest.mark.parametrize("text", ["b", "d", "nowhere", "d[0]", "d.x", "b ? d : true", "trim(d)"])
def test_condition_that_may_be_boolean(text: str) -> None:
    assert check(tree_of(text), TYPES, condition=True) == []


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("trim(s)", Type.STRING),
        ("trim(d)", Type.DYN),
        ("size(l) + 1", Type.NUMBER),
        ("s.split(',')", Type.LIST),
        ("s.split(',')[0]", Type.DYN),
        ("random(3)", Type.NUMBER),
        ("l == null", Type.BOOL),
    ],
)
def test_result_type(text: str, result: Type) -> None:
    assert result_type(tree_of(text), TYPES) is result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x || true", True),
        ("false && x.y.z == 1", False),
        ("!(1 > 2)", True),
        ("'a' == 'a' && 2 <= 2", True),
        ("true ? 'a' : x", "a"),
        ("size('abc') == 3", True),
        ("size([1, 2])", 2),
        ("2 in [1, 2]", True),
        ("'c' in ['a', 'b']", False),
        ("'Ab'.lowerAscii() + 'c'.upperAscii()", "abC"),
        ("trim('  a ')", "a"),
        ("'a-b'.replace('-', '+')", "a+b"),
        ("8 / 2 - 7 % 4", 1),
        ("null == null", True),
        ("null == 'a'", False),
        ("[1, 'a'] == [1, 'a']", True),
    ],
)
def test_constants(text: str, value: Value) -> None:
    assert constant(tree_of(text)) == Known(value)


@pytest.mark.parametrize(
    "text",
    [
        "x == x",
        "x && true",
        "x ? true : true",
        "1 == 1.0",
        "1 == 'a'",
        "7 / 2 == 3",
        "-7 % 2 == -1",
        "1 / 0 == 1",
        "1 + 'a' == 'b'",
        "size('😀') == 1",
        "'aa'.replace('a', 'b') == 'bb'",
        "9007199254740993 == 9007199254740992",
        "9007199254740992 + 1 > 0",
        "'\\d' == 'd'",
        "[x] == [x]",
        "random(1) == 0",
        "[1].exists(i, true)",
        "'a'.matches('a')",
        "'a' == '" + "a" * 9_990 + "' + 'aaaaaaaaaaaaaaaaaaaaaaaa'",
    ],
)
def test_no_constant(text: str) -> None:
    assert constant(tree_of(text)) is None
