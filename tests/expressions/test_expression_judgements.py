"""Names, functions, types and constants of single expressions."""

from __future__ import annotations

import pytest

from flowcheck.expressions.check import check, result_type
from flowcheck.expressions.fold import constant
from flowcheck.expressions.functions import unknown_functions
from flowcheck.expressions.names import mentions, variables
from flowcheck.expressions.parse import parse
from flowcheck.expressions.tree import Expr
from flowcheck.expressions.types import Type
from flowcheck.expressions.values import Failed, Known, Value

TYPES = {
    "s": Type.STRING,
    "n": Type.NUMBER,
    "b": Type.BOOL,
    "l": Type.LIST,
    "ss": Type.STRINGS,
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
        ("exists('a') && b == 'c'", "a b"),
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
    text = "size(list) > 0 && m.all(i, i) && exists('e')"
    assert mentions(tree_of(text)) == {"list", "m", "i", "e"}
    assert mentions(tree_of(f"exists('{'e' * 300}')")) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("siz(x)", [("siz", "size")]),
        ("x.startswith('a') && x.toLower()", [("startswith", "startsWith"), ("toLower", None)]),
        ("substr(x, 1)", [("substr", "substring")]),
        ("d.lenght()", [("lenght", None)]),
        ("x.join(',') + x.indexOf('a') + x.getFullYear() + x.replace('a', 'b')", []),
        ("math.ceil(1.2)", [("math.ceil", None)]),
        ("matches(x, 'a')", [("matches", "matches")]),
        ("x.int() + x.charAt(0)", [("int", "int"), ("charAt", None)]),
        ("l.exists(i, v, i == v) && l.exists(i, i) && exists('x')", [("exists", "exists")]),
        ("x.format([1]) + x.reverse()", [("format", None), ("reverse", None)]),
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
        ("1 + 1.5", "operand", "`+` cannot add a whole number and a double", "1 + 1.5"),
        ("trim(d) == 1", "operand", "`==` cannot compare a string and a number", "trim(d) == 1"),
        ("type(d) == 's'", "operand", "`==` cannot compare a type and a string", "type(d) == 's'"),
        (
            "trim(d) == ['a']",
            "operand",
            "`==` cannot compare a string and a list",
            "trim(d) == ['a']",
        ),
        (
            "d in [1, 'a']",
            "operand",
            "a list holds items of one type, not a whole number beside a string",
            "'a'",
        ),
        (
            "b ? 1 : 'a'",
            "operand",
            "both branches of `?:` must give one type, not a whole number and a string",
            "b ? 1 : 'a'",
        ),
        ("s.length > 3", "operand", "a string has no field `length`", "s.length"),
        ("d.length > 3", "operand", "a text or list has no field `length`", "d.length"),
        ("s[0] == 'a'", "operand", "`[…]` picks from a list or a map, not a string", "s"),
        ("n + 1", "operand", "`+` cannot add a double and a whole number", "n + 1"),
        ("n % 2 == 0", "operand", "`%` takes whole numbers, not doubles", "n"),
        ("ss[0] + n", "operand", "`+` cannot add a string and a number", "ss[0] + n"),
        ("slice(l, 0, n)", "arguments", "`slice` takes a whole number here, not a double", "n"),
        (
            "d.matches('(?i)a')",
            "value",
            "the regular expression has a group it cannot read, `(?i)`: "
            "JavaScript has no flags in a pattern",
            "'(?i)a'",
        ),
        (
            "d.matches('[a-z')",
            "value",
            "the regular expression has a `[` that is not closed",
            "'[a-z'",
        ),
        ("1 / 0 == d", "value", "`/` divides by zero", "1 / 0"),
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
            "`size` takes a string, bytes, a list or a map, not a number",
            "3",
        ),
        ("s.contains(n)", "arguments", "`contains` takes a string, not a number", "n"),
        ("l.contains('a')", "arguments", "`contains` works on a string, not a list", "l"),
        ("s.contains('a', 'b')", "arguments", "`contains` takes 1 argument, not 2", "contains"),
        ("s.substring()", "arguments", "`substring` takes 1 or 2 arguments, not 0", "substring"),
        ("s.lowerAscii(1)", "arguments", "`lowerAscii` takes no arguments, not 1", "lowerAscii"),
        ("randomSample(l)", "arguments", "`randomSample` takes 2 to 4 arguments, not 1", None),
        ("has(s)", "arguments", "`has` takes a field, such as `has(a.b)`", "s"),
        ("l.filter(i, 'a')", "arguments", "`filter` asks for a boolean, not a string", "'a'"),
        ("n.exists(i, b)", "arguments", "`exists` works on a list or a map, not a number", "n"),
        (
            "int(l)",
            "arguments",
            "`int` takes a number or a string, not a list",
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
        "slice([1, 2], 0, size(x)).join()",
        "randomSample([1, 2], size(x)).join(',')",
        "s == 1 || null != n || l == s",
        "slice(s, 0, 1)",
        "type(n) != list && trim(n) == '' || size(n) == 0",
        "contains(s, 1)",
        "n + 1.5 > int(s) - size(s)",
        "nowhere.contains(nothing) || true",
        "l.map(i, i + 1).filter(i, i > 2).exists(i, i == s)",
        "{'a': 1}['a'] > n",
        "timestamp(s) - duration('1h') > timestamp('2024-01-01T00:00:00Z')",
        "l.all(s, s + 1 > 0)",
        "l + [1]",
        "math.greatest('a', true)",
        "dyn(d) + 1 == 1",
        "int(n) + 1 > 2 && n > 1 && n == 4 && n + 1.0 < 3",
        "d in ['a', 'b'] && [d, d] == ['a']",
    ],
)
def test_no_claim(text: str) -> None:
    assert check(tree_of(text), TYPES) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("s", "a condition must be true or false, this is a string"),
        ("n + 1.0", "a condition must be true or false, this is a number"),
        ("trim(d)", "a condition must be true or false, this is a string"),
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


