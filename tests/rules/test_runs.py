"""FC901–FC907."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import findings, raw_findings

CODES = ("FC204", "FC901", "FC902", "FC903", "FC904", "FC905", "FC906", "FC907")


def node(id: str, *refs: Any, status: Any = "success", **fields: Any) -> dict[str, Any]:
    inputs = [{"name": f"i{n}", "type": "file", "ref": ref} for n, ref in enumerate(refs)]
    return {"id": id, "type": "custom-model", "status": status, "inputs": inputs} | fields


def loop(*body: str, id: str = "each", **fields: Any) -> dict[str, Any]:
    return {
        "id": id,
        "type": "for-each",
        "status": "success",
        "loopBodyNodeIds": list(body),
    } | fields


def copy(id: str, index: Any, loop: Any = "each", **fields: Any) -> dict[str, Any]:
    return node(id, loopNodeId=loop, iterationIndex=index, **fields)


def job(*nodes: Any) -> Any:
    return {"jobId": "j", "metadata": {"flow": list(nodes)}}


AT = "/metadata/flow"
TEMPLATE = node("t", status="skipped")


@pytest.mark.parametrize(
    ("marks", "present", "missing"),
    [
        ({"loopNodeId": "each"}, "loopNodeId", "iterationIndex"),
        ({"iterationIndex": 0, "loopNodeId": None}, "iterationIndex", "loopNodeId"),
        ({"loop_node_id": "each"}, "loopNodeId", "iterationIndex"),
    ],
)
def test_incomplete_iteration_mark(marks: Any, present: str, missing: str) -> None:
    flow = job(loop("t"), TEMPLATE, node("c", **marks))
    message = f"node `c` has `{present}` but no `{missing}`"
    assert findings(flow, *CODES) == [("FC901", f"{AT}/2", message)]


def test_not_a_loop() -> None:
    message = "`loopNodeId` names `t`, a custom-model node: only for-each nodes iterate"
    flow = job(loop("t"), TEMPLATE, copy("c", 0, loop="t"))
    assert findings(flow, *CODES) == [("FC902", f"{AT}/2/loopNodeId", message)]


@pytest.mark.parametrize("index", [-1, 0.5, -0.5])
def test_index_that_is_none(index: float) -> None:
    flow = job(loop("t"), TEMPLATE, copy("c", 0), copy("d", index))
    assert findings(flow, *CODES) == [
        (
            "FC903",
            f"{AT}/3/iterationIndex",
            f"iteration index {index} is not a whole number of at least 0",
        )
    ]


def test_crowded_iteration() -> None:
    flow = job(loop("t", "u"), TEMPLATE, node("u", status="skipped"))
    flow["metadata"]["flow"] += [copy("c", 0), copy("d", 0.0), copy("e", 0)]
    [(code, finding)] = raw_findings(flow, *CODES)
    assert (code, finding.pointer) == ("FC903", ("metadata", "flow", 5, "iterationIndex"))
    assert finding.message == "iteration 0 of loop `each` has 3 nodes, but its body has 2 templates"
    assert [related.message for related in finding.related] == ["`c`", "`d`"]


def test_approvals_hide_no_crowd() -> None:
    ok = node("ok", type="user-approval", status="skipped")
    flow = job(loop("t", "ok"), TEMPLATE, ok)
    flow["metadata"]["flow"] += [copy("c", 0), copy("k", 0, type="user-approval"), copy("d", 0)]
    [(code, finding)] = raw_findings(flow, *CODES)
    assert (code, finding.pointer) == ("FC903", ("metadata", "flow", 5, "iterationIndex"))
    assert finding.message == "iteration 0 of loop `each` has 2 nodes, but its body has 1 template"


def test_crowded_iteration_leaves_no_gap_to_report() -> None:
    flow = job(loop("t"), TEMPLATE, copy("c", 0), copy("d", 0), copy("e", 2))
    assert [code for code, _, _ in findings(flow, *CODES)] == ["FC903"]


def test_iteration_gap() -> None:
    flow = job(loop("t"), TEMPLATE, copy("c", 0), copy("d", 3), copy("e", 2))
    [(code, finding)] = raw_findings(flow, *CODES)
    assert (code, finding.pointer) == ("FC904", ("metadata", "flow", 4, "iterationIndex"))
    assert finding.message == "iteration 2 of loop `each` is there, but iteration 1 is not"
    huge = job(loop("t"), TEMPLATE, copy("c", 10**30))
    assert [code for code, _, _ in findings(huge, *CODES)] == ["FC904"]


def test_iteration_beyond_count() -> None:
    flow = job(loop("t", count=2), TEMPLATE, copy("c", 0), copy("d", 1), copy("e", 7))
    message = "iteration index 7 is beyond the `count` of loop `each`, which is 2"
    assert findings(flow, *CODES) == [("FC905", f"{AT}/4/iterationIndex", message)]


@pytest.mark.parametrize(
    "nodes",
    [
        [loop("t"), TEMPLATE, copy("c", 0), copy("d", 1)],
        [loop("t"), TEMPLATE, copy("d", 1), copy("c", 0)],
        [loop("t"), TEMPLATE],
        [loop("t"), TEMPLATE, node("c", loopNodeId=None, iterationIndex=None)],
        # a wrong type is said elsewhere, and so is a loop of unknown type
        [loop("t"), TEMPLATE, node("c", loopNodeId="each", iterationIndex="0")],
        [loop("t"), TEMPLATE, node("c", loopNodeId=["each"], iterationIndex=0)],
        [loop("t", type="foreach"), TEMPLATE, copy("c", 0)],
        [loop("t", type=5), TEMPLATE, copy("c", 0)],
        # every outer iteration may copy what the inner loop made
        [
            loop("in"),
            loop("t", id="in"),
            TEMPLATE,
            *(copy(f"c{i}", 0, loop="in") for i in range(3)),
        ],
        [loop("in"), loop("t", id="in"), TEMPLATE, *(copy(f"c{i}", 0) for i in range(3))],
        [loop("t", count=0), TEMPLATE, copy("c", 0)],
        # a loop that goes on may fill its gaps yet
        [loop("t", status="processing"), TEMPLATE, copy("c", 0), copy("d", 2)],
        [loop("t", status=None), TEMPLATE, copy("c", 0), copy("d", 2)],
        # a body may leave out the approvals of its templates
        [loop("t"), TEMPLATE, copy("c", 0), copy("ok", 0, type="user-approval")],
    ],
)
def test_iterations_are_right_or_not_judged(nodes: Any) -> None:
    assert findings(job(*nodes), *CODES) == []


def test_definition_is_no_run() -> None:
    nodes = [loop("t"), node("t"), node("c", loopNodeId="each"), copy("d", -1, loop="t")]
    for item in nodes:
        item["status"] = None
    assert findings({"flow": nodes}, *CODES) == []
    assert findings(nodes, *CODES) == []


REF = f"{AT}/1/inputs/0/ref/node"


@pytest.mark.parametrize(
    ("source", "reader", "expected"),
    [
        ("failure", "success", ("FC906", "`b` succeeded, but `a`, which it reads, has failed")),
        (
            "pending",
            "success",
            ("FC906", "`b` succeeded, but `a`, which it reads, is still pending"),
        ),
        (
            "processing",
            "success",
            ("FC906", "`b` succeeded, but `a`, which it reads, is still processing"),
        ),
        (
            "skipped",
            "pending",
            ("FC907", "`b` is pending and reads `a`, which was skipped: the job never completes"),
        ),
        ("success", "success", None),
        ("skipped", "success", None),
        ("rejected", "success", None),
        ("skipped", "skipped", None),
        ("pending", "pending", None),
        ("failure", "pending", None),
        (None, "success", None),
        (5, "success", None),
    ],
)
def test_statuses(source: Any, reader: Any, expected: tuple[str, str] | None) -> None:
    flow = job(node("a", status=source), node("b", {"node": "a"}, status=reader))
    found = findings(flow, *CODES)
    assert found == ([] if expected is None else [(expected[0], REF, expected[1])])


@pytest.mark.parametrize(
    "ref",
    [
        {"conditional": ["a"]},
        {"node": "a", "equal": "2"},
        {"node": "a", "equal": 2},
        {"conditional": ["a"], "equal": "2"},
    ],
)
@pytest.mark.parametrize("statuses", [("skipped", "pending"), ("failure", "success")])
def test_only_ordinary_refs_are_judged(ref: Any, statuses: tuple[str, str]) -> None:
    nodes = [node("a", status=statuses[0]), node("b", ref, status=statuses[1])]
    assert findings(job(*nodes), *CODES) == []
    nodes = [node("a", status=statuses[0]), node("b", status=statuses[1], dependsOn=["a"])]
    assert findings(job(*nodes), *CODES) == []


def test_sub_inputs_are_judged() -> None:
    guide = {"name": "s", "type": "file", "ref": {"node": "a"}}
    reader = node("b", status="pending")
    reader["inputs"] = [{"name": "g", "type": "inputs_array", "items": [[guide]]}]
    [(code, pointer, _)] = findings(job(node("a", status="skipped"), reader), *CODES)
    assert (code, pointer) == ("FC907", f"{AT}/1/inputs/0/items/0/0/ref/node")


def test_templates_and_loops_are_not_judged() -> None:
    item = {"node": "each", "name": "text0"}
    flow = job(
        loop("t", "u", status="processing"),
        node("t", item, status="skipped"),
        node("u", {"node": "t"}, status="pending"),
        copy("t0", 0, inputs=node("", item)["inputs"]),
        copy("u0", 0, inputs=node("", {"node": "t"})["inputs"], status="pending"),
        node("after", {"node": "t"}, status="pending"),
    )
    assert findings(flow, *CODES) == []


def test_copies_are_judged_among_each_other() -> None:
    flow = job(
        loop("t", "u"),
        node("t", status="skipped"),
        node("u", {"node": "t"}, status="skipped"),
        copy("t0", 0, status="failure"),
        copy("u0", 0, inputs=node("", {"node": "t0"})["inputs"]),
    )
    assert [(code, pointer) for code, pointer, _ in findings(flow, *CODES)] == [
        ("FC906", f"{AT}/4/inputs/0/ref/node")
    ]


@pytest.mark.parametrize(
    ("source", "reader", "code"),
    [("pending", "success", "FC906"), ("skipped", "pending", "FC907")],
)
def test_two_reads_of_one_node_are_one_problem(source: str, reader: str, code: str) -> None:
    ref = {"node": "a"}
    record = job(node("a", status=source), node("b", ref, ref, status=reader))
    assert [(code, pointer) for code, pointer, _ in findings(record, *CODES)] == [
        (code, f"{AT}/1/inputs/0/ref/node")
    ]


@pytest.mark.parametrize(
    ("status", "hangs"),
    [
        (None, True),
        ("in-progress", True),
        ("queued", True),
        ("success", False),
        ("failure", False),
        ("canceled", False),
        ("archived", False),
    ],
)
def test_a_job_that_has_ended_waits_for_nothing(status: str | None, hangs: bool) -> None:
    record = job(node("a", status="skipped"), node("b", {"node": "a"}, status="pending"))
    found = findings(record | {"status": status}, "FC907")
    assert [code for code, _, _ in found] == ["FC907"] * hangs


ROUTER = {
    **node("r", type="logic"),
    "logicType": "if-else",
    "logic": {"cases": [{"condition": "x == 'a'", "value": "2"}], "default": "1"},
}
GATED = {"node": "r", "equal": "2"}


def gate_reader(id: str, **gate: Any) -> dict[str, Any]:
    reader = node(id, GATED)
    reader["inputs"][0] |= gate
    return reader


@pytest.mark.parametrize(
    ("nodes", "pointer", "message"),
    [
        (
            [{**ROUTER, "status": "skipped"}, node("b", GATED)],
            "1/inputs/0/ref",
            "`b` succeeded, but `r` did not take its branch `2`",
        ),
        (
            [{**ROUTER, "output": "1"}, node("b", GATED)],
            "1/inputs/0/ref",
            "`b` succeeded, but `r` did not take its branch `2`",
        ),
        (
            [ROUTER, gate_reader("b", value="1")],
            "1/inputs/0/ref",
            "`b` succeeded, but `r` did not take its branch `2`",
        ),
        (
            [ROUTER, node("a", {"node": "r", "equal": "1"}), node("b", GATED)],
            "2/inputs/0/ref",
            "`b` succeeded, but `a` did too, and `r` cannot have taken both `1` and `2`",
        ),
        (
            [
                node("a", status="skipped"),
                node("c", status="skipped"),
                node("b", {"conditional": ["a", "c"]}),
            ],
            "2/inputs/0/ref",
            "`b` succeeded, but all it merges, `a` and `c`, was skipped",
        ),
        (
            [
                node("a"),
                node("ok", type="user-approval", status="pending"),
                node("b", dependsOn=["ok"]),
            ],
            "2/dependsOn/0",
            "`b` succeeded, but its approval `ok` is still pending",
        ),
        (
            [node("ok", type="user-approval", status="rejected"), node("b", dependsOn=["ok"])],
            "1/dependsOn/0",
            "`b` succeeded, but its approval `ok` was rejected",
        ),
    ],
)
def test_success_against_a_branch_or_an_approval(nodes: Any, pointer: str, message: str) -> None:
    assert findings(job(*nodes), *CODES) == [("FC906", f"{AT}/{pointer}", message)]


@pytest.mark.parametrize(
    "nodes",
    [
        [{**ROUTER, "output": "2"}, node("b", GATED)],
        [{**ROUTER, "output": "portrait"}, node("b", GATED)],
        [ROUTER, gate_reader("b", value="2"), node("c", GATED)],
        [ROUTER, node("a", {"node": "r", "equal": "1"}, status="skipped"), node("b", GATED)],
        [{**ROUTER, "output": {"value": "1"}}, node("b", GATED)],
        [{**ROUTER, "output": "1"}, node("b", GATED, status="skipped")],
        [
            {**ROUTER, "status": "skipped"},
            {**ROUTER, "id": "q"},
            node("b", {"conditional": ["r", "q"], "equal": "2"}),
        ],
        [node("a", status="skipped"), node("c"), node("b", {"conditional": ["a", "c"]})],
        [node("ok", type="user-approval"), node("b", dependsOn=["ok"])],
        [node("ok", type="user-approval", status=None), node("b", dependsOn=["ok"])],
        [node("a", status="pending"), node("b", dependsOn=["a"])],
        # a copy's own approval may have been given
        [
            loop("t"),
            TEMPLATE,
            node("ok", type="user-approval", status="pending", dependsOn=["t"]),
            copy("c", 0, dependsOn=["ok"]),
        ],
    ],
)
def test_success_that_may_be(nodes: Any) -> None:
    assert findings(job(*nodes), "FC906") == []
