"""FC317: cases of if/else nodes that no run reaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.context import Context
from flowcheck.findings import Finding, See, Severity
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
    if verdict is None:
        return
    for dead in verdict.dead:
        if dead.fault == "unreachable":
            why = _taken_by(dead.by) if dead.by else f"`{node.id}` does not run when it would match"
            yield Finding(
                dead.question.pointer,
                f"no run reaches this case of `{node.id}`: {why}",
                hint="put it before them, or remove it" if dead.by else None,
                related=_related(dead.by),
                args={"value": dead.question.value},
            )
    if verdict.idle_default:
        default = node.logic["default"]
        yield Finding(
            (*node.pointer, "logic", "default"),
            f"no run takes the default {listed([default])} of `{node.id}`, which is waited for: "
            + _taken_by(verdict.idle_default),
            hint="leave one of the cases to the default, or remove what waits for it",
            related=_related(verdict.idle_default),
            args={"value": default, "default": True},
        )


def _taken_by(cases: tuple[Question, ...]) -> str:
    conditions = listed([case.condition for case in cases], word="and")
    if len(cases) == 1:
        return f"{conditions} takes all that is left for it"
    return f"{conditions} leave nothing for it"


def _related(cases: tuple[Question, ...]) -> tuple[See, ...]:
    return tuple(See("an earlier case", (*case.pointer, "condition")) for case in cases[:_TOLD])
