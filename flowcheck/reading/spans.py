"""Where in a JSON text the value at a pointer stands, found late and without a parser.

The pointer is followed through the text: the standard library's C scanner reads the keys and jumps
over values. The members of every container passed are remembered, so that all questions about one
text together cost about one reading for each level of nesting."""

from __future__ import annotations

import re
from collections.abc import Callable
from json import JSONDecoder

from flowcheck.dataclass import dataclass, field
from flowcheck.findings import Pointer
from flowcheck.pattern import late_pattern
from flowcheck.reading.careful import scanstring
from flowcheck.reading.decode import collector_paused

_SPACE = late_pattern(r"[ \t\n\r]*")
_COLON = late_pattern(r"[ \t\n\r]*:[ \t\n\r]*")
_NEXT = late_pattern(r"[ \t\n\r]*(?:,[ \t\n\r]*)?")
_STRUCTURE = late_pattern(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_ESCAPE = late_pattern(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)
# Values are only jumped over: their numbers need not be computed.
_scan_once: Callable[[str, int], tuple[object, int]] = vars(
    JSONDecoder(parse_int=len, parse_float=len, parse_constant=len)
)["scan_once"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text: code point offsets from its start, end exclusive."""

    start: int
    end: int


@dataclass(slots=True)
class _Elements:
    """An array as far as it has been read. end: behind its bracket, None while unknown."""

    next: int
    starts: list[int] = field(default_factory=list)
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """What a container holds, in text order: the members of an object (from key to value, those of
    a repeated key too) or the elements of an array. numbers: key or index → which they are."""

    spans: list[Span]
    numbers: dict[str | int, list[int]]


@dataclass(slots=True)
class _Members:
    """An object: the occurrences of each key in text order, as offsets of the key, of what follows
    it, and of the value (plain tuples: there are many)."""

    by_key: dict[str, list[tuple[int, int, int]]]
    end: int


class Spans:
    """Places in a text that `decode` took without a problem.

    text: the whole file. start, end: the part that holds the value; for a record of a JSON Lines
    file the offsets that `split_records` gives, so that places are those of the file and nothing
    is copied. All pointers are relative to that value. Of a key that occurs twice the last value
    counts, as in `Decoded.value`. A pointer that leads nowhere is a KeyError; a part that holds
    nothing but white space, so that not even `()` leads anywhere, a ValueError."""

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        self.text = text
        self.root = self._after_space(start)
        if self.root >= (len(text) if end is None else end):
            raise ValueError("there is no value in this part of the text")
        self._arrays: dict[int, _Elements] = {}
        self._objects: dict[int, _Members] = {}
        self._ends: dict[int, int] = {}
        self._listed: dict[int, Members] = {}

    def value(self, pointer: Pointer) -> Span:
        """The value, brackets and quotes included."""
        start = self._find(pointer)
        return Span(start, self._end(start))

    def key(self, pointer: Pointer) -> Span:
        """The key, quotes included, whose value the pointer names; of an array's element, which
        has none, and of the whole document the value."""
        if not pointer:
            return self.value(pointer)
        start = self._find(pointer[:-1], of=pointer)
        if self.text[start] != "{":
            return self.value(pointer)
        return Span(*self._occurrences(start, pointer)[-1][:2])

    def members(self, pointer: Pointer) -> Members:
        """What an object or an array holds, made once. KeyError for a scalar."""
        start = self._find(pointer)
        known = self._listed.get(start)
        if known is not None:
            return known
        found: list[tuple[str | int, int, int]]
        if self.text[start] == "[":
            found = [(i, at, at) for i, at in enumerate(self._read_array(start, None).starts)]
        elif self.text[start] == "{":
            by_key = self._members(start).by_key.items()
            found = [(key, at, value) for key, places in by_key for at, _, value in places]
            found.sort(key=lambda member: member[1])
        else:
            raise KeyError(pointer)
        members = self._listed[start] = Members([], {})
        for number, (key, at, value) in enumerate(found):
            members.spans.append(Span(at, self._end(value)))
            members.numbers.setdefault(key, []).append(number)
        return members

    def duplicate_key(self, pointer_of_object: Pointer, key: str, nth: int) -> Span:
        """The nth occurrence, from 0 in text order, of a key in an object, quotes included."""
        pointer = (*pointer_of_object, key)
        occurrences = self._occurrences(self._find(pointer_of_object), pointer)
        if not 0 <= nth < len(occurrences):
            raise KeyError(pointer)
        return Span(*occurrences[nth][:2])

    def within(self, pointer: Pointer, start: int, end: int) -> Span:
        """The place of the code points start … end-1 of a string value.

        An escape is one code point, also a pair of `\\u` escapes. What lies past the string is
        taken as its closing quote. KeyError when the value is no string."""
        quote = self._find(pointer)
        if self.text[quote] != '"':
            raise KeyError(pointer)
        first, last = quote + 1, self._end(quote) - 1
        begin = self._code_point(first, last, start)
        return Span(begin, max(begin, self._code_point(first, last, end)))

    def _code_point(self, first: int, last: int, number: int) -> int:
        """Offset of the code point `number` of a string between its quotes, `last` past its end."""
        at, left = first, max(number, 0)
        for escape in _ESCAPE.finditer(self.text, first, last):
            plain = escape.start() - at
            if left <= plain:
                break
            left -= plain + 1
            at = escape.end()
        return min(at + left, last)

    def _find(self, pointer: Pointer, of: Pointer | None = None) -> int:
        """Offset of the value; `of` is the pointer an error names."""
        at = self.root
        for step in pointer:
            opener = self.text[at]
            if opener == "[" and isinstance(step, int):
                at = self._element(at, step, of or pointer)
            elif opener == "{" and isinstance(step, str):
                found = self._members(at).by_key.get(step)
                if found is None:
                    raise KeyError(of or pointer)
                at = found[-1][2]
            else:
                raise KeyError(of or pointer)
        return at

    def _occurrences(self, start: int, pointer: Pointer) -> list[tuple[int, int, int]]:
        """The members of the object at `start` whose key is the pointer's last step."""
        step = pointer[-1]
        if self.text[start] != "{" or not isinstance(step, str):
            raise KeyError(pointer)
        found = self._members(start).by_key.get(step)
        if found is None:
            raise KeyError(pointer)
        return found

    def _element(self, array: int, index: int, pointer: Pointer) -> int:
        elements = self._read_array(array, index + 1)
        if not 0 <= index < len(elements.starts):
            raise KeyError(pointer)
        return elements.starts[index]

    def _read_array(self, array: int, count: int | None) -> _Elements:
        """Read on until `count` elements are known, or to the end of the array."""
        elements = self._arrays.get(array)
        if elements is None:
            elements = self._arrays[array] = _Elements(self._after_space(array + 1))
        text, starts = self.text, elements.starts
        with collector_paused():
            while elements.end is None and (count is None or len(starts) < count):
                at = elements.next
                if text[at] == "]":
                    elements.end = at + 1
                    break
                starts.append(at)
                elements.next = self._after(_NEXT, self._skip(at))
        return elements

    def _members(self, start: int) -> _Members:
        """The members of the object at `start`, read once."""
        known = self._objects.get(start)
        if known is not None:
            return known
        by_key: dict[str, list[tuple[int, int, int]]] = {}
        at = self._after_space(start + 1)
        with collector_paused():
            while self.text[at] != "}":
                key, end = scanstring(self.text, at + 1, True)
                value = self._after(_COLON, end)
                by_key.setdefault(key, []).append((at, end, value))
                at = self._after(_NEXT, self._skip(value))
        known = self._objects[start] = _Members(by_key, at + 1)
        return known

    def _end(self, start: int) -> int:
        """Offset behind the value at `start`."""
        opener = self.text[start]
        if opener == "[" and start in self._arrays:
            end = self._read_array(start, None).end
            assert end is not None, "an array that was decoded has an end"
            return end
        if opener == "{" and start in self._objects:
            return self._objects[start].end
        if start not in self._ends:
            with collector_paused():
                self._ends[start] = self._skip(start)
        return self._ends[start]

    def _skip(self, start: int) -> int:
        """Jump over a value. The C scanner recurses, so a caller far down Python's stack can
        leave it too little room; then the brackets are counted instead."""
        try:
            end = _scan_once(self.text, start)[1]
        except RecursionError:
            depth = 0
            for token in _STRUCTURE.finditer(self.text, start):
                depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
                if depth == 0:
                    return token.end()
            raise
        return end

    def _after_space(self, at: int) -> int:
        return self._after(_SPACE, at)

    def _after(self, pattern: re.Pattern[str], at: int) -> int:
        match = pattern.match(self.text, at)
        return match.end() if match else at
