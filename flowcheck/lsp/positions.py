"""Places in a text as editors name them: 0-based lines, and columns in the unit that both sides
agreed upon."""

from __future__ import annotations

from typing import Final

from lsprotocol import types

from flowcheck.reading.text import Lines, line_at

Encoding = types.PositionEncodingKind
ENCODINGS: Final = (Encoding.Utf32, Encoding.Utf16, Encoding.Utf8)


class Positions:
    """Offsets of a text (in code points) as positions and back. lines: those of the text, where
    somebody has them already."""

    def __init__(self, text: str, encoding: str, lines: Lines | None = None) -> None:
        self.text = text
        self.lines = lines or Lines(text)
        self._encoding = encoding

    def position(self, offset: int) -> types.Position:
        """Where an offset from 0 to the text's length is."""
        line, column = self.lines.position(offset)
        before = self.text[offset - column + 1 : offset]
        return types.Position(line - 1, self._units(before))

    def range(self, start: int, end: int) -> types.Range:
        """The range between two offsets."""
        return types.Range(self.position(start), self.position(end))

    def offset(self, position: types.Position) -> int:
        """The offset of a position. What lies past the end of a line is its end, past the text
        the end of the text; a column inside of a character is its start."""
        place = line_at(self.text, position.line + 1)
        if place is None:
            return len(self.text)
        start, end = place
        line = self.text[start:end]
        units = max(position.character, 0)
        if self._encoding == Encoding.Utf32 or line.isascii():
            return min(start + units, end)
        return start + self._reach(line, units)

    def _reach(self, line: str, units: int) -> int:
        """How many whole characters of a line so many units hold."""
        start, end = 0, len(line)
        while start < end:
            middle = (start + end + 1) // 2
            width = self._units(line[start:middle])
            if width > units:
                end = middle - 1
            else:
                start, units = middle, units - width
        return start

    def _units(self, text: str) -> int:
        if self._encoding == Encoding.Utf32 or text.isascii():
            return len(text)
        if self._encoding == Encoding.Utf8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2


def changed(text: str, changes: list[types.TextDocumentContentChangeEvent], encoding: str) -> str:
    """The text after the changes an editor tells, in their order."""
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            places = Positions(text, encoding)
            start, end = places.offset(change.range.start), places.offset(change.range.end)
            text = text[:start] + change.text + text[max(start, end) :]
        else:
            text = change.text
    return text
