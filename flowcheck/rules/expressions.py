"""FC310–FC313: conditions and transforms that cannot be evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.context import Context
from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.nearest import nearest
from flowcheck.rules.registry import rule
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.expressions import Expr, SyntaxProblem, TypeFinding
    from flowcheck.rules.node_expressions import NodeExpression, UnknownName

_FIELD = re.compile(r"\s*\.\s*(\w+)(?!\w|\s*\()")
_ELSEWHERE = {
    "includes": "contains",
    "len": "size",
    "length": "size",
    "lower": "lowerAscii",
    "strip": "trim",
    "toLowerCase": "lowerAscii",
    "toUpperCase": "upperAscii",
    "upper": "upperAscii",
}
"""What other languages call functions of CEL."""
_CONSTANTS = {
    "FALSE": "false",
    "False": "false",
    "NULL": "null",
    "None": "null",
    "Null": "null",
    "TRUE": "true",
    "True": "true",
    "nil": "null",
    "undefined": "null",
}
"""What other languages call constants of CEL."""
_PLACEHOLDER = "an input is named as it is, without braces or `$`"
_PLAIN_TEXT = "put plain text in single quotes and join the parts with `+`"


@rule("FC310", "expression-syntax", Severity.ERROR, on=NodeSite, having=("logic",))
def expression_syntax(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A `condition` or `transform` is not CEL.

    Why: both are expressions of the Common Expression Language (certain): one that does not parse
    can not be evaluated, so the node fails. A condition of plain words (`fast`, `high quality`)
    is a literal to compare with (certain) and not parsed.

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
            yield Finding(
                expression.pointer,
                f"`{expression.field}` is not CEL: {fact}",
                hint=f"use {instead}" if instead else _plain_text(expression, problem),
                within=place,
                args={"found": expression.text[slice(*place)][:60]},
            )


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
    """An expression names what no input of its node declares.

    Why: the variables of a condition or transform are the node's own input names. A name that no
    input declares compiles, and fails or takes the wrong branch at run time (observed). CEL's
    type names (`list`, `string`, `int` …) and the variables of macros are known.

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
        compared = _compared(tree) if unknown else frozenset()
        for one in unknown:
            if one.split is not None:
                yield _split_name(expression, one, one.split)
                continue
            hint, site = _meant(node, context.flow, expression.text, one, compared)
            yield Finding(
                expression.pointer,
                f"`{one.name}` is no input of `{node.id}`",
                hint=hint,
                related=() if site is None else (_declared(site),),
                within=(one.start, one.end),
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


def _meant(
    node: NodeSite,
    flow: Flow,
    text: str,
    unknown: UnknownName,
    compared: frozenset[int],
) -> tuple[str | None, InputSite | None]:
    """A hint about an unknown name, and the declared input it speaks of, if any.

    compared: as `_compared`."""
    name = unknown.name
    field = _FIELD.match(text, unknown.end)
    named = node.inputs.named(f"{name}_{field[1]}") if field else []
    meant = next((site for site in named or node.inputs if named or _reads(site, name)), None)
    if meant is None and (match := node.inputs.suggestions.match(name)) is not None:
        meant = node.inputs.named(match)[0]
    if meant is not None:
        return f"did you mean `{meant.name}`?", meant
    if flow.contract_input(name) is not None:
        return f"`{name}` is a workflow input: declare an input of the node that reads it", None
    if name in flow.ids:
        return f"`{name}` is a node: declare an input that reads it", None
    if name in _CONSTANTS:
        return f"did you mean `{_CONSTANTS[name]}`?", None
    if unknown.start in compared:
        return f"if text is meant, write `'{name}'`", None
    names = dict.fromkeys(site.name for site in node.inputs if site.name.strip())
    return (f"its inputs are {listed(names, word='and')}" if names else "it has no inputs"), None


def _reads(site: InputSite, name: str) -> bool:
    """Whether an input reads the node or the workflow input of that name."""
    ref = site.ref
    if ref is None or not site.name.strip():
        return False
    return name == (ref.name if ref.from_contract else ref.node)


def _compared(tree: Expr) -> frozenset[int]:
    """Where names stand that are a whole side of `==` or `!=`, or all there is."""
    from flowcheck.expressions.tree import Binary, Name, walk

    sides = [
        side
        for node in walk(tree)
        if isinstance(node, Binary) and node.operator in ("==", "!=")
        for side in (node.left, node.right)
    ]
    return frozenset(one.start for one in (tree, *sides) if isinstance(one, Name))


@rule("FC312", "unknown-function", Severity.WARNING, on=NodeSite, having=("logic",))
def unknown_function(node: NodeSite, context: Context) -> Iterator[Finding]:
    """An expression calls what is no function of Scenario's CEL.

    Why: standard CEL's functions and macros are there, and `trim`, `slice`, `random` and
    `randomSample` of Scenario's own (certain). Whether the list is complete is not documented
    (unknown), so this is a warning.

    Bad:

        {"condition": "mode.startswith('fa')", "value": "2"}

    Good:

        {"condition": "mode.startsWith('fa')", "value": "2"}
    """
    from flowcheck.expressions import unknown_functions
    from flowcheck.rules.node_expressions import expressions_of

    expressions = expressions_of(node, context)
    for expression, tree in expressions.trees:
        seen: set[str] = set()
        for call in unknown_functions(tree, expressions.names):
            if call.name not in seen:
                seen.add(call.name)
                meant = call.nearest or _ELSEWHERE.get(call.name) or _elsewhere_near(call.name)
                yield Finding(
                    expression.pointer,
                    f"`{call.name}` is no function of Scenario's CEL",
                    hint=f"did you mean `{meant}`?" if meant else None,
                    within=(call.start, call.end),
                    args={"function": call.name},
                )


def _elsewhere_near(name: str) -> str | None:
    """CEL's function for a misspelt one of another language (`lenght`)."""
    near = nearest(name, _ELSEWHERE)
    return None if near is None else _ELSEWHERE[near]


@rule("FC313", "wrong-arguments", Severity.ERROR, on=NodeSite, having=("logic",))
def wrong_arguments(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A function or operator gets wrong arguments, or a condition is neither true nor false.

    Why: CEL has no overload for another number or other types of values, so the expression fails
    whatever the inputs hold (certain). Types are claimed only for literals and for inputs whose
    value is a literal or comes straight from a workflow input of the same type: what a node hands
    over is adapted by Scenario.

    Bad:

        {"condition": "mode.contains()", "value": "2"}

    Good:

        {"condition": "mode.contains('fast')", "value": "2"}
    """
    from flowcheck.rules.node_expressions import expressions_of

    expressions = expressions_of(node, context)
    for expression, tree in expressions.trees:
        for found in expressions.type_findings(expression, tree):
            text = expression.text[found.start : found.end]
            yield Finding(
                expression.pointer,
                found.message,
                hint=_comparison(found, text),
                related=tuple(
                    See(f"`{site.name}` is declared here", (*site.pointer, "type"))
                    for site in node.inputs
                    if site.name == text.strip("() ")
                ),
                within=(found.start, found.end),
                args={"kind": found.kind, "subject": found.subject, "text": text[:60]},
            )


def _comparison(found: TypeFinding, text: str) -> str | None:
    if found.kind != "condition":
        return None
    literal = text.lstrip("(")[:1] in ("'", '"')
    return "compare an input with it" if literal else "compare it with something"
