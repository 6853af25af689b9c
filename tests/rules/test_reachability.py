"""FC308 and FC309: code, place and words, and where they must be silent."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck.findings import Severity
from flowcheck.report import pointer_text
from tests.runs.support import gate, input_, merge, node, reads, record, router
from tests.support import findings, raw_findings

R = router("r", "2", "3")  # 1 is the default


def told(flow: list[Any]) -> list[tuple[str, str, str]]:
    return findings(flow, "FC308", "FC309")


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        (
            [R, node("a", gate("r", "2"), gate("r", "3", "other"))],
            [
                (
                    "FC308",
                    "/1/inputs/1/ref",
                    "node `a` never runs: no run has both `r` take `2` and `r` take `3`",
                )
            ],
        ),
        (
            [R, node("a", gate("r", "2")), node("b", merge("a"), gate("r", "1"))],
            [
                (
                    "FC308",
                    "/2/inputs/0/ref",
                    "node `b` never runs: no run has both `r` take `1` and `a` run",
                )
            ],
        ),
        (
            [
                R,
                {**node("l", gate("r", "2"), type="for-each"), "loopBodyNodeIds": ["t"]},
                node("t", gate("r", "3")),
            ],
            [
                (
                    "FC308",
                    "/2/inputs/0/ref",
                    "node `t` never runs: no run has both `r` take `3` and `l` run",
                )
            ],
        ),
        (
            [
                R,
                router("s", "2"),
                node("a", gate("r", "2")),
                node("b", gate("r", "3")),
                node("c", gate("r", "1"), merge("a", "b")),
                node("d", gate("s", "2"), merge("c")),
            ],
            [
                (
                    "FC308",
                    "/4/inputs/1/ref",
                    "node `c` never runs: no run has both `r` take `1` and `a` or `b` run",
                )
            ],
        ),
        (
            [R, node("a", gate("r", "2")), node("b", reads("a")), node("c", reads("b"))],
            [
                (
                    "FC309",
                    "/2/inputs/0/ref/node",
                    "node `b` hangs when `r` takes `1`: it reads `a`, which is skipped then",
                )
            ],
        ),
        (
            [R, node("a", gate("r", "2"), gate("r", "1", "g")), node("b", reads("a"))],
            [
                (
                    "FC308",
                    "/1/inputs/1/ref",
                    "node `a` never runs: no run has both `r` take `2` and `r` take `1`",
                ),
                (
                    "FC309",
                    "/2/inputs/0/ref/node",
                    "node `b` hangs in every run: it reads `a`, which is always skipped",
                ),
            ],
        ),
    ],
)
def test_told(flow: list[Any], expected: list[tuple[str, str, str]]) -> None:
    assert told(flow) == expected


A, B, C = (
    node("a", gate("r", "2")),
    node("b", gate("r", "3")),
    node("c", gate("r", "1")),
)


@pytest.mark.parametrize(
    "flow",
    [
        [R, A, B, C, node("d", merge("a", "b", "c")), node("e", reads("d"))],
        [R, A, node("d", gate("r", "2"), reads("a"))],
        [R, A, node("d", {"name": "g", "type": "string", "ref": {"conditional": ["a"]}})],
        [R, node("d", input_("g", ref={"conditional": ["r"], "equal": "2"}))],
        # the template waits for its loop, which the gate skips
        [
            R,
            {**node("l", gate("r", "2"), type="for-each"), "loopBodyNodeIds": ["t"]},
            node("t", reads("l")),
        ],
        # a constant condition decides the branch, so `a` always runs
        [
            {**router("k"), "logic": {"cases": [{"condition": "true", "value": "2"}]}},
            node("a", gate("k", "2")),
            node("b", reads("a")),
        ],
        # null is absent
        [R, node("a", input_("g", ref={"node": "r", "equal": None})), node("b", reads("a"))],
    ],
)
def test_silent(flow: list[Any]) -> None:
    assert told(flow) == []


HANG = [R, A, node("b", reads("a"))]


@pytest.mark.parametrize(
    "broken",
    [
        node("a", gate("r", "2"), reads("nobody", "x")),
        node("a", gate("r", "2"), reads("a", "x")),
        node("a", gate("r", "9")),
        node("a", gate("r", "2"), input_("x", ref={"name": "image"})),
        node("a", gate("r", "2"), input_("x", ref={"node": "workflow"})),
        node("a", gate("r", "2"), input_("x", ref={"node": "b"})),
        node("a", gate("r", "2"), input_("x", ref=7)),
        {**A, "dependsOn": ["nobody"]},
        {**A, "dependsOn": ["a"]},
        node("a", gate("r", "2"), merge("r", "a")),
        node("a", gate("r", "2"), input_("x", ref={"conditional": ["r", "a"], "equal": "2"})),
        {**A, "dependsOn": "r"},
        {**A, "loopNodeId": "nobody"},
        {**A, "loopNodeId": "a"},
    ],
    ids=lambda one: str(one)[-60:],
)
def test_no_verdict_behind_what_cannot_be_trusted(broken: Any) -> None:
    assert told([R, broken, node("b", reads("a"))]) == []
    assert len(told([R, broken, node("b", reads("d")), node("d", gate("r", "2"))])) == 1


def test_an_iteration_mark_that_leads_somewhere_hides_nothing() -> None:
    marked = {**node("l", type="for-each"), "loopBodyNodeIds": []}
    assert len(told([*HANG[:1], marked, {**A, "loopNodeId": "l"}, HANG[2]])) == 1


def test_no_verdict_for_repeated_ids_or_jobs() -> None:
    assert len(told(HANG)) == 1
    assert told([*HANG, node("a")]) == []
    assert told([{**one, "status": "success"} for one in HANG]) == []


def test_a_broken_node_does_not_hide_the_others() -> None:
    assert len(told([*HANG, {"id": 7}, node("x", reads("nobody"))])) == 1


def test_only_the_gates_that_contradict_are_told() -> None:
    others = [gate("s", "2", "g1"), gate("r", "2", "g2"), gate("t", "2", "g3")]
    flow = [R, router("s", "2"), router("t", "2"), node("a", *others, gate("r", "1", "g4"))]
    assert told(flow) == [
        (
            "FC308",
            "/3/inputs/3/ref",
            "node `a` never runs: no run has both `r` take `2` and `r` take `1`",
        )
    ]


@pytest.mark.parametrize(
    ("flow", "severity"),
    [
        (HANG, None),
        ([R, A, node("d", reads("a"), dependsOn=["a"])], Severity.WARNING),
        ([R, A, B, node("d", gate("r", "2"), gate("r", "3", "g"), dependsOn=["a"])], None),
    ],
)
def test_a_hang_that_depends_could_prevent_is_a_warning(
    flow: list[Any], severity: Severity | None
) -> None:
    [(_, finding)] = raw_findings(flow, "FC308", "FC309")
    assert finding.severity == severity


@pytest.mark.parametrize(
    "flow",
    [
        [R, A, node("d", dependsOn=["a"]), node("e", reads("d"))],
        [R, A, B, node("d", dependsOn=["a", "b"])],
        [R, B, node("d", gate("r", "2"), dependsOn=["b"])],
        [R, A, node("m", dependsOn=["a"]), node("d", gate("r", "3"), merge("m"))],
    ],
)
def test_no_verdict_rests_on_a_skipped_target_skipping_its_reader(flow: list[Any]) -> None:
    assert told(flow) == []


def test_what_a_dead_node_skips_is_passed_over_and_the_next_one_told() -> None:
    gates = gate("r", "2"), gate("r", "3", "g")
    chain = [node("x"), node("y", reads("x")), node("z", reads("y"))]
    flow = [R, node("a", *gates), node("b", merge("a")), *chain, node("c", *gates, reads("z"))]
    assert [(code, at) for code, at, _ in told(flow)] == [
        ("FC308", "/1/inputs/1/ref"),
        ("FC308", "/6/inputs/1/ref"),
    ]


def test_a_dependency_is_not_told_among_what_skips() -> None:
    beside = [R, B, node("d", gate("r", "2"), gate("r", "3", "g"), dependsOn=["b"])]
    assert told(beside) == [
        (
            "FC308",
            "/2/inputs/1/ref",
            "node `d` never runs: no run has both `r` take `2` and `r` take `3`",
        )
    ]


def test_related_places_and_example() -> None:
    value = record([router("fast_or_best", "fast", default="best"), *HANG])
    [(_, finding)] = raw_findings(value, "FC309")
    assert [(r.message, pointer_text(r.pointer)) for r in finding.related] == [
        ("`a` waits for `r` to take `2`", "/flow/2/inputs/0/ref")
    ]
    assert finding.witness is not None
    assert finding.witness.branches == {"r": "1"}
    assert finding.args == {"node": "b", "reads": "a"}


def test_the_first_ref_that_waits_is_told() -> None:
    flow = [R, A, B, node("d", reads("b", "x"), reads("a", "y"), reads("b", "z"))]
    assert told(flow) == [
        (
            "FC309",
            "/3/inputs/0/ref/node",
            "node `d` hangs in every run that does not skip it, such as when `r` takes `1`: "
            "it reads `b`, which is skipped then",
        )
    ]


def nest(depth: int) -> list[Any]:
    flow = [router("l0", "2")]
    for n in range(1, depth):
        flow.append(node(f"a{n}", gate(f"l{n - 1}", "2")))
        flow.append(router(f"l{n}", "2", inputs=[reads(f"a{n}")]))
    return flow


def test_a_deep_nest() -> None:
    """One run in 2^n shows the fault of the n-th node; random ones would never meet it."""
    found = {message for _, _, message in told(nest(60))}
    assert len(found) == 59
    assert "node `l1` hangs when `l0` takes `1`: it reads `a1`, which is skipped then" in found


def test_a_hopeless_nest_is_given_up() -> None:
    flow = nest(300)
    codes = [code for code, _ in raw_findings(flow, "FC309", "FC613", solver_budget=500)]
    assert 20 < codes.count("FC309") < 299
    assert codes.count("FC613") == 1
