"""Runs in words: the sentence a message shows."""

from __future__ import annotations

from collections.abc import Iterator

from flowcheck.findings import Witness
from flowcheck.wording import listed, quoted

_MOST = 6  # decisions a sentence tells; the report has all of them
_BRANCHES = 3  # branches it tells beside them


def sentence(witness: Witness) -> str:
    """What a run decides, to follow "when": "`image` is not given and `mode` is `"best"` (`router`
    takes `2`)"; empty when nothing has to be decided for the fault to show. Conditions whose branch
    is told are not."""
    told = {a["node"] for a in witness.answers if "condition" in a} & witness.branches.keys()
    parts = list(_decisions(witness, told))
    parts += [_branch(node, value) for node, value in witness.branches.items() if node in told]
    if len(parts) > _MOST:
        parts = [*parts[: _MOST - 1], f"{len(parts) - _MOST + 1} more decisions go one way"]
    text = "".join(parts) if len(parts) < 2 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    branches = [_branch(n, value) for n, value in witness.branches.items() if n not in told]
    if not parts or not branches:
        return text
    if len(branches) > _BRANCHES:
        branches = [*branches[:_BRANCHES], "…"]
    return f"{text} ({', '.join(branches)})"


def _decisions(witness: Witness, told: set[str]) -> Iterator[str]:
    if witness.absent:
        verb = "is" if len(witness.absent) == 1 else "are"
        yield f"{listed(witness.absent, word='and')} {verb} not given"
    if witness.given:
        verb = "is" if len(witness.given) == 1 else "are"
        yield f"{listed(witness.given, word='and')} {verb} given"
    for name, value in witness.values.items():
        yield f"{listed([name])} is {quoted(value)}"
    for answer in witness.answers:
        node = listed([answer["node"]])
        if "is" in answer:
            output = "" if answer["output"] == "all" else f" as {listed([answer['output']])}"
            yield f"{node} gives {quoted(answer['is'])}{output}"
        elif answer["node"] not in told:
            holds = "holds" if answer["holds"] else "does not hold"
            yield f"{listed([answer['condition']])} {holds} in {node}"


def _branch(node: str, value: str | None) -> str:
    return f"{listed([node])} takes {'no branch' if value is None else listed([value])}"
