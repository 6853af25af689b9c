"""FC317 and FC319: cases that no run reaches, and merges of nodes that all run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.context import Context
from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import NodeSite
from flowcheck.rules.registry import rule
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.runs.conditions import Question

_TOLD = 4  # earlier cases told as related places


@rule("FC317", "unreachable-case", Severity.WARNING, on=NodeSite, having=("logic",))
def unreachable_case(node: NodeSite, context: Context) -> Iterator[Finding]:
    """No run reaches a case of an if/else node, or the default that readers wait for.

    Why: the first case that matches wins (certain). A case whose condition holds only where an
    earlier one does, and a default after cases for every value, are never taken; neither is a case
    whose condition holds in no run in which the node runs. What waits for it never runs, and is not
    reported on its own.

    Bad:

        {"inputs": [{"name": "n", "type": "number", "required": {"always": true}}],
         "flow": [
           {"id": "router", "type": "logic", "logicType": "if-else",
            "inputs": [{"name": "n", "type": "number",
                        "ref": {"node": "workflow", "name": "n"}}],
            "logic": {"cases": [
             {"condition": "n > 5", "value": "2"},
             {"condition": "n > 10", "value": "3"}], "default": "1"}},
           {"id": "draw", "type": "custom-model", "modelId": "model_a", "inputs": [
             {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "2"}}]}]}

    Good:

        {"inputs": [{"name": "n", "type": "number", "required": {"always": true}}],
         "flow": [
           {"id": "router", "type": "logic", "logicType": "if-else",
            "inputs": [{"name": "n", "type": "number",
                        "ref": {"node": "workflow", "name": "n"}}],
            "logic": {"cases": [
             {"condition": "n > 10", "value": "3"},
             {"condition": "n > 5", "value": "2"}], "default": "1"}},
           {"id": "draw", "type": "custom-model", "modelId": "model_a", "inputs": [
             {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "2"}}]}]}
    """
    verdict = context.runs.router(node)
    if verdict is None or not (verdict.dead or verdict.idle_default):
        return
    from flowcheck.rules.waiting import waiting_for

    for dead in verdict.dead:
        if dead.fault == "unreachable":
            why = (
                _taken_by(dead.by, "it")
                if dead.by
                else f"`{node.id}` does not run when it would match"
            )
            yield Finding(
                dead.question.pointer,
                f"no run reaches this case of `{node.id}`: {why}",
                hint=f"put it before {'them' if dead.by[1:] else 'that'}, or remove it"
                if dead.by
                else None,
                related=(*_related(dead.by), *waiting_for(node, dead.question.value, context)),
                args={"value": dead.question.value},
            )
    if verdict.idle_default:
        default = node.logic["default"]
        yield Finding(
            (*node.pointer, "logic", "default"),
            f"no run takes the default {listed([default])} of `{node.id}`, although a node "
            "waits for it: " + _taken_by(verdict.idle_default, "every run"),
            hint="leave one of the cases to the default, or remove what waits for it",
            related=(
                *_related(verdict.idle_default),
                *waiting_for(node, default, context),
            ),
            args={"value": default, "default": True},
        )


def _taken_by(cases: tuple[Question, ...], what: str) -> str:
    conditions = listed([case.condition for case in cases], word="and")
    if len(cases) == 1:
        return f"{conditions} already covers {what}"
    return f"{conditions} already cover {what}"


def _related(cases: tuple[Question, ...]) -> tuple[See, ...]:
    return tuple(See("an earlier case", (*case.pointer, "condition")) for case in cases[:_TOLD])


@rule("FC319", "merge-of-both", Severity.WARNING, on=Flow, wants="merges")
def merge_of_both(flow: Flow, context: Context) -> Iterator[Finding]:
    """More than one source of a merge runs in every run, but a merge takes one value.

    Why: `conditional` on one input takes the value of whichever node ran (certain); it is how the
    branches of an if/else node come together again. Where several of the nodes it names run, only
    one of the values can be used, and nothing says which (unknown). Nothing is said of an array
    input, which may take them all (unknown).

    Bad:
        [{"id": "paint", "type": "custom-model", "modelId": "model_a"},
         {"id": "ink", "type": "custom-model", "modelId": "model_b"},
         {"id": "frame", "type": "custom-model", "modelId": "model_c", "inputs": [
           {"name": "image", "type": "file", "ref": {"conditional": ["paint", "ink"]}}]}]

    Good:
        [{"id": "router", "type": "logic", "logicType": "if-else",
          "inputs": [{"name": "mode", "type": "string",
                      "ref": {"node": "workflow", "name": "mode"}}],
          "logic": {"cases": [{"condition": "mode == 'paint'", "value": "2"}], "default": "1"}},
         {"id": "paint", "type": "custom-model", "modelId": "model_a", "inputs": [
           {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "2"}}]},
         {"id": "ink", "type": "custom-model", "modelId": "model_b", "inputs": [
           {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "1"}}]},
         {"id": "frame", "type": "custom-model", "modelId": "model_c", "inputs": [
           {"name": "image", "type": "file", "ref": {"conditional": ["paint", "ink"]}}]}]
    """
    for verdict in context.runs.merges_of_both:
        merge, id = verdict.merge, verdict.node.id
        if merge.input.is_array:
            continue
        name = merge.input.name
        yield Finding(
            (*merge.ref.pointer, "conditional"),
            f"in every run more than one of {listed(merge.sources, word='and')} runs, and "
            f"`{name}` of node `{id}` uses only one of their values",
            hint="gate them on branches of one if/else node, or read them through an array input",
            related=tuple(
                See(f"`{source}` is defined here", (*flow.nodes[source].pointer, "id"))
                for source in merge.sources[:_TOLD]
            ),
            args={"node": id, "input": name, "sources": list(merge.sources)},
        )
