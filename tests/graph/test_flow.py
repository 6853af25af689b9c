"""What a Flow reads off a document: edges, loops, order, and what it could not read."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck.graph import bodies
from flowcheck.graph.faults import NO_FAULTS, Faults
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.graph.wires import EdgeKind
from flowcheck.reading.source import Source


def flow_of(value: Any) -> Flow:
    return Flow(Source.from_value("<test>", value).documents[0])


def model(id: str, *refs: Any, **fields: Any) -> dict[str, Any]:
    inputs = [{"name": f"i{n}", "type": "file", "ref": ref} for n, ref in enumerate(refs)]
    return {"id": id, "type": "custom-model", "modelId": "m", "inputs": inputs} | fields


EVERY_EDGE = [
    {"id": "each", "type": "for-each", "loopBodyNodeIds": ["body"], "dependsOn": ["a"]},
    model("body", {"node": "each", "name": "text0"}),
    model("a", {"node": "workflow", "name": "x"}),
    model("b", {"node": "a"}, {"node": "a", "equal": "2"}, {"conditional": ["a", "each"]}),
    model("c", {"conditional": ["a", "b"], "equal": "2"}, {"node": "gone"}),
]


def test_every_kind_of_edge() -> None:
    flow = flow_of(EVERY_EDGE)
    assert [(e.source, e.target, str(e.kind)) for e in flow.edges] == [
        ("a", "each", "depends"),
        ("each", "body", "body"),
        ("each", "body", "data"),
        ("a", "b", "data"),
        ("a", "b", "branch"),
        ("a", "b", "merge"),
        ("each", "b", "merge"),
        ("a", "c", "branch"),
        ("b", "c", "branch"),
    ]
    assert flow.edges[5].pointer == (3, "inputs", 2, "ref", "conditional", 0)
    assert flow.order == ["a", "each", "body", "b", "c"]
    assert [(e.source, e.target) for e in flow.edges if flow.is_item_read(e)] == [("each", "body")]


def test_edges_and_refs_know_their_place_beside_nulls_and_inside_of_items() -> None:
    plain = model("b", {"node": "a"}, {"node": "workflow", "name": "x"}, {"node": "a", "name": "y"})
    plain["inputs"][1:1] = [None]
    rows = [[None, {"name": "r", "type": "file", "ref": {"node": "b"}}]]
    deep = model("c", {"node": "a"})
    deep["inputs"].append({"name": "rows", "type": "inputs_array", "items": rows})
    flow = flow_of([model("a"), plain, deep])
    assert [(edge.source, edge.target, edge.pointer) for edge in flow.edges] == [
        ("a", "b", (1, "inputs", 0, "ref", "node")),
        ("a", "b", (1, "inputs", 3, "ref", "node")),
        ("a", "c", (2, "inputs", 0, "ref", "node")),
        ("b", "c", (2, "inputs", 1, "items", 0, 1, "ref", "node")),
    ]
    assert [edge.input and edge.input.name for edge in flow.edges] == ["i0", "i2", "i0", "r"]
    assert [edge.input and edge.input.pointer for edge in flow.edges] == [
        edge.pointer[:-2] for edge in flow.edges
    ]
    assert [[ref["node"] for ref in site.every_ref] for site in flow.sites] == [
        [],
        ["a", "workflow", "a"],
        ["a", "b"],
    ]
    assert flow.mentions.inputs_read == {"x"}


@pytest.mark.parametrize("nodes", [EVERY_EDGE, EVERY_EDGE[2:3], [model("a"), model("b")]])
def test_what_is_asked_of_edges_without_making_them(nodes: list[Any]) -> None:
    nodes = [*nodes, model("x", {"node": "a"}), model("y", {"node": "x"}, {"node": "a"})]
    flow = flow_of(nodes)
    edges = flow.edges
    assert flow.ends == ([e.source for e in edges], [e.target for e in edges])
    assert flow.waited_for == {edge.source for edge in edges}
    assert flow.acyclic == (len(flow.order) == len(flow.nodes))
    for kind in EdgeKind:
        assert flow.edges_of(kind) == [edge for edge in edges if edge.kind is kind]


def test_an_unresolved_ref_is_no_edge_and_a_circle_is_one() -> None:
    flow = flow_of([model("a", {"node": "b"}), model("b", {"node": "a"}, {"node": "gone"})])
    assert flow.ends == (["b", "a"], ["a", "b"])
    assert not flow.acyclic


def test_nested_loops_and_their_members() -> None:
    flow = flow_of(
        [
            {"id": "outer", "type": "for-each", "loopBodyNodeIds": ["inner", None, "gone"]},
            {"id": "inner", "type": "for-each", "count": 2.0, "loopBodyNodeIds": ["leaf", "leaf"]},
            model("leaf"),
        ]
    )
    assert flow.loops["outer"].body == ("inner",)
    assert set(flow.loops["outer"].members) == {"inner", "leaf"}
    assert flow.loops["inner"].body == ("leaf",)
    assert flow.loops["inner"].count == 2
    assert [loop.node.id for loop in flow.loops_around["leaf"]] == ["outer", "inner"]


@pytest.mark.parametrize(
    ("broken", "unreadable"),
    [
        (model("b", {"node": 5}), True),
        (model("b", dependsOn="a"), True),
        ({"id": "b", "type": "list", "items": "oil"}, False),
        (model("b", inputs=[{"name": "x", "type": "inputs_array", "items": "oil"}]), True),
        (model("b", inputs=[7]), True),
        ({"id": "", "type": "list"}, True),
        ({"id": 5, "type": "list"}, True),
        ("not a node", True),
        (model("a"), True),
        ({"id": "b", "type": 5}, False),
        ({"id": "b"}, False),
        (model("b", modelId=5), False),
        (model("b"), False),
        (None, False),
    ],
)
def test_unreadable_says_whether_wiring_was_lost(broken: Any, unreadable: bool) -> None:
    flow = flow_of([model("a"), broken])
    assert flow.unreadable is unreadable
    assert flow.incomplete is unreadable


@pytest.mark.parametrize(
    ("ref", "incomplete"),
    [
        ({"node": "gone"}, True),
        ({"node": "workflow"}, True),
        ({}, True),
        ({"conditional": ["a", "gone"]}, True),
        ({"node": "a", "name": "all"}, False),
        ({"node": "workflow", "name": "anything"}, False),
    ],
)
def test_incomplete_also_when_a_ref_names_nothing(ref: Any, incomplete: bool) -> None:
    assert flow_of([model("a"), model("b", ref)]).incomplete is incomplete


def test_ids_of_broken_nodes_stay_known() -> None:
    flow = flow_of([{"id": "b", "inputs": "none"}, model("a", {"node": "b"})])
    assert flow.ids == {"a", "b"}
    assert not flow.mentions.unknown


def test_id_that_may_belong_to_a_nameless_node_is_excused() -> None:
    flow = flow_of([{"type": "list", "items": ["x"]}, model("a", {"node": "b"}, {"node": "b"})])
    assert [mention.id for mention in flow.mentions.unknown] == ["b", "b"]
    assert flow.mentions.excused == {"b"}
    flow = flow_of([{"type": "list", "items": ["x"]}, model("a", {"node": "b"}, {"node": "c"})])
    assert not flow.mentions.excused


def test_siblings_are_found_by_name() -> None:
    value = {"inputs": [{"name": n, "type": "string"} for n in ("a", "b", "a")], "flow": []}
    contract = flow_of(value).contract
    assert contract is not None
    assert [site.pointer for site in contract.named("a")] == [("inputs", 0), ("inputs", 2)]
    assert contract[1].sibling("a") is contract[0]
    assert contract.named("c") == []
    assert not contract.names_lost


@pytest.mark.parametrize(
    ("broken", "lost"),
    [
        (7, True),
        ({"name": 7, "type": "string"}, True),
        ({"type": "string"}, True),
        ({"name": "x", "type": "number", "min": "0"}, False),
        ({"name": "x", "type": "string", "ref": {"name": 7}}, False),
    ],
)
def test_a_list_tells_whether_names_are_lost(broken: Any, lost: bool) -> None:
    contract = flow_of({"inputs": [{"name": "a", "type": "string"}, broken], "flow": []}).contract
    assert contract is not None
    assert contract.names_lost is lost


def test_faults_answer_for_what_they_lie_in() -> None:
    faults = Faults({("flow", 0, "inputs", 1, "min")})
    assert faults.at_or_in(("flow", 0, "inputs", 1, "min"))
    assert faults.at_or_in(("flow", 0, "inputs", 1))
    assert not faults.at_or_in(("flow", 0, "inputs", 10))
    assert not faults.at_or_in(("flow", 0, "inputs", 1, "min", "x"))
    assert not NO_FAULTS.at_or_in(())


def loop(id: str, *body: Any, **fields: Any) -> dict[str, Any]:
    return {"id": id, "type": "for-each", "loopBodyNodeIds": list(body), **fields}


@pytest.mark.parametrize(
    ("inner", "doubtful"),
    [
        (loop("inner", "leaf"), set()),
        (loop("inner", "leaf", "ghost"), {"outer", "inner"}),
        (loop("inner", "leaf", "inner"), {"inner"}),
        (loop("inner", "leaf", 7), {"outer", "inner"}),
        (loop("inner", "leaf", type="list"), {"outer"}),
        ({"id": "inner", "type": "for-each"}, {"outer", "inner"}),
    ],
)
def test_a_doubtful_body_is_one_of_the_loops_around_it_too(inner: Any, doubtful: set[str]) -> None:
    flow = flow_of(
        [loop("outer", "inner"), inner, loop("other", "last"), *map(model, ("leaf", "last"))]
    )
    assert flow.loops_in_doubt == doubtful


def test_doubt_about_bodies_is_settled_once_a_node(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    judged = bodies._body_is_read

    def counted(node: NodeSite, flow: Flow) -> bool:
        asked.append(node.id)
        return judged(node, flow)

    monkeypatch.setattr(bodies, "_body_is_read", counted)
    deep = [loop(f"l{n}", f"l{n + 1}") for n in range(50)]
    flow = flow_of([*deep, model("l50")])
    assert flow.loops_in_doubt == frozenset()
    assert sorted(asked) == sorted(flow.nodes)


def test_the_loops_of_a_circle() -> None:
    ring = [loop("b", "c"), loop("a", "b", "leaf"), loop("c", "a"), loop("outer", "b")]
    around = flow_of([*ring, model("leaf"), loop("own", "own")]).loops_around
    assert [around.circle(id) for id in ("a", "b", "c")] == [("b", "a", "c")] * 3
    assert around.circle("outer") == ()
    assert around.circle("own") == ("own",)


def test_loops_of_a_circle_share_one_set_of_members() -> None:
    flow = flow_of([loop(f"l{n}", f"l{(n + 1) % 40}") for n in range(40)])
    nesting = flow.loops["l0"].members._nesting
    assert all(id in flow.loops[id].members for id in flow.nodes)
    assert len(set(map(id, nesting._sets.values()))) == 1
