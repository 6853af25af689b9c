"""Which values an if/else node can take, as far as the spelling of its cases tells."""

from __future__ import annotations

from flowcheck.graph.sites import NodeSite


def possible_values(node: NodeSite) -> tuple[str | None, ...]:
    """The values an if/else node names: those of its usable cases in order, then the default; None
    for "no case matches and there is no default"."""
    from flowcheck.graph.cases import usable_cases

    values: dict[str | None, None] = {case.value: None for case in usable_cases(node)}
    default = node.logic.get("default")
    values[default if default is not None and default.strip() else None] = None
    return tuple(values)


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
