"""FC310–FC313: conditions and transforms that cannot be evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.context import Context
from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.rules.registry import rule

if TYPE_CHECKING:
    from flowcheck.expressions.tokens import SyntaxProblem
    from flowcheck.rules.node_expressions import NodeExpression, UnknownName

_PLACEHOLDER = "an input is named as it is, without braces or `$`"
_PLAIN_TEXT = "put plain text in single quotes and join the parts with `+`"


@rule("FC310", "expression-syntax", Severity.ERROR, on=NodeSite, having=("logic",))
def expression_syntax(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A `condition` or `transform` is not CEL.

    Why: both are expressions of the Common Expression Language (certain): one that does not parse
    can not be evaluated, so the node fails. A condition of plain words (`fast`, `high quality`)
    is a literal to compare with (certain) and not parsed. What parses is settled by the engine that
    Scenario pins (cel-js 7.6.1): no reserved word is a name, `\\.` is no escape, an apostrophe is
    not doubled, a number starts with a digit. Scenario's own web editor writes some of these
    (observed). Past the engine's usual bounds (250 deep, 1,000 items) it is a warning: whoever
    runs it may have raised them.

    Bad:

        {"condition": "mode = 'fast'", "value": "2"}

    Good:

        {"condition": "mode == 'fast'", "value": "2"}
    """
    from flowcheck.rules.node_expressions import expressions_of

    for expression in expressions_of(node, context).all:
        problem = None if expression.bare else expression.parsed.error
        if problem is not None:
            place = problem.offset, problem.offset + problem.length
            fact, _, instead = problem.message.partition(": use ")
            if instead and "`" in expression.text[slice(*place)] and "${" in expression.text:
                instead = ""  # a template: other quotes would make its braces text
            said = fact if problem.doubtful else f"`{expression.field}` is not CEL: {fact}"
            yield Finding(
                expression.pointer,
                said,
                hint=f"use {instead}" if instead else _instead(expression, problem),
                within=place,
                severity=Severity.WARNING if problem.doubtful else None,
                args={"found": expression.text[slice(*place)][:60]},
            )


def _instead(expression: NodeExpression, problem: SyntaxProblem) -> str | None:
    from flowcheck.rules.expression_advice import syntax

    by_hand = syntax(expression.text, problem.message, problem.offset)
    return by_hand or problem.hint or _plain_text(expression, problem)


def _plain_text(expression: NodeExpression, problem: SyntaxProblem) -> str | None:
    """Advice for an expression that is written as text, or as a template of another language."""
    text = expression.text
    if expression.is_condition:
        return _PLACEHOLDER if text.lstrip().startswith(("{{", "${")) else None
    if "'" in text or '"' in text:
        return None
    template = "{{" in text or "${" in text
    return _PLAIN_TEXT if template or "expected an operator" in problem.message else None


@rule("FC311", "unknown-variable", Severity.ERROR, on=NodeSite, having=("logic",))
def unknown_variable(node: NodeSite, context: Context) -> Iterator[Finding]:
    """An expression uses a name that no input of its node declares.

    Why: the variables of a condition or transform are the node's own input names. A name that no
    input declares compiles, and fails or takes the wrong branch at run time (observed). CEL's
    type names (`list`, `string`, `int` …) and the variables of macros are known. `exists('x')`
    asks for `x`: where it guards a name, or the rest of the expression decides whatever the name
    holds, nothing fails and this is a warning.

    Bad:

        {"id": "style", "type": "transform",
         "inputs": [{"name": "prompt", "type": "string", "value": "a fox"}],
         "logic": {"transform": "promt + ', watercolour'"}}

    Good:

        {"id": "style", "type": "transform",
         "inputs": [{"name": "prompt", "type": "string", "value": "a fox"}],
         "logic": {"transform": "prompt + ', watercolour'"}}
    """
    from flowcheck.rules.node_expressions import expressions_of

    expressions = expressions_of(node, context)
    for expression, tree in expressions.trees:
        unknown = expressions.unknown_names(expression, tree)
        if not unknown:
            continue
        from flowcheck.rules.expressions_meant import name_meant, names_compared

        compared = names_compared(tree)
        harmless = expressions.harmless_names(expression, tree)
        for one in unknown:
            severity = Severity.WARNING if one.name in harmless else None
            if one.split is not None:
                yield _split_name(expression, one, one.split)
                continue
            hint, site = name_meant(node, context.flow, expression.text, one, compared)
            yield Finding(
                expression.pointer,
                f"`{one.name}` is no input of `{node.id}`",
                hint=hint,
                related=() if site is None else (_declared(site),),
                within=(one.start, one.end),
                severity=severity,
                args={"name": one.name},
            )


