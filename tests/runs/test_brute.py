"""Examples worked by hand from the text of the design: they pin the interpreter itself."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from tests.runs.brute import EITHER, LARGE, READINGS, Table
from tests.runs.pools import OTHER
from tests.runs.records import record

Node = dict[str, Any]


def node(name: str, *refs: Node, kind: str = "custom-model", **fields: Any) -> Node:
    """A node with one input per ref, called `i0`, `i1`, …"""
    inputs = [{"name": f"i{at}", "type": "string", "ref": ref} for at, ref in enumerate(refs)]
    return {"id": name, "type": kind, "inputs": inputs, **fields}


def logic(name: str, values: str, default: str | None, *refs: Node) -> Node:
    """An if/else node with a case per letter of `values`, each under a condition that nobody can
    read, so that it may take any of its branches."""
    cases = [{"condition": f"{at} ~", "value": value} for at, value in enumerate(values)]
    return node(name, *refs, kind="logic", logic={"cases": cases, "default": default})


def asking(name: str, default: str, *cases: tuple[str, str], x: Any) -> Node:
    """An if/else node with conditions over `x`, a literal or a ref."""
    told = [{"condition": condition, "value": value} for condition, value in cases]
    held = {"ref": x} if isinstance(x, dict) else {"value": x}
    type = "string" if isinstance(x, dict) else "number"
    inputs = [{"name": "x", "type": type, **held}]
    return node(name, kind="logic", logic={"cases": told, "default": default}, inputs=inputs)


def read(source: str, **fields: Any) -> Node:
    return {"node": source, **fields}


def when(name: str, equal: str) -> Node:
    return {"node": name, "equal": equal}


def merge(*names: str, **fields: Any) -> Node:
    return {"conditional": list(names), **fields}


def ruled(name: str, required: Any = None, **fields: Any) -> Node:
    return {"name": name, "type": "string", "required": required, **fields}


def given(name: str) -> Node:
    return {"node": "workflow", "name": name}


def table(flow: list[Node], inputs: list[Node] | None = None) -> Table:
    return Table({"flow": flow, "inputs": inputs})


def outcomes(found: Table) -> list[str]:
    """A line per branch choice: `r=a: r runs, n skipped`."""
    lines = {
        " ".join(f"{n}={play.branches.get(n)}" for n in found.listed)
        + ": "
        + ", ".join(f"{n} {play.outcome[n]}" for n in found.nodes if n in play.outcome)
        for play in found.every_play(READINGS[0], EITHER)
    }
    return sorted(lines)


def verdicts(found: Table) -> list[str]:
    return sorted(
        f"{code} {'/'.join(map(str, (n, *path)))} {severity}"
        for (code, n, path), severity in found.verdicts.items()
    )


R = logic("r", "a", "b")
S = logic("s", "ab", "c")
TEMPLATE_GATE = logic("t", "a", "b", read("loop", name="text0"))


def loop(*body: str, name: str = "loop", refs: tuple[Node, ...] = (), **fields: Any) -> Node:
    return node(name, *refs, kind="for-each", loopBodyNodeIds=list(body), **fields)


FLOWS: dict[str, tuple[list[Node], list[str], list[str]]] = {
    "a gate runs on its branch only": (
        [R, node("n", when("r", "a"))],
        ["r=a: r runs, n runs", "r=b: r runs, n skipped"],
        [],
    ),
    "an ordinary ref to a skipped node hangs": (
        [R, node("n", when("r", "a")), node("m", read("n"))],
        ["r=a: r runs, n runs, m runs", "r=b: r runs, n skipped, m stuck"],
        ["FC309 m error"],
    ),
    "only the first node of the trouble is told": (
        [R, node("n", when("r", "a")), node("m", read("n")), node("o", read("m"))],
        [
            "r=a: r runs, n runs, m runs, o runs",
            "r=b: r runs, n skipped, m stuck, o stuck",
        ],
        ["FC309 m error"],
    ),
    "a merge takes whichever ran": (
        [R, node("n", when("r", "a")), node("m", when("r", "b")), node("o", merge("n", "m"))],
        [
            "r=a: r runs, n runs, m skipped, o runs",
            "r=b: r runs, n skipped, m runs, o runs",
        ],
        [],
    ),
    "a merge is skipped when all its sources are": (
        [S, node("n", when("s", "a")), node("m", when("s", "b")), node("o", merge("n", "m"))],
        [
            "s=a: s runs, n runs, m skipped, o runs",
            "s=b: s runs, n skipped, m runs, o runs",
            "s=c: s runs, n skipped, m skipped, o skipped",
        ],
        [],
    ),
    "a merge of a stuck and a skipped node is stuck, behind the first of the trouble": (
        [R, node("n", when("r", "a")), node("m", read("n")), node("o", merge("n", "m"))],
        [
            "r=a: r runs, n runs, m runs, o runs",
            "r=b: r runs, n skipped, m stuck, o stuck",
        ],
        ["FC309 m error"],
    ),
    "a merge beside its node is skipped with it": (
        [R, node("n", when("r", "a")), node("m", merge("n", node="n"))],
        ["r=a: r runs, n runs, m runs", "r=b: r runs, n skipped, m skipped"],
        [],
    ),
    "a merge beside another node waits for both": (
        [R, node("n", when("r", "a")), node("k"), node("m", merge("k", node="n"))],
        ["r=a: r runs, n runs, k runs, m runs", "r=b: r runs, n skipped, k runs, m stuck"],
        ["FC309 m error"],
    ),
    "gates that contradict each other": (
        [R, node("n", when("r", "a"), when("r", "b"))],
        ["r=a: r runs, n skipped", "r=b: r runs, n skipped"],
        ["FC308 n error"],
    ),
    "the reader of a dead node hangs in every run": (
        [R, node("n", when("r", "a"), when("r", "b")), node("m", read("n"))],
        ["r=a: r runs, n skipped, m stuck", "r=b: r runs, n skipped, m stuck"],
        ["FC308 n error", "FC309 m error"],
    ),
    "a merge of dead nodes is not told again": (
        [R, node("n", when("r", "a"), when("r", "b")), node("m", merge("n"))],
        ["r=a: r runs, n skipped, m skipped", "r=b: r runs, n skipped, m skipped"],
        ["FC308 n error"],
    ),
    "a nested if refuses its gates where it is skipped": (
        [R, logic("q", "a", "b", when("r", "a")), node("n", when("q", "b"))],
        [
            "r=a q=a: r runs, q runs, n skipped",
            "r=a q=b: r runs, q runs, n runs",
            "r=b q=None: r runs, q skipped, n skipped",
        ],
        [],
    ),
    "a gate on a stuck logic node is stuck": (
        [R, node("k", when("r", "a")), logic("q", "", "b", read("k")), node("n", when("q", "b"))],
        [
            "r=a q=b: r runs, k runs, q runs, n runs",
            "r=b q=None: r runs, k skipped, q stuck, n stuck",
        ],
        ["FC309 q error"],
    ),
    "a gate over several is satisfied by any that takes the value": (
        [R, logic("q", "a", "c"), node("n", merge("r", "q", equal="c"))],
        [
            "r=a q=a: r runs, q runs, n skipped",
            "r=a q=c: r runs, q runs, n runs",
            "r=b q=a: r runs, q runs, n skipped",
            "r=b q=c: r runs, q runs, n runs",
        ],
        [],
    ),
    "skipped goes before stuck": (
        [R, node("n", when("r", "a")), node("m", read("n"), when("r", "a"))],
        ["r=a: r runs, n runs, m runs", "r=b: r runs, n skipped, m skipped"],
        [],
    ),
    "sometimes skipped and sometimes stuck is no never-runs": (
        [R, node("n", when("r", "a")), node("m", read("n"), when("r", "b"))],
        ["r=a: r runs, n runs, m skipped", "r=b: r runs, n skipped, m stuck"],
        ["FC309 m error"],
    ),
    "without default also no branch, and a blank one is none": (
        [logic("r", "a", " "), node("n", when("r", "a"))],
        ["r=None: r runs, n skipped", "r=a: r runs, n runs"],
        [],
    ),
    "blank conditions are never asked, equal values once": (
        [
            asking("r", "d", (" ", "z"), ("x > 1", "a"), ("x > 2", "a"), ("x > 3", ""), x=1.5),
            node("n", when("r", "a")),
        ],
        ["r=a: r runs, n runs"],
        [],
    ),
    "a gate that waits for a repeated condition is closed": (
        [
            asking("r", "d", ("x == 'a'", "a"), ("(x == 'a')", "y"), x=given("text")),
            node("n", when("r", "y")),
            node("m", read("n")),
        ],
        ["r=a: r runs, n skipped, m stuck", "r=d: r runs, n skipped, m stuck"],
        [],
    ),
    "a constant condition decides": (
        [asking("r", "d", ("false", "z"), ("x == 'q'", "a"), ("true", "b"), x=given("text"))],
        ["r=a: r runs", "r=b: r runs"],
        [],
    ),
    "the same question of the same value has one answer": (
        [
            asking("r", "c", ("x == 'a'", "a"), ("trim(x) == 'b'", "b"), x=given("text")),
            asking("s", "c", ("'a' == x", "a"), ("trim(x) in ['b']", "b"), x=given("text")),
            node("n", when("r", "a")),
            node("m", when("s", "a"), read("n")),
        ],
        [
            "r=a s=a: r runs, s runs, n runs, m runs",
            "r=b s=b: r runs, s runs, n skipped, m skipped",
            "r=c s=c: r runs, s runs, n skipped, m skipped",
        ],
        [],
    ),
    "a longer prefix holds the shorter one": (
        [
            asking("r", "c", ("x.startsWith('ab')", "a"), x=given("text")),
            asking("s", "c", ("x.startsWith('a')", "a"), x=given("text")),
            node("n", when("r", "a"), when("s", "c")),
        ],
        [
            "r=a s=a: r runs, s runs, n skipped",
            "r=c s=a: r runs, s runs, n skipped",
            "r=c s=c: r runs, s runs, n skipped",
        ],
        ["FC308 n error"],
    ),
    "no case at all is always the default": (
        [logic("r", "", "d"), node("n", when("r", "d"))],
        ["r=d: r runs, n runs"],
        [],
    ),
    "depending on a skipped node skips": (
        [R, node("n", when("r", "a")), node("m", dependsOn=["n"])],
        ["r=a: r runs, n runs, m runs", "r=b: r runs, n skipped, m skipped"],
        [],
    ),
    "hanging behind such a skip alone is no verdict": (
        [R, node("n", when("r", "a")), node("m", dependsOn=["n"]), node("o", read("m"))],
        [
            "r=a: r runs, n runs, m runs, o runs",
            "r=b: r runs, n skipped, m skipped, o stuck",
        ],
        [],
    ),
    "never running through such a skip alone is no verdict": (
        [R, node("n", when("r", "a")), node("m", when("r", "b"), dependsOn=["n"])],
        ["r=a: r runs, n runs, m skipped", "r=b: r runs, n skipped, m skipped"],
        [],
    ),
    "depending on a stuck node is stuck, but not the first": (
        [R, node("n", when("r", "a")), node("m", read("n")), node("o", dependsOn=["m"])],
        [
            "r=a: r runs, n runs, m runs, o runs",
            "r=b: r runs, n skipped, m stuck, o stuck",
        ],
        ["FC309 m error"],
    ),
    "approvals are granted": (
        [node("n"), node("ok", kind="user-approval", dependsOn=["n"]), node("m", dependsOn=["ok"])],
        [": n runs, ok runs, m runs"],
        [],
    ),
    "a body template is skipped with its loop, whose item is no data edge": (
        [R, loop("n", refs=(when("r", "a"),)), node("n", read("loop", name="text0"))],
        ["r=a: r runs, loop runs, n runs", "r=b: r runs, loop skipped, n skipped"],
        [],
    ),
    "a reader outside hangs on a skipped loop": (
        [R, loop("n", refs=(when("r", "a"),)), node("n"), node("m", read("loop"))],
        [
            "r=a: r runs, loop runs, n runs, m runs",
            "r=b: r runs, loop skipped, n skipped, m stuck",
        ],
        ["FC309 m error"],
    ),
    "a branch inside a body": (
        [
            loop("t", "n", "m"),
            TEMPLATE_GATE,
            node("n", when("t", "a"), read("loop", name="text0")),
            node("m", read("n")),
        ],
        [
            "t=a: loop runs, t runs, n runs, m runs",
            "t=b: loop runs, t runs, n skipped, m stuck",
        ],
        ["FC309 m error"],
    ),
    "an outer body includes the inner one": (
        [
            R,
            loop("inner", name="outer", refs=(when("r", "a"),)),
            loop("n", name="inner"),
            node("n", read("outer", name="text0"), read("inner", name="text0")),
        ],
        [
            "r=a: r runs, outer runs, inner runs, n runs",
            "r=b: r runs, outer skipped, inner skipped, n skipped",
        ],
        [],
    ),
    "a stuck loop is the first of the trouble, not its body": (
        [R, node("k", when("r", "a")), loop("n", refs=(read("k"),)), node("n")],
        [
            "r=a: r runs, k runs, loop runs, n runs",
            "r=b: r runs, k skipped, loop stuck, n stuck",
        ],
        ["FC309 loop error"],
    ),
    "no verdict on a cycle nor behind it": (
        [R, node("n", read("m")), node("m", read("n")), node("o", read("m"), when("r", "a"))],
        ["r=a: r runs", "r=b: r runs"],
        [],
    ),
    "no verdict on what cannot be read, nor on readers of any sort": (
        [
            node("gone", read("nobody")),
            node("own", read("own")),
            node("void", {}),
            node("nameless", read("workflow")),
            node("plain", when("fine", "a")),
            node("never", when("r", "z")),
            node("approved", read("ok")),
            node("fine"),
            node("ok", kind="user-approval", dependsOn=["fine"]),
            R,
            node("after", merge("fine", "gone")),
            node("last", dependsOn=["after"]),
            loop("inside", dependsOn=["gone"]),
            node("inside"),
            loop("itself", name="itself"),
        ],
        ["r=a: fine runs, ok runs, r runs", "r=b: fine runs, ok runs, r runs"],
        [],
    ),
}


@pytest.mark.parametrize("name", FLOWS)
def test_outcomes(name: str) -> None:
    flow, lines, found = FLOWS[name]
    made = table(flow)
    assert outcomes(made) == lines
    assert verdicts(made) == found


def one(required: Any, *siblings: Node, **fields: Any) -> list[Node]:
    """A flow of one node whose input `p` has a rule."""
    return [
        {"id": "n", "type": "custom-model", "inputs": [ruled("p", required, **fields), *siblings]}
    ]


OPTIONAL = [ruled("x"), ruled("y")]
MODE = [ruled("mode", allowedValues=["", "a", "b"])]
READS_X = ruled("q", ref=given("x"))
READS_MODE = ruled("q", ref=given("mode"))
FLAG = [{"name": "flag", "type": "boolean", "default": False}]
READS_FLAG = {"name": "q", "type": "boolean", "ref": given("flag")}

RULES: dict[str, tuple[list[Node], list[Node] | None, list[str]]] = {
    "always, nothing supplied": (one({"always": True}), None, ["FC610 n/p error"]),
    "a bare true": (one(True), [], ["FC610 n/p error"]),
    "a bare false": (one(False), [], []),
    "always is not asked when false": (one({"always": False}), [], []),
    "blank is not supplied": (one(True, value=" ", default=[]), [], ["FC610 n/p error"]),
    "zero and false are": (one(True, ruled("o", True, default=False), value=0), [], []),
    "a workflow input counts as given without a contract": (one(True, ref=given("x")), None, []),
    "an optional workflow input may be absent": (
        one(True, ref=given("x")),
        OPTIONAL,
        ["FC611 n/p warning"],
    ),
    "a default always gives": (one(True, ref=given("x")), [ruled("x", default="z")], []),
    "an empty default does not": (
        one(True, ref=given("x")),
        [ruled("x", default="")],
        ["FC611 n/p warning"],
    ),
    "the contract's either/or leaves one given": (
        one({"ifNotDefined": {"q": ""}}, READS_X, ref=given("y")),
        [ruled("x", {"ifNotDefined": {"y": ""}}), ruled("y")],
        [],
    ),
    "without it both may be absent": (
        one({"ifNotDefined": {"q": ""}}, READS_X, ref=given("y")),
        OPTIONAL,
        ["FC611 n/p warning"],
    ),
    "ifDefined waits for a sibling": (
        one({"ifDefined": {"q": ""}}, READS_X),
        OPTIONAL,
        ["FC611 n/p warning"],
    ),
    "ifDefined takes any sibling": (
        one({"ifDefined": {"q": "", "o": ""}}, READS_X, ruled("o", value="z")),
        OPTIONAL,
        ["FC610 n/p error"],
    ),
    "ifNotDefined wants all its siblings gone": (
        one({"ifNotDefined": {"q": "", "o": ""}}, READS_X, ruled("o", value="z")),
        OPTIONAL,
        [],
    ),
    "undeclared siblings are not supplied": (
        one({"ifNotDefined": {"ghost": ""}}),
        [],
        ["FC610 n/p error"],
    ),
    "undeclared siblings define nothing": (one({"ifDefined": {"ghost": ""}}), [], []),
    "a null message names nobody": (
        one({"ifDefined": {"q": None}, "ifNotDefined": {"o": None}}, ruled("q", value="z")),
        [],
        [],
    ),
    "the values of an integer and of a select are finite": (
        one(
            {"conditional": {"values": {"q": [7], "o": ["z"]}, "operator": "or"}},
            ruled("q", ref=given("size")),
            ruled("o", ref=given("mode")),
        ),
        [
            {"name": "size", "type": "integer", "allowedValues": [1, 2]},
            {"name": "mode", "type": "select", "options": ["a", "b"]},
        ],
        [],
    ),
    "one of the finite values": (
        one({"when": {"q": ["a"]}}, READS_MODE),
        MODE,
        ["FC611 n/p warning"],
    ),
    "none of the finite values": (one({"when": {"q": ["z", ""]}}, READS_MODE), MODE, []),
    "all the finite values of a mode that is always given": (
        one({"when": {"q": ["a", "b"]}}, READS_MODE),
        [ruled("mode", default="b", allowedValues=["a", "b"])],
        ["FC610 n/p error"],
    ),
    "a boolean with a default still has both values": (
        one({"conditionalValues": {"q": True}}, READS_FLAG),
        FLAG,
        ["FC611 n/p warning"],
    ),
    "true is not 1": (one({"when": {"q": [1]}}, READS_FLAG), FLAG, []),
    "1 is 1.0": (one({"when": {"q": [1.0]}}, ruled("q", value=1)), [], ["FC610 n/p error"]),
    "an unlimited input has the value looked for, or another": (
        one({"conditionalValues": {"q": {"operation": "in", "values": ["k"]}}}, READS_X),
        OPTIONAL,
        ["FC611 n/p warning"],
    ),
    "not in fires on any other value of an input that is always given": (
        one({"conditionalValues": {"q": {"operator": "!=", "value": "k"}}}, READS_X),
        [ruled("x", True)],
        ["FC611 n/p warning"],
    ),
    "not in fires on a literal": (
        one({"conditionalValues": {"q": {"operator": "ne", "value": "k"}}}, ruled("q", value="j")),
        [],
        ["FC610 n/p error"],
    ),
    "not in does not fire on nothing": (
        one({"conditionalValues": {"q": {"operator": "notIn", "values": ["k"]}}}, ruled("q")),
        [],
        [],
    ),
    "a literal goes before the ref": (
        one({"when": {"q": ["k"]}}, ruled("q", value="k", ref=given("x"))),
        [ruled("x")],
        ["FC610 n/p error"],
    ),
    "where the ref gives nothing, the default stands": (
        one({"when": {"q": ["d"]}}, ruled("q", default="d", ref=given("mode"))),
        MODE,
        ["FC611 n/p warning"],
    ),
    "items are a supply": (
        [node("n", inputs=[ruled("rows", True, items=[[ruled("q", value="z")]])])],
        [],
        [],
    ),
    "an unknown value claims nothing, negated or not": (
        [
            node("k"),
            *one(
                {
                    "when": {"q": ["a"]},
                    "conditionalValues": {"q": {"operation": "notEquals", "value": "a"}},
                },
                ruled("q", ref=read("k")),
            ),
        ],
        [],
        [],
    ),
    "without a contract a value matches nothing": (
        one({"conditionalValues": {"q": {"operation": "!=", "value": "a"}}}, READS_X),
        None,
        [],
    ),
    "several siblings join with and": (
        one({"conditional": {"values": {"q": ["a"], "o": ["b"]}}}, ruled("q", value="a")),
        [],
        [],
    ),
    "or with or": (
        one(
            {"conditional": {"values": {"q": ["a"], "o": ["b"]}, "operator": "or"}},
            ruled("q", value="a"),
        ),
        [],
        ["FC610 n/p error"],
    ),
    "any rule that fires": (
        one({"always": False, "ifDefined": {"ghost": ""}, "ifNotDefined": {"q": {}}}),
        [],
        ["FC610 n/p error"],
    ),
    "sub-inputs are siblings in their entry": (
        [
            {
                "id": "n",
                "type": "custom-model",
                "inputs": [
                    {
                        "name": "rows",
                        "type": "inputs_array",
                        "items": [
                            [ruled("p", {"ifDefined": {"q": ""}}), ruled("q", value="z")],
                            [ruled("p", {"ifDefined": {"q": ""}}), ruled("q")],
                            [ruled("p", {"ifNotDefined": {"q": ""}}), READS_X],
                        ],
                    },
                ],
            }
        ],
        OPTIONAL,
        ["FC610 n/rows/0/p error", "FC611 n/rows/2/p warning"],
    ),
    "a node that never runs lacks nothing": (
        [R, node("n", when("r", "a"), when("r", "b")), one(True)[0] | {"id": "m"}],
        [],
        ["FC308 n error", "FC610 m/p error"],
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_required(name: str) -> None:
    flow, contract, found = RULES[name]
    assert verdicts(table(flow, contract)) == found


def test_no_fc61x_where_the_node_never_runs() -> None:
    dead = node("n", when("r", "a"), when("r", "b"))
    dead["inputs"].append(ruled("p", True))
    assert verdicts(table([R, dead], [])) == ["FC308 n error"]


def test_a_node_that_runs_in_some_runs_lacks_its_input_in_every_one_of_them() -> None:
    gated = node("n", when("r", "a"))
    gated["inputs"].append(ruled("p", True))
    assert verdicts(table([R, gated], [])) == ["FC610 n/p error"]


def test_refs_in_sub_inputs_are_edges() -> None:
    entry = [ruled("s", ref=when("r", "a"))]
    reader = node("n", inputs=[{"name": "rows", "type": "inputs_array", "items": [entry]}])
    assert outcomes(table([R, reader])) == ["r=a: r runs, n runs", "r=b: r runs, n skipped"]


def test_a_missing_contract_input_is_trusted_only_without_a_contract() -> None:
    flow = one(True, ref=given("x"))
    assert table(flow, []).untrusted == {"n"}
    assert table(flow, None).untrusted == set()
    assert Table(flow).untrusted == set()


def ways(made: Table) -> set[tuple[Any, ...]]:
    """The ways in which a record's contract inputs are given: values in order, None for absent."""
    names = [("in", name) for name in made.contract or {}]
    return {tuple(r.values[n].value if n in r.values else None for n in names) for r in made.runs}


