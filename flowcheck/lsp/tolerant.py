"""A text that is no JSON yet, read as the JSON it is about to be.

One pass over the tokens mends what is missing or too much: an open string ends where its line
does, or before the bracket or comma that surely is not its own; what is missing is put behind the
token before it. Nothing is claimed of what comes out: it only helps whoever types."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowcheck.lsp.shift import Change

_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\\n\r]|\\[^\n\r])*(?P<closed>")?)
      | (?P<mark>[{}\[\],:])
      | (?P<comment>//[^\n\r]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?)
      | (?P<word>[^\s{}\[\],:"/][^\s{}\[\],:"]*)
      | (?P<other>[^ \t\r\n])""",
    re.VERBOSE,
)
_LITERAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")
_ENDS_WELL = re.compile(r"[ \t]*(?:[,:}\]\r\n]|\Z)")
_COLON = re.compile(r"[ \t\r\n]*:")
_NOT_OURS = re.compile(r"[}\],]")
_IS_NEXT_KEY = re.compile(r'[^"\\\n\r{}\[\],:]+"[ \t]*:')
_WRONG_INSIDE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|(?P<wrong>[\\\x00-\x1f])')


@dataclass(slots=True)
class _Frame:
    """An open container. wants: `first` or `next` (a key or an element; `first` may close),
    `colon`, `value`, `comma`. comma: where the last one stands."""

    closer: str
    wants: str = "first"
    comma: int = -1


def repairs(text: str, start: int, end: int) -> list[Change]:
    """The changes that make JSON of text[start:end], in order."""
    return _Repair(text, start, end).changes()


class _Repair:
    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._at, self._stop = text, start, end
        self._behind = start  # where the last token that counts ends
        self._found: list[Change] = []
        self._frames: list[_Frame] = []
        self._done = False

    def changes(self) -> list[Change]:
        while match := _TOKEN.search(self._text, self._at, self._stop):
            self._at = match.end()
            if match.lastgroup in ("string", "closed"):
                self._string(match)
            elif mark := match["mark"]:
                self._mark(mark, match.start())
            elif match["word"]:
                self._word(match)
            else:
                self._drop(match.start(), match.end())
        while self._frames:
            self._close(self._frames[-1].closer, None)
        if not self._done:
            self._insert("null")
        return sorted(self._found, key=lambda change: change[:2])

    # Strings

    def _string(self, match: re.Match[str]) -> None:
        start, end = match.span()
        before = len(self._found)
        if not match["closed"] or not _ENDS_WELL.match(self._text, end, self._stop):
            end = self._end_of_open(match)
        self._at = end
        for wrong in _WRONG_INSIDE.finditer(self._text, start + 1, end):
            if wrong["wrong"]:
                self._found.append((wrong.start(), wrong.start() + 1, " "))
        within = len(self._found)
        if not self._take_string(start, end):
            del self._found[before:within]  # it goes as a whole
            self._drop(start, end)

    def _end_of_open(self, match: re.Match[str]) -> int:
        """Where a string ends that is not closed, or whose closing quote may not be its own."""
        start, end = match.span()
        cut = _NOT_OURS.search(self._text, start + 1, end)
        if cut is not None:
            end = cut.start()
        elif match["closed"]:
            if not _IS_NEXT_KEY.match(self._text, end, self._stop):
                return end
            end -= 1  # the quote that closes it opens the next key
        self._found.append((end, end, '"'))
        return end

    def _take_string(self, start: int, end: int) -> bool:
        """Put a string where it belongs; False when there is no such place."""
        is_key = bool(_COLON.match(self._text, end, self._stop))
        frame = self._frames[-1] if self._frames else None
        if frame is not None and frame.closer == "]" and is_key:
            if len(self._frames) > 1 and self._frames[-2].closer == "}":
                self._close("]", None)
                return self._take_string(start, end)
        elif frame is not None and frame.closer == "}":
            if frame.wants == "colon" and (is_key or "\n" in self._text[self._behind : start]):
                self._insert(":null,")
                frame.wants = "next"
            elif frame.wants == "value" and is_key:
                self._insert("null,")
                frame.wants = "next"
            elif frame.wants == "comma":
                if not is_key:
                    return False
                self._insert(",")
                frame.wants = "next"
            if frame.wants in ("first", "next"):
                frame.wants = "colon"
                self._behind = end
                return True
        return self._take_value(end)

    def _take_value(self, end: int | None) -> bool:
        """Make room for a value that ends there (None: a container that opens); False when there
        is none."""
        if not self._frames:
            if self._done:
                return False
            self._done = True
        else:
            frame = self._frames[-1]
            if frame.wants == "comma":
                self._insert("," if frame.closer == "]" else ',"":')
            elif frame.wants == "colon":
                self._insert(":")
            elif frame.wants != "value" and frame.closer == "}":
                self._insert('"":')
            frame.wants = "comma"
        if end is not None:
            self._behind = end
        return True

    # Words and marks

    def _word(self, match: re.Match[str]) -> None:
        frame = self._frames[-1] if self._frames else None
        fits = (
            not self._done
            if frame is None
            else frame.wants in ("colon", "value")
            or (frame.closer == "]" and frame.wants != "comma")
        )
        if not fits:
            self._drop(*match.span())
            return
        self._take_value(match.end())
        if not _LITERAL.fullmatch(match[0]):
            self._found.append((*match.span(), "null"))

    def _mark(self, mark: str, at: int) -> None:
        if mark in "{[":
            if self._take_value(None):
                self._frames.append(_Frame("}" if mark == "{" else "]"))
                self._behind = at + 1
                return
        elif mark in "}]":
            if any(frame.closer == mark for frame in self._frames):
                while self._frames[-1].closer != mark:
                    self._close(self._frames[-1].closer, None)
                self._close(mark, at)
                return
        elif self._frames and self._separate(mark, at):
            self._behind = at + 1
            return
        self._drop(at, at + 1)

    def _separate(self, mark: str, at: int) -> bool:
        """Take a comma or a colon; False when it is too much."""
        frame = self._frames[-1]
        if mark == ":":
            if frame.wants != "colon":
                return False
            frame.wants = "value"
            return True
        if frame.wants in ("first", "next"):
            return False
        self._fill(frame)
        frame.wants, frame.comma = "next", at
        return True

    def _fill(self, frame: _Frame) -> None:
        """Give a key the value it lacks."""
        if frame.wants in ("colon", "value"):
            self._insert(":null" if frame.wants == "colon" else "null")

    def _close(self, mark: str, at: int | None) -> None:
        """End the innermost container: with its bracket, or with one that is missing."""
        frame = self._frames.pop()
        if frame.wants == "next" and frame.comma >= 0:
            self._drop(frame.comma, frame.comma + 1)
        self._fill(frame)
        if at is None:
            self._insert(mark)
        else:
            self._behind = at + 1

    def _insert(self, new: str) -> None:
        self._found.append((self._behind, self._behind, new))

    def _drop(self, start: int, end: int) -> None:
        self._found.append((start, end, " "))
