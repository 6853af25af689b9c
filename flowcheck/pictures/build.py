"""The scene of a flow: its nodes and wires, and the problems that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.graph.wires import Edge, EdgeKind
from flowcheck.pictures.painted import Painted
from flowcheck.pictures.scene import Box, Frame, Mark, Scene, State, Wire
from flowcheck.report import Problem, pointer_text
from flowcheck.rules.outputs import contributing
from flowcheck.runs.space import RunSpace
from flowcheck.settings import Settings
from flowcheck.wire.vocabulary import WORKFLOW

_OUTPUT = "out"
_OVER_ALL: Mapping[str, State] = {"FC308": "never runs", "FC309": "may hang"}


def scene_of(
    flow: Flow, problems: Iterable[Problem], painted: Painted | None = None, *, title: str
) -> Scene:
    """The scene of a flow. problems: of its document, those to be shown. painted: the run that is
    painted, if any; without, what the problems say of all runs is marked."""
    marks = _Marks(flow, problems)
    dead = _dead(flow) if painted is None else frozenset()
    inputs = _inputs_read(flow)
    keys = {id: f"n{place}" for place, id in enumerate(flow.nodes)}
    around = _innermost(flow)
    shown = contributing(flow)
    boxes = [_input_box(flow, name, f"i{place}", painted) for place, name in enumerate(inputs)]
    input_keys = {name: f"i{place}" for place, name in enumerate(inputs)}
    boxes += [
        Box(
            keys[id],
            "node",
            id,
            node.type,
            _detail(node),
            painted.outcomes.get(id) if painted is not None else _over_all(id, marks, dead),
            marks.of_node(id),
        )
        for id, node in flow.nodes.items()
    ]
    wires = [
        Wire(input_keys[name], keys[id], EdgeKind.DATA, "", marks.at(pointer))
        for name, readers in inputs.items()
        for id, pointer in readers.items()
    ]
    wires += [
        Wire(
            keys[edge.source],
            keys[edge.target],
            edge.kind,
            _branch(edge),
            marks.at(pointer_text(edge.pointer)),
            None if painted is None else painted.takes(edge.source, edge.kind, _branch(edge)),
        )
        for edge in _drawn(flow)
    ]
    if shown:
        boxes.append(Box(_OUTPUT, "output", "job output", ""))
        wires += [
            Wire(keys[id], _OUTPUT, EdgeKind.DATA, taken=_ran(painted, id))
            for id in flow.nodes
            if id in shown
        ]
    return Scene(
        title,
        tuple(boxes),
        tuple(wires),
        tuple(_frames(flow, keys, around)),
        marks.elsewhere,
        "" if painted is None else painted.caption,
    )


def _dead(flow: Flow) -> frozenset[str]:
    """The nodes that no run reaches, those behind a branch that no run takes among them."""
    space = RunSpace(flow, budget=Settings().solver_budget)
    if not space.judged or not space.has_gates:
        return frozenset()
    return frozenset(
        id
        for id in space.order
        if all(
            space.possible(space.outcomes_of(id, lenient=lenient).runs) is False
            for lenient in (False, True)
        )
    )


def _over_all(id: str, marks: _Marks, dead: frozenset[str]) -> State | None:
    return marks.state(id) or ("never runs" if id in dead else None)


def _inputs_read(flow: Flow) -> dict[str, dict[str, str]]:
    """Workflow input → the nodes that read it, each with the place of the first ref that does;
    declared inputs first, in the contract's order."""
    declared = [] if flow.contract is None else [site.name for site in flow.contract if site.name]
    found: dict[str, dict[str, str]] = {name: {} for name in declared}
    for id, node in flow.nodes.items():
        for site in node.every_input:
            if site.ref is not None and site.ref.node == WORKFLOW and site.ref.name:
                place = pointer_text(site.ref.pointer)
                found.setdefault(site.ref.name, {}).setdefault(id, place)
    return found


def _input_box(flow: Flow, name: str, key: str, painted: Painted | None) -> Box:
    site = flow.contract_input(name)
    detail = "" if painted is None else painted.inputs.get(name, "")
    return Box(key, "input", name, "" if site is None else site.type, detail)


