"""What an input is declared to be, and whether it is."""

from __future__ import annotations

from typing import Any

from flowcheck.graph.sites import InputSite
from flowcheck.wire.vocabulary import FILE_TYPES, INPUT_TYPES, kinds_differ, scalar_of

_BOOLEANS = frozenset({"true", "false", "1", "0", "yes", "no", "on", "off"})
"""What may stand for a boolean as text."""


def differs(site: InputSite, terms: InputSite) -> tuple[str, str, str] | None:
    """The field in which an input differs from its declaration, and both words; None when it does
    not, or not provably: strings go anywhere, single values and arrays of one type are adapted."""
    if site.type not in INPUT_TYPES or terms.type not in INPUT_TYPES:
        return None
    ours, theirs = scalar_of(site.type), scalar_of(terms.type)
    if ours != theirs:
        return None if ours == "string" else ("type", site.type, terms.type)
    kind = site.get("kind")
    if site.type not in FILE_TYPES or kind is None or site.faulty("kind") or terms.faulty("kind"):
        return None
    return ("kind", kind, terms.kind) if kinds_differ(kind, terms.kind) else None


def belies_declaration(site: InputSite) -> bool:
    """Whether it is a row's sub-input of another type or asset kind than its `inputs_array`
    declares: FC715 says so, and what that type or kind would take is no safe ground."""
    if site.parent is None:
        return False
    return any(differs(site, one) is not None for one in site.parent.declared.named(site.name))


def no_value_of(terms: InputSite, value: Any) -> str | None:
    """The type that an input takes where a text is no spelling of such a value: strings go into
    anything, but `lots` is no number. None where it may be one, or is no text."""
    kind = scalar_of(terms.type)
    if not isinstance(value, str):
        return None
    if kind == "number":
        return None if as_number(value) is not None else kind
    spelt = value.strip().lower() in _BOOLEANS
    return kind if kind == "boolean" and not spelt else None


def as_number(text: str) -> float | None:
    """The number that a text spells; None when it spells none."""
    try:
        return float(text)
    except ValueError:
        return None
