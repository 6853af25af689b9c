"""FC204–FC207 and FC210–FC212."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck.findings import Edit
from tests.support import findings, raw_findings

CODES = ("FC204", "FC205", "FC206", "FC207", "FC208", "FC210", "FC211", "FC212")


def node(id: str, *refs: Any, **fields: Any) -> dict[str, Any]:
    inputs = [{"name": f"i{n}", "type": "file", "ref": ref} for n, ref in enumerate(refs)]
    return {"id": id, "type": "custom-model", "modelId": "m", "inputs": inputs} | fields


def record(*nodes: Any, inputs: Any = None) -> dict[str, Any]:
    return {"flow": list(nodes), "inputs": inputs}


PROMPT = [{"name": "prompt", "type": "string"}, {"name": "image", "type": "file"}]
REF = "/flow/1/inputs/0/ref"


def gone(field: str, id: str) -> str:
    return f"`{field}` names node `{id}`, which is not in this flow"


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        (node("b", {"node": "upscal"}), [(f"{REF}/node", gone("ref", "upscal"))]),
        (
            node("b", {"node": "x", "conditional": ["upscale", "y"]}),
            [(f"{REF}/conditional/1", gone("conditional", "y")), (f"{REF}/node", gone("ref", "x"))],
        ),
        (node("b", dependsOn=["c"]), [("/flow/1/dependsOn/0", gone("dependsOn", "c"))]),
        (node("b", depends_on=["c"]), [("/flow/1/dependsOn/0", gone("dependsOn", "c"))]),
        (node("b", loopNodeId="c"), [("/flow/1/loopNodeId", gone("loopNodeId", "c"))]),
        (node("b", {"node": ""}), [(f"{REF}/node", "`ref` names no node: blank")]),
        # `workflow` is a word of refs to `node` only
        (
            node("b", dependsOn=["workflow"]),
            [("/flow/1/dependsOn/0", gone("dependsOn", "workflow"))],
        ),
        (
            node("b", inputs=[{"name": "g", "type": "inputs_array", "items": [
                [{"name": "s", "type": "file", "ref": {"node": "c"}}]]}]),
            [("/flow/1/inputs/0/items/0/0/ref/node", gone("ref", "c"))],
        ),
    ],
)  # fmt: skip
def test_unknown_node(reader: Any, expected: list[tuple[str, str]]) -> None:
    found = findings(record(node("upscale"), reader), *CODES)
    assert found == [("FC204", pointer, message) for pointer, message in expected]


def test_unknown_node_hints() -> None:
    def hint(ref: Any) -> str | None:
        [(_, finding)] = raw_findings(
            record(node("upscale"), node("b", ref), inputs=PROMPT), "FC204"
        )
        return finding.hint

    assert hint({"node": "upscal"}) == "did you mean `upscale`?"
    assert hint({"node": "workflw", "name": "prompt"}) == "did you mean `workflow`?"
    assert hint({"node": "prompt"}) == "a workflow input is read as node `workflow`, name `prompt`"
    assert hint({"conditional": ["prompt"]}) == (
        "it takes node ids; a workflow input is read by an input of its own"
    )
    assert hint({"node": "something else"}) == "the other node is `upscale`"


def test_other_nodes_are_told_where_they_are_few() -> None:
    def hint(others: int) -> str | None:
        nodes = [node(f"n{number}") for number in range(others)]
        [(_, finding)] = raw_findings(record(*nodes, node("b", {"node": "else"})), "FC204")
        return finding.hint

    assert hint(0) is None
    assert hint(3) == "the other nodes are `n0`, `n1` and `n2`"
    assert hint(9) is None


def test_repeated_unknown_entry_is_one_unknown_and_one_repetition() -> None:
    assert findings(record(node("a"), node("b", {"conditional": ["x", "x"]})), *CODES) == [
        ("FC204", f"{REF}/conditional/0", gone("conditional", "x")),
        ("FC210", f"{REF}/conditional/1", "`conditional` names `x` again"),
    ]


@pytest.mark.parametrize(
    "flow",
    [
        # a broken node's id stays known
        record({"id": "a", "type": 5}, node("b", {"node": "a"})),
        record({"id": "a", "type": "list", "items": 5}, node("b", dependsOn=["a"])),
        # one whose id is lost may be the one meant
        record(
            {"type": "list", "items": ["x"]}, node("b", {"node": "a"}), node("c", {"node": "a"})
        ),
        record(node("a"), node("b", {"node": "a", "name": None, "equal": None}, None)),
        record(node("a"), node("b", {"node": "workflow", "name": "anything"})),
        record(node("a"), {**node("b"), "dependsOn": None, "loopNodeId": None}),
    ],
)
def test_known_or_excused(flow: Any) -> None:
    assert findings(flow, *CODES) == []


def test_broken_neighbour_hides_nothing() -> None:
    # one node whose id is lost may be the one that is named; it cannot be two
    assert findings(record("junk", node("b", {"node": "a"})), *CODES) == []
    flow = record("junk", node("b", {"node": "a"}), node("c", {"node": "z"}))
    assert findings(flow, *CODES) == [
        ("FC204", f"{REF}/node", gone("ref", "a")),
        ("FC204", f"{REF.replace('1', '2', 1)}/node", gone("ref", "z")),
    ]


@pytest.mark.parametrize(
    ("inputs", "name", "hint"),
    [
        (PROMPT, "promt", "did you mean `prompt`?"),
        (PROMPT, "style", "the contract has `prompt` and `image`"),
        ([], "style", "the contract is empty"),
    ],
)
def test_unknown_workflow_input(inputs: Any, name: str, hint: str) -> None:
    flow = record(node("a"), node("b", {"node": "workflow", "name": name}), inputs=inputs)
    [(code, finding)] = raw_findings(flow, *CODES)
    assert (code, finding.message) == ("FC205", f"`{name}` is no input of this workflow")
    assert finding.pointer == ("flow", 1, "inputs", 0, "ref", "name")
    assert finding.hint == hint
    assert finding.args == {"missing": name}
    assert [related.pointer for related in finding.related] == [("inputs",)]


@pytest.mark.parametrize(
    "inputs",
    [
        None,
        5,
        [{"type": "string"}],
        [{"name": 5, "type": "string"}],
        [{"name": "", "type": "string"}],
        [5],
    ],
)
def test_unknown_workflow_input_is_silent_without_a_whole_contract(inputs: Any) -> None:
    flow = record(node("b", {"node": "workflow", "name": "style"}), inputs=inputs)
    assert findings(flow, *CODES) == []


def test_job_has_no_contract() -> None:
    flow = [node("b", {"node": "workflow", "name": "style"}, status="success")]
    job = {"jobId": "j", "metadata": {"flow": flow, "input": {}}}
    assert findings({"workflow": record(inputs=PROMPT), "job": job}, *CODES) == []


@pytest.mark.parametrize(
    ("ref", "code", "pointer", "message"),
    [
        ({"node": "workflow"}, "FC206", REF, "`ref` reads a workflow input but has no `name`"),
        ({"node": "workflow", "name": None}, "FC206", REF,
         "`ref` reads a workflow input but has no `name`"),
        ({"node": "workflow", "name": "\t"}, "FC206", f"{REF}/name",
         "`ref` reads a workflow input but its `name` is blank"),
        ({}, "FC207", REF, "`ref` has neither `node` nor `conditional`: it reads nothing"),
        ({"node": None, "conditional": [None]}, "FC207", REF,
         "`ref` has neither `node` nor `conditional`: it reads nothing"),
        ({"name": "all", "equal": "2"}, "FC207", REF,
         "`ref` has neither `node` nor `conditional`: it reads nothing"),
    ],
)  # fmt: skip
def test_ref_that_says_too_little(ref: Any, code: str, pointer: str, message: str) -> None:
    flow = record(node("a"), node("b", ref), inputs=PROMPT)
    assert findings(flow, *CODES) == [(code, pointer, message)]


@pytest.mark.parametrize(
    "ref",
    [{"node": 5}, {"conditional": 5}, {"conditional": [5]}, {"node": "workflow", "name": 5}, 5],
)
def test_faulty_parts_are_not_missing(ref: Any) -> None:
    assert findings(record(node("a"), node("b", ref), inputs=PROMPT), *CODES) == []


def test_node_called_workflow_hides_what_its_readers_cannot_say() -> None:
    flow = record(node("workflow"), node("b", {"node": "workflow", "name": "all"}), inputs=PROMPT)
    assert findings(flow, *CODES) == []


def test_duplicate_dependency_and_its_fix() -> None:
    flow = record(node("a"), node("b", dependsOn=["a", None, "a"]))
    [(code, finding)] = raw_findings(flow, *CODES)
    place = ("flow", 1, "dependsOn", 2)
    assert (code, finding.pointer) == ("FC210", place)
    assert finding.message == "`dependsOn` names `a` again"
    assert [related.pointer for related in finding.related] == [("flow", 1, "dependsOn", 0)]
    assert finding.fix is not None
    assert finding.fix.safe
    assert finding.fix.edits == (Edit("remove", place),)


BOTH = {"name": "x", "type": "string", "ref": {"node": "a"}, "value": "fox"}


def test_ref_and_value() -> None:
    assert findings(record(node("a"), node("b", inputs=[BOTH])), *CODES) == [
        (
            "FC211",
            "/flow/1/inputs/0/value",
            "input `x` has a `value` beside its `ref`: which one wins is not documented",
        )
    ]


@pytest.mark.parametrize("value", [None, "", " ", []])
def test_empty_value_is_none(value: Any) -> None:
    assert findings(record(node("a"), node("b", inputs=[BOTH | {"value": value}])), *CODES) == []


def test_ref_and_value_is_normal_in_a_job() -> None:
    nodes = [node("a", status="success"), node("b", inputs=[BOTH], status="success")]
    assert findings(nodes, *CODES) == []
    assert findings({"job": {"metadata": {"flow": nodes}}}, *CODES) == []


APPROVE = {"id": "approve", "type": "user-approval", "dependsOn": ["a"]}


def test_ref_to_gate() -> None:
    flow = record(node("a"), node("b", {"node": "approve"}), APPROVE)
    [(code, finding)] = raw_findings(flow, *CODES)
    assert (code, finding.pointer) == ("FC212", ("flow", 1, "inputs", 0, "ref", "node"))
    assert finding.message == "`ref` reads user-approval `approve`, which has no output"
    assert finding.hint == "read `a` and add `approve` to `dependsOn`"


@pytest.mark.parametrize(
    "ref",
    [
        {"conditional": ["approve"]},
        {"node": "approve", "equal": "2"},
        {"node": "approve", "equal": 2},
    ],
)
def test_no_ordinary_ref_to_gate(ref: Any) -> None:
    assert findings(record(node("a"), node("b", ref), APPROVE), *CODES) == []
