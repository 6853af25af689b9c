"""Generated expressions: a well-typed one is silent, and one edit gives the one finding."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flowcheck.expressions.check import check, result_type
from flowcheck.expressions.functions import unknown_functions
from flowcheck.expressions.names import variables
from flowcheck.expressions.overloads import MACROS, functions, of_arity
from flowcheck.expressions.parse import parse
from flowcheck.expressions.spelling import double_quoted, normalised
from flowcheck.expressions.tree import Call, Expr, Name, walk
from flowcheck.expressions.types import Type

TYPES = {
    "text1_output": Type.STRING,
    "mode": Type.STRING,
    "count": Type.NUMBER,
    "on": Type.BOOL,
    "items": Type.LIST,
    "other": Type.DYN,
}
RULES: dict[str, list[tuple[str, ...]]] = {
    # a template, then the types of its holes
    "bool": [
        ("{}.contains({})", "string", "string"),
        ("{}.startsWith({})", "string", "string"),
        ("{}.matches('.*v.*')", "string"),
        ("{} == {}", "string", "string"),
        ("{} != null", "other"),
        ("{} <= {}", "double", "int"),
        ("{} && {}", "bool", "bool"),
        ("{} || {}", "bool", "bool"),
        ("!{}", "bool"),
        ("{} in {}", "string", "items"),
        ("{}.exists(i, i == {})", "items", "string"),
        ("type({}) != list", "string"),
        ("({} ? {} : {})", "bool", "bool", "bool"),
        ("has(other.field)",),
        ("exists('mode')",),
    ],
    "string": [
        ("{} + {}", "string", "string"),
        ("trim({})", "string"),
        ("string({})", "int"),
        ("{}.substring(0)", "string"),
        ("{}.lowerAscii()", "string"),
        ("({} ? {} : {})", "bool", "string", "string"),
    ],
    "int": [
        ("size({})", "list"),
        ("{}.size()", "string"),
        ("{} - {}", "int", "int"),
        ("int({})", "double"),
        ("-{}", "int"),
    ],
    "double": [("{} * {}", "double", "double"), ("double({})", "int")],
    "list": [
        ("['w', {}]", "plain"),
        ("[{},]", "bool"),
        ("{}.split({})", "string", "string"),
        ("{}.map(i, trim(i) + {})", "list", "string"),
        ("{}.filter(i, i != {})", "items", "string"),
        ("slice({}, {}, {})", "list", "int", "int"),
        ("randomSample({}, {})", "list", "int"),
        ("{} + {}", "items", "items"),
    ],
}
LEAVES: dict[str, list[str]] = {
    "bool": ["true", "false", "on", "other"],
    "string": ["'v'", '"w"', "''", "r'\\d'", "text1_output", "mode", "other"],
    "plain": ["'v'", '"w"'],
    "int": ["0", "7"],
    "double": ["2.5", "count", "other"],
    "list": ["[]", "items", "other"],
    "items": ["items", "other", "[other]"],
    "other": ["other", "mode", "items"],
}
KINDS = {
    "bool": Type.BOOL,
    "string": Type.STRING,
    "int": Type.NUMBER,
    "double": Type.NUMBER,
    "list": Type.LIST,
}


@st.composite
def well_typed(draw: st.DrawFn, wanted: str, depth: int = 4) -> str:
    if depth == 0 or wanted not in RULES or draw(st.integers(0, 4)) == 0:
        text = draw(st.sampled_from(LEAVES[wanted]))
    else:
        template, *holes = draw(st.sampled_from(RULES[wanted]))
        text = f"({template.format(*[draw(well_typed(hole, depth - 1)) for hole in holes])})"
    space = draw(st.sampled_from(["", "", " ", "\n"]))
    return f"{space}{text}{space}"


ANY = st.sampled_from(sorted(RULES)).flatmap(
    lambda wanted: st.tuples(st.just(wanted), well_typed(wanted))
)


def tree_of(text: str) -> Expr:
    tree = parse(text).tree
    assert tree is not None, (text, parse(text))
    return tree


def calls_of(text: str) -> list[Call]:
    return [node for node in walk(tree_of(text)) if isinstance(node, Call)]


@given(ANY)
@settings(max_examples=150, deadline=None)
def test_well_typed_expressions_are_silent(made: tuple[str, str]) -> None:
    wanted, text = made
    tree = tree_of(text)
    assert check(tree, TYPES, condition=wanted == "bool") == []
    assert unknown_functions(tree, TYPES) == []
    assert result_type(tree, TYPES) in (KINDS[wanted], Type.DYN)
    for variable in variables(tree):
        assert variable.name in TYPES
        assert text[variable.start : variable.end] == variable.name
    for start, end in double_quoted(text):
        assert text[start:end] == '"w"'
    assert normalised(normalised(text)) == normalised(text)
    assert normalised(text.replace("\n", "  ")) == normalised(text)
    for node in walk(tree):
        part = tree_of(text[node.start : node.end])
        assert type(part) is type(node)


@given(ANY, st.data())
@settings(max_examples=80, deadline=None)
def test_a_lost_bracket_is_a_syntax_error(made: tuple[str, str], data: st.DataObject) -> None:
    text = made[1]
    brackets = [i for i, c in enumerate(text) if c in "()[]"]
    assume(brackets)
    lost = data.draw(st.sampled_from(brackets))
    broken = text[:lost] + text[lost + 1 :]
    error = parse(broken).error
    assert error is not None
    if text[lost] in ")]":
        # what follows a lost closing bracket cannot be wrong before it
        opened = error.message.endswith("is not closed")
        assert opened or error.offset + error.length >= lost - 1
        assert not opened or broken[error.offset] in "(["
    assert broken[error.offset : error.offset + error.length]


@given(ANY, st.data())
@settings(max_examples=80, deadline=None)
def test_a_misspelt_variable_is_found(made: tuple[str, str], data: st.DataObject) -> None:
    text = made[1]
    found = variables(tree_of(text))
    assume(found)
    one = data.draw(st.sampled_from(found))
    edited = f"{text[: one.start]}nowhere{text[one.end :]}"
    unknown = [v for v in variables(tree_of(edited)) if v.name not in TYPES]
    assert [(v.name, v.start, v.end) for v in unknown] == [("nowhere", one.start, one.start + 7)]


@given(ANY, st.data())
@settings(max_examples=80, deadline=None)
def test_a_misspelt_function_is_found(made: tuple[str, str], data: st.DataObject) -> None:
    text = made[1]
    calls = calls_of(text)
    assume(calls)
    call = data.draw(st.sampled_from(calls))
    edited = f"{text[: call.name_start]}{call.function}X{text[call.name_end :]}"
    (unknown,) = unknown_functions(tree_of(edited), TYPES)
    assert (unknown.name, unknown.start) == (f"{call.function}X", call.name_start)
    assert unknown.end == call.name_end + 1
    assert {v.name for v in variables(tree_of(edited))} <= set(TYPES)


def least(call: Call) -> int:
    """The fewest arguments the engine takes."""
    if call.function in MACROS and call.target is not None:
        return min(MACROS[call.function])
    if call.function == "has":
        return 1
    overloads = functions()[call.target is not None, call.function]
    return min(len(one.args) for one in overloads)


@given(ANY, st.data())
@settings(max_examples=80, deadline=None)
def test_a_lost_argument_is_found(made: tuple[str, str], data: st.DataObject) -> None:
    text = made[1]
    calls = [
        call
        for call in calls_of(text)
        if len(call.args) == least(call) > 0
        and not isinstance(call.args[-1], Name)  # its place leaves its brackets out
    ]
    assume(calls)
    call = data.draw(st.sampled_from(calls))
    last = call.args[-1]
    start = last.start if len(call.args) == 1 else text.rindex(",", 0, last.start)
    edited = text[:start] + text[last.end :]
    findings = check(tree_of(edited), TYPES)
    count = [f for f in findings if f.kind == "arguments" and f.start == call.name_start]
    assert [f.subject for f in count] == [call.function]
    assert count[0].message.endswith(f"not {len(call.args) - 1}")
    assert edited[count[0].start : count[0].end] == call.function


@given(ANY, st.data())
@settings(max_examples=80, deadline=None)
def test_a_literal_of_the_wrong_type_is_found(made: tuple[str, str], data: st.DataObject) -> None:
    text = made[1]
    strict: list[tuple[Call, int, int, str]] = []
    for call in calls_of(text):
        overloads = of_arity(call.target is not None, call.function, len(call.args))
        for place, argument in enumerate(call.args):
            allowed = {one.args[place].name for one in overloads}
            for kind, literal in (("string", "'v'"), ("int", "7"), ("null", "null")):
                if allowed and not allowed & {kind, "dyn"}:
                    strict.append((call, argument.start, argument.end, literal))
    assume(strict)
    call, start, end, literal = data.draw(st.sampled_from(strict))
    edited = text[:start] + literal + text[end:]
    finding = next(one for one in check(tree_of(edited), TYPES) if one.kind == "arguments")
    assert (finding.kind, finding.subject) == ("arguments", call.function)
    assert literal in edited[finding.start : finding.end].strip("()\n ")
    assert finding.start <= start < finding.end
