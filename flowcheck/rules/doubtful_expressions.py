"""FC314–FC316: expressions that can be evaluated and are surely not meant so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.context import Context
from flowcheck.findings import Finding, Pointer, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.rules.registry import rule
from flowcheck.wording import LONGEST

if TYPE_CHECKING:
    from flowcheck.expressions.tree import Expr
    from flowcheck.runs.conditions import Question


@rule("FC314", "double-quoted-literal", Severity.INFO, on=NodeSite, having=("logic",))
def double_quoted_literal(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A text in an expression stands in double quotes.

    Why: it evaluates like one in single quotes, but corrupts what the web editor shows (certain).
    The empty `""` is written by Scenario's own compiler (observed).

    Bad:

        {"condition": "mode == \\"fast\\"", "value": "2"}

    Good:

        {"condition": "mode == 'fast'", "value": "2"}
    """
    from flowcheck.expressions.spelling import double_quoted
    from flowcheck.rules.node_expressions import expressions_of

    for expression, _ in expressions_of(node, context).trees:
        seen: set[str] = set()
        for start, end in double_quoted(expression.text):
            literal = expression.text[start:end]
            if literal not in seen:
                seen.add(literal)
                yield Finding(
                    expression.pointer,
                    "text in double quotes corrupts the web editor's view",
                    hint=_single_quoted(literal),
                    within=(start, end),
                    args={"literal": literal[:LONGEST]},
                )


def _single_quoted(literal: str) -> str:
    text = literal[1:-1]
    plain = literal[0] == '"' and not any(c in text for c in "'\"\\") and text.isprintable()
    return f"write `'{text}'`" if plain and len(text) < LONGEST else "use single quotes"


@rule("FC315", "constant-condition", Severity.WARNING, on=NodeSite, having=("logic",))
def constant_condition(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A condition is true in every run, or false in every run.

    Why: the first case that matches wins (certain). After one that is always true no later case
    and no default is ever taken; one that is always false is never taken itself: it compares an
    input with a value that it does not allow, lies beyond its bounds or is of another type, or asks
    whether an input is null that every run gives.

    Bad:

        {"inputs": [{"name": "mode", "type": "string", "default": "fast",
                     "allowedValues": ["fast", "best"]}],
         "flow": [
           {"id": "router", "type": "logic", "logicType": "if-else",
            "inputs": [{"name": "mode", "type": "string",
                        "ref": {"node": "workflow", "name": "mode"}}],
            "logic": {"cases": [
             {"condition": "mode == 'fsat'", "value": "2"}], "default": "1"}},
           {"id": "draw", "type": "custom-model", "modelId": "model_a", "inputs": [
             {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "2"}}]}]}

    Good:

        {"inputs": [{"name": "mode", "type": "string", "default": "fast",
                     "allowedValues": ["fast", "best"]}],
         "flow": [
           {"id": "router", "type": "logic", "logicType": "if-else",
            "inputs": [{"name": "mode", "type": "string",
                        "ref": {"node": "workflow", "name": "mode"}}],
            "logic": {"cases": [
             {"condition": "mode == 'fast'", "value": "2"}], "default": "1"}},
           {"id": "draw", "type": "custom-model", "modelId": "model_a", "inputs": [
             {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "2"}}]}]}
    """
    if not node.is_logic:
        return
    from flowcheck.rules.node_expressions import expressions_of

    expressions = expressions_of(node, context)
    trees = {expression.pointer: (expression, tree) for expression, tree in expressions.trees}
    repeated = {expression.pointer for expression in expressions.all if expression.repeated}
    verdict = context.runs.router(node)
    found: dict[Pointer, tuple[bool, Question | None]] = {}
    for expression, tree in expressions.trees:
        value = None if expression.repeated else expressions.always(expression, tree)
        if value is not None:
            found[expression.pointer] = value, None
    for dead in verdict.dead if verdict is not None else ():
        at = (*dead.question.pointer, "condition")
        if dead.fault not in ("always", "never") or at in found or at in repeated:
            continue
        read = trees.get(at)
        if read is None or not expressions.is_faulty(*read):
            found[at] = dead.fault == "always", dead.question
    if not found:
        return
    from flowcheck.rules.constant_words import why_constant, why_quoted
    from flowcheck.rules.waiting import waiting_for

    for at, (value, question) in found.items():
        result = "no later case and no default is ever" if value else "this case is never"
        why = why_constant(question, context) if question else why_quoted(trees[at][1], node)
        yield Finding(
            at,
            f"`condition` is always {str(value).lower()}: {result} taken",
            hint=None if why is None else why.hint,
            related=(
                *(() if why is None else why.related),
                *(() if value or question is None else waiting_for(node, question.value, context)),
            ),
            args={"value": value},
        )


@rule("FC316", "unused-expression-input", Severity.WARNING, on=NodeSite, having=("logic",))
def unused_expression_input(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A logic or transform node declares an input that its expressions never name.

    Why: the variables of the expressions are the node's own inputs (observed), so an input that
    none of them names has no effect (`exists('x')` names `x`). An input that only waits for a
    branch (a gate or a merge) has one, and a condition of plain words compares an input without
    naming it (certain).

    Bad:

        {"id": "style", "type": "transform",
         "inputs": [{"name": "prompt", "type": "string", "value": "a fox"},
                    {"name": "mood", "type": "string", "value": "calm"}],
         "logic": {"transform": "prompt + ', watercolour'"}}

    Good:

        {"id": "style", "type": "transform",
         "inputs": [{"name": "prompt", "type": "string", "value": "a fox"},
                    {"name": "mood", "type": "string", "value": "calm"}],
         "logic": {"transform": "prompt + ', ' + mood"}}
    """
    if not node.inputs or (used := _named(node, context)) is None:
        return
    where = "the conditions" if node.is_logic else "the transform"
    for site in node.inputs:
        if site.name in used or not site.name.strip() or _acts_unnamed(site, context.flow):
            continue
        used.add(site.name)
        yield Finding(
            (*site.pointer, "name"),
            f"{where} of `{node.id}` never name{'' if node.is_logic else 's'} input `{site.name}`",
            hint="use it, or remove it",
            args={"input": site.name},
        )


