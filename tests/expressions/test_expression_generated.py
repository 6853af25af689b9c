"""Generated expressions: a well-typed one is silent, and one edit gives the one finding."""

from __future__ import annotations

from collections.abc import Callable

from celpy import Environment
from celpy.celtypes import BoolType, DoubleType, IntType, StringType
from celpy.evaluation import CELEvalError
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flowcheck.expressions import (
    Type,
    check,
    constant,
    double_quoted,
    normalised,
    parse,
    result_type,
    unknown_functions,
    variables,
)
from flowcheck.expressions.overloads import function_names
from flowcheck.expressions.tree import Call, Expr, Name, walk

TYPES = {
    "text1_output": Type.STRING,
    "mode": Type.STRING,
    "count": Type.NUMBER,
    "on": Type.BOOL,
    "items": Type.LIST,
    "other": Type.DYN,
}
Make = Callable[..., str]
RULES: dict[Type, list[tuple[str, ...]]] = {
    # a template, then the types of its holes
    Type.BOOL: [
        ("{}.contains({})", "string", "string"),
        ("{}.startsWith({})", "string", "string"),
        ("{}.matches('.*v.*')", "string"),
        ("{} == {}", "string", "string"),
        ("{} != null", "list"),
        ("{} <= {}", "number", "number"),
        ("{} && {}", "bool", "bool"),
        ("{} || {}", "bool", "bool"),
        ("!{}", "bool"),
        ("{} in {}", "string", "list"),
        ("{}.exists(i, i == {})", "list", "string"),
        ("type({}) != list", "string"),
        ("({} ? {} : {})", "bool", "bool", "bool"),
        ("has(other.field)",),
    ],
    Type.STRING: [
        ("{} + {}", "string", "string"),
        ("trim({})", "string"),
        ("string({})", "number"),
        ("{}.replace({}, {})", "string", "string", "string"),
        ("{}.substring({})", "string", "number"),
        ("{}.lowerAscii()", "string"),
        ("({} ? {} : {})", "bool", "string", "string"),
    ],
    Type.NUMBER: [
        ("size({})", "list"),
        ("{}.size()", "string"),
        ("{} - {}", "number", "number"),
        ("{} % {}", "number", "number"),
        ("-{}", "number"),
        ("int({})", "string"),
        ("random({})", "number"),
    ],
    Type.LIST: [
        ("[{}, {}]", "string", "number"),
        ("[{},]", "bool"),
        ("{}.split({})", "string", "string"),
        ("{}.map(i, trim(i) + {})", "list", "string"),
        ("{}.filter(i, i != {})", "list", "string"),
        ("slice({}, {}, {})", "list", "number", "number"),
        ("randomSample({}, {})", "list", "number"),
        ("{} + {}", "list", "list"),
    ],
}
LEAVES: dict[Type, list[str]] = {
    Type.BOOL: ["true", "false", "on", "other"],
    Type.STRING: ["'v'", '"w"', "''", "r'\\d'", "text1_output", "mode", "other"],
    Type.NUMBER: ["0", "7", "2.5", "count", "other"],
    Type.LIST: ["[]", "items", "other"],
}


@st.composite
def well_typed(draw: st.DrawFn, wanted: Type, depth: int = 4) -> str:
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        text = draw(st.sampled_from(LEAVES[wanted]))
    else:
        template, *holes = draw(st.sampled_from(RULES[wanted]))
        parts = [draw(well_typed(Type(hole), depth - 1)) for hole in holes]
        text = f"({template.format(*parts)})"
    space = draw(st.sampled_from(["", "", " ", "\n"]))
    return f"{space}{text}{space}"