def test_accepted_runs() -> None:
    """Either/or, an always given boolean that a rule looks at, and a mode nobody looks at."""
    contract = [
        ruled("x", {"ifNotDefined": {"y": ""}}),
        ruled("y"),
        {"name": "flag", "type": "boolean", "required": {"always": True}},
        *MODE,
    ]
    flow = one({"when": {"q": [True]}}, READS_FLAG)
    assert ways(table(flow, contract)) == {
        (x, y, flag, mode)
        for x, y in ((None, OTHER), (OTHER, None), (OTHER, OTHER))
        for flag in (True, False)
        for mode in (None, "a")
    }


def test_values_of_an_accepted_run() -> None:
    """Blank looked-for values and those of another type are never given; array bounds give no
    finite domain."""
    contract = [
        ruled("x", default="d"),
        {"name": "many", "type": "string_array", "allowedValues": ["a"], "default": ["a"]},
    ]
    many = {"name": "m", "type": "string_array", "ref": given("many")}
    flow = one({"when": {"q": ["k", "", "k"], "m": ["a"]}}, READS_X, many)
    pools = table(flow, contract).space.pools
    assert [held.value for held in pools["in", "x"]] == ["k", OTHER]
    assert [held.value for held in pools["in", "many"]] == [[OTHER]]


