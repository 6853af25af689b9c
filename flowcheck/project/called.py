"""What a node calls, a model or a sub-workflow, as the inputs it declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowcheck.graph.named_list import by_name
from flowcheck.graph.sites import InputSite
from flowcheck.pattern import late_pattern
from flowcheck.wire.values import same_json

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow
    from flowcheck.reading.documents import Document


_DIGITS = late_pattern(r"\d+")


class Called:
    """The inputs that a model or workflow declares, by name, the first of repeated ones.

    told: whether it says what it takes at all. whole: whether every declared input could be read
    and is there once, so that a name it lacks is lacking. hidden: names that only its own rules
    mention; official records have inputs that they do not declare. (observed) unnumbered: the
    names without their digits."""

    def __init__(self, document: Document, flow: Flow) -> None:
        self.document = document
        self.inputs: list[InputSite] = flow.contract or []
        self.told = flow.contract is not None
        self.by_name = by_name(self.inputs)
        entries = document.input_entries or ()
        self.whole = len(self.by_name) == len(entries) and all(map(str.strip, self.by_name))
        self.unnumbered = frozenset(map(unnumbered, self.by_name))
        self.hidden = frozenset(_mentioned(self.inputs)) - self.by_name.keys()

    def agrees(self, other: Called) -> bool:
        """Whether both declare the same, order and nulls aside."""
        return self.by_name.keys() == other.by_name.keys() and all(
            same_json(_given(site.raw), _given(other.by_name[name].raw))
            for name, site in self.by_name.items()
        )


def unnumbered(name: str) -> str:
    """A name without its digits."""
    return _DIGITS.sub("", name)


def _mentioned(inputs: list[InputSite]) -> set[str]:
    """The names that inputs' rules and `maskFrom` mention."""
    names: set[str] = set()
    for site in inputs:
        if site.raw.get("required"):
            names.update(sibling for _, sibling, _ in site.requirement.mentions)
            names.update(_words(site.get("required")))
        if isinstance(site.get("maskFrom"), str):
            names.add(site.get("maskFrom"))
    return names


def _words(required: Any) -> set[str]:
    """The keys of the objects in a `required`, where its rules cannot all be read."""
    if not isinstance(required, dict):
        return set()
    inner = [value for value in required.values() if isinstance(value, dict)]
    inner += [value["values"] for value in inner if isinstance(value.get("values"), dict)]
    return {key for value in inner for key in value}


def _given(raw: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if value is not None}
