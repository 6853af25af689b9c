"""Which workflows the nodes of a document call: what is found in it may rest on those."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flowcheck.wire.forms import NodeForm

if TYPE_CHECKING:
    from flowcheck.reading.documents import Document

_CALLED = ("workflowId", "workflow_id")
"""Fields that name a workflow to be called."""


def called_in(documents: Iterable[Document]) -> tuple[str, ...] | None:
    """The ids of the workflows that nodes call; None when no node calls any."""
    calls = False
    found: dict[str, None] = {}
    for document in documents:
        if not any(map(_may_call, set(document.node_forms))):
            continue
        for node in document.flow:
            if not isinstance(node, dict) or (
                node.get("type") != "workflow" and node.keys().isdisjoint(_CALLED)
            ):
                continue
            ids = [node[key] for key in _CALLED if key in node]
            calls = True
            found.update((id, None) for id in ids if isinstance(id, str))
    return tuple(found) if calls else None


def _may_call(form: NodeForm | None) -> bool:
    return form is None or form.type == "workflow" or not form.own.fields.isdisjoint(_CALLED)