@pytest.mark.parametrize(
    ("condition", "type", "bounds", "values"),
    [
        ("x > 2 && x != 4", "number", {}, [2.0, 4.0, -1e9 / 2, 3.0, 1e9 / 2]),
        ("x > 2", "number", {"max": 2}, [2.0, -1e9 / 2]),
        ("x > 2", "number", {"min": 3}, [1e9 / 2]),
        ("size(x) > 3", "string", {"maxLength": 4}, ["~o", "o", "oo", "ooo", "oooo"]),
        ("x == 'a' || trim(x) == 'b'", "string", {}, ["a", OTHER, " b "]),
        ("x.contains('q') || x.endsWith('z')", "string", {}, [OTHER, "~z", "~q~", "~q~z"]),
        ("x", "boolean", {}, [True, False]),
        ("size(x) == 2", "string_array", {}, [[OTHER] * n for n in (1, 2, 3)]),
    ],
)
def test_values_that_conditions_tell_apart(
    condition: str, type: str, bounds: Node, values: list[Any]
) -> None:
    router = asking("r", "1", (condition, "2"), x=given("x"))
    router["inputs"][0]["type"] = type
    made = table([router], [{"name": "x", "type": type, **bounds}])
    found = [held.value for held in made.space.pools["in", "x"]]
    assert [v for v in found if not isinstance(v, float) or abs(v) < 1e3] == [
        v for v in values if not isinstance(v, float) or abs(v) < 1e3
    ]
    assert len(found) == len(values)