def _detail(node: NodeSite) -> str:
    """What stands below a node's id: what it runs, or how often."""
    for field in ("modelId", "workflowId"):
        value = node.get(field)
        if isinstance(value, str):
            return value
    count = node.get("count") if node.is_loop else None
    return f"{node.type}, {count} times" if count is not None else node.type


def _branch(edge: Edge) -> str:
    site = edge.input
    if edge.kind is not EdgeKind.BRANCH or site is None or site.ref is None:
        return ""
    return site.ref.equal or ""


def _drawn(flow: Flow) -> Iterable[Edge]:
    """The edges that a picture shows, each once: a frame shows a loop's body, and a body node that
    reads its loop's item twice does so with one wire."""
    seen = set()
    for edge in flow.edges:
        known = (edge.source, edge.target, edge.kind, _branch(edge))
        if edge.kind is EdgeKind.BODY or edge.source == edge.target or known in seen:
            continue
        seen.add(known)
        yield edge


def _innermost(flow: Flow) -> dict[str, str]:
    """Node id → the innermost loop it is in; a node in a circle of loops is in none."""
    found = {}
    for id in flow.nodes:
        loops = [loop for loop in flow.loops_around.of(id) if loop.node.id != id]
        if loops and id not in flow.loops_in_doubt:
            found[id] = min(loops, key=lambda loop: (len(loop.members), loop.node.index)).node.id
    return {id: loop for id, loop in found.items() if not _turns(id, found)}


def _turns(id: str, around: Mapping[str, str]) -> bool:
    """Whether the way outward from a node comes back to it."""
    at, seen = around.get(id), {id}
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = around.get(at)
    return False


def _frames(flow: Flow, keys: Mapping[str, str], around: Mapping[str, str]) -> Iterable[Frame]:
    """Outer frames first."""
    depth = {}
    for id in flow.loops:
        at, deep = around.get(id), 0
        while at is not None:
            at, deep = around.get(at), deep + 1
        depth[id] = deep
    for id in sorted(flow.loops, key=lambda one: depth[one]):
        body = [member for member, loop in around.items() if loop == id]
        inner = [keys[member] for member in body if member not in flow.loops]
        outer = around.get(id)
        yield Frame(keys[id], (keys[id], *inner), None if outer is None else keys[outer])


def _ran(painted: Painted | None, id: str) -> bool | None:
    return None if painted is None else painted.ran(id)


class _Marks:
    """The problems of a document by what they are painted on: the wire whose ref they lie in,
    else the node, else nothing of the picture."""

    def __init__(self, flow: Flow, problems: Iterable[Problem]) -> None:
        self._nodes: dict[str, list[Mark]] = {}
        self._places: dict[str, list[Mark]] = {}
        self._states: dict[str, State] = {}
        elsewhere = []
        for problem in problems:
            mark = Mark(problem.code, problem.severity.value, problem.message)
            if problem.node is None or problem.node not in flow.nodes:
                elsewhere.append(mark)
                continue
            self._nodes.setdefault(problem.node, []).append(mark)
            if "/ref" in problem.pointer or "/dependsOn/" in problem.pointer:
                self._places.setdefault(_place(problem.pointer), []).append(mark)
            if problem.code in _OVER_ALL:
                self._states[problem.node] = _OVER_ALL[problem.code]
        self.elsewhere = tuple(elsewhere)

    def of_node(self, id: str) -> tuple[Mark, ...]:
        return tuple(self._nodes.get(id, ()))

    def at(self, pointer: str) -> tuple[Mark, ...]:
        """What lies at a source that a ref or `dependsOn` names, or on that ref as a whole."""
        found = dict.fromkeys(self._places.get(_place(pointer), ()))
        if "/ref/" in pointer:
            found |= dict.fromkeys(self._places.get(_whole(pointer), ()))
        return tuple(found)

    def state(self, id: str) -> State | None:
        return self._states.get(id)


def _place(pointer: str) -> str:
    """What a problem lies on: one source of several, else the whole ref."""
    return pointer if "/conditional/" in pointer else _whole(pointer)


def _whole(pointer: str) -> str:
    before, ref, _ = pointer.partition("/ref/")
    return f"{before}/ref" if ref else pointer