def _split_name(expression: NodeExpression, unknown: UnknownName, site: InputSite) -> Finding:
    name = unknown.name
    parts = "a subtraction" if "-" in name else "a field" if "." in name else "several parts"
    return Finding(
        expression.pointer,
        f"`{name}` is no variable: CEL reads it as {parts}",
        hint="give the input a name of letters, digits and `_`",
        related=(_declared(site),),
        within=(unknown.start, unknown.end),
        args={"name": name},
    )


def _declared(site: InputSite) -> See:
    return See(f"`{site.name}` is declared here", (*site.pointer, "name"))


@rule("FC312", "unknown-function", Severity.WARNING, on=NodeSite, having=("logic",))
def unknown_function(node: NodeSite, context: Context) -> Iterator[Finding]:
    """An expression calls a function that Scenario's CEL does not have.

    Why: the engine that Scenario pins (cel-js 7.6.1) refuses a call of what it has not
    (observed). Of Scenario's own there are `trim`, `slice`, `random`, `randomSample` and `exists`
    (certain). Whether the service adds more is not documented (unknown), so this is a warning, and
    nothing is said of `replace`, which Scenario's own texts name.

    Bad:

        {"condition": "mode.startswith('fa')", "value": "2"}

    Good:

        {"condition": "mode.startsWith('fa')", "value": "2"}
    """
    from flowcheck.expressions.functions import unknown_functions
    from flowcheck.rules.node_expressions import expressions_of

    expressions = expressions_of(node, context)
    for expression, tree in expressions.trees:
        seen: set[str] = set()
        for call in unknown_functions(tree, expressions.names):
            if call.name not in seen:
                from flowcheck.rules.expressions_meant import function_meant

                seen.add(call.name)
                yield Finding(
                    expression.pointer,
                    f"`{call.name}` is no function of Scenario's CEL",
                    hint=function_meant(call),
                    within=(call.start, call.end),
                    args={"function": call.name},
                )


@rule("FC313", "wrong-arguments", Severity.ERROR, on=NodeSite, having=("logic",))
def wrong_arguments(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A function or operator gets wrong arguments, or a condition is neither true nor false.

    Why: the engine that Scenario pins (cel-js 7.6.1) looks at the whole expression before it
    evaluates it: `string == number`, a list of mixed items, branches of `?:` of two types and
    another number of arguments are refused, whatever the inputs hold (observed). Types of inputs
    are claimed only where the value is a literal or comes straight from a workflow input of the
    same type: what a node hands over is adapted by Scenario. It is a warning where a `||`, `&&` or
    `?:` may hide the part that fails. It is a warning, too, where the expression fails only because
    the engine takes a JSON number for a double: `n + 1` (what the service does is unknown).

    Bad:

        {"condition": "mode.contains()", "value": "2"}

    Good:

        {"condition": "mode.contains('fast')", "value": "2"}
    """
    from flowcheck.rules.node_expressions import expressions_of

    expressions = expressions_of(node, context)
    for expression, tree in expressions.trees:
        for found in expressions.type_findings(expression, tree):
            from flowcheck.rules.expression_advice import wrong_types

            text = expression.text[found.start : found.end]
            reached = ", once it is reached" if found.certainty == "reached" else ""
            yield Finding(
                expression.pointer,
                f"{found.message}{reached}",
                hint=wrong_types(expression.text, found, expressions.names),
                related=tuple(
                    See(f"`{site.name}` is declared here", (*site.pointer, "type"))
                    for site in node.inputs
                    if site.name == text.strip("() ")
                ),
                within=(found.start, found.end),
                severity=None if found.certainty == "always" else Severity.WARNING,
                args={"kind": found.kind, "subject": found.subject, "text": text[:60]},
            )
