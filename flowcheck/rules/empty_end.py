"""FC506: runs that end without an output."""

from __future__ import annotations

from collections.abc import Iterator

from flowcheck.context import Context
from flowcheck.dataclass import replace
from flowcheck.findings import Finding, Severity
from flowcheck.graph.flow import Flow
from flowcheck.rules.outputs import FIELD, references
from flowcheck.rules.registry import rule
from flowcheck.run_sentence import sentence
from flowcheck.wire.vocabulary import NON_PRODUCING


@rule("FC506", "may-end-empty", Severity.INFO, on=Flow)
def may_end_empty(flow: Flow, context: Context) -> Iterator[Finding]:
    """In some run none of the nodes that contribute to the job's output runs.

    Why: a node that waits for a branch is skipped when another one is taken (certain). Where every
    node that contributes does, a run may end with nothing to show, and it is charged all the same.
    That may be meant, so this is only told when asked for. What only a `dependsOn` or `conditional`
    mentions counts as contributing (unknown).

    Bad:

        [
          {"id": "router", "type": "logic", "logicType": "if-else",
           "inputs": [{"name": "mode", "type": "string",
                       "ref": {"node": "workflow", "name": "mode"}}],
           "logic": {"cases": [{"condition": "mode == 'draw'", "value": "draw"}],
                     "default": "none"}},
          {"id": "draw", "type": "custom-model", "modelId": "model_a", "inputs": [
            {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "draw"}}]}
        ]

    Good:

        [
          {"id": "router", "type": "logic", "logicType": "if-else",
           "inputs": [{"name": "mode", "type": "string",
                       "ref": {"node": "workflow", "name": "mode"}}],
           "logic": {"cases": [{"condition": "mode == 'draw'", "value": "draw"}],
                     "default": "none"}},
          {"id": "draw", "type": "custom-model", "modelId": "model_a", "inputs": [
            {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "draw"}}]},
          {"id": "tell", "type": "generate-prompt", "inputs": [
            {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "none"}}]}
        ]
    """
    if not flow.sites or flow.left_out or flow.incomplete or flow.is_job:
        return
    contributing = [
        node.id
        for node in flow.nodes.values()
        if node.type not in NON_PRODUCING
        and (node.get(FIELD) is not None or next(references(node.id, flow), None) is None)
    ]
    loops = flow.loops_around
    if any(id in loops for id in contributing):
        return  # what a loop collects is shown even where its templates are not
    witness = context.runs.empty_run(contributing)
    if witness is not None and witness.shown:
        yield Finding(
            flow.document.flow_at or (),
            f"the job ends with nothing when {sentence(witness)}: none of the nodes whose outputs "
            "it shows runs then",
            hint="give that branch a node that produces something, if this is not meant",
            witness=replace(witness, told=True),
            args={"producing": contributing[:8]},
        )
