"""One level of a picture, its boxes in layers from left to right.

grandalf (the extra `pictures`) finds layers, their order and the way of long edges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from flowcheck.dataclass import dataclass, field

Point = tuple[float, float]

BETWEEN_LAYERS: Final = 70.0
_BETWEEN_BOXES: Final = 26.0
_AROUND: Final = 14.0  # how far a wire that goes backward stays off its boxes
_PASSES: Final = 4  # over the layers, to undo crossings
_ROW: Final = 7.0  # between wires that run below everything
_FAR: Final = 12  # layers beyond which a wire does
_LARGE: Final = 150  # boxes beyond which fewer passes have to do


class PicturesMissing(ImportError):
    """The library that lays out pictures is not installed."""


@dataclass(frozen=True, slots=True)
class Area:
    """left, top, width, height: of a box or a frame, in pixels."""

    left: float
    top: float
    width: float
    height: float

    def moved(self, by: Point) -> Area:
        """The same area elsewhere."""
        return Area(self.left + by[0], self.top + by[1], self.width, self.height)


@dataclass(slots=True)
class Level:
    """A frame's inside, or the whole picture. sizes: of what stands in it. edges: between those,
    each with the wires that go along it. gap: between its layers."""

    sizes: dict[str, Point] = field(default_factory=dict)
    edges: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    gap: float = BETWEEN_LAYERS


@dataclass(slots=True)
class Placed:
    """A level laid out, its left upper corner at 0, 0. ways: the points of each edge on it."""

    areas: dict[str, Area]
    ways: dict[tuple[str, str], list[Point]]
    width: float
    height: float


class _View:
    """What grandalf wants of a vertex: a size, and room for its place. Layers run downward there,
    so width and height change places."""

    def __init__(self, size: Point) -> None:
        self.h, self.w = size
        self.xy: Point = (0.0, 0.0)


def placed(level: Level, rims: tuple[set[str], set[str]] = (set(), set())) -> Placed:
    """Lay out one level: its connected parts below each other."""
    graphs, layouts = _grandalf()
    vertices = {key: graphs.Vertex(key) for key in level.sizes}
    for key, vertex in vertices.items():
        vertex.view = _View(level.sizes[key])
    far = _far(level)
    near = [pair for pair in level.edges if pair not in far]
    edges = {pair: graphs.Edge(vertices[pair[0]], vertices[pair[1]], data=pair) for pair in near}
    areas: dict[str, Area] = {}
    ways: dict[tuple[str, str], list[Point]] = {}
    top = width = 0.0
    for keys, pairs in _parts(level.sizes, near):
        part = graphs.graph_core([vertices[key] for key in keys], [edges[pair] for pair in pairs])
        sugiyama = layouts.SugiyamaLayout(part)
        sugiyama.xspace, sugiyama.yspace = _BETWEEN_BOXES, level.gap
        sugiyama.init_all(roots=_roots(part), optimize=False)
        sugiyama.draw(_PASSES if len(vertices) <= _LARGE else 1)
        found = {v.data: _area(v) for v in part.sV}
        bends = {edge.data: _bends(sugiyama, edge) for edge in part.sE}
        least = (
            min(area.left for area in found.values()),
            min(
                [area.top for area in found.values()]
                + [y for way in bends.values() for _, y in way]
            ),
        )
        by = (-least[0], top - least[1])
        for key, area in found.items():
            areas[key] = area.moved(by)
        for pair, points in bends.items():
            ways[pair] = [(x + by[0], y + by[1]) for x, y in points]
        bottom = max(
            [areas[key].top + areas[key].height for key in found]
            + [y for pair in bends for _, y in ways[pair]]
        )
        top = bottom + _BETWEEN_BOXES
        width = max(width, *(areas[key].left + areas[key].width for key in found))
    width = _to_the_rims(areas, width, rims, level.gap)
    for pair in near:
        ways[pair] = _ends(areas[pair[0]], areas[pair[1]], ways.get(pair, []))
    height = max(0.0, top - _BETWEEN_BOXES)
    rows: dict[str, float] = {}  # those of one box run together
    for pair in far:
        low = rows.setdefault(pair[0], height + _AROUND + _ROW * len(rows))
        ways[pair] = _below(areas[pair[0]], areas[pair[1]], low)
    return Placed(areas, ways, width, max([height, *rows.values()]))


def _parts(
    sizes: Iterable[str], pairs: Sequence[tuple[str, str]]
) -> list[tuple[list[str], list[tuple[str, str]]]]:
    """The connected parts of a level, each with its edges, in the order of what stands in it:
    grandalf's own come in the order of memory."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sizes)
    graph.add_edges_from(pairs)
    number = {key: n for n, some in enumerate(nx.connected_components(graph)) for key in some}
    parts: dict[int, tuple[list[str], list[tuple[str, str]]]] = {}
    for key in sizes:
        parts.setdefault(number[key], ([], []))[0].append(key)
    for pair in pairs:
        parts[number[pair[0]]][1].append(pair)
    return list(parts.values())


