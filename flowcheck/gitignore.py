"""gitignore's language: what `.gitignore` files and the globs of a configuration file say.

A pattern is matched as git does: on bytes, and on one entry at a time from the top down, because
what lies in an ignored folder cannot be taken back. No pattern takes more than the product of its
own length and the path's."""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterable, Sequence

from flowcheck.dataclass import dataclass
from flowcheck.pattern import late_pattern

_ANY = late_pattern(rb".*", re.DOTALL)
_SPECIAL = late_pattern(rb"[][*?\\]")
_CLASSES = {
    name: frozenset(members.encode())
    for name, members in {
        "alnum": string.ascii_letters + string.digits,
        "alpha": string.ascii_letters,
        "blank": " \t",
        "cntrl": "".join(map(chr, (*range(32), 127))),
        "digit": string.digits,
        "graph": string.ascii_letters + string.digits + string.punctuation,
        "lower": string.ascii_lowercase,
        "print": string.ascii_letters + string.digits + string.punctuation + " ",
        "punct": string.punctuation,
        "space": " \t\n\r",
        "upper": string.ascii_uppercase,
        "xdigit": string.hexdigits,
    }.items()
}

Segments = Sequence[re.Pattern[bytes] | None]
"""What each part of a path has to be; None for `**`, any number of parts."""


class PatternError(ValueError):
    """A pattern that cannot match anything; the message is a clause about it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern. negated: what it matches is taken back (`!`). folders_only: it ends in `/`.
    segments: of the whole path when it names a place (`a/b`), else of the entry's own name."""

    negated: bool
    folders_only: bool
    placed: bool
    segments: Segments
    plain_name: bytes | None = None
    """A name that must be among those on a path, the last such; None when no part is spelt out."""

    def matches(self, path: Sequence[bytes], is_folder: bool) -> bool:
        """Whether it means the entry at a path, given in parts; not what lies in it."""
        if self.folders_only and not is_folder:
            return False
        return _match(self.segments, path if self.placed else path[-1:])