@pytest.mark.parametrize("text", ["b", "d", "nowhere", "d[0]", "d.x", "b ? d : true", "dyn(d)"])
def test_condition_that_may_be_boolean(text: str) -> None:
    assert check(tree_of(text), TYPES, condition=True) == []


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("trim(s)", Type.STRING),
        ("trim(d)", Type.STRING),
        ("size(l) + 1", Type.NUMBER),
        ("s.split(',')", Type.LIST),
        ("s.split(',')[0]", Type.STRING),
        ("random(3)", Type.DYN),
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
        ("8 / 2 - 7 % 4", 1),
        ("-7 / 2", -3),
        ("-7 % 2", -1),
        ("7.0 / 2.0", 3.5),
        ("null == null", True),
        ("null == dyn('a')", False),
        ("dyn(1) == 1.0 && dyn(true) != 1", True),
        ("'B' < 'a' && 'a' < 'b'", True),
        ("size('😀') == 1", True),
        ("[1].exists(i, i == 1) && ![1].all(i, i > 1)", True),
        ("['a', 'b'].map(i, i + i)", ("aa", "bb")),
        ("[1, 2, 3].filter(i, i > 1).map(i, i > 2, i)", (3,)),
        ("['a', 'b'].exists_one(i, i == 'a')", True),
        ("[0, 1].exists(i, 1 / i == 1)", True),
        ("cel.bind(v, 'a', v + v)", "aa"),
        ("'cat'.matches('.*a.*') && 'cat'.matches('^c') && !'cat'.matches('a$')", True),
        ("string(0.1) + string(1e21) + string(-0.0) + string(100.0)", "0.11e+210100"),
        ("int('12') + int(2.9) + int('-3')", 11),
        (f"string(double({10**320})) + string(double(-{10**320}))", "+Inf-Inf"),
        (f"double({10**320}) > 1e308 && {10**320} > 1e308", True),
        ("'a,b,,c'.split(',')", ("a", "b", "", "c")),
        ("'a,b,c'.split(',', 2)", ("a", "b,c")),
        ("['a', 'b'].join('-')", "a-b"),
        ("'abcabc'.lastIndexOf('b') - 'abc'.indexOf('z')", 5),
        ("'abc'.substring(1, 2)", "b"),
        ("slice(['a', 'b', 'c'], 1, 2)", ("b",)),
        ("type([]) == list && type(null) == null_type && type(1.0) != int", True),
        ("'É'.lowerAscii()", "é"),
    ],
)
def test_constants(text: str, value: Value) -> None:
    known = constant(tree_of(text))
    assert known == Known(value)
    assert isinstance(known, Known)
    assert type(known.value) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "x == x",
        "x && true",
        "x ? true : true",
        "exists('x')",
        "[x] == [x]",
        "random(1) == 0",
        "randomSample(['a'], 1)",
        "'a'.matches('a|b')",
        "'ƛ'.upperAscii() == 'ƛ'",
        "'Ა'.lowerAscii() == 'ა'",
        "'a' == '" + "a" * 9_990 + "' + 'aaaaaaaaaaaaaaaaaaaaaaaa'",
        "slice('abc', -1, 2)",
        "'a'.replace('a', 'b') == 'b'",
        "3u == 3u",
    ],
)
def test_no_constant(text: str) -> None:
    assert constant(tree_of(text)) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 == 1.0", "`==` cannot compare a whole number and a double"),
        ("1 == 'a'", "`==` cannot compare a number and a string"),
        ("true || 1 == 'a'", "`==` cannot compare a number and a string"),
        ("1 / 0 == 1", "`/` divides by zero"),
        ("9223372036854775807 + 1 > 0", "`+` leaves the range of whole numbers"),
        ("dyn('a') + dyn(1) == 'a1'", "`+` does not take a string and a number"),
        ("['a'][1]", "there is no item of that index"),
        ("'a'.matches('(')", "the regular expression has a `(` that is not closed"),
        ("int('x')", "`int` cannot make a number of 'x'"),
        ("'ab'.substring(2, 1)", "`substring` reaches outside the text"),
        ("dyn('a').size(1)", "`size` takes no arguments, not 1"),
    ],
)
def test_constants_that_fail(text: str, reason: str) -> None:
    assert constant(tree_of(text)) == Failed(reason)


