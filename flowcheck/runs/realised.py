"""A value for "another one" of which everything is true that an example says about it.

Where an example holds for one of the values nobody looks for, with answers about it (what it
begins with, how long it is), a value is sought that gives those answers: whoever tries it sees the
fault."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING, Any, Final

from flowcheck.expressions.atoms import Atom, answer
from flowcheck.expressions.evaluate import FAILS, Result, binding
from flowcheck.expressions.tree import Binary, Constant, Name, walk
from flowcheck.runs.answers import Test
from flowcheck.runs.decisions import Decision, DecisionKind
from flowcheck.runs.domains import Asked
from flowcheck.runs.lengths import fits
from flowcheck.runs.run_bits import RunBits
from flowcheck.runs.sources import Source
from flowcheck.wire.values import among, is_defined

if TYPE_CHECKING:
    from flowcheck.runs.replay import Played
    from flowcheck.runs.space import RunSpace
    from flowcheck.runs.witness import Example

_TRIED: Final = 400  # values that are tried for one source
_VARIANTS: Final = 12
_TEXTS: Final = 6  # asked texts they are made of
_LONGEST: Final = 4096
_FILLERS: Final = "xzq~"


def realised(space: RunSpace, example: Example, played: Played) -> dict[Decision, Any]:
    """Decisions of an example for another value than the known ones, each with such a value."""
    answered: dict[str, list[Decision]] = {}
    for decision in example.taken:
        if isinstance(decision.of, Test) and len(decision.of.sources) == 1:
            (id,) = decision.of.sources
            answered.setdefault(id, []).append(decision)
    found: dict[Decision, Any] = {}
    for id, answers in answered.items():
        source = space.conditions.sources.by_id.get(id)
        decided = None if source is None else _decision(space, source)
        if source is None or decided is None or decided.domain is not None:
            continue
        if example.taken.get(decided, -1) < len(decided.options):
            continue
        value = _value(space, example, played, decided, source, answers)
        if value is not None:
            found[decided] = value
    _compared(space, example, played, found, answered.keys())
    return found


def is_realised(space: RunSpace, example: Example, played: Played, id: str) -> bool:
    """Whether some value of a source is found that gives all that an example answers about it."""
    source = space.conditions.sources.by_id.get(id)
    decided = None if source is None else _decision(space, source)
    if source is None or decided is None:
        return False
    answers = [
        decision
        for decision in example.taken
        if isinstance(decision.of, Test) and decision.of.sources == {id}
    ]
    return _value(space, example, played, decided, source, answers) is not None


def _compared(
    space: RunSpace,
    example: Example,
    played: Played,
    found: dict[Decision, Any],
    answered: Collection[str],
) -> None:
    """Add what makes two values equal, or unlike, where the example says that they are. Those in
    `found`, and sources that other tests were answered about, stay as they are."""
    sources = space.conditions.sources
    pairs = {
        decision.of.sources: decision
        for decision in example.taken
        if isinstance(decision.of, Test) and len(decision.of.sources) == 2
    }
    if not pairs:
        return
    bits = RunBits(space.decisions, example.run)
    for id in played.taken:
        for place, question in enumerate(space.conditions.questions[id]):
            for at, step in enumerate(question.steps or ()):
                if not isinstance(step, Atom) or not _is_comparison(step):
                    continue
                if frozenset(map(sources.given, step.names)) not in pairs:
                    continue
                equal, _ = space.conditions.truth_of(f"{id} {place} {at}", step, empty=False)
                asked = [sources.by_id[sources.given(name)] for name in step.names]
                wanted = space.circuit.holds(equal, bits)
                _set_apart(space, example, found, asked, answered, equal=wanted)


def _is_comparison(atom: Atom) -> bool:
    match atom.tree:
        case Binary(operator="==", left=Name(), right=Name()):
            return len(atom.names) == 2
    return False


def _set_apart(
    space: RunSpace,
    example: Example,
    found: dict[Decision, Any],
    asked: Sequence[Source],
    answered: Collection[str],
    *,
    equal: bool,
) -> None:
    held: list[tuple[Source, Decision, Any]] = []
    for source in asked:
        decision = _decision(space, source)
        if decision is None or decision not in example.taken:
            return
        option = decision.option(example.taken[decision]).value
        held.append((source, decision, found.get(decision, option)))
    first, second = held
    if among(first[2], [second[2]]) is equal:
        return
    for (source, decision, _), (_, _, beside) in ((second, first), (first, second)):
        known = decision.domain is not None or example.taken[decision] < len(decision.options)
        if known or decision in found or source.id in answered:
            continue
        site = space.contract.sites.get(source.name) if source.kind == "input" else None
        ways = [decision.variant(decision.sample, count) for count in range(2, _VARIANTS)]
        for value in [beside] if equal else ways:
            if (
                among(value, [beside]) is equal
                and not among(value, decision.options)
                and (site is None or fits(site, value))
            ):
                found[decision] = value
                return


def _decision(space: RunSpace, source: Source) -> Decision | None:
    """The decision on the value of a source that an example can name."""
    every = space.decisions.all
    if source.kind == "input":
        return every.get((DecisionKind.VALUE, source.name))
    return every.get((DecisionKind.ANSWER, source.given)) if source.name else None


def _value(
    space: RunSpace,
    example: Example,
    played: Played,
    decision: Decision,
    source: Source,
    answers: Iterable[Decision],
) -> Any:
    wanted = _expected(space, example, played, source, answers)
    if wanted is None:
        return None
    asked = space.conditions.asked.get(source.given, Asked())
    site = space.contract.sites.get(source.name) if source.kind == "input" else None
    named = [
        part.value
        for atom, _ in wanted
        for part in walk(atom.tree)
        if isinstance(part, Constant) and isinstance(part.value, str)
    ]
    for value in islice(_candidates(asked, named, source.sort, decision.sample), _TRIED):
        bound = binding(value)
        if (
            is_defined(value)
            and not among(value, decision.options)
            and (site is None or fits(site, value))
            and all(answer(atom, dict.fromkeys(atom.names, bound)) == one for atom, one in wanted)
        ):
            return value
    return None


def _expected(
    space: RunSpace,
    example: Example,
    played: Played,
    source: Source,
    answers: Iterable[Decision],
) -> list[tuple[Atom, Result]] | None:
    """The tests of a source that hang on the answers, with what they come to in the example; None
    when nodes that run in it ask nothing of which one of the answers decides."""
    conditions, circuit = space.conditions, space.circuit
    bits = RunBits(space.decisions, example.run)
    left = {bit: decision for decision in answers for bit in decision.bits}
    unasked = set(left.values())
    found: dict[str, tuple[Atom, Result]] = {}
    for id in played.taken:
        for place, question in enumerate(conditions.questions[id]):
            for at, step in enumerate(question.steps or ()):
                if not isinstance(step, Atom) or step.text in found:
                    continue
                if {conditions.sources.given(name) for name in step.names} != {source.given}:
                    continue
                must, may = conditions.truth_of(f"{id} {place} {at}", step, empty=False)
                decided = {left[bit] for bit in circuit.cone([must]) or () if bit in left}
                if decided:
                    unasked -= decided
                    fails = not circuit.holds(must, bits) and circuit.holds(may, bits)
                    found[step.text] = step, FAILS if fails else circuit.holds(must, bits)
    return None if unasked else list(found.values())


def _candidates(asked: Asked, named: Iterable[str], sort: str, sample: Any) -> Iterator[Any]:
    """Values that may give the answers, the plainest first. named: texts in what is asked."""
    sizes = {int(size) + more for size in asked.sizes for more in (-1, 0, 1)}
    lengths = sorted(size for size in sizes if 0 < size <= _LONGEST)
    if sort == "array":
        yield sample
        yield from (list(sample[:1]) * length for length in lengths)
        return
    if sort != "text":
        return
    texts = sorted({*asked.texts, *named})[:_TEXTS]
    filler = next((one for one in _FILLERS if not any(one in text for text in texts)), "x")
    plain = [sample, *texts]
    yield sample
    for text in texts:
        yield from (text + filler, filler + text, filler + text + filler)
        yield from (f" {text} ", text.swapcase())
    starts = ["", *sorted(asked.prefixes)[:_TEXTS]]
    ends = ["", *sorted(asked.suffixes)[:_TEXTS]]
    mixed = islice(product(starts, ("", *texts), ends), _TRIED // 2)
    whole = [filler.join(filter(None, parts)) for parts in mixed]
    for length in lengths:
        yield from (text.ljust(length, filler) for text in plain if len(text) <= length)
        yield from (text.rjust(length, filler) for text in plain if len(text) <= length)
        yield filler * length
    yield from (text for text in whole if text not in texts)
    yield from (f"{filler}{text}{filler}" for text in whole)
    for length in lengths:
        yield from (text.replace(filler, filler * (length - len(text) + 1), 1) for text in whole)
    yield from texts  # which may well be what another source is compared with
