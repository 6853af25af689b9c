"""Runs in words: the sentence a message shows."""

from __future__ import annotations

from flowcheck.findings import Witness
from flowcheck.wording import listed, quoted

_MOST = 6  # decisions a sentence tells; the report has all of them


def sentence(witness: Witness) -> str:
    """What a run decides, to follow "when": "`image` is not given and `router` takes `fast`";
    empty when nothing has to be decided for the fault to show."""
    parts: list[str] = []
    if witness.absent:
        verb = "is" if len(witness.absent) == 1 else "are"
        parts.append(f"{listed(witness.absent, word='and')} {verb} not given")
    if witness.given:
        verb = "is" if len(witness.given) == 1 else "are"
        parts.append(f"{listed(witness.given, word='and')} {verb} given")
    parts += [f"{listed([name])} is {quoted(value)}" for name, value in witness.values.items()]
    for name, value in witness.branches.items():
        taken = "takes no branch" if value is None else f"takes {listed([value])}"
        parts.append(f"{listed([name])} {taken}")
    if len(parts) > _MOST:
        parts = [*parts[: _MOST - 1], f"{len(parts) - _MOST + 1} more decisions go one way"]
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
