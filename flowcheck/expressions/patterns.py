"""Regular expressions of `matches`: JavaScript's, without flags (2025's: `(?i:…)` and the same name
in two groups are let through, though older engines refuse them).

They are checked, and applied only where they say little: running a stranger's pattern may take for
ever."""

from __future__ import annotations

import re
from collections.abc import Callable

from flowcheck.dataclass import dataclass, field
from flowcheck.expressions.tokens import shown
from flowcheck.pattern import late_pattern

_ONE_PASS = late_pattern(
    r"\^?(?:(?:\[[A-Za-z0-9_ ]+(?:-[A-Za-z0-9])?[A-Za-z0-9_ ]*\]|[A-Za-z0-9_ ])[*+?]?)*\$?"
)
_ENDLESS = late_pattern(r"[*+]")
_LONGEST, _LONGEST_PATTERN, _MOST_CHOICES = 1_000, 200, 3
_META = late_pattern(r"[\\^$.*+?()\[\]{}|]")
_REPEAT = late_pattern(r"[*+?]|\{([0-9]+)(?:(,)([0-9]*))?\}")
_GROUP_NAME = late_pattern(r"[A-Za-z_$][\w$]*\Z", re.ASCII)
_CLASS_ESCAPE = late_pattern(
    r"c[A-Za-z0-9_]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[0-3][0-7]{0,2}|[4-7][0-7]?|[\s\S]"
)
_SETS = frozenset("dDsSwW")
_CODES = {"b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_OPENERS = ("(?:", "(?=", "(?!", "(?<=", "(?<!")
_MODIFIERS = late_pattern(r"\(\?(?=[ims-]*[ims])[ims]{0,3}(?:-[ims]{0,3})?:")
_LOOKBEHIND = frozenset({"(?<=", "(?<!"})


def simple_pattern(pattern: str) -> Callable[[str], bool | None] | None:
    """What a pattern without metacharacters asks, apart from `^` or `.*` in front and `$` or `.*`
    behind, or one of few characters and sets of them; None for any other. It answers None for a
    text that is too long for it."""
    starts, text, ends = between_ends(pattern)
    if _META.search(text):
        return _one_pass(pattern)
    if starts and ends:
        return lambda given: given == text
    if starts:
        return lambda given: given.startswith(text)
    return (lambda given: given.endswith(text)) if ends else (lambda given: text in given)


def between_ends(pattern: str) -> tuple[bool, str, bool]:
    """Whether `^` stands in front of a pattern, what stands between that or `.*` and `$` or `.*`,
    and whether `$` stands behind."""
    starts, ends = pattern.startswith("^"), pattern.endswith("$")
    text = pattern[1 if starts else 0 : len(pattern) - 1 if ends else len(pattern)]
    if not starts and text.startswith(".*"):
        text = text[2:]
    if not ends and text.endswith(".*"):
        text = text[:-2]
    return starts, text, ends


def _one_pass(pattern: str) -> Callable[[str], bool | None] | None:
    """A pattern of characters and sets of them, at most one of them repeated without end and few
    optional, as Python reads it too; its work is bounded by the square of the text. None for any
    other."""
    if len(pattern) > _LONGEST_PATTERN or not _ONE_PASS.fullmatch(pattern):
        return None
    if len(_ENDLESS.findall(pattern)) > 1 or pattern.count("?") > _MOST_CHOICES:
        return None
    # Python's `$` also stands before a line break at the end
    compiled = re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)
    return lambda given: compiled.search(given) is not None if len(given) <= _LONGEST else None


def pattern_problem(pattern: str) -> str | None:
    """Why `new RegExp(pattern)` refuses a pattern; None where it takes it."""
    return _Reader(pattern).problem() if _META.search(pattern) else None


@dataclass(slots=True)
class _Reader:
    """One pass over a pattern; open groups are kept on a list."""

    text: str
    place: int = 0
    groups: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    named: list[str] = field(default_factory=list)
    loose_name: bool = False

    def problem(self) -> str | None:
        repeatable = False
        while self.place < len(self.text):
            answer = self._step(repeatable)
            if isinstance(answer, str):
                return answer
            repeatable = answer
        if self.groups:
            return "the regular expression has a `(` that is not closed"
        if self.names and (self.loose_name or set(self.named) - self.names):
            return "the regular expression refers to a group it does not have"
        return None

    def _step(self, repeatable: bool) -> bool | str:
        """Read one element: whether it may be repeated, or what is wrong."""
        character = self.text[self.place]
        if repeat := _REPEAT.match(self.text, self.place):
            return self._repeat(repeat, repeatable)
        if character == "\\":
            return self._escape()
        if character == "[":
            return self._class()
        if character == "(":
            return self._open()
        self.place += 1
        if character == ")":
            if not self.groups:
                return "the regular expression closes a `)` that is not open"
            return self.groups.pop() not in _LOOKBEHIND
        return character not in "^$|"

    def _repeat(self, repeat: re.Match[str], repeatable: bool) -> bool | str:
        if not repeatable:
            return f"the regular expression has nothing to repeat before `{repeat[0][:20]}`"
        if repeat[3] and int(repeat[1][:400]) > int(repeat[3][:400]):
            return f"the regular expression repeats `{repeat[0][:20]}` with its numbers swapped"
        self.place = repeat.end()
        if self.text.startswith("?", self.place):
            self.place += 1
        return False

    def _open(self) -> bool | str:
        opener = next((one for one in _OPENERS if self.text.startswith(one, self.place)), "(")
        if opener == "(" and self.text.startswith("(?<", self.place):
            end = self.text.find(">", self.place)
            name = self.text[self.place + 3 : end] if end > 0 else ""
            if not _GROUP_NAME.match(name):
                return "the regular expression has a group without a proper name"
            self.names.add(name)
            opener = self.text[self.place : end + 1]
        elif modified := _MODIFIERS.match(self.text, self.place):
            opener = modified[0]
        elif opener == "(" and self.text.startswith("(?", self.place):
            found = self.text[self.place : self.place + 4]
            flags = ": JavaScript has no flags in a pattern" if found[2:3].isalpha() else ""
            return f"the regular expression has a group it cannot read, `{shown(found)}`{flags}"
        self.place += len(opener)
        self.groups.append(opener)
        return False

    def _escape(self) -> bool | str:
        if self.place + 1 == len(self.text):
            return "the regular expression ends with a single backslash"
        character = self.text[self.place + 1]
        self.place += 2
        if character in "bB":
            return False
        if character == "k":
            end = self.text.find(">", self.place)
            if self.text.startswith("<", self.place) and end > 0:
                self.named.append(self.text[self.place + 1 : end])
            else:
                self.loose_name = True
        return True

    def _class(self) -> bool | str:
        self.place += 1
        if self.text.startswith("^", self.place):
            self.place += 1
        before: int | None = None
        ranging = False
        while self.place < len(self.text):
            if self.text[self.place] == "]":
                self.place += 1
                return True
            if self.text[self.place] == "-" and before is not None and not ranging:
                self.place += 1
                ranging = not self.text.startswith("]", self.place)
                if not ranging:
                    before = None
                continue
            code = self._member()
            if ranging and before is not None and code is not None and before > code:
                return "the regular expression has a range `[…-…]` with its ends swapped"
            before = None if ranging else code if code is not None else -1
            ranging = False
        return "the regular expression has a `[` that is not closed"

    def _member(self) -> int | None:
        """The code of one member of a class; None for a set such as `\\d`."""
        if self.text[self.place] != "\\":
            self.place += 1
            return ord(self.text[self.place - 1])
        escape = _CLASS_ESCAPE.match(self.text, self.place + 1)
        if escape is None:  # a backslash at the end: the class is not closed either
            self.place += 1
            return None
        self.place = escape.end()
        said = escape[0]
        if said in _SETS:
            return None
        if said[0] in "xu" and len(said) > 1:
            return int(said[1:], 16)
        if said[0] == "c" and len(said) > 1:
            return ord(said[1]) % 32
        return int(said, 8) if said.isdigit() and said[0] < "8" else _CODES.get(said, ord(said[0]))