def _far(level: Level) -> list[tuple[str, str]]:
    """The edges that would go through very many layers, a point in each: they run below the rest,
    as long as another edge keeps their target where it is."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(level.sizes)
    graph.add_edges_from(level.edges)
    if len(level.sizes) <= _FAR or not nx.is_directed_acyclic_graph(graph):
        return []
    layer: dict[str, int] = {}
    for key in nx.topological_sort(graph):
        layer[key] = max((layer[one] + 1 for one in graph.predecessors(key)), default=0)
    return [pair for pair in level.edges if layer[pair[1]] - layer[pair[0]] > _FAR]


def _to_the_rims(
    areas: dict[str, Area], width: float, rims: tuple[set[str], set[str]], gap: float
) -> float:
    """Inputs stand at the left rim of the picture, in the layer they are in; the output stands at
    the right, in a layer of its own. Gives the width that makes."""
    inputs, outputs = rims
    for key in inputs & areas.keys():
        area = areas[key]
        if all(other.left >= area.width or other.left == 0 for other in areas.values()):
            areas[key] = Area(0.0, area.top, area.width, area.height)
    for key in outputs & areas.keys():
        area = areas[key]
        others = [other.left + other.width for one, other in areas.items() if one != key]
        left = max([area.left, *(right + gap for right in others)])
        areas[key] = Area(left, area.top, area.width, area.height)
        width = max(width, left + area.width)
    return width


def _roots(part: Any) -> list[Any]:
    return [v for v in part.sV if not v.e_in()]


def _area(vertex: Any) -> Area:
    y, x = vertex.view.xy
    width, height = vertex.view.h, vertex.view.w
    return Area(x - width / 2, y - height / 2, width, height)


def _bends(sugiyama: Any, edge: Any) -> list[Point]:
    """The points a long edge passes between its ends: straight through each layer, as wide as its
    widest box, so that it turns between layers only."""
    found: list[Point] = []
    for rank, dummy in sugiyama.ctrls.get(edge, {}).items():
        if not hasattr(dummy, "ctrl"):  # an end of the edge
            continue
        y, x = dummy.view.xy
        half = max((one.view.h for one in sugiyama.layers[rank]), default=0.0) / 2
        found += [(x - half, y), (x + half, y)]
    return found


def _ends(source: Area, target: Area, between: Sequence[Point]) -> list[Point]:
    """A wire's points on one level. One that goes backward, as on a cycle, runs below both."""
    first = (source.left + source.width, source.top + source.height / 2)
    last = (target.left, target.top + target.height / 2)
    if last[0] > first[0] or source == target:
        return [first, *sorted(between), last]
    low = max(source.top + source.height, target.top + target.height) + _AROUND
    right, left = first[0] + _AROUND, last[0] - _AROUND
    return [first, (right, first[1]), (right, low), (left, low), (left, last[1]), last]


def _below(source: Area, target: Area, low: float) -> list[Point]:
    """The way of a wire that runs below everything."""
    right, left = source.left + source.width, target.left
    start, end = source.top + source.height / 2, target.top + target.height / 2
    out, back = right + _AROUND, left - _AROUND
    return [(right, start), (out, start), (out, low), (back, low), (back, end), (left, end)]


def _grandalf() -> tuple[Any, Any]:
    try:
        import grandalf.graphs as graphs
        import grandalf.layouts as layouts
    except ImportError as error:
        raise PicturesMissing("grandalf is not installed") from error
    return graphs, layouts