class Patterns:
    """The patterns of one file, in order."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._backwards = tuple(patterns)[::-1]

    def verdict(self, path: Sequence[bytes], *, is_folder: bool) -> bool | None:
        """Whether the entry itself is ignored (False: taken back); None when nothing matches."""
        for pattern in self._backwards:
            if pattern.matches(path, is_folder):
                return not pattern.negated
        return None

    def ignores(self, path: Sequence[bytes]) -> bool:
        """Whether a file is ignored, or a folder that it lies in."""
        last = len(path)
        return any(self.verdict(path[:end], is_folder=end < last) for end in range(1, last + 1))


def parts(relative: str) -> list[bytes]:
    """A relative path in the form that patterns match."""
    return os.fsencode(relative).replace(os.sep.encode(), b"/").split(b"/")


def read_patterns(data: bytes) -> Patterns:
    """The patterns of a `.gitignore`; what git cannot match never matches here either."""
    found = []
    for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        text = _without_trailing_spaces(line.removesuffix(b"\r"))
        if text and not text.startswith(b"#"):
            try:
                found.append(_pattern(text, strict=False))
            except PatternError:
                continue
    return Patterns(found)


def strict_pattern(text: str) -> Pattern:
    """A pattern that somebody wrote for us. Raises PatternError for one that matches nothing, or
    holds a range that runs backwards or a class by name."""
    if text.startswith("#"):
        raise PatternError("is a comment; write `\\#` for a name that begins with `#`")
    line = _without_trailing_spaces(os.fsencode(text))
    if b"\0" in line or b"\n" in line:
        raise PatternError("holds a character that no path has")
    return _pattern(line, strict=True)


def _without_trailing_spaces(line: bytes) -> bytes:
    """Spaces at the end do not count unless a backslash stands before them."""
    bare = line.rstrip(b" ")
    slashes = len(bare) - len(bare.rstrip(b"\\"))
    return line[: len(bare) + 1] if slashes % 2 and len(bare) < len(line) else bare


def _pattern(text: bytes, *, strict: bool) -> Pattern:
    negated = text.startswith(b"!")
    text = text[negated:]
    folders_only = text.endswith(b"/")
    text = text[: len(text) - folders_only]
    if not text:
        raise PatternError("names nothing")
    placed = b"/" in text
    text = text.removeprefix(b"/")
    segments = _Translation(text, placed, strict).segments()
    plain = [part for part in text.split(b"/") if part and not _SPECIAL.search(part)]
    sets = b"[" in text  # a slash in a set is no end of a part
    name = None if sets or not plain else plain[-1]
    return Pattern(negated, folders_only, placed, segments, name)


class _Translation:
    """A pattern on its way to segments."""

    def __init__(self, text: bytes, placed: bool, strict: bool) -> None:
        self._text = text
        self._placed = placed
        self._strict = strict
        self._at = 0

    def segments(self) -> Segments:
        found: list[re.Pattern[bytes] | None] = []
        pieces, stars = [b""], 0
        while self._at < len(self._text):
            char = self._text[self._at : self._at + 1]
            self._at += 1
            if char == b"\\":
                char = self._text[self._at : self._at + 1]
                self._at += 1
                if not char:
                    raise PatternError("ends in a backslash")
                if char != b"/":
                    pieces[-1] += re.escape(char)
                    continue
            if char == b"/":
                found.append(_segment(pieces, stars))
                pieces, stars = [b""], 0
            elif char == b"*":
                stars += 1
                if stars == 1 or pieces[-1]:
                    pieces.append(b"")
            elif char == b"?":
                pieces[-1] += b"."
            elif char == b"[":
                pieces[-1] += self._set()
            else:
                pieces[-1] += re.escape(char)
        found.append(_segment(pieces, stars) if self._placed else _plain(pieces))
        if found[-1] is None:  # a last `**` is what lies in a folder, not the folder
            found.insert(-1, _ANY)
        return tuple(found)

    def _set(self) -> bytes:
        """What follows a `[`, as a set of bytes."""
        negated = self._next() in (b"!", b"^")
        if negated:
            self._at += 1
        members: set[int] = set()
        before: int | None = None
        first = True
        while first or self._next() != b"]":
            first = False
            char = self._taken()
            if char == b"[" and self._next() == b":" and (named := self._named()) is not None:
                members |= named
                before = None
            elif char == b"-" and before is not None and self._next() not in (b"]", b""):
                last = self._taken()
                last = self._taken() if last == b"\\" else last
                if self._strict and last[0] < before:
                    raise PatternError("holds a range that runs backwards")
                members |= set(range(before, last[0] + 1))
                before = None
            else:
                char = self._taken() if char == b"\\" else char
                members.add(char[0])
                before = char[0]
        self._at += 1
        members = (set(range(256)) - members if negated else members) - {ord("/")}
        if not members:
            return b"(?!)"
        return b"[" + b"".join(b"\\x%02x" % member for member in sorted(members)) + b"]"

    def _named(self) -> frozenset[int] | None:
        """A `[:class:]` after its `[`; None when it is none."""
        end = self._text.find(b"]", self._at + 1)
        if end < 0:
            raise PatternError("has a `[` without its `]`")
        word = self._text[self._at + 1 : end]
        if not word.endswith(b":"):
            return None
        name = word[:-1].decode("ascii", "replace")
        if name not in _CLASSES or self._strict:
            raise PatternError(f"holds `[:{name}:]`; write its characters out")
        self._at = end + 1
        return _CLASSES[name]

    def _next(self) -> bytes:
        return self._text[self._at : self._at + 1]

    def _taken(self) -> bytes:
        char = self._next()
        if not char:
            raise PatternError("has a `[` without its `]`")
        self._at += 1
        return char


def _segment(pieces: list[bytes], stars: int) -> re.Pattern[bytes] | None:
    return None if stars > 1 and not any(pieces) else _plain(pieces)


def _plain(pieces: list[bytes]) -> re.Pattern[bytes]:
    """What is between the stars of one part. All but the last star take as little as they can
    and never try again: more cannot help."""
    first, *rest = pieces
    middle = b"".join(b"(?>.*?" + piece + b")" for piece in rest[:-1] if piece)
    last = b".*" + rest[-1] if rest else b""
    return re.compile(first + middle + last, re.DOTALL)


def _match(segments: Segments, path: Sequence[bytes]) -> bool:
    """Whether a path fits; after a `**` that took too little it is tried again with more."""
    at = part = 0
    again: tuple[int, int] | None = None
    while part < len(path):
        wanted = segments[at] if at < len(segments) else ...
        if wanted is None:
            at += 1
            again = (at, part)
        elif wanted is not ... and wanted.fullmatch(path[part]):
            at += 1
            part += 1
        elif again is not None:
            again = (again[0], again[1] + 1)
            at, part = again
        else:
            return False
    return all(wanted is None for wanted in segments[at:])