def test_a_contract_rule_with_values_shapes_the_accepted_runs() -> None:
    contract = [*MODE, ruled("x", {"conditional": {"values": {"mode": ["a"]}}})]
    made = table([node("n", given("x"))], contract)
    assert ways(made) == {(None, None), (None, OTHER), ("a", OTHER), ("b", None), ("b", OTHER)}


OPENED: dict[str, tuple[str, list[str]]] = {
    "known to be absent in both readings": ("x == null || x == ''", ["FC309 m error"]),
    "the guard the compiler writes": (
        "x == null || size(x) == 0 || (type(x) != list && trim(x) == '')",
        ["FC309 m error"],
    ),
    "true when absent is null alone": ("x == null", ["FC309 m warning"]),
    "failing on null is no claim": ("size(x) == 0", []),
    "failing on null, given always": ("size(x) > 9", []),
}


@pytest.mark.parametrize("name", OPENED)
def test_conditions_over_an_input_that_may_be_left_out(name: str) -> None:
    """`m` reads what runs when the case does not hold; `k` keeps the given case from hanging."""
    condition, found = OPENED[name]
    flow = [
        asking("r", "1", (condition, "2"), x=given("x")),
        node("n", when("r", "1")),
        node("m", read("n")),
    ]
    assert verdicts(table(flow, [ruled("x", maxLength=9)])) == found


