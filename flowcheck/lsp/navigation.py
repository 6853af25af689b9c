"""Where a name is defined, and who uses it."""

from __future__ import annotations

from lsprotocol import types

from flowcheck.lsp.known import Found, Known
from flowcheck.lsp.tree import Tree
from flowcheck.lsp.uris import uri_of


def definition(known: Known, tree: Tree, offset: int) -> list[types.Location]:
    """The places that define what is named at an offset; of a workflow's id those of its record."""
    found = known.at(tree, offset)
    own = [one for one in known.alike(found) if one[1].defines and _of_its_own(one, found)]
    return _locations(own) or _called(known, tree, offset)


def references(
    with_definition: bool, known: Known, tree: Tree, offset: int
) -> list[types.Location]:
    """Every place that names what is named at an offset."""
    alike = known.alike(known.at(tree, offset))
    return _locations([one for one in alike if with_definition or not one[1].defines])


def highlights(known: Known, tree: Tree, offset: int) -> list[types.DocumentHighlight]:
    """The places in this text that name what is named at an offset."""
    return [
        types.DocumentHighlight(
            place,
            types.DocumentHighlightKind.Write
            if where.defines
            else types.DocumentHighlightKind.Read,
        )
        for home, where in known.alike(known.at(tree, offset))
        if home.tree is tree and (place := range_of((home, where))) is not None
    ]


def range_of(found: Found) -> types.Range | None:
    """Where a place is, the quotes around it left out; None when it cannot be told."""
    home, place = found
    tree, pointer = home.tree, home.tree.exact(home.document, place.pointer)
    if pointer is None:
        return None
    record = tree.record_of(home.document)
    start, end = tree.span(record, pointer, at_key=place.at_key, within=place.within)
    if place.within is None and end - start > 1 and tree.text[start] == '"':
        start, end = start + 1, end - (tree.text[end - 1] == '"')
    return tree.positions.range(start, end)


def _of_its_own(one: Found, asked: list[Found]) -> bool:
    """Whether a definition is what is asked for, not something that merely goes by its name: the
    input of a called workflow is, a branch that is called like a node is not."""
    _, place = one
    kinds = {where.name.kind for _, where in asked}
    if kinds == {"variable"}:
        callers = [(there, where) for there, where in asked if there.called_by(where.name.of)]
        return place.name.kind == "input" if callers else True
    return place.name.kind in kinds


def _called(known: Known, tree: Tree, offset: int) -> list[types.Location]:
    """The record that `workflowId` or `modelId` names."""
    spot = tree.spot(offset)
    if spot is None or spot.at_key or spot.path[-1:] not in (("workflowId",), ("modelId",)):
        return []
    id = tree_value(spot.record.decoded.value, spot.pointer)
    found = []
    for home in known.homes:
        record = home.document.record
        if isinstance(record, dict) and record.get("id") == id and home.document.at is not None:
            place = home.tree.range(home.document, (*home.document.at, "id"))
            if place is not None:
                found.append(types.Location(uri_of(home.tree.name), place))
    return found


def tree_value(root: object, pointer: tuple[str | int, ...]) -> object:
    """The decoded value at a pointer that exists."""
    value = root
    for step in pointer:
        value = value[step]  # type: ignore[index]
    return value


def _locations(found: list[Found]) -> list[types.Location]:
    locations = []
    seen = set()
    for home, where in found:
        place = range_of((home, where))
        if place is not None and (home.tree.name, where.pointer, where.within) not in seen:
            seen.add((home.tree.name, where.pointer, where.within))
            locations.append(types.Location(uri_of(home.tree.name), place))
    return locations
