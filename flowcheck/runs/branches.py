"""Which values an if/else node can take."""

from __future__ import annotations

import re

from flowcheck.graph.cases import usable_cases
from flowcheck.graph.sites import NodeSite

_PLAIN_CONSTANTS = {"true": True, "false": False}
_JOINS = re.compile(r"\|\||&&|\?|\[\s*\]|\{\s*\}")


def possible_values(node: NodeSite) -> tuple[str | None, ...]:
    """The values a run of the if/else node can take: those of its usable cases in order, then
    the default; None for "no case matches and there is no default".

    A case that asks what an earlier one asked is never taken, nor is one whose condition is
    always false; after one that is always true nothing else is taken."""
    values: dict[str | None, None] = {}
    for case in usable_cases(node):
        constant = None if case.repeats is not None else constant_condition(case.condition, node)
        if case.repeats is not None or constant is False:
            continue
        values[case.value] = None
        if constant is True:
            return tuple(values)
    default = node.logic.get("default")
    values[default if default is not None and default.strip() else None] = None
    return tuple(values)


def constant_condition(condition: str, node: NodeSite) -> bool | None:
    """The value a condition has whatever the inputs hold, or None.

    CEL is parsed only for texts that could be constant: those that name no input, or join or
    choose between parts of which one may settle it."""
    plain = _PLAIN_CONSTANTS.get(condition.strip())
    if plain is not None:
        return plain
    names = [site.name for site in node.inputs]
    if any(name and name in condition for name in names) and not _JOINS.search(condition):
        return None
    from flowcheck.expressions import Known, constant, is_bare_word, parse

    if is_bare_word(condition, names):
        return None
    tree = parse(condition).tree
    known = constant(tree) if tree is not None else None
    return known.value if isinstance(known, Known) and isinstance(known.value, bool) else None


class BranchValues:
    """`possible_values` of every if/else node asked for, worked out once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str | None, ...]] = {}

    def of(self, node: NodeSite) -> tuple[str | None, ...]:
        """The values the node can take."""
        found = self._known.get(node.id)
        if found is None:
            found = self._known[node.id] = possible_values(node)
        return found
