"""FC318: expressions that fail in a run that leaves an optional input out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.dataclass import dataclass
from flowcheck.findings import Finding, Pointer, See, Severity, Witness
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.rules.registry import rule
from flowcheck.runs.circuit import TRUE, Literal

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
    conditions = _asked(node, context) if node.is_logic else {}
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
            asked = conditions.get(expression.pointer, _Asked())
            some_run, every_run = _runs_without(node, site, asked, context)
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """When an expression is evaluated if its node runs, what is left out reading as null. surely,
    maybe: that it must be, and that it may; fails: that it then may fail."""

    surely: Literal = TRUE
    maybe: Literal = TRUE
    fails: Literal = TRUE


def _asked(node: NodeSite, context: Context) -> dict[Pointer, _Asked]:
    """The conditions of an if/else node: no earlier case holds when one of them is asked."""
    space = context.runs.space
    both = space.circuit.both
    surely, maybe = TRUE, TRUE
    found: dict[Pointer, _Asked] = {}
    for case in space.conditions.of(node.id).cases:
        must, may = case.null
        steps = case.question.steps
        atoms = [step for step in steps or () if not isinstance(step, str)]
        unknown = steps is None or any(atom.text in space.conditions.unevaluated for atom in atoms)
        fails = TRUE if unknown else both((may, -must))
        found[(*case.question.pointer, "condition")] = _Asked(surely, maybe, fails)
        surely, maybe = both((surely, -may)), both((maybe, -must))
    return found


def _runs_without(
    node: NodeSite, site: InputSite, asked: _Asked, context: Context
) -> tuple[bool, bool]:
    """Whether the expression may fail in some accepted run that leaves the workflow input out, and
    whether every such run evaluates it."""
    space = context.runs.space
    supplied = space.contract.supplied(_read(site))
    assert supplied is not None, "the contract has the input"
    both, runs = space.circuit.both, space.outcome(node.id).runs
    some_run = space.possible(both((runs, -supplied, asked.maybe, asked.fails))) is True
    every_run = space.possible(both((-supplied, -both((runs, asked.surely))))) is False
    return some_run, every_run
