"""The slow, exact JSON reader: finds the first thing that is not JSON, and says it in a sentence.

`decode` asks it only when the standard library's C scanner refused a text or could not be trusted
with it. It keeps its own stack, so no text and no caller can exhaust Python's."""

from __future__ import annotations

import json.decoder
import re
import sys
from collections.abc import Callable, Mapping
from json.decoder import JSONDecodeError
from typing import Any, Never, TypeAlias

from flowcheck.dataclass import dataclass, field
from flowcheck.pattern import late_pattern

JsonValue: TypeAlias = (
    "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"  # as json makes it
)
Build: TypeAlias = "Callable[[list[tuple[str, JsonValue]]], dict[str, JsonValue]]"

MAX_NESTING = 500
"""Levels of arrays and objects read; a flow needs about twelve."""
MAX_DIGITS = 4300
"""Digits of an integer read: Python's own default bound."""

scanstring: Callable[[str, int, bool], tuple[str, int]] = vars(json.decoder)["scanstring"]
"""The value and the end of the string whose opening quote is just before an offset."""

_SPACE = late_pattern(r"[ \t\n\r]*")
_WORD = late_pattern(r"[0-9A-Za-z_$.+-]+")
_NUMBER = late_pattern(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_PLAIN = late_pattern(r'[^"\\\x00-\x1f]*')
_HEX = "[0-9a-fA-F]"
_PAIR = rf"\\u[dD][89abAB]{_HEX}{{2}}\\u[dD][c-fC-F]{_HEX}{{2}}"
_LONE = rf"(\\u[dD][89a-fA-F]{_HEX}{{2}})"
_ESCAPE = late_pattern(rf'{_PAIR}|{_LONE}|\\(?:["\\/bfnrt]|u{_HEX}{{4}})')
_ANY_ESCAPE = late_pattern(rf"{_PAIR}|{_LONE}|\\.", re.DOTALL)
_LITERALS: dict[str, JsonValue] = {"true": True, "false": False, "null": None}
_MEANT = {"true": "true", "false": "false", "null": "null"} | dict.fromkeys(
    ("none", "nil", "undefined"), "null"
)
_CLOSER = {"[": "]", "{": "}"}
_INSIDE = {"[": "an array", "{": "an object"}


@dataclass(frozen=True, slots=True)
class DecodeProblem:
    """Why a text is not JSON that flowcheck reads.

    message: a lower-case fact, printable whatever the text holds. offset: code points from the
    start of the text; it may be the text's length. args: `kind`, a stable word for the sort of
    problem, and what the message names."""

    message: str
    offset: int
    args: Mapping[str, Any] = field(default_factory=dict)


class NotJson(ValueError):
    """Carries the first problem of a text."""

    def __init__(self, problem: DecodeProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def refuse(kind: str, offset: int, message: str, **args: Any) -> Never:
    """Raise NotJson."""
    raise NotJson(DecodeProblem(message, offset, {"kind": kind, **args}))


def shown(text: str, limit: int = 20) -> str:
    """A piece of the text for a message: escaped where it cannot be printed, cut where long."""
    cut = text if len(text) <= limit else text[:limit] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)


def digits_read() -> int:
    """The longest integer, in digits, that can be read here."""
    return min(MAX_DIGITS, sys.get_int_max_str_digits() or MAX_DIGITS)


def lone_surrogate(text: str) -> int | None:
    """Offset of the first escape in a valid JSON text that is half a surrogate pair, or None."""
    if "\\" not in text or "\\u" not in text:  # the first takes a hundredth of the second
        return None
    # Every backslash of a valid text starts an escape, so the matches stay in step with them.
    for match in _ANY_ESCAPE.finditer(text):
        if match.lastindex:
            return match.start()
    return None


def read_carefully(text: str, build: Build) -> JsonValue:
    """The value of a JSON text, or NotJson with its first problem in text order.

    `build` makes an object of its members in text order."""
    return _Reader(text, build).read()


@dataclass(slots=True)
class _Open:
    """A container whose end is not reached yet."""

    opener: str
    key: str = ""
    members: list[tuple[str, JsonValue]] = field(default_factory=list)
    elements: list[JsonValue] = field(default_factory=list)

    def add(self, value: JsonValue) -> None:
        if self.opener == "{":
            self.members.append((self.key, value))
        else:
            self.elements.append(value)

    def value(self, build: Build) -> JsonValue:
        return build(self.members) if self.opener == "{" else self.elements


class _Reader:
    """One pass over a text. `at` is the offset of what is read next."""

    def __init__(self, text: str, build: Build) -> None:
        self.text = text
        self.build = build
        self.at = 0
        self.stack: list[_Open] = []

    def read(self) -> JsonValue:
        self.skip_space()
        if self.at == len(self.text):
            what = "holds nothing but white space" if self.text else "is empty"
            refuse("empty", 0, f"the file {what}")
        while True:
            if self.found() in _CLOSER:
                if not self.open():
                    continue
                value = self.stack.pop().value(self.build)
            else:
                value = self.scalar()
            while self.stack:
                self.stack[-1].add(value)
                if not self.closes():
                    break
                value = self.stack.pop().value(self.build)
            else:
                self.skip_space()
                if self.at < len(self.text):
                    self.unexpected("the end of the text after the value")
                return value

    def open(self) -> bool:
        """Enter a container; true when it is empty, and so closed again."""
        if len(self.stack) == MAX_NESTING:
            refuse("nesting", self.at, f"nested deeper than {MAX_NESTING} levels")
        opened = _Open(self.found())
        self.stack.append(opened)
        self.at += 1
        self.skip_space()
        if self.found() == _CLOSER[opened.opener]:
            self.at += 1
            return True
        if opened.opener == "{":
            self.key("a key in double quotes or `}`")
        return False

    def closes(self) -> bool:
        """After a value in a container: true at its end, false when another value follows."""
        opened = self.stack[-1]
        closer = _CLOSER[opened.opener]
        self.skip_space()
        found = self.found()
        comma = self.at
        self.at += 1
        if found == closer:
            return True
        if found != ",":
            self.at = comma
            self.unexpected(f"`,` or `{closer}`", f" inside {_INSIDE[opened.opener]}")
        self.skip_space()
        if self.found() == closer:
            refuse("trailing-comma", comma, f"a comma before `{closer}`: JSON allows none there")
        if opened.opener == "{":
            self.key("a key in double quotes")
        return False

    def key(self, expected: str) -> None:
        """Read a key and its colon."""
        if self.found() != '"':
            self.quotes()
            word = _WORD.match(self.text, self.at)
            if word:
                name = shown(word[0])
                refuse("unquoted-key", self.at, f'a key takes double quotes: `"{name}"`', key=name)
            self.unexpected(expected)
        self.stack[-1].key = self.string()
        self.skip_space()
        if self.found() != ":":
            self.unexpected("`:` after the key")
        self.at += 1
        self.skip_space()

    def scalar(self) -> JsonValue:
        if self.found() == '"':
            return self.string()
        word = _WORD.match(self.text, self.at)
        if not word:
            self.quotes()
            self.unexpected("a value")
        start, found = self.at, word[0]
        self.at = word.end()
        if found in _LITERALS:
            return _LITERALS[found]
        number = _NUMBER.fullmatch(found)
        if number:
            return self.number(number, start)
        name = shown(found)
        if found.lstrip("+-").lower() in ("nan", "infinity", "inf"):
            refuse("not-finite", start, f"`{name}` is no JSON number", found=name)
        if found[0] in "+-.0123456789":
            refuse("bad-number", start, f"`{name}` is no JSON number", found=name)
        meant = _MEANT.get(found.lower())
        if meant:
            refuse("bad-word", start, f"`{name}` is not JSON; write `{meant}`", found=name)
        refuse("unexpected", start, f"expected a value, found `{name}`", found=name)

    def number(self, number: re.Match[str], start: int) -> int | float:
        digits = number[0]
        if number[1] is None and number[2] is None:
            length, most = len(digits.lstrip("-")), digits_read()
            if length > most:
                message = f"an integer of {length} digits; at most {most} are read"
                refuse("huge-integer", start, message, digits=length)
            return int(digits)
        value = float(digits)
        if value - value != 0:
            name = shown(digits)
            message = f"`{name}` is too large for a number of double precision"
            refuse("huge-number", start, message, found=name)
        return value

    def string(self) -> str:
        try:
            value, end = scanstring(self.text, self.at + 1, True)
        except JSONDecodeError:
            end = None
        if end is None or self.text.find("\\u", self.at, end) >= 0:
            self.check_string()
        assert end is not None, "the C scanner refused a string that is right"
        self.at = end
        return value

    def check_string(self) -> None:
        """Refuse the first thing in the string at `at` that JSON or Unicode does not allow."""
        at = self.at + 1
        while True:
            plain = _PLAIN.match(self.text, at)
            at = plain.end() if plain else at
            found = self.text[at : at + 1]
            if found == '"':
                return
            if not found:
                refuse("unclosed-string", self.at, "a string is not closed")
            if found in "\n\r":
                refuse("control", at, "a string holds a line break: close it, or write `\\n`")
            if found != "\\":
                message = f"a string holds the control character U+{ord(found):04X}: escape it"
                refuse("control", at, message, found=shown(found))
            escape = _ESCAPE.match(self.text, at)
            if not escape:
                self.bad_escape(at)
            if escape.lastindex:
                name = escape[0]
                message = f"a lone surrogate `{name}` is no Unicode text"
                refuse("lone-surrogate", at, message, found=name)
            at = escape.end()

    def bad_escape(self, at: int) -> Never:
        if at + 1 == len(self.text):
            refuse("unclosed-string", self.at, "a string is not closed")
        name = shown(self.text[at : at + 2])
        if name == "\\u":
            refuse("bad-escape", at, "`\\u` takes four hexadecimal digits", found=name)
        refuse("bad-escape", at, f"`{name}` is no escape of JSON", found=name)

    def quotes(self) -> None:
        if self.found() in ("'", "`", "“", "”", "‘", "’"):
            name = self.found()
            message = f"strings and keys take straight double quotes, found {name}"
            refuse("quotes", self.at, message, found=name)

    def unexpected(self, expected: str, inside: str = "") -> Never:
        """Refuse what stands at `at`, where only `expected` may."""
        if self.at == len(self.text):
            # Point behind the last thing written rather than at an empty last line.
            end = len(self.text.rstrip(" \t\n\r"))
            refuse("truncated", end, f"the text ends{inside}: expected {expected}")
        rest = self.text[self.at : self.at + 2]
        if rest in ("//", "/*") or rest[0] == "#":
            refuse("comment", self.at, "a comment: JSON has none")
        word = _WORD.match(self.text, self.at)
        name = shown(word[0] if word else rest[0])
        refuse("unexpected", self.at, f"expected {expected}, found `{name}`", found=name)

    def found(self) -> str:
        """The character at `at`, or an empty string at the end of the text."""
        return self.text[self.at : self.at + 1]

    def skip_space(self) -> None:
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at
