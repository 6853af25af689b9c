"""The cases of an if/else node: which can be taken, and which ask what an earlier one asked."""

from __future__ import annotations

from typing import Any

from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer
from flowcheck.graph.sites import NodeSite


@dataclass(frozen=True, slots=True)
class Case:
    """A usable case: neither its condition nor its value is blank.

    repeats: the earliest usable case that asks the same question; as the first case that holds
    wins (certain), this one is never taken then."""

    pointer: Pointer
    condition: str
    value: str
    repeats: Case | None


def has_no_default(node: NodeSite) -> bool:
    """Whether an if/else node with cases has no default, or a blank one (FC306)."""
    return node.is_logic and bool(node.cases) and node.surely_lacks("logic", "default")


def blank_parts(node: NodeSite, pointer: Pointer, case: dict[str, Any]) -> list[str]:
    """Which of a case's `condition` and `value` are blank as written (FC304); what is missing or
    of a wrong type, and so cleared, is not."""
    at = pointer[len(node.pointer) :]
    return [
        part
        for part in ("condition", "value")
        if not case[part].strip() and not node.faulty(*at, part)
    ]


def usable_cases(node: NodeSite) -> list[Case]:
    """The cases that a run of the if/else node looks at, in order; Scenario drops the others
    (observed). The conditions of a node with several are parsed."""
    read = [
        (pointer, case["condition"], case["value"])
        for pointer, case in node.cases
        if case["condition"].strip() and case["value"].strip()
    ]
    if len(read) < 2:
        return [Case(*one, None) for one in read]
    names = frozenset(site.name for site in node.every_input)
    first: dict[str, Case] = {}
    found = []
    for pointer, condition, value in read:
        asked = question(condition, names)
        earlier = None if asked is None else first.get(asked)
        case = Case(pointer, condition, value, earlier)
        if asked is not None:
            first.setdefault(asked, case)
        found.append(case)
    return found


def question(condition: str, names: frozenset[str]) -> str | None:
    """A spelling that two conditions of a node share when they ask the same; None when asking
    again may get another answer. names: those of its inputs; plain words among which none of them
    is are a literal, and no expression."""
    from flowcheck.expressions.atoms import Atom, steps_of
    from flowcheck.expressions.parse import parse
    from flowcheck.expressions.spelling import normalised
    from flowcheck.expressions.tree import Constant, walk
    from flowcheck.expressions.words import is_bare_word

    if is_bare_word(condition, names):
        return condition.strip()
    tree = parse(condition).tree
    if tree is None or any(isinstance(p, Constant) and not p.known for p in walk(tree)):
        return normalised(condition)
    steps = steps_of(tree, {})
    if any(isinstance(step, Atom) and step.random for step in steps):
        return None
    return "\n".join(step.text if isinstance(step, Atom) else step for step in steps)
