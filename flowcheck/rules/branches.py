"""FC301, FC302 and FC307: readers that wait for a branch, and the values a branch can take."""

from __future__ import annotations

from collections.abc import Iterator

from flowcheck.context import Context
from flowcheck.dataclass import dataclass
from flowcheck.findings import Finding, Pointer, See, Severity, replacement
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite, RefSite
from flowcheck.graph.wires import EdgeKind
from flowcheck.hints import Hint
from flowcheck.nearest import Suggestions, nearest
from flowcheck.rules.registry import rule
from flowcheck.wire.vocabulary import NODE_TYPES, WORKFLOW
from flowcheck.wording import listed


@rule(
    "FC301",
    "equal-without-branch",
    Severity.WARNING,
    on=RefSite,
    having=("equal",),
    mildest=Severity.INFO,
)
def equal_without_branch(ref: RefSite, context: Context) -> Iterator[Finding]:
    """A ref waits for a branch value with `equal`, but its source is not an if/else node.

    Why: `equal` is the wanted output value of an if/else node (certain); what it means with any
    other source is not documented (unknown). Beside `conditional` it is information only, for
    one of Scenario's own examples has it there (certain).

    Bad:

        [
          {"id": "draw", "type": "custom-model", "modelId": "model_a"},
          {"id": "upscale", "type": "custom-model", "modelId": "model_b", "inputs": [
            {"name": "image", "type": "file", "ref": {"node": "draw", "equal": "2"}}]}
        ]

    Good:

        [
          {"id": "draw", "type": "custom-model", "modelId": "model_a"},
          {"id": "upscale", "type": "custom-model", "modelId": "model_b", "inputs": [
            {"name": "image", "type": "file", "ref": {"node": "draw"}}]}
        ]
    """
    if ref.equal is None or ref.input.in_contract:
        return
    sources = _known_sources(ref, context.flow)
    if sources is None or any(source.is_logic for source in sources):
        return
    if ref.from_contract:
        if not (ref.name or "").strip():
            return
        what = f"`{ref.name}` is a workflow input"
    elif sources:
        what = f"`{sources[0].id}` is a {sources[0].type} node"
    else:
        return
    yield Finding(
        (*ref.pointer, "equal"),
        f"`equal` waits for a branch of an if/else node, but {what}",
        hint="leave `equal` out, or wait for an if/else node",
        related=tuple(
            See(f"`{source.id}` is defined here", (*source.pointer, "id")) for source in sources
        ),
        args={"equal": ref.equal, "sources": [source.id for source in sources]},
        severity=Severity.INFO if ref.conditional else None,
    )


def has_misplaced_equal(node: NodeSite, context: Context) -> bool:
    """Whether an input of the node waits for a branch of what is no if/else node (FC301): without
    its `equal` it would be an ordinary wire."""
    return any(
        any(equal_without_branch(site.ref, context)) for site in node.inputs if site.ref is not None
    )


def _known_sources(ref: RefSite, flow: Flow) -> list[NodeSite] | None:
    """The nodes a ref names; None when one of them can not be judged: unknown, ambiguous, the
    reader itself, or of a type that could not be read or is not known."""
    sources: list[NodeSite] = []
    for source in flow.sources(ref):
        if source is None or source.type not in NODE_TYPES or source is ref.input.node:
            return None
        sources.append(source)
    return sources


@rule("FC302", "unknown-branch", Severity.ERROR, on=Flow, wants="gates", fixable="unsafe")
def unknown_branch(flow: Flow, context: Context) -> Iterator[Finding]:
    """A ref waits for a branch value that its if/else node can not take.

    Why: a reader's `equal` is compared with the values of the cases and the default; one that is
    none of them never matches, so the reader never runs (observed). With several sources it
    is enough that one of them can take the value.

    Bad:

        [
          {"id": "router", "type": "logic", "logicType": "if-else",
           "inputs": [{"name": "mode", "type": "string",
                       "ref": {"node": "workflow", "name": "mode"}}],
           "logic": {"cases": [{"condition": "mode == 'fast'", "value": "fast"}],
                     "default": "slow"}},
          {"id": "draw", "type": "custom-model", "modelId": "model_a", "inputs": [
            {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "fsat"}}]}
        ]

    Good:

        {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "fast"}}
    """
    said: set[Pointer] = set()
    known: dict[str, _Values | None] = {}
    hints: dict[tuple[str, ...], tuple[Suggestions, str]] = {}
    for edge in flow.edges_of(EdgeKind.BRANCH):
        if edge.input is None or edge.input.pointer in said:
            continue
        said.add(edge.input.pointer)
        ref = edge.input.ref
        sources = None if ref is None else _known_sources(ref, flow)
        if ref is None or ref.equal is None or sources is None:
            continue
        routers = [source for source in sources if source.is_logic]
        for router in routers:
            if router.id not in known:
                known[router.id] = values_of(router, context)
        values = [known[router.id] for router in routers]
        if not values or any(v is None or v.takes(ref.equal) for v in values):
            continue
        ids = tuple(router.id for router in routers)
        if ids not in hints:
            names = dict.fromkeys(name for v in values if v is not None for name in v.values)
            takes = Hint(f"it takes {listed(names)}", known=names)
            hints[ids] = Suggestions(names), takes
        near, known_values = hints[ids]
        meant = near.match(ref.equal)
        yield Finding(
            (*ref.pointer, "equal"),
            f"{listed(ids)} never takes the value `{ref.equal}`",
            hint=near.hint(ref.equal) or known_values,
            related=tuple(
                See(f"the values of `{router.id}`", (*router.pointer, "logic"))
                for router in routers
            ),
            fix=None if meant is None else replacement((*ref.pointer, "equal"), meant),
            args={"equal": ref.equal, "sources": list(ids)},
        )


