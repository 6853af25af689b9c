"""A rule's edits, in camelCase, as the document spells their places."""

from __future__ import annotations

from typing import Any

from flowcheck.findings import Edit, Fix, Pointer
from flowcheck.wire.spelling import resolve, spellings
from flowcheck.wire.values import same_json


def resolved(fix: Fix, root: Any) -> Fix | None:
    """The fix with the pointers of the text; None when one of its places is not in the text, or
    taken.

    Where a field stands in both spellings with equal values, which are one field, the edit is made
    in both: else the two would differ afterwards."""
    edits: list[Edit] = []
    for edit in fix.edits:
        exact = resolve(root, edit.pointer)
        # `resolve` stops where the text does: an edit there would hit something larger.
        if len(exact) != len(edit.pointer) or _is_taken(root, edit, exact):
            return None
        edits += [Edit(edit.action, pointer, edit.value) for pointer in same_places(root, exact)]
    return Fix(fix.title, tuple(edits), fix.safe)


def _is_taken(root: Any, edit: Edit, exact: Pointer) -> bool:
    """Whether the key that a rename writes has a value already, in either spelling."""
    if edit.action != "rename":
        return False
    parent = root
    for step in exact[:-1]:
        parent = parent[step]
    return any(parent.get(key) is not None for key in spellings(str(edit.value)))


def same_places(root: Any, pointer: Pointer) -> list[Pointer]:
    """The pointer, and those that differ from it by twin keys with equal values."""
    found: list[tuple[Pointer, Any]] = [((), root)]
    for step in pointer:
        found = [
            ((*at, key), value[key]) for at, value in found for key in _same_field(value, step)
        ]
    return [at for at, _ in found]


def _same_field(value: Any, step: str | int) -> list[str | int]:
    if not isinstance(value, dict) or not isinstance(step, str):
        return [step]
    others = [
        key
        for key in spellings(step)
        if key != step and key in value and same_json(value[key], value[step])
    ]
    return [step, *others]
