"""What a fix is: small edits named by JSON pointer, applied to the text by `flowcheck.fixes`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from flowcheck.findings import Pointer


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: `remove` takes a member or an array element out with its comma, `replace` writes
    `value` as JSON in place of the value, `rename` writes `value` as the key."""

    action: Literal["remove", "replace", "rename"]
    pointer: Pointer
    value: Any = None


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together. `safe`: the flow means the same afterwards; an unsafe fix
    guesses and needs `--unsafe-fixes`. `title` is an imperative phrase: "remove the second `a`"."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


def replacement(pointer: Pointer, word: str) -> Fix:
    """The guess that the nearest match is meant."""
    return Fix(f"replace it with `{word}`", (Edit("replace", pointer, word),), safe=False)