def test_death_that_rests_on_allowed_values_is_a_warning() -> None:
    flow = [
        asking("r", "1", ("x == 'a'", "2"), x=given("mode")),
        asking("s", "1", ("x == 'b'", "2"), x=given("mode")),
        node("n", when("r", "1"), when("s", "1")),
        node("m", when("r", "2"), when("s", "2")),
    ]
    always = [{**MODE[0], "required": {"always": True}}]
    assert verdicts(table(flow, always)) == ["FC308 m error", "FC308 n warning"]


def said(**parts: Any) -> Any:
    whole = {"given": (), "absent": (), "values": {}, "branches": {}, "answers": ()}
    return SimpleNamespace(**{**whole, **parts})


def test_a_text_of_each_length_may_begin_with_what_is_asked() -> None:
    both = asking("r", "d", ("size(x) == 5 && x.startsWith('ab')", "a"), x=given("x"))
    plays = table([both], [ruled("x")]).every_play(READINGS[0], EITHER)
    assert {play.branches["r"] for play in plays} == {"a", "d"}


def test_an_output_read_as_two_spellings_of_a_type_is_one_value() -> None:
    both = asking("r", "d", ("x > 4 && !(y > 3)", "a"), x={"node": "src"})
    x = both["inputs"][0]
    both["inputs"] = [{**x, "type": "integer"}, {**x, "name": "y", "type": "number"}]
    plays = table([node("src"), both]).every_play(READINGS[0], EITHER)
    assert {play.branches["r"] for play in plays} == {"d"}


