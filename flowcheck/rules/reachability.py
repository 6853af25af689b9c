"""FC308 and FC309: nodes that no run reaches, and nodes that leave a run hanging."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.dataclass import replace
from flowcheck.findings import Finding, Pointer, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.rules.registry import rule
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.context import Context
    from flowcheck.runs.verdicts import Block, Hangs, NeverRuns

_TOLD = 3  # gates told as related places


@rule("FC308", "never-runs", Severity.ERROR, on=Flow, wants="choices", mildest=Severity.WARNING)
def never_runs(flow: Flow, context: Context) -> Iterator[Finding]:
    """A node waits for things that no run brings together, so every run skips it.

    Why: A gate (`ref` with `equal`) skips its node when the if/else node takes another branch, and
    a merge (`conditional`) skips it when all the nodes it names are skipped (certain). A node that
    waits for two branches of one if/else node, or for one branch and for a node of the other, never
    has both. Each of the nodes it waits for runs in some run: of a chain of dead nodes the first is
    reported. That a skipped `dependsOn` target skips the node is written nowhere (unknown), so a
    verdict that rests on it is a warning.

    Bad:
        [
          {"id": "router", "type": "logic", "logicType": "if-else",
           "inputs": [{"name": "mode", "type": "string",
                       "ref": {"node": "workflow", "name": "mode"}}],
           "logic": {"cases": [{"condition": "mode == 'fast'", "value": "fast"}],
                     "default": "fine"}},
          {"id": "final", "type": "custom-model", "modelId": "model_a", "inputs": [
            {"name": "fast", "type": "string", "ref": {"node": "router", "equal": "fast"}},
            {"name": "fine", "type": "string", "ref": {"node": "router", "equal": "fine"}}]}
        ]

    Good:
        [
          {"id": "router", "type": "logic", "logicType": "if-else",
           "inputs": [{"name": "mode", "type": "string",
                       "ref": {"node": "workflow", "name": "mode"}}],
           "logic": {"cases": [{"condition": "mode == 'fast'", "value": "fast"}],
                     "default": "fine"}},
          {"id": "draft", "type": "custom-model", "modelId": "model_a", "inputs": [
            {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "fast"}}]},
          {"id": "render", "type": "custom-model", "modelId": "model_b", "inputs": [
            {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "fine"}}]},
          {"id": "final", "type": "custom-model", "modelId": "model_c", "inputs": [
            {"name": "image", "type": "file", "ref": {"conditional": ["draft", "render"]}}]}
        ]
    """
    for verdict in context.runs.never_runs:
        yield _never_runs(verdict, flow)


def _never_runs(verdict: NeverRuns, flow: Flow) -> Finding:
    id = verdict.node.id
    needs = [_needed(block) for block in verdict.blocked_by]
    parts = [f"{who} {what}" for who, what in needs]
    places = [_place(block, verdict, flow) for block in verdict.blocked_by]
    own = [n for n, block in enumerate(verdict.blocked_by) if not isinstance(block, str)]
    at = own[-1] if own else None
    both = "both " if len(parts) == 2 else ""
    together = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
    return Finding(
        (*verdict.node.pointer, "id") if at is None else places[at],
        f"node `{id}` never runs: no run has {both}{together}",
        hint="keep one of them; to go on after whichever branch ran, read the last node of each "
        'branch through one input with `"conditional": ["…", "…"]`',
        related=tuple(
            See(f"`{id}` also needs {who} to {what}", place)
            for n, ((who, what), place) in enumerate(zip(needs, places, strict=True))
            if n != at and n <= _TOLD
        ),
        args={"node": id, "needs": parts},
        severity=None if verdict.certain else Severity.WARNING,
    )


def _needed(block: Block) -> tuple[str, str]:
    """Who has to do what for the node to run."""
    from flowcheck.runs.waits import Gate

    if isinstance(block, Gate):
        return listed(block.sources), f"take {listed([block.equal])}"
    return listed([block] if isinstance(block, str) else block.sources), "run"


def _place(block: Block, verdict: NeverRuns, flow: Flow) -> Pointer:
    if isinstance(block, str):
        entries = flow.nodes[block].body_ids
        return next((at for at, id in entries if id == verdict.node.id), flow.nodes[block].pointer)
    return block.ref.pointer


@rule(
    "FC309", "never-completes", Severity.ERROR, on=Flow, wants="choices", mildest=Severity.WARNING
)
def never_completes(flow: Flow, context: Context) -> Iterator[Finding]:
    """In some run a node reads a node that is skipped: it waits for ever and the job never ends.

    Why: An ordinary ref (`node` without `equal`) is no gate. When its source is skipped, the reader
    stays pending and the workflow job never completes (certain); only the node that carries the
    gate is skipped with its branch. It is the costliest mistake there is, for every run that takes
    the branch hangs. The first node of the trouble is reported with the branches that lead there.
    That a skipped `dependsOn` target skips the node is written nowhere (unknown), so a verdict that
    rests on it is a warning.

    Bad:
        [
          {"id": "router", "type": "logic", "logicType": "if-else",
           "inputs": [{"name": "mode", "type": "string",
                       "ref": {"node": "workflow", "name": "mode"}}],
           "logic": {"cases": [{"condition": "mode == 'fast'", "value": "fast"}],
                     "default": "fine"}},
          {"id": "draft", "type": "custom-model", "modelId": "model_a", "inputs": [
            {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "fast"}}]},
          {"id": "upscale", "type": "custom-model", "modelId": "model_b", "inputs": [
            {"name": "image", "type": "file", "ref": {"node": "draft"}}]}
        ]

    Good:
        {"id": "upscale", "type": "custom-model", "modelId": "model_b", "inputs": [
          {"name": "image", "type": "file", "ref": {"conditional": ["draft", "render"]}}]}
    """
    for verdict in context.runs.hangs:
        yield _hangs(verdict, context)


def _hangs(verdict: Hangs, context: Context) -> Finding:
    from flowcheck.rules.hang_hints import hang_hint
    from flowcheck.run_sentence import sentence

    id, source = verdict.node.id, verdict.read.source
    when = sentence(verdict.witness)
    happens = f"hangs when {when}" if when else "hangs in every run"
    if when and verdict.every:
        happens = f"hangs in every run that does not skip it, such as when {when}"
    skipped = "is skipped then" if when else "is always skipped"
    return Finding(
        (*verdict.read.ref.pointer, "node"),
        f"node `{id}` {happens}: it reads `{source}`, which {skipped}",
        hint=hang_hint(verdict, context),
        related=tuple(_skipped_by(source, context)),
        witness=replace(verdict.witness, told=True),
        args={"node": id, "reads": source},
        severity=None if verdict.certain else Severity.WARNING,
    )


def _skipped_by(source: str, context: Context) -> Iterator[See]:
    """Where the node that is skipped is told to be."""
    waits = context.runs.waits(source)
    for gate in waits.gates[:_TOLD]:
        text = f"`{source}` waits for {listed(gate.sources)} to take {listed([gate.equal])}"
        yield See(text, gate.ref.pointer)
    for merge in waits.merges[:_TOLD]:
        yield See(f"`{source}` is skipped with {listed(merge.sources)}", merge.ref.pointer)
    for dependency in waits.depends[:_TOLD]:
        if context.runs.space.outcomes.of[dependency.source].skipped != -1:
            text = f"`{source}` is skipped with `{dependency.source}`"
            yield See(text, dependency.pointer)