ANY = st.sampled_from(sorted(RULES, key=str)).flatmap(
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
def test_well_typed_expressions_are_silent(made: tuple[Type, str]) -> None:
    wanted, text = made
    tree = tree_of(text)
    assert check(tree, TYPES, condition=wanted is Type.BOOL) == []
    assert unknown_functions(tree, TYPES) == []
    assert result_type(tree, TYPES) in (wanted, Type.DYN)
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
def test_a_lost_bracket_is_a_syntax_error(made: tuple[Type, str], data: st.DataObject) -> None:
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
def test_a_misspelt_variable_is_found(made: tuple[Type, str], data: st.DataObject) -> None:
    text = made[1]
    found = variables(tree_of(text))
    assume(found)
    one = data.draw(st.sampled_from(found))
    edited = f"{text[: one.start]}nowhere{text[one.end :]}"
    unknown = [v for v in variables(tree_of(edited)) if v.name not in TYPES]
    assert [(v.name, v.start, v.end) for v in unknown] == [("nowhere", one.start, one.start + 7)]


@given(ANY, st.data())
@settings(max_examples=80, deadline=None)
def test_a_misspelt_function_is_found(made: tuple[Type, str], data: st.DataObject) -> None:
    text = made[1]
    calls = calls_of(text)
    assume(calls)
    call = data.draw(st.sampled_from(calls))
    edited = f"{text[: call.name_start]}{call.function}X{text[call.name_end :]}"
    (unknown,) = unknown_functions(tree_of(edited), TYPES)
    assert (unknown.name, unknown.start) == (f"{call.function}X", call.name_start)
    assert unknown.end == call.name_end + 1
    assert {v.name for v in variables(tree_of(edited))} <= set(TYPES)


@given(ANY, st.data())
@settings(max_examples=80, deadline=None)
def test_a_lost_argument_is_found(made: tuple[Type, str], data: st.DataObject) -> None:
    text = made[1]
    calls = [
        call
        for call in calls_of(text)
        if len(call.args) + (call.target is not None) == SIGNATURES[call.function].least
        and len(call.args) > 0
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
def test_a_literal_of_the_wrong_type_is_found(made: tuple[Type, str], data: st.DataObject) -> None:
    text = made[1]
    strict: list[tuple[Call, int, int, str]] = []
    for call in calls_of(text):
        received = call.target is not None
        for place, argument in enumerate(call.args):
            allowed = SIGNATURES[call.function].values[place + received]
            for kind, literal in ((Type.STRING, "'v'"), (Type.NUMBER, "7"), (Type.NULL, "null")):
                if allowed is not None and kind not in allowed:
                    strict.append((call, argument.start, argument.end, literal))
    assume(strict)
    call, start, end, literal = data.draw(st.sampled_from(strict))
    edited = text[:start] + literal + text[end:]
    (finding,) = check(tree_of(edited), TYPES)
    assert (finding.kind, finding.subject) == ("arguments", call.function)
    assert literal in edited[finding.start : finding.end].strip("()\n ")
    assert finding.start <= start < finding.end


CONSTANTS: dict[Type, list[str]] = {
    Type.BOOL: ["true", "false", "x"],
    Type.STRING: ["'a'", "'ab'", '""', "'é'", "x"],
    Type.NUMBER: ["0", "1", "2", "9007199254740992", "x"],
}
FOLDING: dict[Type, list[tuple[str, ...]]] = {
    Type.BOOL: [
        ("{} == {}", "number", "number"),
        ("{} != {}", "string", "string"),
        ("{} + {} == {}", "string", "string", "string"),
        ("{} < {}", "number", "number"),
        ("{} >= {}", "string", "string"),
        ("{} && {}", "bool", "bool"),
        ("{} || {}", "bool", "bool"),
        ("!{}", "bool"),
        ("{} in [{}, {}]", "number", "number", "number"),
        ("{}.contains({})", "string", "string"),
        ("{}.startsWith({})", "string", "string"),
        ("{}.endsWith({})", "string", "string"),
        ("({} ? {} : {})", "bool", "bool", "bool"),
    ],
    Type.STRING: [
        # no `+`: its sum is no receiver for cel-python's own evaluator
        ("({} ? {} : {})", "bool", "string", "string"),
    ],
    Type.NUMBER: [
        ("{} + {}", "number", "number"),
        ("{} - {}", "number", "number"),
        ("{} * {}", "number", "number"),
        ("{} / {}", "number", "number"),
        ("{} % {}", "number", "number"),
        ("-{}", "number"),
        ("size({})", "string"),
        ("size([{}, {}])", "bool", "number"),
    ],
}


@st.composite
def foldable(draw: st.DrawFn, wanted: Type, depth: int = 3) -> str:
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(CONSTANTS[wanted]))
    template, *holes = draw(st.sampled_from(FOLDING[wanted]))
    parts = [draw(foldable(Type(hole), depth - 1)) for hole in holes]
    return f"({template.format(*parts)})"


ENVIRONMENT = Environment()
INPUTS = [BoolType(True), BoolType(False), IntType(1), DoubleType(0.5), StringType("a"), None]


@given(st.sampled_from(sorted(FOLDING, key=str)).flatmap(foldable))
@settings(max_examples=120, deadline=None)
def test_a_constant_is_what_cel_python_computes(text: str) -> None:
    known = constant(tree_of(text))
    assume(known is not None)
    assert known is not None
    program = ENVIRONMENT.program(ENVIRONMENT.compile(text))
    for value in INPUTS:
        try:
            computed = program.evaluate({"x": value})
        except CELEvalError as failed:
            raise AssertionError(f"{text} fails for {value!r}: {failed}") from failed
        assert computed == known.value, (text, value)
        assert isinstance(computed, BoolType) == isinstance(known.value, bool)
