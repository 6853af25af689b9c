"""FC707: who waits for an approval."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.graph.wires import Edge, EdgeKind
from flowcheck.rules.registry import rule
from flowcheck.wire.vocabulary import NON_PRODUCING
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.context import Context

SEARCH_BUDGET = 1_000_000
"""Wires looked at in one flow while asking whether a node waits for an approval on some way; past
it nothing more is said."""


@rule("FC707", "approval-not-awaited", Severity.WARNING, on=Flow, types=("user-approval",))
def approval_not_awaited(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node reads what an approval guards without waiting for it, or nobody waits for it at all.

    Why: an approval holds back only the nodes that wait for it; Scenario's compiler has every
    reader of the guarded node depend on the approval (observed). A reader that does not runs, and
    is charged, before anybody approved. Lists, if/else nodes and transforms may run before, as
    long as what they serve waits, and so may nodes that the approval itself waits for. To wait for
    a node that waits is enough.

    Bad:
        [{"id": "concept", "type": "custom-model", "modelId": "model_a"},
         {"id": "ok", "type": "user-approval", "dependsOn": ["concept"]},
         {"id": "mesh", "type": "custom-model", "modelId": "model_b",
          "inputs": [{"name": "image", "type": "file", "ref": {"node": "concept"}}]}]

    Good:
        [{"id": "concept", "type": "custom-model", "modelId": "model_a"},
         {"id": "ok", "type": "user-approval", "dependsOn": ["concept"]},
         {"id": "mesh", "type": "custom-model", "modelId": "model_b", "dependsOn": ["ok"],
          "inputs": [{"name": "image", "type": "file", "ref": {"node": "concept"}}]}]
    """
    approvals = [node for node in flow.nodes.values() if _is_judged(node, flow)]
    if not approvals or flow.incomplete or not flow.acyclic:
        return
    waits = _Waits(flow)
    for approval in approvals:
        guarded = {id for _, id in approval.depends_on}
        early = [
            edge
            for id in guarded
            for edge in flow.outgoing[id]
            if _runs_early(edge, approval.id, waits)
        ]
        early.sort(key=lambda edge: (flow.nodes[edge.target].index, edge.pointer[2:]))
        if all(edge.target == approval.id for edge in flow.outgoing[approval.id]):
            yield _unawaited(approval, early)
            continue
        for edge in {edge.target: edge for edge in reversed(early)}.values():
            yield _too_early(approval, edge)


def _is_judged(node: NodeSite, flow: Flow) -> bool:
    return (
        node.type == "user-approval"
        and bool(node.depends_on)
        and not node.is_copy
        and not node.faulty("dependsOn")
    )


def _unawaited(approval: NodeSite, early: list[Edge]) -> Finding:
    readers = list(dict.fromkeys(edge.target for edge in early))
    hint = "let the nodes it is to hold back name it in `dependsOn`"
    if readers:
        hint = f"add `{approval.id}` to `dependsOn` of {listed(readers, word='and')}"
    return Finding(
        (*approval.pointer, "id"),
        f"nobody waits for user-approval `{approval.id}`: what it guards is used before anybody "
        "approved"
        if readers
        else f"nobody waits for user-approval `{approval.id}`: it holds nothing back",
        hint=hint,
        related=tuple(See(f"`{edge.target}` reads it here", edge.pointer) for edge in early[:8]),
        args={"approval": approval.id},
    )


def _too_early(approval: NodeSite, edge: Edge) -> Finding:
    return Finding(
        edge.pointer,
        f"`{edge.target}` reads `{edge.source}` without waiting for user-approval `{approval.id}`: "
        "it runs before anybody approved",
        hint=f"add `{approval.id}` to `dependsOn` of `{edge.target}`",
        related=(See(f"the approval of `{edge.source}`", (*approval.pointer, "dependsOn")),),
        args={"approval": approval.id, "source": edge.source},
    )


def _runs_early(edge: Edge, approval: str, waits: _Waits) -> bool:
    """Whether a wire brings what is guarded to a node that runs, or serves one, too early."""
    flow = waits.flow
    if edge.kind not in (EdgeKind.DATA, EdgeKind.MERGE) or flow.is_item_read(edge):
        return False
    seen, waiting = {edge.target}, [edge.target]
    while waiting:
        id = waiting.pop()
        node = flow.nodes[id]
        if id == approval or node.is_copy or waits.for_(id, approval):
            continue
        if waits.for_(approval, id):
            continue  # what the approval waits for has to run before it
        if node.type not in NON_PRODUCING:
            return True
        for onward in flow.outgoing[id]:
            if onward.kind is not EdgeKind.BODY and onward.target not in seen:
                seen.add(onward.target)
                waiting.append(onward.target)
    return False


class _Waits:
    """Who waits for whom, through however many others; a loop waits for its templates."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._left = SEARCH_BUDGET
        self._known: dict[tuple[str, str], bool] = {}

    def for_(self, id: str, approval: str) -> bool:
        """Whether a node waits for an approval; True as well where the search went too far."""
        key = id, approval
        if key not in self._known:
            self._known[key] = self._search(id, approval)
        return self._known[key]

    def _search(self, id: str, approval: str) -> bool:
        flow = self.flow
        seen, waiting = {id}, [id]
        while waiting:
            at = waiting.pop()
            sources = [edge.source for edge in flow.incoming[at]]
            if approval in sources:
                return True
            loop = flow.loops.get(at)
            if loop is not None:
                sources += loop.body
                if approval in sources:
                    return True
            self._left -= len(sources) + 1
            if self._left < 0:
                return True
            for source in sources:
                if source not in seen:
                    seen.add(source)
                    waiting.append(source)
        return False
