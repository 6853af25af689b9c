"""Why a condition is the same in every run."""

from __future__ import annotations

from operator import ge, le
from typing import TYPE_CHECKING

from flowcheck.dataclass import dataclass
from flowcheck.expressions.atoms import Atom
from flowcheck.expressions.tree import Binary, Constant, Expr
from flowcheck.findings import See
from flowcheck.hints import Hint
from flowcheck.nearest import nearest
from flowcheck.pattern import late_pattern
from flowcheck.runs.items import sought
from flowcheck.wire.values import choices, is_defined, is_number, of_type
from flowcheck.wording import listed, listed_values, number, quoted, with_article

if TYPE_CHECKING:
    from flowcheck.context import Context
    from flowcheck.graph.sites import InputSite, NodeSite
    from flowcheck.runs.conditions import Question
    from flowcheck.runs.sources import Source

_NUMBER = late_pattern(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,14})?")


@dataclass(frozen=True, slots=True)
class Why:
    """hint: what to look at; related: where it is said."""

    hint: str
    related: tuple[See, ...] = ()


def why_constant(question: Question, context: Context) -> Why | None:
    """What makes a condition constant, where it is one comparison of one value; None else."""
    atoms = [step for step in question.steps or () if isinstance(step, Atom)]
    if len(atoms) != 1 or len(atoms[0].names) != 1:
        return None
    source = context.runs.space.conditions.sources.by_id.get(atoms[0].names[0])
    if source is None:
        return None
    if source.kind == "known":
        values = [list(v) if isinstance(v, tuple) else v for v in source.values]
        if source.name:
            return Why(
                f"{listed([source.output])} of {listed([source.name])} is " + listed_values(values)
            )
        return Why(f"it is always {listed_values(values)} there")
    site = context.flow.contract_input(source.name) if source.kind == "input" else None
    return None if site is None else _why(atoms[0], source, site)


def why_quoted(tree: Expr, node: NodeSite) -> Why | None:
    """What makes a condition constant that compares the quoted name of an input; None else."""
    if not isinstance(tree, Binary) or tree.operator not in ("==", "!="):
        return None
    for side in (tree.left, tree.right):
        text = side.value if isinstance(side, Constant) else None
        if isinstance(text, str) and (asked := next(iter(node.inputs.named(text)), None)):
            hint = f"write {listed([text])} without quotes to ask about the input"
            return Why(hint, (See(f"the input {listed([text])}", asked.pointer),))
    return None


def _why(atom: Atom, source: Source, site: InputSite) -> Why | None:
    name = listed([site.name])
    constants = [one for one in atom.shape.constants if isinstance(one, str | int | float)]
    if None in atom.shape.constants or any(one == "" for one in constants):
        return Why(
            f"{name} is given in every run", (See(f"{name} is declared here", site.pointer),)
        )
    allowed = [value for value in choices(site.raw) or () if is_defined(value)]
    if site.is_array and atom.shape.kind == "equals" and constants:
        at = (*site.pointer, "type")
        hint = f"{name} is a list, which {quoted(constants[0])} is not: `in` asks what a list holds"
        return Why(hint, (See(f"{name} is declared here", at),))
    if site.is_array:
        item = sought(atom.tree)
        constants = [] if item is None else [item]
    if allowed and (constants or not site.is_array):
        texts = [value for value in allowed if isinstance(value, str)]
        near = [nearest(one, texts) for one in constants if isinstance(one, str)]
        meant = next((one for one in near if one is not None), None)
        field = "options" if site.get("allowedValues") is None else "allowedValues"
        at = (*site.pointer, field)
        allows = "allows items" if site.is_array else "allows"
        told = f"{name} {allows} {listed_values(allowed, word='and')}"
        asked = told if meant is None else f"did you mean {quoted(meant)}? {told}"
        told = Hint(asked, suggestion=meant, known=allowed)
        return Why(told, (See(f"what {name} allows", at),))
    compared = atom.shape.kind in ("equals", "order")
    if compared and any(not of_type(site.type, one) for one in constants):
        at = (*site.pointer, "type")
        hint = f"{name} is {with_article(site.type)}, which {quoted(constants[0])} is not"
        if (bare := _without_quotes(constants[0], site.type)) is not None:
            hint += f": write {listed([bare])}, without quotes"
        return Why(hint, (See(f"{name} is declared here", at),))
    if compared and constants:
        for field, word, beyond in (("min", "least", le), ("max", "most", ge)):
            bound = site.get(field)
            if is_number(bound) and all(is_number(one) and beyond(one, bound) for one in constants):
                at = (*site.pointer, field)
                return Why(f"{name} is at {word} {number(bound)}", (See("its bound", at),))
    return None


def _without_quotes(constant: object, type: str) -> str | None:
    """What a text stands for where a number or boolean is compared: `3` for `'3'`."""
    if not isinstance(constant, str):
        return None
    if type == "boolean":
        return constant if constant in ("true", "false") else None
    return constant if type == "number" and _NUMBER.fullmatch(constant) else None