def _named(node: NodeSite, context: Context) -> set[str] | None:
    """Every name in the node's expressions; None when it has none, or one that says nothing
    certain: blank, unreadable, of plain words, or with a mistake that may hide a name."""
    from flowcheck.expressions.names import mentions
    from flowcheck.rules.node_expressions import expressions_of

    expressions = expressions_of(node, context)
    trees = list(expressions.trees)
    expected = len(node.cases) if node.is_logic else 1
    if not trees or len(trees) < expected or expressions.names_lost or node.faulty("logic"):
        return None
    named: set[str] = set()
    for expression, tree in trees:
        if (
            expression.repeated
            or expressions.unknown_names(expression, tree)
            or expressions.type_findings(expression, tree)
            or expressions.always(expression, tree) is not None
        ):
            return None
        named |= mentions(tree) | _asked_by_unknown(tree)
    return named


def _asked_by_unknown(tree: Expr) -> set[str]:
    """The texts that unknown functions are given: a misspelt `exists('x')` names its input so."""
    from flowcheck.expressions.functions import is_known
    from flowcheck.expressions.tree import Call, Constant, walk

    return {
        part.value
        for node in walk(tree)
        if isinstance(node, Call) and not is_known(node)
        for part in node.args
        if isinstance(part, Constant) and isinstance(part.value, str)
    }


def _acts_unnamed(site: InputSite, flow: Flow) -> bool:
    """Whether an input has an effect of its own, or another rule speaks about its ref: a gate, a
    merge, a ref of the wrong shape, an empty one (FC207), a ref to a user-approval (FC212)."""
    ref = site.ref
    if site.faulty("ref") or ref is None:
        return site.faulty("ref")
    if ref.node is None and not ref.conditional:
        return True
    source = flow.nodes.get(ref.node or "")
    return ref.is_gate or ref.is_merge or (source is not None and source.type == "user-approval")
