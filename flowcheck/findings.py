"""What a rule says: findings at JSON pointers, before anybody looks for a line number."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, Literal

from flowcheck.dataclass import dataclass, field

Pointer = tuple[str | int, ...]
"""A place in a JSON document: keys and indices from its root, not yet escaped."""


Certainty = Literal["certain", "observed"]
"""How the ground of a rule is known: documented by Scenario, or seen in real records, recorded
answers and what its own tools write."""


class Severity(StrEnum):
    """How bad a problem is: `error` fails or hangs, `warning` is surely not meant, `info` is off
    unless asked for."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error: larger is worse."""
        return _RANKS[self]


SeverityWord = Literal["error", "warning", "info"]
"""A severity as its word, which whatever takes a severity takes too."""

_RANKS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}
BY_SEVERITY: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)
"""Worst first."""


@dataclass(frozen=True, slots=True)
class See:
    """Another place that belongs to a finding.

    `document` is None when the place lies in the finding's own document, else the key of another
    document checked in the same run (`Document.key`)."""

    message: str
    pointer: Pointer
    at_key: bool = False
    nth: int | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """An example run that shows a fault.

    given, absent: contract inputs the run gives or leaves out (only those that matter);
    values: the given inputs whose value matters; answers: what nobody can know, as what an output
    is (`node`, `output`, `is`) or whether a condition of an if/else node holds (`node`,
    `condition`, `holds`). branches follow from them: logic node id → the case value or default it
    takes, None where no case matches and there is no default. told: whether the message tells the
    run already."""

    given: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    branches: Mapping[str, str | None] = field(default_factory=dict)
    answers: tuple[Mapping[str, Any], ...] = ()
    told: bool = field(default=False, compare=False, repr=False)

    @property
    def shown(self) -> bool:
        """Whether anything has to be decided for the fault to show."""
        return bool(self.given or self.absent or self.values or self.answers)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: `remove` takes a member or an array element out with its comma, `replace` writes
    `value` as JSON in place of the value, `rename` writes `value` as the key."""

    action: Literal["remove", "replace", "rename"]
    pointer: Pointer
    value: Any = None


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A piece of the file's text, and what is written instead; both may be empty.

    pointer: what the edit is about. line, column: 1-based, in code points, a byte order mark not
    counted; end_column is exclusive."""

    pointer: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str

    def to_dict(self) -> dict[str, Any]:
        """As in the JSON report, version 1."""
        return {
            "pointer": self.pointer,
            "line": self.line,
            "column": self.column,
            "endLine": self.end_line,
            "endColumn": self.end_column,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together: all of them are made, or none.

    title: an imperative phrase, "remove the second `a`". edits: what changes in the JSON value.
    safe: the flow means the same afterwards; an unsafe fix guesses and needs `--unsafe-fixes`.
    text_edits: the same edits in the text that was checked, in its order, none overlapping
    another; a rule does not know them."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True
    text_edits: tuple[TextEdit, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As in the JSON report, version 1."""
        return {
            "title": self.title,
            "safe": self.safe,
            "edits": [edit.to_dict() for edit in self.text_edits],
        }


def replacement(pointer: Pointer, word: str) -> Fix:
    """The guess that the nearest match is meant."""
    return Fix(f"replace it with `{word}`", (Edit("replace", pointer, word),), safe=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule has to say.

    pointer: place of the fault, relative to the root of the *file*; keys are in their camelCase
        spelling (a snake_case twin is found in its place); for something missing, the object
        that lacks it.
    at_key: the key is at fault, not its value. nth: which of several equal keys (0-based).
    within: range of code points inside the string value the pointer names.
    args: the stable facts of the message (ids, names, values); part of the problem's identity.
    severity: overrides the rule's default, e.g. a warning of an error rule.
    offset: for text that is not JSON: code point offset in the file's text, instead of pointer.
    """

    pointer: Pointer
    message: str
    hint: str | None = None
    related: tuple[See, ...] = ()
    witness: Witness | None = None
    fix: Fix | None = None
    args: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity | None = None
    at_key: bool = False
    nth: int | None = None
    within: tuple[int, int] | None = None
    offset: int | None = None
