"""FC208, FC209, FC215 and FC216."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import findings

CODES = ("FC204", "FC205", "FC206", "FC207", "FC208", "FC209", "FC215", "FC216")


def node(id: str, *refs: Any, **fields: Any) -> dict[str, Any]:
    inputs = [{"name": f"i{n}", "type": "file", "ref": ref} for n, ref in enumerate(refs)]
    return {"id": id, "type": "custom-model", "modelId": "m", "inputs": inputs} | fields


def record(*nodes: Any, inputs: Any = None) -> dict[str, Any]:
    return {"flow": list(nodes), "inputs": inputs}


LIST = {"id": "styles", "type": "list", "items": ["oil"]}


@pytest.mark.parametrize(
    ("reader", "pointer", "verb"),
    [
        (node("a", {"node": "a"}), "inputs/0/ref/node", "reads"),
        (node("a", {"node": "a", "equal": "2"}), "inputs/0/ref/node", "waits for a branch of"),
        (node("a", {"conditional": ["b", "a"]}), "inputs/0/ref/conditional/1", "merges"),
        (node("a", dependsOn=["b", "a", "a"]), "dependsOn/1", "depends on"),
    ],
)
def test_self_reference(reader: Any, pointer: str, verb: str) -> None:
    assert findings(record(reader, node("b")), *CODES) == [
        ("FC208", f"/flow/0/{pointer}", f"node `a` {verb} itself, so it can never run")
    ]


def test_self_reference_beside_a_cycle() -> None:
    flow = record(node("a", {"node": "b"}), node("b", {"node": "a"}, {"node": "b"}))
    assert findings(flow, *CODES) == [
        ("FC208", "/flow/1/inputs/1/ref/node", "node `b` reads itself, so it can never run"),
        (
            "FC209",
            "/flow/0/inputs/0/ref/node",
            "`a → b → a` is a cycle: none of these nodes can ever run",
        ),
    ]


def test_two_components_are_two_cycles() -> None:
    pairs = [("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")]
    flow = record(*(node(id, {"node": other}) for id, other in pairs), node("e", {"node": "d"}))
    assert [(code, pointer) for code, pointer, _ in findings(flow, *CODES)] == [
        ("FC209", "/flow/0/inputs/0/ref/node"),
        ("FC209", "/flow/2/inputs/0/ref/node"),
    ]


def test_shared_id_makes_no_cycle() -> None:
    flow = record(node("a"), node("b", {"node": "a"}), node("a", {"node": "b"}))
    assert findings(flow, *CODES) == []
    assert findings(record(*reversed(flow["flow"])), *CODES) == []
    assert findings(record(node("b"), node("b", {"node": "b"})), *CODES) == []


PROMPT = {"name": "prompt", "type": "string"}
STYLE = {"name": "style", "type": "string", "required": {"ifDefined": {"prompt": "both"}}}
READ = {"node": "workflow", "name": "prompt"}


def test_unused_workflow_input() -> None:
    unread = ("FC215", "/inputs/1/name", "no node reads workflow input `style`")
    assert findings(record(node("a", READ), inputs=[PROMPT, STYLE]), *CODES) == [unread]
    assert findings(record(node("a", READ), inputs=[PROMPT, STYLE, STYLE]), *CODES) == [unread]
    # a rule of another input that names it reads nothing
    rule = {**PROMPT, "required": {"ifDefined": {"style": "both"}}}
    assert findings(record(node("a", READ), inputs=[rule, STYLE]), *CODES) == [unread]


SUB = {"name": "g", "type": "inputs_array", "items": [[{**PROMPT, "ref": READ}]]}


@pytest.mark.parametrize(
    "flow",
    [
        record(inputs=[PROMPT]),
        record(node("a", inputs=[SUB]), inputs=[PROMPT]),
        record(node("a", {**READ, "conditional": ["a2"]}), node("a2"), inputs=[PROMPT]),
        {"inputs": [PROMPT], "id": "m", "capabilities": []},
        # the lost wire may have been the one that reads it
        record(node("a", inputs="none"), inputs=[PROMPT]),
        record(node("a", READ), node("a", READ), inputs=[PROMPT, STYLE]),
    ],
)
def test_workflow_input_is_read_or_may_be(flow: Any) -> None:
    assert findings(flow, *CODES) == []


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ({"node": "workflow", "name": "promt"}, "FC205"),
        ({"node": "workflow"}, "FC206"),
        ({"name": "prompt"}, "FC207"),
        ({"node": "worklow", "name": "prompt"}, "FC204"),
        ({"node": "a"}, "FC208"),
    ],
)
def test_wrong_ref_is_not_also_an_unread_input_or_node(ref: Any, code: str) -> None:
    found = findings(record(node("a", ref), inputs=[PROMPT]), *CODES)
    assert [item[0] for item in found] == [code]


@pytest.mark.parametrize("type", ["list", "logic", "transform"])
def test_dangling_node(type: str) -> None:
    dangling = {"id": "x", "type": type}
    assert findings(record(dangling, node("a")), *CODES) == [
        ("FC216", "/flow/0/id", f"nobody uses the result of {type} `x`")
    ]


@pytest.mark.parametrize(
    "reader",
    [
        node("a", {"node": "styles"}),
        node("a", {"node": "styles", "equal": "2"}),
        node("a", {"conditional": ["styles"]}),
        node("a", dependsOn=["styles"]),
        {"id": "a", "type": "for-each", "loopBodyNodeIds": ["styles"]},
        {"id": "a", "type": "user-selection", "inputs": node("a", {"node": "styles"})["inputs"]},
        # nothing is said where the wire may be lost
        node("a", {"node": "stiles"}),
        node("a", {"node": 5}),
        {"id": "styles", "type": "model"},
    ],
)
def test_node_is_used_or_may_be(reader: Any) -> None:
    found = findings(record(LIST, reader), *CODES)
    assert [item for item in found if item[0] == "FC216"] == []


def test_producing_node_and_iteration_copy_do_not_dangle() -> None:
    copy = {**LIST, "loopNodeId": "each", "iterationIndex": 0, "status": "success"}
    each = {"id": "each", "type": "for-each", "status": "success", "count": 1}
    assert findings([node("a", status="success"), each, copy], *CODES) == []


@pytest.mark.parametrize(
    ("logic", "dangles"),
    [
        ({"cases": [{"condition": "x == 'a'", "value": "a"}], "default": "none"}, False),
        ({"cases": [{"condition": "x == 'a'", "value": "2"}], "default": "a"}, False),
        ({"cases": [{"condition": "x == 'a'", "value": "2"}], "default": "1"}, True),
    ],
)
def test_a_router_is_used_by_the_nodes_its_values_name(logic: Any, dangles: bool) -> None:
    router = {"id": "r", "type": "logic", "logicType": "if-else", "logic": logic}
    assert len(findings(record(router, node("a")), "FC216")) == dangles
