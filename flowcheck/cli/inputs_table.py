"""A contract as a table that a person reads."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, Final

from flowcheck.contracts.contract import Contract
from flowcheck.contracts.demands import demand, words
from flowcheck.contracts.literals import allowed_of
from flowcheck.graph.sites import InputSite
from flowcheck.reports.columns import columns
from flowcheck.reports.escape import brief, shown
from flowcheck.reports.summary import counted
from flowcheck.wire.values import is_defined
from flowcheck.wire.vocabulary import FILE_TYPES
from flowcheck.wording import number, quoted

_HEADS: Final = ("name", "type", "kind", "required", "default", "allowed")
_WIDEST: Final = {"name": 32, "type": 14, "kind": 12, "required": 36, "default": 24, "allowed": 40}
"""Columns a cell may take; what is longer goes on in the next line."""
_LONGEST: Final = 60
_MOST: Final = 12
"""Characters of one value, and how many allowed values are told."""
_GAP: Final = "  "
_INDENT: Final = "  "


def table(contract: Contract) -> Iterator[str]:
    """The lines: whose inputs these are, then a row for each. Columns that say nothing are left
    out; every line is safe to show."""
    title, id = contract.title, contract.id
    name = brief(title or contract.document.file, 100)
    if id is not None and id != title:
        name += f" ({brief(id, 100)})"
    if not contract.inputs:
        yield f"{name}: no inputs"
        return
    yield f"{name}: {counted(len(contract.inputs), 'input')}"
    yield ""
    found = list(rows(contract))
    heads = [head for head in _HEADS if any(row[head] for row in found)]
    grid = [[_lines(row[head], _WIDEST[head]) for head in heads] for row in found]
    widths = [
        max(len(head), *(columns(line) for row in grid for line in row[place]))
        for place, head in enumerate(heads)
    ]
    yield _joined(heads, widths)
    for row in grid:
        for index in range(max(map(len, row))):
            cells = [lines[index] if index < len(lines) else "" for lines in row]
            yield _joined(cells, widths)


def rows(contract: Contract) -> Iterator[dict[str, str]]:
    """The cells of each input, and behind an `inputs_array` those of its sub-inputs, indented."""
    for name, site in contract.inputs.items():
        yield _cells(contract, site)
        if site.type != "inputs_array":
            continue
        sub_inputs = contract.rows(name)
        for sub_input in sub_inputs.inputs.values():
            cells = _cells(sub_inputs, sub_input)
            yield {**cells, "name": _INDENT + cells["name"]}


def _joined(cells: list[str], widths: list[int]) -> str:
    pairs = zip(cells, widths, strict=True)
    return _GAP.join(cell + " " * (width - columns(cell)) for cell, width in pairs).rstrip()


def _lines(cell: str, width: int) -> list[str]:
    """A cell as lines; what starts a line in it starts one here."""
    lines = [wrap(part, width, break_on_hyphens=False) for part in cell.split("\n")]
    return [line for part in lines for line in part] or [""]


def _cells(contract: Contract, site: InputSite) -> dict[str, str]:
    default = site.get("default")
    told = words(demand(contract, site.name)).replace("`", "")
    if site.name in contract.doubtful:
        told = "unknown: declared twice"
    return {
        "name": _short(site.name),
        "type": _short(site.get("type") or "?"),
        "kind": _short(site.kind) if site.type in FILE_TYPES else "",
        "required": {"always": "yes", "": "no"}.get(told, shown(told)),
        "default": _value(default) if is_defined(default) else "",
        "allowed": "\n".join(_limits(site)),
    }


def _limits(site: InputSite) -> Iterator[str]:
    """What bounds a value, and what the editor offers, in a few words each."""
    terms = site.raw
    each = "each " if site.is_array else ""
    allowed = allowed_of(terms)
    if allowed.binding:
        more = len(allowed.entries) - _MOST
        told = ", ".join(map(_value, allowed.entries[:_MOST]))
        yield f"{each}{told}" + (f" and {more} more" if more > 0 else "")
    if site.type in ("number", "number_array"):
        bounds = _range(terms.get("min"), terms.get("max"))
        step = "" if terms.get("step") is None else f"in steps of {number(terms['step'])}"
        if bounds or step:
            yield f"{each if bounds else ''}{', '.join(filter(None, (bounds, step)))}"
    if site.is_array or site.type in ("string", "model"):
        bounds = _range(terms.get("minLength"), terms.get("maxLength"))
        if bounds:
            yield f"{bounds} {'items' if site.is_array else 'characters'}"
    types = [word for word in terms.get("modelTypes") or () if word is not None]
    if types:
        more = len(types) - _MOST
        told = ", ".join(map(_short, types[:_MOST]))
        yield f"model type {told}" + (f" and {more} more" if more > 0 else "")
    if is_defined(terms.get("maskFrom")):
        yield f"mask of {_short(terms['maskFrom'])}"


def _range(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{number(low)} to {number(high)}" if low <= high else ""
    if low is not None:
        return f"at least {number(low)}"
    return "" if high is None else f"at most {number(high)}"


def _value(value: Any) -> str:
    """A value as people write it: strings bare where that cannot be misread."""
    if isinstance(value, str) and value == value.strip() and "," not in value:
        return _short(value)
    return shown(quoted(value)[1:-1])


def _short(text: str) -> str:
    text = shown(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
