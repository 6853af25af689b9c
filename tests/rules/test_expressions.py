"""FC310–FC316: what the expressions of logic and transform nodes get wrong, and where."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flowcheck.context import Context
from flowcheck.expressions.fold import constant
from flowcheck.expressions.names import Variable, variables
from flowcheck.expressions.parse import parse
from flowcheck.expressions.tree import Call, Expr, Name, walk
from flowcheck.findings import Finding, Severity
from flowcheck.locate import locate
from flowcheck.project.project import Project
from flowcheck.reading.source import Source
from flowcheck.rules.visits import Visits
from flowcheck.settings import Settings
from tests.expressions.test_expression_generated import least, well_typed
from tests.support import heard, load_rules, raw_findings

CODES = [f"FC3{number}" for number in range(10, 17)]
CONTRACT = [
    {"name": "mode", "type": "string"},
    {"name": "steps", "type": "number"},
    {"name": "tags", "type": "string_array"},
    {"name": "photo", "type": "file"},
]


PLAIN = {"name", "type"}


def workflow(name: str) -> dict[str, str]:
    return {"node": "workflow", "name": name}


def inputs(**types: Any) -> list[dict[str, Any]]:
    """Inputs by name: a type, or a record."""
    return [
        {"name": name, **(type if isinstance(type, dict) else {"type": type})}
        for name, type in types.items()
    ]


def logic(*conditions: Any, node: str = "router", **declared: Any) -> dict[str, Any]:
    cases = [{"condition": text, "value": str(i)} for i, text in enumerate(conditions, 2)]
    return {
        "id": node,
        "type": "logic",
        "logicType": "if-else",
        "inputs": inputs(**declared),
        "logic": {"cases": cases, "default": "1"},
    }


def transform(text: Any, node: str = "style", **declared: Any) -> dict[str, Any]:
    return {
        "id": node,
        "type": "transform",
        "inputs": inputs(**declared),
        "logic": {"transform": text},
    }


def found(node: Any, *codes: str, contract: Any = CONTRACT) -> list[tuple[str, Finding]]:
    wired, own = wired_up(node)
    contract = None if contract is None else [*contract, *own]
    document = {"inputs": contract, "flow": [wired, {"id": "words", "type": "list"}]}
    return raw_findings(document, *(codes or CODES))


def wired_up(node: Any) -> tuple[Any, list[dict[str, Any]]]:
    """The node with inputs that hold nothing reading workflow inputs of their own, which may hold
    anything; a condition on what holds nothing is constant."""
    if not isinstance(node.get("inputs"), list):
        return node, []
    wired, own = json.loads(json.dumps(node)), []
    for at, one in enumerate(wired["inputs"]):
        if isinstance(one, dict) and isinstance(one.get("type"), str) and set(one) <= PLAIN:
            own.append({"name": f"own_{at}", "type": one["type"]})
            one["ref"] = workflow(f"own_{at}")
    return wired, own


def shown(node: dict[str, Any], finding: Finding) -> str:
    """The part of the string at fault, or the whole value."""
    value: Any = node
    for step in finding.pointer[2:]:
        value = value[step]
    return str(value if finding.within is None else value[slice(*finding.within)])


def lines(node: dict[str, Any], **more: Any) -> list[str]:
    """`CODE <text at fault> message` of every finding."""
    return [f"{code} <{shown(node, one)}> {one.message}" for code, one in found(node, **more)]


def hints(node: dict[str, Any], code: str) -> list[str | None]:
    return [finding.hint for _, finding in found(node, code)]


S, N, B, A = "string", "number", "boolean", "string_array"


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (
            logic("mode = 'a'", mode=S),
            "FC310 <=> `condition` is not CEL: `=` is not a CEL operator",
        ),
        (
            logic("mode ==", mode=S),
            "FC310 <==> `condition` is not CEL: expected an operand after `==`",
        ),
        (logic("(on", on=B), "FC310 <(> `condition` is not CEL: `(` is not closed"),
        (
            logic("mode is fast", mode=S),
            "FC310 <is> `condition` is not CEL: `is` is not a CEL operator",
        ),
        (
            transform("A fox", fox=S),
            "FC310 <fox> `transform` is not CEL: unexpected `fox`: expected an operator before it",
        ),
        (
            transform("// note", a=S),
            "FC310 <// note> `transform` is not CEL: the expression is empty",
        ),
        (transform("promt + 'a'", prompt=S), "FC311 <promt> `promt` is no input of `style`"),
        (transform("prompt", promptt=S), "FC311 <prompt> `prompt` is no input of `style`"),
        (
            logic("a.exists(i, i == j)", a="string_array"),
            "FC311 <j> `j` is no input of `router`",
        ),
        (
            logic("my-input == 'v'", **{"my-input": S}),
            "FC311 <my-input> `my-input` is no variable: CEL reads it as a subtraction",
        ),
        (
            logic("my == 'v' || my-input == 'v'", **{"my-input": S, "my": N}),
            "FC311 <my-input> `my-input` is no variable: CEL reads it as a subtraction",
        ),
        (
            transform("in.put + in.put", **{"x.y": S}),
            "FC310 <in> `transform` is not CEL: unexpected `in`",
        ),
        (
            transform("x.y + x.y", **{"x.y": S}),
            "FC311 <x.y> `x.y` is no variable: CEL reads it as a field",
        ),
        (
            transform("rows + 1/2nd", rows=S),
            "FC310 <nd> `transform` is not CEL: unexpected `nd`: expected an operator before it",
        ),
        (
            logic("siz(mode) > 0", mode=S),
            "FC312 <siz> `siz` is no function of Scenario's CEL",
        ),
        (
            logic("mode.startswith('a') || mode.startswith('b')", mode=S),
            "FC312 <startswith> `startswith` is no function of Scenario's CEL",
        ),
        (logic("mode.contains()", mode=S), "FC313 <contains> `contains` takes 1 argument, not 0"),
        (
            logic("steps.contains('a')", steps={"type": N, "ref": workflow("steps")}),
            "FC313 <steps> `contains` works on a string, not a number",
        ),
        (
            logic("tags > 2", tags={"type": "string_array", "ref": workflow("tags")}),
            "FC313 <tags> `>` does not take a list",
        ),
        (logic("!mode", mode=S), "FC313 <mode> `!` takes a boolean, not a string"),
        (logic("'fast'"), "FC313 <'fast'> a condition must be true or false, this is a string"),
        (
            logic("size(mode)", mode=S),
            "FC313 <size(mode)> a condition must be true or false, this is a number",
        ),
        (logic("mode", mode=S), "FC313 <mode> a condition must be true or false, this is a string"),
        (
            logic('mode == "a\nb"'.replace("\n", " "), mode=S),
            'FC314 <"a b"> text in double quotes corrupts the web editor\'s view',
        ),
        (
            logic("true"),
            "FC315 <true> `condition` is always true: no later case and no default is ever taken",
        ),
        (
            logic("mode == 'a'", "1 > 2", mode=S),
            "FC315 <1 > 2> `condition` is always false: this case is never taken",
        ),
        (
            logic("mode == 'a' || true", mode=S),
            "FC315 <mode == 'a' || true> "
            "`condition` is always true: no later case and no default is ever taken",
        ),
        (
            transform("a", a=S, b=S),
            "FC316 <b> the transform of `style` never names input `b`",
        ),
        (
            transform("'b'", b=S),
            "FC316 <b> the transform of `style` never names input `b`",
        ),
        (
            logic("a == 'b'", "a == b2", a=S, b=S, b2=S),
            "FC316 <b> the conditions of `router` never name input `b`",
        ),
        (
            transform("a", a=S, b={"type": S, "ref": {"node": "words"}}),
            "FC316 <b> the transform of `style` never names input `b`",
        ),
    ],
)
def test_one_mistake_is_one_problem_at_its_place(node: dict[str, Any], expected: str) -> None:
    assert lines(node) == [expected]


def test_each_expression_and_each_name_is_told_once() -> None:
    node = logic("modus == 'a' && modus != x", "modus == 'c'", mode=S)
    assert lines(node) == [
        "FC311 <modus> `modus` is no input of `router`",
        "FC311 <x> `x` is no input of `router`",
        "FC311 <modus> `modus` is no input of `router`",
    ]
    assert [one.pointer[-3:] for _, one in found(node)] == [
        ("cases", 0, "condition"),
        ("cases", 0, "condition"),
        ("cases", 1, "condition"),
    ]
    node = transform('"a" + x + "" + "b" + \'c\' + "a"', x=S)
    assert [line[:10] for line in lines(node)] == ['FC314 <"a"', 'FC314 <"b"']


@pytest.mark.parametrize(
    ("node", "code", "hint"),
    [
        (logic("mode = 'a'", mode=S), "FC310", "use `==`"),
        (
            transform("A photo of {{x}}", x=S),
            "FC310",
            "put plain text in single quotes and join the parts with `+`",
        ),
        (transform("x +", x=S), "FC310", None),
        (transform("promt", prompt=S), "FC311", "did you mean `prompt`?"),
        (transform("text1.output", text1_output=S), "FC311", "did you mean `text1_output`?"),
        (
            transform("mode + x", x={"type": S, "ref": workflow("mode")}),
            "FC311",
            "did you mean `x`?",
        ),
        (
            transform("words + x", x={"type": S, "ref": {"node": "words"}}),
            "FC311",
            "did you mean `x`?",
        ),
        (
            transform("mode + x", x=S),
            "FC311",
            "`mode` is a workflow input: declare an input of the node that reads it",
        ),
        (transform("words + x", x=S), "FC311", "`words` is a node: declare an input that reads it"),
        (logic("x == fast", x=S), "FC311", "if text is meant, write `'fast'`"),
        (transform("watercolour", x=S), "FC311", "if text is meant, write `'watercolour'`"),
        (transform("far + ' '", x=S, y=S), "FC311", "its inputs are `x` and `y`"),
        (transform("far + ' '", x=S), "FC311", "its input is `x`"),
        (transform("far + ' '"), "FC311", "it has no inputs"),
        (logic("x.toUpperCase() == 'A'", x=S), "FC312", "did you mean `upperAscii`?"),
        (logic("x.startswith('A')", x=S), "FC312", "did you mean `startsWith`?"),
        (logic("x.frobnicate('A')", x=S), "FC312", None),
        (logic("lenght(x) > 2", x=S), "FC312", "did you mean `size`?"),
        (logic("{{x}} == 'a'", x=S), "FC310", "an input is named as it is, without braces or `$`"),
        (logic("${x}", x=S), "FC310", "an input is named as it is, without braces or `$`"),
        (logic("x == None", x=S), "FC311", "did you mean `null`?"),
        (logic("x == True", x=S), "FC311", "did you mean `true`?"),
        (logic("x", x=S), "FC313", "compare it with something"),
        (logic("'x'"), "FC313", "compare an input with it"),
        (logic("x.contains()", x=S), "FC313", None),
        (logic('x == "a"', x=S), "FC314", "write `'a'`"),
        (logic('x == "it\'s"', x=S), "FC314", "use single quotes"),
        (logic('x == r"a"', x=S), "FC314", "use single quotes"),
    ],
)
def test_hints(node: dict[str, Any], code: str, hint: str | None) -> None:
    assert hints(node, code) == [hint]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("t + 1 == 'a'", "`+` cannot add a string and a number"),
        ("t - 1 > 'x'", "`-` takes a number, not a string"),
        ("n + 'a' == 3", "`+` cannot add a number and a string"),
        ("(t > 3) == 'a'", "`>` cannot compare a string and a number"),
        ("size(t - 1) == 'a'", "`-` takes a number, not a string"),
        ("b && t + 1 == 'a'", "`+` cannot add a string and a number"),
        ("b ? t - 1 == 2 : 'a'", "`-` takes a number, not a string"),
    ],
)
def test_what_fails_is_told_and_not_what_is_done_with_it(condition: str, message: str) -> None:
    [(code, finding)] = found(logic(condition, t=S, n=N, b=B), "FC313")
    assert (code, finding.message, finding.severity) == ("FC313", message, None)


def test_a_number_that_is_a_double_hides_no_other_mistake() -> None:
    told = found(logic("n + 1 == 'a'", n=N), "FC313")
    assert [(finding.message, finding.severity) for _, finding in told] == [
        ("`+` cannot add a double and a whole number", Severity.WARNING),
        ("`==` cannot compare a number and a string", None),
    ]


def test_a_number_that_may_be_left_out_is_called_a_double_too() -> None:
    node = logic("n != null && n + 1 > 2.0", "n != null && n % 2 == 0", n=N)
    assert [finding.message for _, finding in found(node, "FC313")] == [
        "`+` cannot add a double and a whole number",
        "`%` takes whole numbers, not doubles",
    ]


EDITOR = "the web editor"
WIRED = {"type": S, "ref": {"node": "words"}}


@pytest.mark.parametrize(
    ("node", "code", "hint"),
    [
        # what Scenario's own web editor writes
        (
            logic("trim(x) == 1", x=S),
            "FC313",
            f"{EDITOR} writes this for a number; by hand: `trim(x) == '1'`",
        ),
        (
            logic("trim(x) != 2.5", x=S),
            "FC313",
            f"{EDITOR} writes this for a number; by hand: `trim(x) != '2.5'`",
        ),
        (
            logic("trim(x) == ['a', 'b']", x=S),
            "FC313",
            f"{EDITOR} writes this for a list; by hand: `trim(x) in ['a', 'b']`",
        ),
        (
            logic("trim(x) == 'it''s'", x=S),
            "FC310",
            f"{EDITOR} doubles an apostrophe; by hand: `'it\\'s'`",
        ),
        (
            logic(r"x.matches('.*a\.b.*')", x=S),
            "FC310",
            f"{EDITOR} writes this for “contains”; by hand: `x.contains('a.b')`",
        ),
        (
            logic("x > 3", x=S),
            "FC313",
            f"{EDITOR} writes this for a text; by hand: `double(x) > 3`",
        ),
        (
            logic("3 <= x", x=S),
            "FC313",
            f"{EDITOR} writes this for a text; by hand: `3 <= double(x)`",
        ),
        # what people write
        (logic("x > 3", x=A), "FC313", "write `size(x) > 3`"),
        (logic("3 < x", x=A), "FC313", "write `3 < size(x)`"),
        (logic("x > 1", x=B), "FC313", None),
        (logic("x > '3'", x=N), "FC313", "write `3`, without quotes, for a number"),
        (logic("size(x) >= '3'", x=S), "FC313", "write `3`, without quotes, for a number"),
        (logic("x.contains('a')", x=A), "FC313", "write `'a' in x`"),
        (logic(r"x.matches('\d+')", x=S), "FC310", r"write `\\d`"),
        (logic("x == .5", x=N), "FC310", "use `0.5`"),
        (logic("loop == 'a'", loop=S), "FC310", "call the input something else"),
        (logic("x == `a`", x=S), "FC310", "use `'`"),
        (
            transform("`${x}, large`", x=S),
            "FC310",
            "put plain text in single quotes and join the parts with `+`",
        ),
        (
            transform("if size(x) > 3 then x else ''", x=S),
            "FC310",
            "CEL chooses with `condition ? this : that`",
        ),
        (transform("return x", x=S), "FC310", "leave it out: an expression is its own value"),
        (transform("concat(x, y)", x=S, y=S), "FC312", "write `x + y`"),
        (logic("workflow.x == 'a'", x=S), "FC311", "an input is named alone: write `x`"),
        (logic("router.x == 'a'", x=S), "FC311", "an input is named alone: write `x`"),
        (logic("x\u00a0== 'a'", x=S), "FC310", "use a plain space"),
        (logic("very\u00a0fast", x=S), "FC310", "use a plain space"),
        (logic("x == 'a' && é == 'b'", x=S), "FC310", None),
        (logic("matches(x, 'a')", x=S), "FC312", "write `x.matches(…)`"),
        (logic("x.int() > 2", x=S), "FC312", "write `int(x)`"),
        (logic("x.charAt(0) == 'a'", x=S), "FC312", "write `x.substring(i, i + 1)`"),
        (logic("x.exists(i, v, v > 2)", x="string_array"), "FC312", "`exists` takes one variable"),
        (logic("math.greatest(1, 2) > 1"), "FC312", None),
        (logic("cel.bnd(v, x, v == 'a')", x=S), "FC312", "did you mean `cel.bind`?"),
        (logic("bind(v, x, v == 'a')", x=S), "FC312", "did you mean `cel.bind`?"),
        (logic("all(x, v, v == 'a')", x="string_array"), "FC312", "write `x.all(…)`"),
        (
            logic("type(x) == 'string'", x=S),
            "FC313",
            "a type is named without quotes: write `string`",
        ),
        (logic("size(x) == '3'", x=S), "FC313", "write `3`, without quotes, for a number"),
        (logic("x.length > 3", x=S), "FC313", "write `size(x)`"),
        (
            logic("x.length > 3", x={"type": S, "ref": {"node": "words"}}),
            "FC313",
            "write `size(x)`",
        ),
        (logic("x && y", x=S, y=B), "FC313", "write `x != ''`"),
        (logic("!x", x="string_array"), "FC313", "write `size(x) > 0`"),
        (logic("x in ['a', y]", x=S, y=S), "FC313", None),
        (transform("x + 1", x=S), "FC313", "write `string(1)` to join it to text"),
        (transform("x + y", x=S, y="string_array"), "FC313", None),
        (
            transform(
                "x + y", x={"type": S, "value": "a"}, y={"type": "string_array", "value": []}
            ),
            "FC313",
            "write `….join(', ')` to make text of a list",
        ),
        (logic("n + 1 > 3", n=N), "FC313", "a JSON number is a double: write `1.0`"),
        (logic("n % 2 == 0", n=N), "FC313", "a JSON number is a double: write `int(n)`"),
        (
            transform("slice(l, 0, n)", l="string_array", n=N),
            "FC313",
            "a JSON number is a double: write `int(n)`",
        ),
        (
            logic("x.matches('(?i)a')", x=S),
            "FC313",
            "write `x.lowerAscii().matches(…)` to ignore case",
        ),
        (
            logic("list == 'a'", list=S),
            "FC313",
            "`list` is a name of the engine here, not the input: rename the input",
        ),
    ],
)
def test_what_to_write_instead(node: dict[str, Any], code: str, hint: str | None) -> None:
    told = found(node, code)
    assert len(told) == 1, told
    if hint is None:
        return
    assert told[0][1].hint == hint


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (logic("x == 'a' && n.contains('b')", x=S, n=N), ("FC313", "warning")),
        (logic("n.contains('b')", n=N), ("FC313", None)),
        (logic("n + 1 > 3", n=N), ("FC313", "warning")),
        (logic("x.length > 3", x=WIRED), ("FC313", "warning")),
        (logic("true || 1 == 'a'"), ("FC313", None)),
        (logic(f"x in [{'1,' * 1001}]", x=N), ("FC310", "warning")),
        (logic("exists('y') ? x == 'a' : false", x=S), ("FC311", "warning")),
        (logic("x == 'a' || (exists('y') && y == 'b')", x=S), ("FC311", "warning")),
        (logic("x == y", x=S), ("FC311", None)),
        (logic("x != y || true", x=S), ("FC311", "warning")),
        (logic("cell.bind(v, x, v == 'a')", x=S), ("FC311", "warning")),
        (logic("x.frobnicate()", x=S), ("FC312", None)),
    ],
)
def test_how_bad_it_is(node: dict[str, Any], expected: tuple[str, str | None]) -> None:
    told = [(code, one.severity) for code, one in found(node) if code != "FC315"]
    assert told == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "x.replace('a', 'b')",
        "slice(x, 0, 2)",
        "exists('x') ? x : 'none'",
        "x == null ? 'none' : x + 'a'",
        "string(random(3)) + x",
        "x.if",
    ],
)
def test_what_the_engine_or_scenario_takes_is_silent(text: str) -> None:
    read = {"type": "other", "ref": workflow("mode")}
    assert lines(transform(text, x=read)) == []


def test_exists_reads_and_guards_its_input() -> None:
    node = transform("exists('x') ? 'a' : 'b'", x=S)
    assert lines(node) == []
    assert lines(transform("exists('xs') ? 'a' : 'b'", xx=S, other=S)) == [
        "FC311 <xs> `xs` is no input of `style`"
    ]


def test_the_other_end_is_related() -> None:
    ((_, unknown),) = found(transform("a + promt", a=S, prompt=S), "FC311")
    assert [(one.message, one.pointer) for one in unknown.related] == [
        ("`prompt` is declared here", ("flow", 0, "inputs", 1, "name"))
    ]
    ((_, wrong),) = found(logic("on && n.contains('a')", on=B, n=N), "FC313")
    assert [(one.message, one.pointer) for one in wrong.related] == [
        ("`n` is declared here", ("flow", 0, "inputs", 1, "type"))
    ]


GATE = {"type": S, "ref": {"node": "other", "equal": "2"}}
MERGE = {"type": S, "ref": {"conditional": ["a", "b"]}}
COMPILED = 'x == null || size(x) == 0 || (type(x) != list && trim(x) == "")'


@pytest.mark.parametrize(
    "node",
    [
        # words, blanks, nulls
        logic("fast", mode=S),
        logic("high quality", "x-large", "2", mode=S),
        logic("", "  ", mode=S),
        logic("fast", "mode2 == 'a'", mode2=S, unused=S),
        {**logic(mode=S), "logic": None},
        {**logic(mode=S), "logic": {"cases": None, "default": "1"}},
        {**logic(mode=S), "logic": {"cases": [None], "transform": "not CEL at all"}},
        {**transform("", a=S)},
        {**transform(None, a=S)},
        {**transform(" \n", a=S)},
        {**transform("nope nope"), "type": "brand-new"},
        {**transform("a", a=S), "logic": {"transform": "a", "cases": [{"condition": "= ="}]}},
        # broken parts
        transform(7, a=S),
        {**transform("a + b"), "inputs": 3},
        {**transform("a + b", a=S), "inputs": [{"name": 3, "type": S}, {"name": "a", "type": S}]},
        {**transform("a + b", a=S), "inputs": ["b", {"name": "a", "type": S}]},
        logic(None, "mode == 'a'", mode=S, other=S),
        logic(3, "mode == 'a'", mode=S, other=S),
        # what the compiler writes
        logic(COMPILED, x=N),
        logic(COMPILED, x={"type": "string_array", "ref": {"node": "words"}}),
        logic("trim(x) == 'v'", "x.matches('.*v.*')", x=S),
        logic("x >= 2 && x <= 20", x={"type": S, "ref": {"node": "words"}}),
        # gates and merges: named or not
        transform("a", a=S, gate=GATE, merge=MERGE),
        transform("a + gate + merge", a=S, gate=GATE, merge=MERGE),
        # no claim about types: wires between nodes, unlike contracts, doubtful literals
        logic("n.contains('a')", n={"type": N, "ref": {"node": "words"}}),
        logic("n.contains('a')", n={"type": N, "ref": workflow("mode")}),
        logic("n.contains('a')", n={"type": N, "ref": workflow("nowhere")}),
        logic("n.contains('a')", n={"type": N, "value": "12"}),
        logic("n.contains('a')", n={"type": N, "value": True}),
        logic("n > 2", n={"type": "string_array", "value": "scalar"}),
        logic("n.contains('a')", n={"type": N, "ref": workflow("steps"), "value": 3}),
        logic("n.contains('a')", n={"type": N, "ref": {"conditional": ["words"]}}),
        logic("photo.contains('a')", photo={"type": "file", "ref": workflow("photo")}),
        logic("m > 2", m={"type": "model"}),
        logic("on", on=B),
        logic("on", on={"type": "thing"}),
        logic("n.contains('a')", n={"type": "integre"}),
        # names
        logic("tags.all(t, t.size() > 2) && type(tags) == list", tags="string_array"),
        transform("row.map(r, r.text)[0]", row="inputs_array"),
        transform("a-b", a=N, b=N),
        # a repetition is another rule's
        logic("mode == 'a'", "mode ==  'a'", mode=S, size=S),
        # an approval as source is another rule's
        {**transform("a", a=S, ok={"type": S, "ref": {"node": "style"}}), "type": "transformer"},
    ],
    ids=lambda node: json.dumps(node["logic"])[:40],
)
def test_silent(node: dict[str, Any]) -> None:
    assert lines(node) == []


def test_same_rules_in_a_job_and_without_a_contract() -> None:
    node = {**logic("mode == 'a' && n.contains('b')", mode=S, n={"type": N, "ref": workflow("n")})}
    assert found(node, contract=None) == []
    job = {"jobId": "j", "metadata": {"flow": [{**transform("b", a=S), "status": "success"}]}}
    ((code, finding),) = raw_findings(job, *CODES)
    assert (code, finding.pointer) == ("FC311", ("metadata", "flow", 0, "logic", "transform"))


def test_an_input_read_from_an_approval_is_not_also_unused() -> None:
    style = transform("a", a=S, ok={"type": S, "ref": {"node": "approve"}})
    flow = [style, {"id": "approve", "type": "user-approval", "dependsOn": ["style"]}]
    assert raw_findings({"flow": flow}, *CODES) == []


@pytest.mark.parametrize(
    "change",
    [
        "promt + mood",  # FC311
        "prompt + mood +",  # FC310
        "prompt.contains() || on",  # FC313
        "prompt + prompt.contains",
    ],
)
def test_a_mistake_that_may_hide_a_name_leaves_nothing_unused(change: str) -> None:
    codes = {code for code, _ in found(transform(change, prompt=S, mood=S, on=B, extra=S))}
    assert len(codes) == 1
    assert "FC316" not in codes


@pytest.mark.parametrize(
    "text", ["tags.exists(t)", "tags.exists(t == mode)", "size(tags.map(t)) > 1"]
)
def test_a_macro_that_lost_an_argument_has_no_unknown_names(text: str) -> None:
    node = logic(f"mode == 'a' && {text}", tags="string_array", mode=S)
    assert [code for code, _ in found(node)] == ["FC313"]


def located(text: str) -> list[tuple[str, str, int, int]]:
    """(code, raw text at fault, line, column) in a JSON text."""
    source = Source.from_text("<test>", text)
    (document,) = source.documents
    project = Project.of([source], Settings())
    context = Context(document, project.flow(document), Settings(), project)
    rows = text.splitlines()
    result = []
    for rule, finding in heard(Visits(load_rules(*CODES)).to(context)):
        one = locate(finding, rule, rule.severity, source, source.records[0], document, {})
        assert one.line == one.end_line
        raw = rows[one.line - 1][one.column - 1 : one.end_column - 1]
        result.append((rule.code, raw, one.line, one.column))
    return result


def one_line(expression: str, field: str = "transform") -> str:
    """A node with the expression, as raw JSON, on line 3 from column 26 on."""
    logic = f'{{"{field}": "{expression}"}}'
    return (
        '[{"id": "n", "type": "transform", "inputs": [{"name": "x", "type": "string"}],\n'
        f' "logic":\n           {logic}\n}}]'
    )


@pytest.mark.parametrize(
    ("raw", "at_fault", "code"),
    [
        ("x + y", "y", "FC311"),
        (r"'\u00e9\t\ud83d\ude00' +\r\n x + y", "y", "FC311"),
        ("'é😀' + x + y", "y", "FC311"),
        (r"x\n\t+ \u0079y", r"\u0079y", "FC311"),
        (r"x + '\\n' + y", "y", "FC311"),
        (r"x + \"a\u0062\"", r"\"a\u0062\"", "FC314"),
        (r"x.startswith\u0028'\u2028')", "startswith", "FC312"),
        (r"'\/' \u003d= x || x.\u0073ize(1) > 2", r"\u0073ize", "FC313"),
        (r"x \u003d 1", r"\u003d", "FC310"),
    ],
)
def test_places_are_right_through_json_escapes(raw: str, at_fault: str, code: str) -> None:
    text = one_line(raw)
    row = text.splitlines()[2]
    ((found_code, shown, line, column),) = located(text)
    assert (found_code, shown, line) == (code, at_fault, 3)
    assert column == row.rindex(at_fault) + 1


def test_places_in_nodes_that_are_spelled_twice() -> None:
    text = json.dumps(
        {
            "workflow": {
                "id": "w",
                "flow": [
                    {
                        "id": "n",
                        "type": "logic",
                        "depends_on": None,
                        "logic_type": "if-else",
                        "logicType": "if-else",
                        "inputs": [{"name": "x", "type": "string", "allowed_values": None}],
                        "logic": {
                            "cases": [{"condition": "x == yy", "value": "2"}],
                            "default": "1",
                            "transform": None,
                        },
                    }
                ],
            }
        },
        indent=1,
    )
    ((code, shown, line, column),) = located(text)
    assert (code, shown) == ("FC311", "yy")
    assert column == text.splitlines()[line - 1].index("yy") + 1


DECLARED: dict[str, dict[str, Any]] = {
    "text1_output": {"type": "string", "value": "a fox"},
    "mode": {"type": "string", "ref": workflow("mode")},
    "count": {"type": "number", "ref": workflow("steps")},
    "on": {"type": "boolean"},
    "items": {"type": "string_array", "ref": workflow("tags")},
    "other": {"type": "string", "ref": {"node": "words"}},
}


def tree_of(text: str) -> Expr:
    tree = parse(text).tree
    assert tree is not None
    return tree


def names_in(text: str) -> list[Variable]:
    return variables(tree_of(text))


@st.composite
def nodes(draw: st.DrawFn) -> tuple[str, bool, list[str]]:
    """An expression, whether it is a condition, and the inputs it names."""
    condition = draw(st.booleans())
    wanted = "bool" if condition else draw(st.sampled_from(["string", "list", "bool"]))
    text = draw(well_typed(wanted, 3))
    assume(not condition or constant(tree_of(text)) is None)
    return text, condition, sorted({one.name for one in names_in(text)})


def node_of(text: str, condition: bool, names: list[str]) -> dict[str, Any]:
    declared = {name: DECLARED[name] for name in names}
    return logic(text, **declared) if condition else transform(text, **declared)


QUIET = [code for code in CODES if code not in ("FC314", "FC315")]
"""What a valid expression is never said to be; by chance it may be constant."""


@given(nodes())
@settings(max_examples=60, deadline=None)
def test_a_valid_expression_gives_nothing(made: tuple[str, bool, list[str]]) -> None:
    node = node_of(*made)
    assert found(node, *QUIET) == []
    for _, finding in found(node, "FC314"):
        assert shown(node, finding) == '"w"'


@given(nodes(), st.sampled_from(sorted(DECLARED)))
@settings(max_examples=40, deadline=None)
def test_one_more_input_is_unused(made: tuple[str, bool, list[str]], extra: str) -> None:
    text, condition, names = made
    assume(extra not in names)
    node = node_of(text, condition, [*names, extra])
    ((code, finding),) = found(node, *QUIET)
    assert (code, shown(node, finding)) == ("FC316", extra)


@given(nodes(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_renamed_input_is_one_unknown_name(
    made: tuple[str, bool, list[str]], data: st.DataObject
) -> None:
    text, condition, names = made
    assume(names)
    node = node_of(text, condition, names)
    index = data.draw(st.integers(0, len(names) - 1))
    node["inputs"][index]["name"] = "renamed"
    assume(not condition or text.strip() != names[index])  # else it becomes a plain word
    ((code, finding),) = found(node, *QUIET)
    assert (code, shown(node, finding)) == ("FC311", names[index])


def _misspelt_name(text: str, data: st.DataObject) -> tuple[str, str]:
    places = names_in(text)
    assume(places)
    one = data.draw(st.sampled_from(places))
    return f"{text[: one.start]}nowhere{text[one.end :]}", "FC311"


def _calls(text: str) -> list[Call]:
    return [node for node in walk(tree_of(text)) if isinstance(node, Call)]


def _misspelt_function(text: str, data: st.DataObject) -> tuple[str, str]:
    calls = [call for call in _calls(text) if call.function != "type"]
    assume(calls)
    call = data.draw(st.sampled_from(calls))
    return f"{text[: call.name_start]}{call.function}X{text[call.name_end :]}", "FC312"


def _lost_argument(text: str, data: st.DataObject) -> tuple[str, str]:
    calls = [
        call
        for call in _calls(text)
        if len(call.args) == least(call) > 0
        and not isinstance(call.args[-1], Name)  # its place leaves its brackets out
    ]
    assume(calls)
    call = data.draw(st.sampled_from(calls))
    last = call.args[-1]
    start = last.start if len(call.args) == 1 else text.rindex(",", 0, last.start)
    return text[:start] + text[last.end :], "FC313"


def _lost_bracket(text: str, data: st.DataObject) -> tuple[str, str]:
    brackets = [i for i, c in enumerate(text) if c in "()[]"]
    assume(brackets)
    at = data.draw(st.sampled_from(brackets))
    return text[:at] + text[at + 1 :], "FC310"


EDITS = [_misspelt_name, _misspelt_function, _lost_argument, _lost_bracket]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__.strip("_"))
@given(made=nodes(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_one_edit_gives_one_problem(
    edit: Any, made: tuple[str, bool, list[str]], data: st.DataObject
) -> None:
    text, condition, names = made
    edited, code = edit(text, data)
    assume(not condition or edited.strip() != "nowhere")  # a plain word
    node = node_of(edited, condition, names)
    problems = found(node, *QUIET)
    assert [found_code for found_code, _ in problems] == [code]
    assert shown(node, problems[0][1])


@given(st.text(max_size=40), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_text_is_judged_at_places_inside_it(text: str, condition: bool) -> None:
    node = logic(text, x=S) if condition else transform(text, x=S)
    for _, finding in found(node):
        if finding.within is not None:
            start, end = finding.within
            assert 0 <= start <= end <= len(text)


def test_many_unknown_names_beside_many_inputs() -> None:
    unknown = " + ".join(f"input{i}x" for i in range(1500))
    declared = {f"inputs{i}y": S for i in range(400)} | {"-": S, "+": S}
    findings = found(transform(unknown, **declared), "FC311")
    assert [one.args["name"] for _, one in findings] == unknown.split(" + ")


PROBE = """
import json, sys
from tests.support import raw_findings
flow = [{flow}]
raw_findings({{"flow": flow}}, *{codes!r})
print(sorted({{"flowcheck.expressions", "networkx", "pydantic"}} & set(sys.modules)))
"""


@pytest.mark.parametrize(
    ("flow", "loaded"),
    [
        ("{'id': 'a', 'type': 'list', 'items': ['x']}", []),
        (
            "{'id': 'a', 'type': 'logic', 'logic': {'cases': ["
            "{'condition': 'fast', 'value': '2'}, {'condition': 'slow', 'value': '3'}]}}",
            ["flowcheck.expressions"],
        ),
        (
            "{'id': 'a', 'type': 'transform', 'logic': {'transform': '1'}}",
            ["flowcheck.expressions"],
        ),
    ],
    ids=["no expressions", "plain words", "an expression"],
)
def test_expressions_are_loaded_only_where_there_are_some(flow: str, loaded: list[str]) -> None:
    script = PROBE.format(flow=flow, codes=CODES)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == str(loaded), done.stderr
