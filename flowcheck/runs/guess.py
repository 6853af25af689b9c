"""A run in which a formula holds, where a glance is enough to find one.

Most questions about large flows are of this sort: a node runs when an input has one value. What a
glance does not settle is asked properly."""

from __future__ import annotations

from flowcheck.dataclass import dataclass, field
from flowcheck.runs.circuit import FALSE, TRUE, Circuit, Literal
from flowcheck.runs.decisions import Decision, DecisionKind, Decisions

_PARTS = 200  # parts of a formula that are looked at
_LEFT_OUT = 1  # the option of a workflow input that is not given


@dataclass(slots=True)
class _Wish:
    """What is wanted of one decision: an option, or one between `least` and `most`, not of `not_`.
    prefers_first: whether the first option is taken where it will do, and not the last."""

    exactly: int | None = None
    least: int = 0
    most: int | None = None
    not_: set[int] = field(default_factory=set)
    prefers_first: bool = False

    def option(self, width: int) -> int | None:
        """An option that will do, the last one if it does; None when there is none."""
        if self.exactly is not None:
            return self.exactly if self._fits(self.exactly) else None
        if self.prefers_first and self._fits(0):
            return 0
        last = width - 1 if self.most is None else min(self.most, width - 1)
        tried = range(last, max(self.least - 1, last - len(self.not_) - 1), -1)
        return next((index for index in tried if self._fits(index)), None)

    def _fits(self, index: int) -> bool:
        within = self.least <= index and (self.most is None or index <= self.most)
        return within and index not in self.not_


def guess(circuit: Circuit, decisions: Decisions, literal: Literal) -> dict[Decision, int] | None:
    """Options of some decisions that make the literal true while every workflow input is given,
    which is always accepted; None when there are none at first sight."""
    wishes: dict[Decision, _Wish] = {}
    waiting = [literal]
    looked_at = 0
    while waiting:
        part = waiting.pop()
        looked_at += 1
        if part == FALSE or looked_at > _PARTS:
            return None
        if part == TRUE:
            continue
        number = abs(part)
        found = decisions.marks.get(number)
        if found is not None:
            decision, index, rest = found
            given = decision.kind is DecisionKind.GIVEN
            wish = wishes.setdefault(decision, _Wish(prefers_first=given))
            if rest:  # none of the options before that index
                if part > 0:
                    wish.least = max(wish.least, index)
                else:
                    wish.most = index - 1 if wish.most is None else min(wish.most, index - 1)
            elif part > 0 and wish.exactly not in (None, index):
                return None
            elif part > 0:
                wish.exactly = index
            else:
                wish.not_.add(index)
            continue
        parts = circuit.parts[number]
        if parts is None:
            return None
        if part > 0:
            waiting += parts
        else:  # one of them must be false: the one that is decided most simply
            marked = [p for p in parts if abs(p) in decisions.marks]
            waiting.append(-(marked or sorted(parts, key=abs))[0])
    taken: dict[Decision, int] = {}
    for decision, wish in wishes.items():
        option = wish.option(decision.width)
        if option is None or (decision.kind is DecisionKind.GIVEN and option == _LEFT_OUT):
            return None
        taken[decision] = option
    return taken
