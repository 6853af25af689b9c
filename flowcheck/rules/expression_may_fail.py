"""FC318: expressions that fail in a run that leaves an optional input out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.findings import Finding, See, Severity, Witness
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.rules.registry import rule

if TYPE_CHECKING:
    from flowcheck.context import Context


@rule("FC318", "expression-may-fail", Severity.INFO, on=NodeSite, having=("logic",))
def expression_may_fail(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A condition or transform fails in a run that leaves an optional workflow input out.

    Why: an input that a run leaves out is null to expressions (observed by inference), and on null
    the engine takes only `==`, `!=`, `in`, `trim`, `type` and `exists`; `size`, `<`, `+` or
    `contains` stop with an error (observed). What the service does then is unknown, so this is
    only told when asked for.

    Bad:

        {"inputs": [{"name": "style", "type": "string"}],
         "flow": [
           {"id": "words", "type": "transform",
            "inputs": [{"name": "style", "type": "string",
                        "ref": {"node": "workflow", "name": "style"}}],
            "logic": {"transform": "'a fox, ' + style"}},
           {"id": "draw", "type": "custom-model", "modelId": "model_a",
            "inputs": [{"name": "prompt", "type": "string", "ref": {"node": "words"}}]}]}

    Good:

        {"inputs": [{"name": "style", "type": "string"}],
         "flow": [
           {"id": "words", "type": "transform",
            "inputs": [{"name": "style", "type": "string",
                        "ref": {"node": "workflow", "name": "style"}}],
            "logic": {"transform": "exists('style') ? 'a fox, ' + style : 'a fox'"}},
           {"id": "draw", "type": "custom-model", "modelId": "model_a",
            "inputs": [{"name": "prompt", "type": "string", "ref": {"node": "words"}}]}]}
    """
    runs = context.runs
    if not runs.judged or node.id not in runs.space.rank or context.flow.contract is None:
        return
    left_out = {site.name: site for site in node.inputs if _may_be_left_out(site, context)}
    if not left_out:
        return
    from flowcheck.expressions.absent import null_failures
    from flowcheck.rules.node_expressions import expressions_of

    expressions = expressions_of(node, context)
    for expression, tree in expressions.trees:
        if expressions.unknown_names(expression, tree):
            continue
        for failure in null_failures(
            expression.text,
            tree,
            expressions.types,
            left_out.keys(),
            condition=expression.is_condition,
        ):
            site = left_out[failure.name]
            some_run, every_run = _runs_without(node, site, context)
            if not some_run:
                continue
            fails = "fails" if failure.certain else "may fail"
            name = _read(site)
            yield Finding(
                expression.pointer,
                f"`{expression.field}` {fails} when `{name}` is not given: {failure.message}",
                hint=f"write `{failure.guard}`",
                related=(See(f"`{failure.name}` is declared here", (*site.pointer, "name")),),
                witness=Witness(absent=(name,)) if every_run and failure.certain else None,
                within=(failure.start, failure.end),
                args={"name": failure.name, "input": name, "certain": failure.certain},
            )


def _read(site: InputSite) -> str:
    """The workflow input that an input reads."""
    ref = site.ref
    assert ref is not None, "only inputs that read the contract are asked about"
    return ref.name or ""


def _may_be_left_out(site: InputSite, context: Context) -> bool:
    """Whether an input reads a workflow input that some run leaves out, and has no value else."""
    ref = site.ref
    if ref is None or not ref.from_contract or ref.is_gate or ref.is_merge or site.faulty():
        return False
    if site.get("value") is not None or site.get("default") is not None:
        return False
    contract = context.runs.space.contract
    name = ref.name or ""
    known = name in contract.sites and name not in contract.doubtful
    return known and not contract.always_given(name)


def _runs_without(node: NodeSite, site: InputSite, context: Context) -> tuple[bool, bool]:
    """Whether the node runs in some accepted run that leaves the workflow input out, and whether in
    every such run."""
    space = context.runs.space
    supplied = space.contract.supplied(_read(site))
    assert supplied is not None, "the contract has the input"
    runs = space.outcome(node.id).runs
    some_run = space.possible(space.circuit.both((runs, -supplied))) is True
    every_run = space.possible(space.circuit.both((-runs, -supplied))) is False
    return some_run, every_run
