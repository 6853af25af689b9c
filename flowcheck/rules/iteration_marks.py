"""FC901–FC905: job records, the marks that tell which iteration of which loop a node is."""

from __future__ import annotations

from collections.abc import Iterator

from flowcheck.context import Context
from flowcheck.dataclass import dataclass, field
from flowcheck.findings import Finding, Pointer, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.rules.registry import rule
from flowcheck.wire.vocabulary import ENDED_NODE_STATUSES, NODE_TYPES
from flowcheck.wording import number, plural

_MARKS = ("loopNodeId", "iterationIndex")


@rule("FC901", "incomplete-iteration-mark", Severity.ERROR, on=NodeSite, having=_MARKS)
def incomplete_iteration_mark(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A node of a job has `loopNodeId` without `iterationIndex`, or the other way round.

    Why: the copies that a loop makes of its templates carry both: which loop, and which of its
    iterations (certain).

    Bad:

        [
          {"id": "each", "type": "for-each", "status": "success", "count": 2,
           "loopBodyNodeIds": ["paint"]},
          {"id": "paint_0", "type": "custom-model", "status": "success", "loopNodeId": "each"}
        ]

    Good:

        {"id": "paint_0", "type": "custom-model", "status": "success", "loopNodeId": "each",
         "iterationIndex": 0}
    """
    if not context.flow.is_job:
        return
    present = [mark for mark in _MARKS if node.get(mark) is not None]
    missing = [mark for mark in _MARKS if mark not in present and node.surely_lacks(mark)]
    if present and missing:
        yield Finding(
            node.pointer,
            f"node `{node.id}` has `{present[0]}` but no `{missing[0]}`",
            hint="an iteration of a loop carries both",
            related=(See(f"`{present[0]}` is here", (*node.pointer, present[0])),),
            args={"missing": missing[0]},
        )


@rule("FC902", "not-a-loop", Severity.ERROR, on=NodeSite, having=("loopNodeId",))
def not_a_loop(node: NodeSite, context: Context) -> Iterator[Finding]:
    """`loopNodeId` names a node that is not a for-each node.

    Why: it names the loop whose iteration the node is (certain); only for-each nodes iterate.

    Bad:

        [
          {"id": "styles", "type": "list", "status": "success", "items": ["oil", "ink"]},
          {"id": "paint_0", "type": "custom-model", "status": "success",
           "loopNodeId": "styles", "iterationIndex": 0}
        ]

    Good:

        [
          {"id": "each", "type": "for-each", "status": "success", "count": 2,
           "loopBodyNodeIds": ["paint"]},
          {"id": "paint", "type": "custom-model", "modelId": "model_a", "status": "skipped"},
          {"id": "paint_0", "type": "custom-model", "modelId": "model_a", "status": "success",
           "loopNodeId": "each", "iterationIndex": 0}
        ]
    """
    flow = context.flow
    named = flow.nodes.get(node.get("loopNodeId") or "")
    if not flow.is_job or named is None or named.is_loop or named.id in flow.duplicated:
        return
    if named.type in NODE_TYPES:
        yield Finding(
            (*node.pointer, "loopNodeId"),
            f"`loopNodeId` names `{named.id}`, a {named.type} node: only for-each nodes iterate",
            related=(See(f"`{named.id}` is defined here", (*named.pointer, "id")),),
            args={"named": named.id},
        )


@dataclass(slots=True)
class _Copies:
    """The iterations of one loop: index → its copies; strange: copies whose index is none."""

    loop: NodeSite
    at: dict[int, list[NodeSite]] = field(default_factory=dict)
    strange: list[NodeSite] = field(default_factory=list)

    def beyond(self, flow: Flow) -> list[NodeSite]:
        """Copies whose index the loop's count does not reach."""
        count = flow.loops[self.loop.id].count
        if count is None:
            return []
        return [copy for index, copies in self.at.items() if index >= count for copy in copies]

    def crowded(self, flow: Flow) -> list[NodeSite]:
        """For each index that has more copies than the loop has templates, the first too many.
        Loops in loops are not judged: every outer iteration may copy the inner one's. Approvals
        do not count: a body may leave out those of its templates."""
        loop = flow.loops[self.loop.id]
        nested = any(member in flow.loops for member in loop.members)
        if nested or not loop.body or self.loop.id in flow.loops_around:
            return []
        if self.loop.get("loopNodeId") is not None or flow.incomplete:
            return []
        size = sum(flow.nodes[id].type != "user-approval" for id in loop.body)
        counted = [[c for c in copies if c.type != "user-approval"] for copies in self.at.values()]
        return [copies[size] for copies in counted if len(copies) > size > 0]


def _copies(flow: Flow) -> list[_Copies]:
    """The iterations of every loop of a job, in list order."""
    found: dict[str, _Copies] = {}
    for node in flow.sites:
        index, id = node.get("iterationIndex"), node.get("loopNodeId")
        if index is None or id is None or id not in flow.loops or id in flow.duplicated:
            continue
        copies = found.setdefault(id, _Copies(flow.nodes[id]))
        if _is_index(index):
            copies.at.setdefault(int(index), []).append(node)
        else:
            copies.strange.append(node)
    return list(found.values())


def _index_at(node: NodeSite) -> Pointer:
    return (*node.pointer, "iterationIndex")


@rule("FC903", "bad-iteration-index", Severity.ERROR, on=Flow, having=("iterationIndex",))
def bad_iteration_index(flow: Flow, context: Context) -> Iterator[Finding]:
    """An iteration index is not 0, 1, 2 …, or has more copies than there are templates.

    Why: `iterationIndex` is zero-based, and each iteration holds one copy of every template of
    the loop's body (certain). Loops within loops are not counted, and neither are approvals.

    Bad:

        [
          {"id": "each", "type": "for-each", "status": "success", "count": 2,
           "loopBodyNodeIds": ["paint"]},
          {"id": "paint_0", "type": "custom-model", "status": "success", "loopNodeId": "each",
           "iterationIndex": -1}
        ]

    Good:

        {"id": "paint_0", "type": "custom-model", "status": "success", "loopNodeId": "each",
         "iterationIndex": 0}
    """
    if not flow.is_job:
        return
    for node in flow.sites:
        index = node.get("iterationIndex")
        if index is not None and not _is_index(index):
            yield Finding(
                _index_at(node),
                f"iteration index {number(index)} is not a whole number of at least 0",
                args={"index": number(index)},
            )
    for copies in _copies(flow):
        for node in copies.crowded(flow):
            index = node.get("iterationIndex")
            counted = [c for c in copies.at[int(index)] if c.type != "user-approval"]
            others = counted[: counted.index(node)]
            size = len(others)
            yield Finding(
                _index_at(node),
                f"iteration {number(index)} of loop `{copies.loop.id}` has "
                f"{plural(len(counted), 'node')}, but its body has "
                f"{plural(size, 'template')}",
                related=tuple(See(f"`{other.id}`", _index_at(other)) for other in others[:8]),
                args={"loop": copies.loop.id, "index": number(index)},
            )


def _is_index(value: float) -> bool:
    return value >= 0 and (isinstance(value, int) or value.is_integer())


def _lost_its_loop(node: NodeSite, flow: Flow) -> bool:
    """Whether a copy's mark is broken (FC901, FC902, FC204, FC105, FC107): which iteration of
    which loop it is cannot be told, so it may be the one that seems to be left out."""
    index, id = node.get("iterationIndex"), node.get("loopNodeId")
    if index is None and id is None:
        return node.faulty("iterationIndex") or node.faulty("loopNodeId")
    return index is None or id not in flow.loops


@rule("FC904", "iteration-gap", Severity.WARNING, on=Flow, having=("iterationIndex",))
def iteration_gap(flow: Flow, context: Context) -> Iterator[Finding]:
    """The iterations of a loop are not numbered 0, 1, 2 … without a gap.

    Why: copies carry a zero-based index (certain); a number that is left out is an iteration that
    the record lost. A loop that has not ended may still get it, so only those whose own status
    says that they have are judged.

    Bad:

        [
          {"id": "each", "type": "for-each", "status": "success", "loopBodyNodeIds": ["paint"]},
          {"id": "paint_0", "type": "custom-model", "status": "success", "loopNodeId": "each",
           "iterationIndex": 0},
          {"id": "paint_2", "type": "custom-model", "status": "success", "loopNodeId": "each",
           "iterationIndex": 2}
        ]

    Good:

        [
          {"id": "each", "type": "for-each", "status": "success", "count": 2,
           "loopBodyNodeIds": ["paint"]},
          {"id": "paint", "type": "custom-model", "modelId": "model_a", "status": "skipped"},
          {"id": "paint_0", "type": "custom-model", "modelId": "model_a", "status": "success",
           "loopNodeId": "each", "iterationIndex": 0},
          {"id": "paint_1", "type": "custom-model", "modelId": "model_a", "status": "success",
           "loopNodeId": "each", "iterationIndex": 1}
        ]
    """
    if not flow.is_job or flow.unreadable or any(_lost_its_loop(n, flow) for n in flow.sites):
        return
    for copies in _copies(flow):
        last = max(copies.at, default=-1)
        if last + 1 == len(copies.at) or copies.strange:
            continue
        if copies.loop.get("status") not in ENDED_NODE_STATUSES:
            continue
        if copies.crowded(flow) or copies.beyond(flow):
            continue  # a wrong index leaves its place empty
        missing = next(i for i in range(len(copies.at) + 1) if i not in copies.at)
        after = min(index for index in copies.at if index > missing)
        node = copies.at[after][0]
        yield Finding(
            _index_at(node),
            f"iteration {number(after)} of loop `{copies.loop.id}` is there, "
            f"but iteration {missing} is not",
            related=(See("the loop", (*copies.loop.pointer, "id")),),
            args={"loop": copies.loop.id, "missing": missing},
        )


@rule("FC905", "iteration-beyond-count", Severity.WARNING, on=Flow, having=("iterationIndex",))
def iteration_beyond_count(flow: Flow, context: Context) -> Iterator[Finding]:
    """An iteration index is not below the `count` of its loop.

    Why: with `count`, a loop runs exactly that many iterations, numbered from 0 (certain).

    Bad:

        [
          {"id": "each", "type": "for-each", "status": "success", "count": 2,
           "loopBodyNodeIds": ["paint"]},
          {"id": "paint_2", "type": "custom-model", "status": "success", "loopNodeId": "each",
           "iterationIndex": 2}
        ]

    Good:

        "iterationIndex": 1
    """
    if not flow.is_job:
        return
    for copies in _copies(flow):
        for node in copies.beyond(flow):
            index = number(node.get("iterationIndex"))
            count = number(copies.loop.get("count"))
            yield Finding(
                _index_at(node),
                f"iteration index {index} is beyond the `count` of loop `{copies.loop.id}`, "
                f"which is {count}",
                related=(See("the count", (*copies.loop.pointer, "count")),),
                args={"loop": copies.loop.id, "index": index},
            )