def test_a_list_is_also_one_that_is_not_empty() -> None:
    asks = asking("r", "d", ("'a' in x", "a"), x={"node": "src"})
    asks["inputs"][0]["type"] = "string_array"
    plays = table([node("src"), asks]).every_play(READINGS[0], EITHER)
    assert {play.branches["r"] for play in plays} == {"a", "d"}


def test_replay() -> None:
    flow = [
        asking("r", "b", ("x == 'a'", "a"), x={"node": "src"}),
        *one({"when": {"q": ["a"]}}, READS_MODE),
        node("src"),
        node("m", read("k")),
        node("k", when("r", "a")),
    ]
    made = table(flow, MODE)
    lacking, hanging = ("FC611", "n", ("p",)), ("FC309", "m", ())
    assert verdicts(made) == ["FC309 m error", "FC611 n/p warning"]
    assert set(made.replay(lacking, said(given=("mode",), values={"mode": "a"}))) == {True}
    assert made.replay(lacking, said(given=("mode",), values={"mode": "z"})) == []
    assert set(made.replay(lacking, said(given=("mode",)))) == {True, False}
    assert set(made.replay(lacking, said(absent=("mode",)))) == {False}
    asked = {"node": "r", "condition": "x == 'a'", "holds": False}
    assert set(made.replay(hanging, said(answers=(asked,), branches={"r": "b"}))) == {True}
    assert set(made.replay(hanging, said(answers=(asked,), branches={"r": "a"}))) == {False}
    other = {"node": "src", "output": "all", "is": "no constant"}
    assert set(made.replay(hanging, said(answers=(other,)))) == {True}
    assert set(made.replay(hanging, said(answers=({**other, "is": "a"},)))) == {False}
    assert set(made.replay(hanging, said())) == {True, False}


