"""FC407–FC410 and FC413: what a for-each node walks, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flowcheck.findings import Finding, See
from flowcheck.findings import Severity as S
from flowcheck.graph.flow import Flow
from flowcheck.graph.loops import Loop
from flowcheck.graph.sites import InputSite, RefSite
from flowcheck.graph.wires import ref_sources
from flowcheck.rules.branches import has_misplaced_equal
from flowcheck.rules.loop_reads import outside_item_readers
from flowcheck.rules.loop_wires import units_on_circles
from flowcheck.rules.registry import rule
from flowcheck.rules.unfed import has_wire_as_value
from flowcheck.rules.walked import has_nothing_to_iterate, walked_inputs, walked_length
from flowcheck.wire.misspelt import is_misspelt
from flowcheck.wire.values import is_defined
from flowcheck.wire.vocabulary import INPUT_TYPES, WORKFLOW
from flowcheck.wording import plural

if TYPE_CHECKING:
    from flowcheck.context import Context

_MOST_RUNS = 10**12
"""Products stop growing here: a larger number of runs tells nobody more."""


@rule("FC407", "nothing-to-iterate", S.ERROR, on=Loop)
def nothing_to_iterate(loop: Loop, context: Context) -> Iterator[Finding]:
    """A loop has no count and no input that could bring it a list.

    Why: Without `count` a for-each node walks the array its input resolves to (certain). With
    neither there is no first iteration, and what reads the loop gets nothing.

    Bad:
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"],
         "inputs": [{"name": "image0", "type": "file_array"}]}

    Good:
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"],
         "inputs": [{"name": "image0", "type": "file_array",
                     "ref": {"node": "workflow", "name": "images"}}]}
    """
    node = loop.node
    if not has_nothing_to_iterate(loop) or has_misplaced_equal(node, context):
        return
    empty = next((site for site in node.inputs if site.ref is None), None)
    yield Finding(
        node.pointer if empty is None else empty.pointer,
        f"loop `{node.id}` has nothing to iterate: no `count`, and "
        + ("no input with a list" if empty is None else f"nothing reaches `{empty.name}`"),
        hint="give an input a `ref` to the list to walk, or set `count`",
        args={"loop": node.id},
    )


@rule("FC408", "count-differs-from-list", S.WARNING, on=Loop)
def count_differs_from_list(loop: Loop, context: Context) -> Iterator[Finding]:
    """A loop's `count` is not the length of the list it walks.

    Why: With `count` a loop makes exactly that many iterations, whatever the array input holds
    (certain). Items beyond the count are never worked on, and iterations beyond the list have no
    item.

    Bad:
        [{"id": "styles", "type": "list", "items": ["oil", "ink", "clay"]},
         {"id": "each", "type": "for-each", "count": 2, "loopBodyNodeIds": ["paint"],
          "inputs": [{"name": "text0", "type": "string_array", "ref": {"node": "styles"}}]},
         {"id": "paint", "type": "custom-model", "modelId": "model_a", "inputs": [
           {"name": "prompt", "type": "string", "ref": {"node": "each", "name": "text0"}}]}]

    Good:
        [{"id": "styles", "type": "list", "items": ["oil", "ink", "clay"]},
         {"id": "each", "type": "for-each", "loopBodyNodeIds": ["paint"],
          "inputs": [{"name": "text0", "type": "string_array", "ref": {"node": "styles"}}]},
         {"id": "paint", "type": "custom-model", "modelId": "model_a", "inputs": [
           {"name": "prompt", "type": "string", "ref": {"node": "each", "name": "text0"}}]}]
    """
    if loop.count is None or loop.node.is_copy:
        return
    walked = walked_length(loop, context.flow)
    if walked is None or walked[0] == loop.count:
        return
    length, pointer = walked
    yield Finding(
        (*loop.node.pointer, "count"),
        f"loop `{loop.node.id}` makes {plural(loop.count, 'iteration')}, but the list it walks "
        f"has {plural(length, 'item')}; `count` wins",
        hint="leave `count` out to walk the whole list",
        related=(See("the list", pointer),),
        args={"loop": loop.node.id, "count": loop.count, "items": length},
    )


@rule("FC409", "loop-over-scalar", S.WARNING, on=Loop)
def loop_over_scalar(loop: Loop, context: Context) -> Iterator[Finding]:
    """A loop walks a single value instead of a list.

    Why: Without `count` a for-each node walks the array its input resolves to (certain), and array
    inputs drop a bare scalar without a word (observed). A literal, or a workflow input of a scalar
    type, is no array in any run. What another node brings is never judged: wires between nodes
    carry lists.

    Bad:
        {"inputs": [{"name": "image", "type": "file"}],
         "flow": [{"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"],
                   "inputs": [{"name": "image0", "type": "file_array",
                               "ref": {"node": "workflow", "name": "image"}}]},
                  {"id": "upscale", "type": "custom-model", "modelId": "model_up", "inputs": [
                    {"name": "image", "type": "file", "ref": {"node": "each", "name": "image0"}}]}]}

    Good:
        {"inputs": [{"name": "images", "type": "file_array"}],
         "flow": [{"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"],
                   "inputs": [{"name": "image0", "type": "file_array",
                               "ref": {"node": "workflow", "name": "images"}}]},
                  {"id": "upscale", "type": "custom-model", "modelId": "model_up", "inputs": [
                    {"name": "image", "type": "file", "ref": {"node": "each", "name": "image0"}}]}]}
    """
    node = loop.node
    if node.get("count") is not None or node.faulty() or node.is_copy:
        return
    scalars = [_scalar(site, context.flow) for site in walked_inputs(loop)]
    # one input that may bring a list is enough: the loop walks that
    for found in scalars if None not in scalars else ():
        if found is not None:
            yield found


def _scalar(site: InputSite, flow: Flow) -> Finding | None:
    """What to say of an input that provably brings no array; None when it may."""
    loop = site.node.id if site.node is not None else ""
    if site.ref is not None:
        return None if is_defined(site.get("value")) else _scalar_source(site.ref, flow, loop)
    value = site.get("value")
    if not is_defined(value) or isinstance(value, list | dict) or site.is_array or site.items:
        return None  # a bare scalar in an array input has a rule of its own
    return Finding(
        (*site.pointer, "value"),
        f"loop `{loop}` walks `{site.name}`, which is a single value, not a list",
        hint="make it an array, or set `count`",
        args={"loop": loop, "input": site.name},
    )


def _scalar_source(ref: RefSite, flow: Flow, loop: str) -> Finding | None:
    if not ref.from_contract or ref.name is None or ref.conditional:
        return None
    source = flow.contract_input(ref.name)
    if source is None or source.faulty() or source.is_array or source.type not in INPUT_TYPES:
        return None
    if isinstance(source.get("default"), list) or isinstance(source.get("value"), list):
        return None
    return Finding(
        (*ref.pointer, "name"),
        f"loop `{loop}` walks workflow input `{ref.name}`, which is a single `{source.type}`, "
        "not a list",
        hint=f"declare `{ref.name}` as an array type, or set `count`",
        related=(See(f"`{ref.name}` is declared here", (*source.pointer, "type")),),
        args={"loop": loop, "input": ref.input.name, "source": ref.name},
    )


@rule("FC410", "body-ignores-item", S.WARNING, on=Flow, types=("for-each",))
def body_ignores_item(flow: Flow, context: Context) -> Iterator[Finding]:
    """No body node of a loop over a list reads the loop's item.

    Why: A body node gets the item of its iteration by reading the loop (observed). When none does,
    every iteration works on the same inputs, and each is charged (observed). With `count` that is
    a way to get several variants, so only loops without it are judged.

    Bad:
        [{"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"],
          "inputs": [{"name": "image0", "type": "file_array",
                      "ref": {"node": "workflow", "name": "images"}}]},
         {"id": "upscale", "type": "custom-model", "modelId": "model_up",
          "inputs": [{"name": "image", "type": "file",
                      "ref": {"node": "workflow", "name": "image"}}]}]

    Good:
        [{"id": "each", "type": "for-each", "loopBodyNodeIds": ["upscale"],
          "inputs": [{"name": "image0", "type": "file_array",
                      "ref": {"node": "workflow", "name": "images"}}]},
         {"id": "upscale", "type": "custom-model", "modelId": "model_up",
          "inputs": [{"name": "image", "type": "file",
                      "ref": {"node": "each", "name": "image0"}}]}]
    """
    if flow.is_job or not flow.loops or flow.incomplete:
        return
    ignoring = {id: loop for id, loop in flow.loops.items() if _ignores_item(loop, flow)}
    if not ignoring or has_wire_as_value(flow):
        return
    # a way that leaves the body and comes back may be the one that brings the item, and who reads
    # the item from outside (FC414) may belong into the body
    around = units_on_circles(context)
    for loops in context.once(outside_item_readers).values():
        around |= {loop.node.id for loop in loops}
    for id, loop in ignoring.items():
        if id in around or any(member in ignoring for member in loop.members):
            continue  # of two loops, the one inside is to be mended first
        yield Finding(
            (*loop.node.pointer, "loopBodyNodeIds"),
            f"no body node of loop `{id}` reads it, so every iteration does the same",
            hint=f'read the item with {{"node": "{id}", "name": …}} in a body node, or set `count`',
            args={"loop": id},
        )


def _ignores_item(loop: Loop, flow: Flow) -> bool:
    """Whether a loop over a list has a body that provably never reads it."""
    node = loop.node
    if not loop.body or not node.surely_lacks("count"):
        return False
    for edge in flow.outgoing[node.id]:
        if edge.input is not None and edge.target in loop.members:
            return False  # most bodies read their item, which is seen at once
    if node.id in flow.loops_in_doubt or has_nothing_to_iterate(loop):
        return False
    for member in map(flow.nodes.__getitem__, loop.members):
        if is_misspelt("Node", member.raw, "inputs"):
            return False
        for site in member.every_input:
            if is_misspelt("Input", site.raw, "ref", "items"):
                return False
            if site.ref is not None and _reads_or_may(site.ref, loop, flow):
                return False
    return True


def _reads_or_may(ref: RefSite, loop: Loop, flow: Flow) -> bool:
    """Whether a ref reads the loop, or is at fault in a way another rule tells: it may be the one
    that was meant to."""
    if ref.node is None and not ref.conditional:
        return True
    reader = ref.input.node
    for _, source, _ in ref_sources(ref):
        known = flow.nodes.get(source)
        if source == loop.node.id or known is None or known.type == "user-approval":
            return True
        if reader is not None and source == reader.id:
            return True
    return ref.node == WORKFLOW and not ref.name


@rule("FC413", "too-many-runs", S.WARNING, on=Flow, types=("for-each",))
def too_many_runs(flow: Flow, context: Context) -> Iterator[Finding]:
    """A loop provably makes more runs of its body nodes than `max-runs`.

    Why: Every iteration is charged, and a dry run prices only one of them (observed). Iterations
    are counted where they are written in the flow, nested loops multiply, and a loop of unknown
    length counts once. Which number Scenario stops at is unknown.

    Bad:
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["paint", "upscale"], "count": 5000}

    Good:
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["paint", "upscale"], "count": 5}
    """
    most = context.settings.max_runs
    runs: dict[str, int] = {}
    told: set[str] = set()
    for id in _inner_first(flow):
        loop = flow.loops[id]
        walked = walked_length(loop, flow) if loop.node.get("count") is None else None
        times = loop.count or (walked[0] if walked else None)
        once = sum(runs.get(member, 1) for member in loop.body if member != id)
        runs[id] = min((times or 1) * once, _MOST_RUNS)
        if any(member in told for member in loop.body):
            told.add(id)  # the loop inside is the one to mend
        elif runs[id] > most and times is not None:
            told.add(id)
            yield _too_many(loop, times, once, runs[id], most, walked)


def _inner_first(flow: Flow) -> Iterator[str]:
    """The loops whose nesting is sound, each after the loops in its body."""
    sound = {
        id: loop
        for id, loop in flow.loops.items()
        if id not in loop.members and id not in flow.duplicated and not loop.node.is_copy
    }
    yield from sorted(sound, key=lambda id: len(sound[id].members))


def _too_many(
    loop: Loop, times: int, once: int, runs: int, most: int, walked: tuple[int, Any] | None
) -> Finding:
    at_least = "over " if runs == _MOST_RUNS else ""
    pointer = loop.node.pointer
    return Finding(
        pointer if walked else (*pointer, "count"),
        f"loop `{loop.node.id}` makes {at_least}{plural(runs, 'run')}: "
        f"{plural(min(times, _MOST_RUNS), 'iteration')} of {plural(once, 'run')} each",
        hint=f"the setting `max-runs` allows {most}",
        related=(See("the list it walks", walked[1]),) if walked else (),
        args={"loop": loop.node.id, "runs": runs},
    )
