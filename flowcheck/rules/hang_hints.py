"""How to mend a node that waits for a skipped one: what was meant, ready to paste."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flowcheck.graph.wires import EdgeKind

if TYPE_CHECKING:
    from flowcheck.context import Context
    from flowcheck.graph.flow import Flow
    from flowcheck.runs.verdicts import Hangs
    from flowcheck.runs.waits import Gate

_LOOKED_AT = 200  # nodes behind a branch among which its last one is sought


def hang_hint(verdict: Hangs, context: Context) -> str:
    """The merge that takes the value of whichever branch ran, where another branch has a node to
    read, and the gate that skips the reader too: not where the reader would never run then."""
    id, source = verdict.node.id, verdict.read.source
    gate = _gate_of(source, context)
    siblings = [] if gate is None else _siblings(source, id, gate, context)
    hint = ""
    if siblings:
        ref = _json({"conditional": [source, *siblings]})
        hint = f'take the value of whichever branch ran: `"ref": {ref}`'
    if verdict.every:
        apart = f"no run has both `{id}` and `{source}` run: read a node that runs with `{id}`, or "
        merged = 'the value of whichever branch ran through one input with `"conditional"`'
        return hint or apart + merged
    if gate is not None:
        named = {"node": gate.sources[0]} if gate.ref.node else {"conditional": list(gate.sources)}
        taken = {site.name for site in verdict.node.inputs}
        names = ("gate", *(f"gate{number}" for number in range(2, len(taken) + 3)))
        name = next(one for one in names if one not in taken)
        entry = _json({"name": name, "type": "string", "ref": {**named, "equal": gate.equal}})
        skip = f"skip `{id}` with `{source}` by one input more: `{entry}`"
        return f"{hint}, or {skip}" if hint else skip
    other = f'read `{source}` and its counterpart through one input with `"conditional"`'
    return f"gate `{id}` on the branch of `{source}` too, or {other}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _gate_of(source: str, context: Context) -> Gate | None:
    """The only gate that a node, or the nodes before it that are skipped with it, waits for."""
    seen: set[str] = set()
    waiting = [source]
    found: dict[tuple[tuple[str, ...], str], Gate] = {}
    while waiting and len(seen) < _LOOKED_AT:
        id = waiting.pop()
        if id in seen:
            continue
        seen.add(id)
        waits = context.runs.waits(id)
        found |= {(gate.sources, gate.equal): gate for gate in waits.gates}
        if not waits.gates:
            waiting += [s for merge in waits.merges for s in merge.sources]
    return next(iter(found.values())) if len(found) == 1 else None


def _siblings(source: str, reader: str, gate: Gate, context: Context) -> list[str]:
    """The last node of each other branch of the same if/else node, where there is one that makes
    what this node does."""
    flow = context.flow
    router = gate.sources[0]
    kind = flow.nodes[source].type
    first: dict[str, str] = {}
    for edge in flow.outgoing[router]:
        if edge.kind is not EdgeKind.BRANCH or edge.input is None or edge.input.ref is None:
            continue
        value = edge.input.ref.equal
        if value is None or value == gate.equal or edge.target in (source, reader):
            continue
        last = _last(edge.target, reader, context)
        if last is not None and flow.nodes[last].type == kind and _readable(last, reader, flow):
            first.setdefault(value, last)
    return list(dict.fromkeys(first.values()))


def _readable(id: str, reader: str, flow: Flow) -> bool:
    """Whether no loop stands around a node that does not stand around its reader: what a body
    makes is read from its loop."""
    around = flow.loops_around.get(reader, ())
    return all(loop in around for loop in flow.loops_around.get(id, ()))


def _last(id: str, reader: str, context: Context) -> str | None:
    """Where a chain of ordinary readers ends; None where it forks or comes to the reader."""
    flow = context.flow
    for _ in range(_LOOKED_AT):
        readers = {
            edge.target
            for edge in flow.outgoing[id]
            if edge.kind is EdgeKind.DATA and not flow.is_item_read(edge)
        }
        if reader in readers:
            return None
        if len(readers) != 1:
            return id if not readers else None
        id = readers.pop()
    return None