def test_a_body_includes_the_bodies_of_the_loops_in_it() -> None:
    flow = [loop("inner", name="outer"), loop("n", name="inner"), node("n", read("outer"))]
    assert table(flow).wiring["n"].loops == ["outer", "inner"]
    assert table(flow).wiring["n"].data == []


def test_replay_with_a_value_no_rule_looks_for() -> None:
    flow = one({"conditionalValues": {"q": {"operation": "notIn", "values": ["k"]}}}, READS_X)
    made = table(flow, OPTIONAL)
    key = ("FC611", "n", ("p",))
    assert set(made.replay(key, said(given=("x",), values={"x": "else"}))) == {True}
    assert set(made.replay(key, said(given=("x",), values={"x": "k"}))) == {False}


def test_the_generator_reaches_everything() -> None:
    """Each verdict, at each severity, and each outcome of each sort of reader, many times over."""
    seen: dict[str, int] = {}
    rng = Random(7)
    for _ in range(900):
        made = Table(record(rng))
        if made.size > LARGE:
            continue
        sorts = {f"{key[0]} {severity}" for key, severity in made.verdicts.items()}
        sorts.discard("FC308 warning")  # seldom made
        sorts |= {f"{key[0]} in items" for key in made.verdicts if len(key[2]) == 3}
        sorts |= {"untrusted"} if made.untrusted else set()
        sorts |= {"closed"} if made.closed else set()
        sorts |= {"no contract"} if made.contract is None else set()
        sorts |= {"accepted only in part"} if made.rejected else set()
        for n in made.order:
            sorts |= {"body template"} if made.wiring[n].loops else set()
            sorts |= {"inner template"} if len(made.wiring[n].loops) > 1 else set()
            sorts |= {"merge of three"} if any(len(m) > 2 for m in made.wiring[n].merges) else set()
            plays = made.every_play(READINGS[0], EITHER)
            if {play.outcome[n] for play in plays} == {"runs", "skipped", "stuck"}:
                sorts.add("all outcomes")
        for sort in sorts:
            seen[sort] = seen.get(sort, 0) + 1
    assert set(seen) == {
        "FC308 error",
        "FC309 error",
        "FC309 warning",
        "FC610 error",
        "FC610 in items",
        "FC611 warning",
        "FC611 in items",
        "FC610 warning",
        "untrusted",
        "closed",
        "no contract",
        "accepted only in part",
        "body template",
        "inner template",
        "merge of three",
        "all outcomes",
    }
    assert min(seen.values()) >= 3, seen
