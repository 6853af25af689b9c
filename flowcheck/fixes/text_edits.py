"""Fixes as edits of the text that was checked: what editors and other programs apply."""

from __future__ import annotations

from collections.abc import Iterable

from flowcheck.dataclass import replace
from flowcheck.findings import Fix, TextEdit
from flowcheck.fixes.splicing import placed_cuts
from flowcheck.reading.mended import spliced
from flowcheck.reading.source import Record, Source
from flowcheck.reading.text import Lines
from flowcheck.report import pointer_text


def placed(fix: Fix, source: Source, record: Record) -> Fix | None:
    """A fix of exact pointers with its edits of the source's text; None when it cannot be made."""
    try:
        found = placed_cuts(source.spans(record.line), fix.edits)
    except (KeyError, ValueError):
        return None
    position = source.lines.position
    return replace(
        fix,
        text_edits=tuple(
            TextEdit(pointer_text(pointer), *position(start), *position(end), new)
            for (start, end, new), pointer in found
        ),
    )


def edited(text: str, edits: Iterable[TextEdit]) -> str:
    """The text with all the edits made. text: without a byte order mark.

    ValueError when an edit lies outside the text or two overlap."""
    lines = Lines(text)
    return spliced(
        text,
        (
            (_offset(lines, e.line, e.column), _offset(lines, e.end_line, e.end_column), e.text)
            for e in edits
        ),
    )


def _offset(lines: Lines, line: int, column: int) -> int:
    if 1 <= line <= lines.count and column >= 1:
        offset = lines.starts[line - 1] + column - 1
        if offset <= len(lines.text) and lines.position(offset) == (line, column):
            return offset
    raise ValueError(f"the text has no line {line}, column {column}")
