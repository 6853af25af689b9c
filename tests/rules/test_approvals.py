"""FC707: who waits for an approval."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck.rules import approvals
from tests.support import findings, raw_findings


def node(id: str, *sources: Any, type: str = "custom-model", **more: Any) -> dict[str, Any]:
    refs = [{"node": source} if isinstance(source, str) else source for source in sources]
    inputs = [{"name": f"i{n}", "type": "file", "ref": ref} for n, ref in enumerate(refs)]
    return {"id": id, "type": type, "modelId": "m", "inputs": inputs, **more}


def approval(*guarded: str, id: str = "ok") -> dict[str, Any]:
    return {"id": id, "type": "user-approval", "dependsOn": list(guarded)}


LATE = node("late", "concept", dependsOn=["ok"])


def test_a_reader_that_does_not_wait() -> None:
    flow = [node("concept"), approval("concept"), node("early", "concept"), LATE]
    [(code, finding)] = raw_findings(flow, "FC706", "FC707")
    assert (code, finding.pointer) == ("FC707", (2, "inputs", 0, "ref", "node"))
    assert finding.message == (
        "`early` reads `concept` without waiting for user-approval `ok`: "
        "it runs before anybody approved"
    )
    assert finding.hint == "add `ok` to `dependsOn` of `early`"
    assert [related.pointer for related in finding.related] == [(1, "dependsOn")]


def test_an_approval_that_nobody_waits_for_is_told_once() -> None:
    flow = [node("concept"), approval("concept"), node("a", "concept"), node("b", "concept")]
    [(code, finding)] = raw_findings(flow, "FC706", "FC707")
    assert (code, finding.pointer) == ("FC707", (1, "id"))
    assert finding.message == (
        "nobody waits for user-approval `ok`: what it guards is used before anybody approved"
    )
    assert finding.hint == "add `ok` to `dependsOn` of `a` and `b`"
    [(_, finding)] = raw_findings(flow[:2], "FC707")
    assert finding.message == "nobody waits for user-approval `ok`: it holds nothing back"


def test_every_early_reader_is_told_once_whatever_it_reads() -> None:
    twice = node("early", "concept", "other", {"conditional": ["concept", "other"]})
    flow = [node("concept"), node("other"), approval("concept", "other"), twice, LATE]
    assert len(findings(flow, "FC707")) == 1


@pytest.mark.parametrize(
    "flow",
    [
        [node("concept"), approval("concept"), LATE],
        # to wait for one that waits is enough
        [node("concept"), approval("concept"), LATE, node("film", "concept", "late")],
        [node("concept"), approval("concept"), LATE, node("f", "concept", dependsOn=["late"])],
        # what serves only those that wait may run before
        [
            node("concept"),
            approval("concept"),
            node("note", "concept", type="transform"),
            node("late", "note", dependsOn=["ok"]),
        ],
        # an approval of both branches, awaited at their merge
        [
            node("a"),
            node("b"),
            approval("a", "b"),
            node("merge", {"conditional": ["a", "b"]}, dependsOn=["ok"]),
            node("film", "merge"),
        ],
        # what runs in a loop that waits, waits
        [
            node("concept"),
            approval("concept"),
            {
                **node("each", type="for-each", dependsOn=["ok"]),
                "loopBodyNodeIds": ["t"],
                "count": 2,
            },
            node("t", "concept"),
        ],
        # an approval of two steps at once: the second reads the first
        [
            node("concept"),
            node("turn", "concept"),
            approval("concept", "turn"),
            node("mesh", "concept", "turn", dependsOn=["ok"]),
        ],
        # in a loop the approval of a template
        [
            {**node("each", type="for-each"), "loopBodyNodeIds": ["draw", "up"], "count": 2},
            node("draw"),
            approval("draw"),
            node("up", "draw", dependsOn=["ok"]),
            node("sheet", "each"),
        ],
        # other rules tell these
        [node("concept"), {"id": "ok", "type": "user-approval"}, node("a", "concept")],
        [node("concept"), approval("concept"), node("a", "concept", "ok")],
        [node("concept"), approval("concept"), node("a", "concept", dependsOn=["okk"])],
        [node("concept", "a"), approval("a"), node("a", "concept", dependsOn=["ok"])],
    ],
)
def test_is_silent(flow: Any) -> None:
    assert findings(flow, "FC707") == []


def test_what_leads_on_to_a_node_that_runs_is_early_too() -> None:
    note = node("note", "concept", type="transform")
    flow = [node("concept"), approval("concept"), note, node("early", "note"), LATE]
    [(_, finding)] = raw_findings(flow, "FC707")
    assert finding.pointer == (2, "inputs", 0, "ref", "node")


def test_past_the_budget_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    flow = [node("concept"), approval("concept"), node("early", "concept"), LATE]
    monkeypatch.setattr(approvals, "SEARCH_BUDGET", 0)
    assert findings(flow, "FC707") == []
