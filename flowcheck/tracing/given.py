"""The flow of one run: what the run is given stands in the flow itself.

A ref to a workflow input becomes the value that this run has for it, or is gone where it has none,
so that the run model, asked about this flow, answers for this run. Places stay the same.

A value that is read as another sort than it has (a number as a string) stays a ref: what it becomes
is not known, only that it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flowcheck.contracts.contract import Contract
from flowcheck.dataclass import dataclass, replace
from flowcheck.graph.flow import Flow
from flowcheck.runs.sources import sort_of
from flowcheck.wire.values import is_defined
from flowcheck.wire.vocabulary import WORKFLOW, base_type

_Entry = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """A flow as a run has it. supplied: workflow inputs it still reads that this run gives."""

    flow: Flow
    supplied: frozenset[str] = frozenset()


def flow_given(flow: Flow, contract: Contract, body: Mapping[str, Any]) -> Given:
    """A flow as a run has it. contract: the workflow's inputs; body: the run's, by name."""
    supplied: set[str] = set()

    def held(entry: _Entry) -> _Entry:
        name = _input_read(entry.get("ref"))
        if name not in contract.inputs or is_defined(entry.get("value")):
            return entry
        value = body.get(name)
        value = value if is_defined(value) else contract.default(name)
        if is_defined(value) and _changes(contract.inputs[name].type, entry.get("type")):
            supplied.add(name)
            return entry
        kept = {key: of for key, of in entry.items() if key != "ref"}
        return {**kept, "value": value} if is_defined(value) else kept

    document = flow.document
    at = document.flow_at
    if at is None:
        return Given(flow)
    nodes = [_mapped(node, "inputs", held) for node in document.flow]
    root = _with(document.root, at, nodes)
    record = root
    for step in document.at:
        record = record[step]
    return Given(Flow(replace(document, root=root, record=record)), frozenset(supplied))


def _changes(type: str, read_as: Any) -> bool:
    return isinstance(read_as, str) and sort_of(type) != sort_of(base_type(read_as))


def _input_read(ref: Any) -> str:
    """The workflow input that a ref reads plainly; empty for any other ref, which stays."""
    if not isinstance(ref, dict) or ref.get("node") != WORKFLOW:
        return ""
    if ref.get("conditional") is not None or ref.get("equal") is not None:
        return ""
    name = ref.get("name")
    return name if isinstance(name, str) else ""


def _mapped(holder: Any, field: str, change: Callable[[_Entry], _Entry]) -> Any:
    """A node, or an input with `items`, with its inputs changed, those in rows too."""
    if not isinstance(holder, dict) or not isinstance(holder.get(field), list):
        return holder
    return {**holder, field: [_entry(part, change) for part in holder[field]]}


def _entry(part: Any, change: Callable[[_Entry], _Entry]) -> Any:
    if not isinstance(part, dict):
        return part
    changed = change(part)
    rows = changed.get("items")
    if not isinstance(rows, list):
        return changed
    return {**changed, "items": [_row(row, change) for row in rows]}


def _row(row: Any, change: Callable[[_Entry], _Entry]) -> Any:
    """A row of sub-inputs; these have no rows of their own."""
    if not isinstance(row, list):
        return row
    return [change(part) if isinstance(part, dict) else part for part in row]


def _with(value: Any, at: tuple[str | int, ...], new: Any) -> Any:
    """A JSON value with another one at a pointer; what lies beside the way is shared."""
    if not at:
        return new
    step, rest = at[0], at[1:]
    inner = _with(value[step], rest, new)
    if isinstance(value, list):
        return [inner if index == step else one for index, one in enumerate(value)]
    return {**value, step: inner}
