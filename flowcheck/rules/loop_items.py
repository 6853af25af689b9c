"""FC414 and FC415: how the items of a loop are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.findings import Finding, See
from flowcheck.findings import Severity as S
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import RefSite
from flowcheck.hints import Hint
from flowcheck.rules.loop_reads import ALL, loop_reads
from flowcheck.rules.loop_wires import LoopWires
from flowcheck.rules.registry import rule
from flowcheck.wording import be, listed

if TYPE_CHECKING:
    from flowcheck.context import Context


@rule("FC414", "unknown-loop-item", S.WARNING, on=Flow, types=("for-each",))
def unknown_loop_item(flow: Flow, context: Context) -> Iterator[Finding]:
    """A body node reads an item that its loop does not have, or a node outside reads one.

    Why: A body node reads the item of its iteration by the name of the loop's input, `text0` or
    `image1`; by another name it gets nothing (observed). A node outside reads the collected
    results as the loop itself, without a name: an item is there in its iteration only. How the
    items are called in a loop with `count` is not documented (unknown), so those are judged only
    outside. A reader on a way back into the loop is FC412's.

    Bad:
        [{"id": "styles", "type": "list", "items": ["oil", "ink"]},
         {"id": "each", "type": "for-each", "loopBodyNodeIds": ["paint"],
          "inputs": [{"name": "text0", "type": "string_array", "ref": {"node": "styles"}}]},
         {"id": "paint", "type": "custom-model", "modelId": "model_a", "inputs": [
           {"name": "prompt", "type": "string", "ref": {"node": "each", "name": "text"}}]}]

    Good:
        [{"id": "styles", "type": "list", "items": ["oil", "ink"]},
         {"id": "each", "type": "for-each", "loopBodyNodeIds": ["paint"],
          "inputs": [{"name": "text0", "type": "string_array", "ref": {"node": "styles"}}]},
         {"id": "paint", "type": "custom-model", "modelId": "model_a", "inputs": [
           {"name": "prompt", "type": "string", "ref": {"node": "each", "name": "text0"}}]}]
    """
    for loop, ref, inside in context.once(loop_reads):
        name = ref.name
        if name is None or not name.strip() or name == ALL or ref.faulty("name"):
            continue
        known = {site.name for site in loop.node.inputs}
        id = loop.node.id
        if not inside and name in known:
            if (*ref.pointer, "node") in context.once(LoopWires).ways_around:
                continue
            yield Finding(
                (*ref.pointer, "name"),
                f"`{_reader(ref)}` reads item `{name}` of loop `{id}` from outside its body; "
                "an item is there in its iteration only",
                hint=f"read the loop without `name`, which collects the results; or add "
                f"`{_reader(ref)}` to `loopBodyNodeIds` of `{id}`",
                related=(See(f"the body of `{id}`", (*loop.node.pointer, "loopBodyNodeIds")),),
                args={"loop": id, "reader": _reader(ref), "item": name},
            )
        elif inside and name not in known and loop.node.surely_lacks("count") and known:
            items = [site.name for site in loop.node.inputs if site.name.strip()]
            if len(items) < len(loop.node.inputs):
                continue  # the one whose name is blank (FC104) may be meant
            near = loop.node.inputs.suggestions.hint(name)
            there = f"its {be('item', items)} {listed(items, word='and')}"
            yield Finding(
                (*ref.pointer, "name"),
                f"loop `{id}` has no item `{name}`",
                hint=near or Hint(there, known=items),
                related=(See("the inputs of the loop", (*loop.node.pointer, "inputs")),),
                args={"loop": id, "reader": _reader(ref), "item": name},
            )


@rule("FC415", "body-reads-result", S.WARNING, on=Flow, types=("for-each",))
def body_reads_result(flow: Flow, context: Context) -> Iterator[Finding]:
    """A body node reads its own loop without the name of an item.

    Why: It gets the collected result of the loop it belongs to, once per iteration, and not the
    item (observed); the validator lets it pass without a word. A loop with `count` alone has no
    items to name, so it is not judged (unknown).

    Bad:
        [{"id": "styles", "type": "list", "items": ["oil", "ink"]},
         {"id": "each", "type": "for-each", "loopBodyNodeIds": ["paint"],
          "inputs": [{"name": "text0", "type": "string_array", "ref": {"node": "styles"}}]},
         {"id": "paint", "type": "custom-model", "modelId": "model_a",
          "inputs": [{"name": "prompt", "type": "string", "ref": {"node": "each"}}]}]

    Good:
        "ref": {"node": "each", "name": "text0"}
    """
    for loop, ref, inside in context.once(loop_reads):
        if not inside or ref.faulty("name") or not ref.surely_lacks("name"):
            continue
        sites = [site for site in loop.node.inputs if site.ref is None or not site.ref.is_gate]
        items = [site.name for site in sites if site.name.strip()]
        if not items:
            continue
        yield Finding(
            (*ref.pointer, "node"),
            f"`{_reader(ref)}` is in the body of loop `{loop.node.id}` and reads its collected "
            "result, not an item",
            hint=Hint(
                "name the item: "
                + listed([f'"name": "{item}"' for item in items])
                + f"; or, if `{_reader(ref)}` is to run once with the whole result, take it out of "
                "`loopBodyNodeIds`",
                known=items,
            ),
            related=(See("the inputs of the loop", (*loop.node.pointer, "inputs")),),
            args={"loop": loop.node.id, "reader": _reader(ref)},
        )


def _reader(ref: RefSite) -> str:
    return ref.input.node.id if ref.input.node is not None else ""
