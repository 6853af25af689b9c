"""Findings → problems: the place in the text, the node and input, the fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowcheck.docs_url import DOCS_URL, rule_url
from flowcheck.findings import Finding, Fix, Pointer, See, Severity
from flowcheck.hints import facts_of
from flowcheck.identity import identity
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
    *,
    docs_url: str | None = DOCS_URL,
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
        hint=None if finding.hint is None else str(finding.hint),
        file=source.name,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        pointer=pointer_text(pointer),
        node=node,
        input=input,
        args={**finding.args, **facts_of(finding.hint)},
        related=tuple(_related(r, source, record, others) for r in finding.related),
        witness=finding.witness,
        fingerprint=fingerprint(rule.code, place, finding.args),
        url=rule_url(rule.code, docs_url),
        fix=_resolved(finding.fix, source, record),
        certainty=rule.certainty,
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


def _resolved(fix: Fix | None, source: Source, record: Record) -> Fix | None:
    """The fix as the text has it; None when it cannot be made there."""
    if fix is None:
        return None
    from flowcheck.fixes.resolving import resolved
    from flowcheck.fixes.text_edits import placed

    exact = resolved(fix, record.decoded.value)
    return None if exact is None else placed(exact, source, record)
