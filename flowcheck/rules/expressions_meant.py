"""What an unknown name or function in an expression was meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.hints import Hint
from flowcheck.nearest import nearest
from flowcheck.pattern import late_pattern
from flowcheck.wire.vocabulary import WORKFLOW
from flowcheck.wording import be, listed

if TYPE_CHECKING:
    from flowcheck.expressions.functions import UnknownFunction
    from flowcheck.expressions.tree import Expr
    from flowcheck.rules.node_expressions import UnknownName

_FIELD = late_pattern(r"\s*\.\s*(\w+)(?!\w|\s*\()")
_ELSEWHERE = {
    "includes": "contains",
    "indexof": "indexOf",
    "len": "size",
    "length": "size",
    "lower": "lowerAscii",
    "strip": "trim",
    "toLowerCase": "lowerAscii",
    "toUpperCase": "upperAscii",
    "upper": "upperAscii",
}
"""What other languages call functions of CEL."""
_OTHERWISE = {
    "charAt": "x.substring(i, i + 1)",
    "concat": "x + y",
    "existsOne": "x.exists_one(…)",
    "format": "'…' + string(x)",
    "isEmpty": "size(x) == 0",
    "parseFloat": "double(x)",
    "parseInt": "int(x)",
    "toString": "string(x)",
}
"""What is written otherwise here than in other languages."""
_MACROS = frozenset({"all", "exists", "exists_one", "map", "filter"})
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


def name_meant(
    node: NodeSite,
    flow: Flow,
    text: str,
    unknown: UnknownName,
    compared: frozenset[int],
) -> tuple[str | None, InputSite | None]:
    """A hint about an unknown name, and the declared input it speaks of, if any.

    compared: as `names_compared`."""
    name = unknown.name
    field = _FIELD.match(text, unknown.end)
    named = node.inputs.named(f"{name}_{field[1]}") if field else []
    meant = next((site for site in named or node.inputs if named or _reads(site, name)), None)
    if meant is None and (match := node.inputs.suggestions.match(name)) is not None:
        meant = node.inputs.named(match)[0]
    if meant is not None:
        return Hint.meant(meant.name), meant
    if flow.contract_input(name) is not None:
        return f"`{name}` is a workflow input: declare an input of the node that reads it", None
    if field and (named := node.inputs.named(field[1])) and name in (WORKFLOW, node.id, "inputs"):
        return f"an input is named alone: write `{field[1]}`", named[0]
    if name in flow.ids and name != node.id:
        return f"`{name}` is a node: declare an input that reads it", None
    if name in _CONSTANTS:
        return Hint.meant(_CONSTANTS[name]), None
    if unknown.start in compared:
        return f"if text is meant, write `'{name}'`", None
    names = dict.fromkeys(site.name for site in node.inputs if site.name.strip())
    if not names:
        return "it has no inputs", None
    return Hint(f"its {be('input', names)} {listed(names, word='and')}", known=names), None


def _reads(site: InputSite, name: str) -> bool:
    """Whether an input reads the node or the workflow input of that name."""
    ref = site.ref
    if ref is None or not site.name.strip():
        return False
    return name == (ref.name if ref.from_contract else ref.node)


def names_compared(tree: Expr) -> frozenset[int]:
    """Where names stand that are a whole side of `==` or `!=`, or all there is."""
    from flowcheck.expressions.tree import Binary, Name, walk

    sides = [
        side
        for node in walk(tree)
        if isinstance(node, Binary) and node.operator in ("==", "!=")
        for side in (node.left, node.right)
    ]
    return frozenset(one.start for one in (tree, *sides) if isinstance(one, Name))


def function_meant(call: UnknownFunction) -> str | None:
    """What to call instead, as far as there is something."""
    function = call.name.rpartition(".")[2]
    if call.member and function in _MACROS:
        return f"`{function}` takes one variable"
    if call.other_way:
        written = f"{function}(x)" if call.member else f"x.{function}(…)"
        return f"write `{written}`"
    instead = _OTHERWISE.get(function)
    if instead is not None:
        return f"write `{instead}`"
    meant = call.nearest or _ELSEWHERE.get(function) or _elsewhere_near(function)
    return Hint.meant(meant) if meant else None


def _elsewhere_near(name: str) -> str | None:
    """CEL's function for a misspelt one of another language (`lenght`)."""
    near = nearest(name, _ELSEWHERE)
    return None if near is None else _ELSEWHERE[near]
