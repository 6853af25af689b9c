"""FC303–FC306: the cases and the default of an if/else node."""

from __future__ import annotations

from collections.abc import Iterator

from flowcheck.context import Context
from flowcheck.findings import Finding, Pointer, See, Severity
from flowcheck.graph.cases import blank_parts, has_no_default, usable_cases
from flowcheck.graph.sites import NodeSite
from flowcheck.rules.registry import rule
from flowcheck.wording import listed, quoted


def has_no_cases(node: NodeSite) -> bool:
    """Whether an if/else node has no case at all: FC303, and nothing else about its branches."""
    return node.is_logic and node.surely_lacks("logic", "cases")


@rule("FC303", "logic-without-cases", Severity.WARNING, on=NodeSite, types=("logic",))
def logic_without_cases(node: NodeSite, context: Context) -> Iterator[Finding]:
    """An if/else node has no case, so it always takes its default.

    Why: the first case that matches wins, and the default when none does (certain). Scenario's
    compiler leaves `cases` out when no case is usable (observed).

    Bad:

        {"id": "router", "type": "logic", "logicType": "if-else", "logic": {"default": "1"}}

    Good:

        {"id": "router", "type": "logic", "logicType": "if-else", "logic": {
          "cases": [{"condition": "mode == 'fast'", "value": "2"}], "default": "1"}}
    """
    if not has_no_cases(node):
        return
    place = node.pointer
    if node.get("logic") is not None:
        place = (*place, "logic")
        if node.logic.get("cases") is not None:
            place = (*place, "cases")
    default = node.logic.get("default")
    result = f"always takes its default `{default}`" if default else "never chooses anything"
    yield Finding(
        place,
        f"if/else node `{node.id}` has no cases: it {result}",
        hint="add a case with `condition` and `value`",
        args={"id": node.id},
    )


@rule("FC304", "incomplete-case", Severity.ERROR, on=NodeSite, having=("logic",))
def incomplete_case(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A case of an if/else node has a blank `condition` or a blank `value`.

    Why: both are required of a case (certain). A blank condition can not be decided, and no
    reader can wait for a blank value.

    Bad:

        {"condition": "", "value": "2"}

    Good:

        {"condition": "mode == 'fast'", "value": "2"}
    """
    if not node.is_logic:
        return
    for pointer, case in node.cases:
        blank = blank_parts(node, pointer, case)
        if blank:
            yield Finding(
                (*pointer, blank[0]) if len(blank) == 1 else pointer,
                f"a case of `{node.id}` has a blank {' and a blank '.join(_ticked(blank))}",
                hint="fill it in, or remove the case",
                args={"blank": blank},
            )


def _ticked(names: list[str]) -> list[str]:
    return [f"`{name}`" for name in names]


@rule("FC305", "duplicate-condition", Severity.WARNING, on=NodeSite, having=("logic",))
def duplicate_condition(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A case asks what an earlier one asks, so it never matches.

    Why: the first case that matches wins (certain). The same question may be spelled otherwise:
    sides swapped, in parentheses, `in ['fast']` for `== 'fast'`.

    Bad:

        "cases": [
          {"condition": "mode == 'fast'", "value": "2"},
          {"condition": "'fast' == mode", "value": "3"}
        ]

    Good:

        "cases": [
          {"condition": "mode == 'fast'", "value": "2"},
          {"condition": "mode == 'slow'", "value": "3"}
        ]
    """
    if not node.is_logic or len(node.cases) < 2:
        return
    for pointer, value, earlier, alike in _repeated(node, context):
        same = "the same condition stands" if alike else "the same is asked"
        yield Finding(
            (*pointer, "condition"),
            f"{same} in an earlier case of `{node.id}`: this case never matches",
            related=(See("the earlier case", (*earlier, "condition")),),
            args={"value": value},
        )


def _repeated(node: NodeSite, context: Context) -> Iterator[tuple[Pointer, str, Pointer, bool]]:
    """The cases that ask what an earlier one asks: where they stand, their value, the earlier one,
    and whether both are spelled alike."""
    from flowcheck.expressions.spelling import normalised

    cases = usable_cases(node)
    told = {case.pointer for case in cases if case.repeats is not None}
    for case in cases:
        if case.repeats is not None:
            alike = normalised(case.condition) == normalised(case.repeats.condition)
            yield case.pointer, case.value, case.repeats.pointer, alike
    verdict = context.runs.router(node)
    for dead in verdict.dead if verdict is not None else ():
        if dead.fault == "repeats" and dead.question.pointer not in told:
            yield dead.question.pointer, dead.question.value, dead.by[0].pointer, False


@rule("FC306", "missing-default", Severity.WARNING, on=NodeSite, having=("logic",))
def missing_default(node: NodeSite, context: Context) -> Iterator[Finding]:
    """An if/else node has cases but no default: when none matches, nothing is chosen.

    Why: `logic.default` is the result when no case matches (certain); without it every reader
    that waits for a branch is skipped. Nothing is said where in every run some case matches,
    such as one for each allowed value, nor beside an incomplete case (FC104, FC304), which may
    be the one that is missing; nor where what the node waits for has an error of its own; nor in a
    job, where the node has chosen or the allowed values are not known.

    Bad:

        "logic": {"cases": [{"condition": "mode == 'fast'", "value": "2"}]}

    Good:

        "logic": {"cases": [{"condition": "mode == 'fast'", "value": "2"}], "default": "1"}
    """
    if not has_no_default(node) or len(usable_cases(node)) < len(node.cases):
        return
    if context.flow.is_job and (node.get("status") == "success" or _reads_contract(node)):
        return
    verdict = context.runs.router(node)
    if verdict is not None and verdict.falls_through:
        from flowcheck.rules.branches import values_of

        blank = node.logic.get("default") is not None
        values = values_of(node, context)
        meant = None if values is None else values.stand_in
        yield Finding(
            (*node.pointer, "logic", *(("default",) if blank else ())),
            f"if/else node `{node.id}` has "
            + ("a blank `default`" if blank else "no `default`")
            + ": nothing is chosen when no case matches",
            hint=None
            if meant is None
            else f"a reader waits for {listed([meant])}: if it is meant, write "
            + listed([f'"default": {quoted(meant)[1:-1]}']),
            args={"id": node.id},
        )


def _reads_contract(node: NodeSite) -> bool:
    return any(site.ref is not None and site.ref.from_contract for site in node.inputs)
