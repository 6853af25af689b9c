"""The places of names in all documents that are known together, across files: a workflow's input
is also what those who call the workflow give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from flowcheck.lsp.names import Name, Place, places
from flowcheck.lsp.tree import Spot, Tree
from flowcheck.project.workflows import called_workflow, workflow_id
from flowcheck.reading.documents import Document, Kind


@dataclass(frozen=True, eq=False)
class Home:
    """A document with the tree it is in."""

    tree: Tree
    document: Document

    @cached_property
    def places(self) -> list[Place]:
        """Every place of a name in it."""
        return list(places(self.tree.flow(self.document), self.document))

    @cached_property
    def by_name(self) -> dict[Name, list[Place]]:
        found: dict[Name, list[Place]] = {}
        for place in self.places:
            found.setdefault(place.name, []).append(place)
        return found

    def at(self, spot: Spot, offset: int) -> list[Place]:
        """The places that a spot of the text is in; several where a branch is that of several
        if/else nodes."""
        inside = []
        path = spot.path
        for place in self.places:
            if place.pointer != path or place.at_key != spot.at_key:
                continue
            if place.within is not None:
                start, end = self.tree.span(spot.record, spot.pointer, within=place.within)
                if not start <= offset <= end:
                    continue
            inside.append(place)
        return inside

    def called_by(self, node: str) -> str | None:
        """The id of the workflow that a node calls; None for a node that calls none."""
        site = self.tree.flow(self.document).nodes.get(node)
        return None if site is None else called_workflow(site)


def _home(tree: Tree, document: Document) -> Home:
    """A document's home, made once: its places are many in a large flow."""
    found = tree.kept.get(document.key)
    if not isinstance(found, Home):
        found = tree.kept[document.key] = Home(tree, document)
    return found


Found = tuple[Home, Place]


class Known:
    """Documents that are known together.

    trees: the one that is asked about first."""

    def __init__(self, trees: Iterable[Tree]) -> None:
        self.homes = [_home(tree, document) for tree in trees for document in tree.documents]

    def home(self, document: Document) -> Home:
        """The document as one of those known."""
        return next(home for home in self.homes if home.document is document)

    def at(self, tree: Tree, offset: int) -> list[Found]:
        """The names at a place of a text."""
        spot = tree.spot(offset)
        if spot is None or spot.document is None:
            return []
        home = self.home(spot.document)
        return [(home, place) for place in home.at(spot, offset)]

    def alike(self, found: Iterable[Found]) -> list[Found]:
        """Every place that names the same, these among them: what has to be renamed together.

        Branches of several if/else nodes that one `equal` waits for are the same, a branch that is
        called like a node goes by that node (which is the way to name a branch), and the input
        of a workflow is that of the nodes that call it, in whatever file."""
        waiting = [(home, place.name) for home, place in found]
        seen = {(home.document.key, name) for home, name in waiting}
        all_places: dict[tuple[str, Place], Found] = {}
        while waiting:
            home, name = waiting.pop()
            for place in home.by_name.get(name, ()):
                all_places[home.document.key, place] = (home, place)
            for other, same in self._same(home, name):
                if (other.document.key, same) not in seen:
                    seen.add((other.document.key, same))
                    waiting.append((other, same))
        return list(all_places.values())

    def _same(self, home: Home, name: Name) -> Iterator[tuple[Home, Name]]:
        if name.kind == "branch":
            here = {place.pointer for place in home.by_name.get(name, ())}
            for place in home.places:
                if place.name.kind == "branch" and place.pointer in here:
                    yield home, place.name
        elif name.kind == "node":
            for other in home.by_name:
                if other.kind == "branch" and other.text == name.text:
                    yield home, other
        elif name.kind == "input":
            id = workflow_id(home.document) if home.document.kind is not Kind.MODEL else None
            if id is not None:
                yield from self._callers(id, name.text)
        else:
            called = home.called_by(name.of)
            if called is not None:
                for callee in self.homes:
                    if workflow_id(callee.document) == called:
                        yield callee, Name("input", name.text)

    def _callers(self, id: str, input: str) -> Iterator[tuple[Home, Name]]:
        for home in self.homes:
            for node in home.tree.flow(home.document).nodes.values():
                if called_workflow(node) == id:
                    yield home, Name("variable", input, node.id)
