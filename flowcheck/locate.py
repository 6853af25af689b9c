"""Findings → problems: the place in the text, the node and input, the fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowcheck.findings import Finding, Fix, Pointer, See, Severity
from flowcheck.reading.documents import Document
from flowcheck.reading.source import Record, Source
from flowcheck.reading.spans import Span
from flowcheck.report import Problem, Related, fingerprint, pointer_text
from flowcheck.rules.registry import Rule
from flowcheck.wire.spelling import resolve

Others = Mapping[str, tuple[Source, Document]]
"""Every document checked together, by `Document.key`, for related places in other files."""


def locate(
    finding: Finding,
    rule: Rule,
    severity: Severity,
    source: Source,
    record: Record,
    document: Document | None,
    others: Others,
) -> Problem:
    """The problem a finding makes in the text of its source."""
    if finding.offset is not None:
        pointer: Pointer = ()
        span = Span(finding.offset, finding.offset)
    else:
        pointer = _spelled(record.decoded.value, finding)
        span = source.span(
            pointer,
            line=record.line,
            at_key=finding.at_key and len(pointer) == len(finding.pointer),
            nth=finding.nth,
            within=finding.within,
        )
    line, column = source.lines.position(span.start)
    end_line, end_column = source.lines.position(span.end)
    node, input, place = identity(finding.pointer, document)
    return Problem(
        code=rule.code,
        rule=rule.name,
        severity=severity,
        message=finding.message,
        hint=finding.hint,
        file=source.name,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        pointer=pointer_text(pointer),
        node=node,
        input=input,
        args=finding.args,
        related=tuple(_related(r, source, record, others) for r in finding.related),
        witness=finding.witness,
        fingerprint=fingerprint(rule.code, place, finding.args),
        url=rule.url,
        fix=_resolved(finding.fix, record),
    )


def _spelled(root: Any, at: Finding | See) -> Pointer:
    """Where it points, as the document spells it. One of several equal keys is meant as it is:
    the field's value may stand under its twin."""
    return at.pointer if at.nth is not None else resolve(root, at.pointer)


def _related(related: See, source: Source, record: Record, others: Others) -> Related:
    file = None
    line: int | None = record.line
    root = record.decoded.value
    if related.document is not None:
        source, document = others[related.document]
        file, line, root = source.name, document.line, document.root
    pointer = _spelled(root, related)
    at_key = related.at_key and len(pointer) == len(related.pointer)
    span = source.span(pointer, line=line, at_key=at_key, nth=related.nth)
    start, end = source.lines.position(span.start), source.lines.position(span.end)
    return Related(related.message, pointer_text(pointer), *start, *end, file)


def _resolved(fix: Fix | None, record: Record) -> Fix | None:
    if fix is None:
        return None
    from flowcheck.fixes.resolving import resolved

    return resolved(fix, record.decoded.value)


def identity(
    pointer: Pointer, document: Document | None
) -> tuple[str | None, str | None, tuple[str | int, ...]]:
    """Node id and input name a pointer lies in, and its place in the document: those names
    followed by the rest of the pointer's keys, so that moving a node changes nothing."""
    if document is None:
        return None, None, pointer
    place: list[str | int] = []
    node = input = None
    flow_at, inputs_at = document.flow_at, document.inputs_at
    value: Any
    if flow_at is not None and pointer[: len(flow_at)] == flow_at and len(pointer) > len(flow_at):
        rest = pointer[len(flow_at) :]
        value, rest = _step(document.value(flow_at), rest)
        node = _text(value, "id")
        place += ["node", node if node is not None else pointer[len(flow_at)]]
    elif inputs_at is not None and pointer[: len(inputs_at)] == inputs_at:
        value, rest = document.value(inputs_at), pointer[len(inputs_at) :]
        if isinstance(value, dict) and rest:
            # An object of inputs by name.
            input = str(rest[0])
            place += ["inputs", input]
            value, rest = _step(value, rest)
        else:
            # A contract is a list of `inputs` for this, whatever the key it stands under.
            value, rest = {"inputs": value}, ("inputs", *rest)
    else:
        return None, None, pointer[len(document.at) :]
    while rest:
        if rest[0] in ("inputs", "items") and isinstance(value, dict):
            place.append(rest[0])
            value, rest = _step(value, rest)
            while rest and isinstance(rest[0], int):
                step = rest[0]
                value, rest = _step(value, rest)
                name = _text(value, "name")
                input = name if name is not None else input
                place.append(name if name is not None else step)
        else:
            place += list(rest)
            break
    return node, input, tuple(place)


def _step(value: Any, rest: Pointer) -> tuple[Any, Pointer]:
    found = resolve(value, rest[:1])
    return (value[found[0]] if found else None), rest[1:]


def _text(value: Any, field: str) -> str | None:
    text = value.get(field) if isinstance(value, dict) else None
    return text if isinstance(text, str) else None