@pytest.mark.parametrize(
    ("text", "values", "result"),
    [
        ("x == null || size(x) == 0", {"x": None}, True),
        ("x == null || size(x) == 0", {"x": "a"}, False),
        ("x == null || size(x) == 0", {"x": ()}, True),
        ("size(x) == 0", {"x": None}, "`size` does not take these values"),
        ("x == 'a'", {"x": 3}, False),
        ("n == 4 && n > 3 && 4 == n", {"n": 4}, True),
        ("n + 1 > 2", {"n": 4}, "`+` does not mix whole numbers with doubles"),
        ("n + 1.0 > 2", {"n": 4}, True),
        ("n", {"n": 4}, 4.0),
        ("n in [3, 4] && !(n in ['4'])", {"n": 4}, True),
        ("exists('x') ? x : 'none'", {"x": None}, "none"),
        ("exists('x') ? x : 'none'", {"x": "a"}, "a"),
        ("trim(x) == ''", {"x": None}, True),
        ("x.startsWith('a')", {"x": None}, "`startsWith` does not take these values"),
        ("x.startsWith('a') || y", {"x": "ab"}, True),
        ("x.startsWith('b') || y", {"x": "ab"}, None),
        ("y || x.foo", {"x": "ab"}, None),
        ("!x", {"x": "ab"}, "`!` takes a boolean, not a string"),
        ("x && true", {"x": "ab"}, "`&&` takes a boolean, not a string"),
        ("x && false", {"x": "ab"}, False),
        ("x.a", {"x": "ab"}, "a string has no field `a`"),
        ("l.exists(i, i == 'b')", {"l": ("a", "b")}, True),
        ("l[0] == 'a' && l[n] == 'b'", {"l": ("a", "b"), "n": 1}, True),
        ("type(l) == list && type(x) == string", {"l": (), "x": ""}, True),
        ("b == 1", {"b": True}, False),
        ("list == string", {"list": "a"}, None),
    ],
)
def test_values_settle_an_expression(
    text: str, values: dict[str, Value], result: Value | str
) -> None:
    got = constant(tree_of(text), values)
    if isinstance(got, Failed):
        assert isinstance(result, str)
        assert got.reason.startswith(result)
    else:
        assert got == (None if result is None else Known(result))


def test_the_work_of_nested_macros_is_bounded() -> None:
    nested = "l"
    for name in "abcdefgh":
        nested = f"l.map({name}, {nested})"
    assert constant(tree_of(nested), {"l": tuple("x" * 50)}) is None


CERTAINTIES = [
    ("s + 1", "always"),
    ("b && s + 1 == 2", "reached"),
    ("b && trim(s) == 1", "always"),
    ("b && s.startsWith(n)", "reached"),
    ("b ? s.startsWith(n) : false", "reached"),
    ("b ? s.startsWith(n) : n", "reached"),
    ("l.all(i, s.startsWith(n))", "reached"),
    ("s.startsWith(n)", "always"),
    ("s.startsWith(n) || n.contains('a')", "always"),
    ("n + 1 > 2", "double"),
    ("b && n + 1 > 2", "double"),
    ("d.length", "likely"),
]


@pytest.mark.parametrize(("text", "certainty"), CERTAINTIES)
def test_how_sure_a_failure_is(text: str, certainty: str) -> None:
    assert {one.certainty for one in check(tree_of(text), TYPES)} == {certainty}


def test_an_optional_value_may_be_null() -> None:
    tree = tree_of("s == null ? 'none' : s + n")
    assert [one.certainty for one in check(tree, TYPES, optional={"s"})] == ["reached"]
    tree = tree_of("exists('s') ? true : s + n")
    assert [one.certainty for one in check(tree, TYPES, optional={"s"})] == ["reached"]
    assert check(tree_of("trim(s) == '' || s == null"), TYPES, optional={"s"}) == []