@dataclass(frozen=True, slots=True)
class _Values:
    """What an if/else node can take. stand_in: the one value readers wait for beside those of
    the cases, where the default is missing (FC306): it must have been the default, unless it
    looks like a case misspelt that nobody else waits for."""

    values: dict[str, None]
    stand_in: str | None

    def takes(self, value: str) -> bool:
        return value in self.values or value == self.stand_in


def values_of(router: NodeSite, context: Context) -> _Values | None:
    """What an if/else node can take. None where something hides a value: a shape error, a blank
    one (FC304), or no case at all (FC303)."""
    if router.faulty("logic") or not router.cases:
        return None
    if router.faulty("logic", "cases") or router.faulty("logic", "default"):
        return None
    from flowcheck.graph.cases import blank_parts, has_no_default

    if any("value" in blank_parts(router, at, case) for at, case in router.cases):
        return None
    values = dict.fromkeys(case["value"] for _, case in router.cases)
    if not has_no_default(router):
        return _Values({**values, router.logic["default"]: None}, None)
    waited = _waited_for(router, context.flow)
    beyond = waited - values.keys()
    if len(beyond) != 1:
        return _Values(values, None)
    value = beyond.pop()
    if nearest(value, values.keys() - waited) is not None or _needs_no_default(router, context):
        return _Values(values, None)
    return _Values(values, value)


def _needs_no_default(router: NodeSite, context: Context) -> bool:
    """Whether some case matches in every run, so that FC306 asks for no default."""
    verdict = context.runs.router(router)
    return verdict is not None and verdict.falls_through is False


def _waited_for(router: NodeSite, flow: Flow) -> set[str]:
    """The values that readers of an if/else node wait for."""
    refs = (
        edge.input.ref
        for edge in flow.outgoing[router.id]
        if edge.kind is EdgeKind.BRANCH and edge.input is not None
    )
    return {ref.equal for ref in refs if ref is not None and ref.equal is not None}


@rule("FC307", "unused-branch", Severity.INFO, on=NodeSite, having=("logic",))
def unused_branch(node: NodeSite, context: Context) -> Iterator[Finding]:
    """No reader waits for a case value of an if/else node, although readers wait for others.

    Why: the case then chooses a branch with nothing on it (certain). An unused default is the
    normal way to do nothing, so it is not reported.

    Bad:

        [
          {"id": "router", "type": "logic", "logicType": "if-else",
           "inputs": [{"name": "mode", "type": "string",
                       "ref": {"node": "workflow", "name": "mode"}}],
           "logic": {"cases": [{"condition": "mode == 'fast'", "value": "fast"},
                               {"condition": "mode == 'best'", "value": "best"}],
                     "default": "none"}},
          {"id": "draft", "type": "custom-model", "modelId": "model_a", "inputs": [
            {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "fast"}}]}
        ]

    Good:

        [
          {"id": "router", "type": "logic", "logicType": "if-else",
           "inputs": [{"name": "mode", "type": "string",
                       "ref": {"node": "workflow", "name": "mode"}}],
           "logic": {"cases": [{"condition": "mode == 'fast'", "value": "fast"},
                               {"condition": "mode == 'best'", "value": "best"}],
                     "default": "none"}},
          {"id": "draft", "type": "custom-model", "modelId": "model_a", "inputs": [
            {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "fast"}}]},
          {"id": "render", "type": "custom-model", "modelId": "model_b", "inputs": [
            {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "best"}}]}
        ]
    """
    flow = context.flow
    if not node.is_logic or flow.incomplete or flow.nodes[node.id] is not node:
        return
    known = values_of(node, context)
    if known is None or node.id == WORKFLOW:
        return
    ordinary = (EdgeKind.DATA, EdgeKind.MERGE)
    if any(edge.kind in ordinary for edge in flow.outgoing[node.id]):
        return
    waited = _waited_for(node, flow)
    if not waited or not all(map(known.takes, waited)):
        return
    for pointer, case in node.cases:
        value = case["value"]
        if value not in waited and value != node.logic.get("default"):
            waited.add(value)
            yield Finding(
                (*pointer, "value"),
                f"no reader waits for the value `{value}` of `{node.id}`",
                args={"value": value},
            )
