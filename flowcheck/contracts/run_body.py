"""The inputs of one run, judged against the contract they must meet.

What does not fit is what the contract's JSON Schema refuses (`contracts.refusals`); why an input is
required is told by the rules of the run model (`runs.firing`), here with every value known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from flowcheck.contracts.contract import Contract, relied_on
from flowcheck.contracts.literals import Misfit
from flowcheck.dataclass import dataclass
from flowcheck.findings import Pointer
from flowcheck.graph.sites import InputSite
from flowcheck.nearest import Suggestions
from flowcheck.reading.recognise import holds_run
from flowcheck.reading.replies import wrapped
from flowcheck.wire.values import among, is_defined

if TYPE_CHECKING:
    from flowcheck.contracts.refusals import BodySchema, Refusals
    from flowcheck.runs.firing import Firing

_WRAPPERS: Final = frozenset({"body", "input", "inputs"})


def body_at(root: Any, contract: Contract) -> Pointer | None:
    """Where the run inputs stand in a decoded file: in `metadata.input` of a job record or of the
    job in a reply (certain), else the whole of it. None for a job that does not tell them."""
    if not isinstance(root, dict):
        return ()
    for at, record in (((), root), *wrapped(root, "job", several=False)):
        if (*at, "metadata")[0] in contract.inputs:
            continue
        metadata = record.get("metadata")
        if isinstance(metadata, dict) and metadata.get("input") is not None:
            return (*at, "metadata", "input")
        if holds_run(record):
            return None
    return ()


@dataclass(frozen=True, slots=True)
class Missing:
    """An input that these very values require and do not give.

    firing: the rule that requires it. group: when each of several inputs is required because none
    of the others is given, all of them, `site` the first; else empty."""

    site: InputSite
    firing: Firing
    group: tuple[InputSite, ...] = ()


@dataclass(frozen=True)
class RunBody:
    """schema: of the contract. value: what is given, an object keyed by input name unless it is
    faulty. pointer: where it stands in its file."""

    contract: Contract
    schema: BodySchema
    value: Any
    pointer: Pointer = ()

    @property
    def given(self) -> dict[str, Any]:
        """The values by name; empty when the body is no object."""
        return self.value if isinstance(self.value, dict) else {}

    def effective(self, name: str) -> Any:
        """What the run works with: the value given, else the default of a declared input; None
        for nothing."""
        value = self.given.get(name) if name in self.contract.inputs else None
        return value if is_defined(value) else self.contract.default(name)

    @cached_property
    def _refused(self) -> Refusals:
        """What the contract's schema refuses; why is worked out from the rules."""
        return self.schema.refusals(self.value)

    @cached_property
    def unknown(self) -> dict[str, str | None]:
        """Keys that are no input, each with the nearest one not given. None are named when an
        input's name cannot be read: the key may be meant for that one."""
        left = [name for name in self.contract.inputs if not is_defined(self.given.get(name))]
        keys = [key for key in self.given if key in self._refused.unknown]
        names = Suggestions(left)
        return {key: names.match(key) for key in keys}

    @cached_property
    def wrapper(self) -> str | None:
        """The only key, when it is none and what it holds looks like the body itself."""
        if len(self.unknown) == len(self.given) == 1:
            key = next(iter(self.unknown))
            inner = self.given[key]
            if key in _WRAPPERS and isinstance(inner, dict) and inner.keys() & self.contract.inputs:
                return key
        return None

    @cached_property
    def misfits(self) -> Mapping[str, list[Misfit]]:
        """Input name → why its value does not fit; inputs whose value fits are left out."""
        return self._refused.values

    def missing(self) -> Iterator[Missing]:
        """Inputs that are required here and not given, in the contract's order.

        One mistake is told once: an input that an unknown key seems to mean counts as given, and
        nothing is claimed from its value, nor from one that does not fit."""
        found = {one.site.name: one for one in self._missing()}
        for name, one in found.items():
            group = self._group(one, found)
            if not group:
                yield one
            elif group[0].name == name:
                yield Missing(one.site, one.firing, group)

    def _missing(self) -> Iterator[Missing]:
        from flowcheck.runs.circuit import TRUE, Circuit
        from flowcheck.runs.firing import firings

        if not isinstance(self.value, dict):
            return
        meant = {near for near in self.unknown.values() if near is not None}
        if self.wrapper is not None:
            meant |= self.given[self.wrapper].keys()
        unfit = {name for name, why in self.misfits.items() if any(one.sure for one in why)}
        unfit |= meant
        values, circuit = _Values(self), Circuit()
        for name, site in self.contract.inputs.items():
            if name in meant or name not in self._refused.missing:
                continue
            rules = relied_on(
                self.contract.rules(name),
                lambda sibling: sibling not in meant,
                lambda sibling: sibling not in unfit,
            )
            for firing in firings(rules, (*site.pointer, "required"), values, circuit):
                if firing.literal == TRUE:
                    yield Missing(site, firing)
                    break

    def _group(self, one: Missing, found: dict[str, Missing]) -> tuple[InputSite, ...]:
        """The inputs of an either/or group that is missing as a whole; empty for anything else."""
        names = _either_or(one)
        if len(names) < 2 or any(
            name not in found or _either_or(found[name]) != names for name in names
        ):
            return ()
        return tuple(site for name, site in self.contract.inputs.items() if name in names)


def _either_or(one: Missing) -> frozenset[str]:
    if one.firing.kind != "ifNotDefined":
        return frozenset()
    return frozenset((one.site.name, *one.firing.siblings))


class _Values:
    """The siblings of an input in a run whose values are all known (a `runs.firing.Siblings`)."""

    def __init__(self, body: RunBody) -> None:
        self.body = body

    def supplied(self, name: str) -> int | None:
        return self.known(name) if name in self.body.contract.inputs else None

    def handed(self, name: str) -> int | None:
        return self.supplied(name)

    def among(self, name: str, values: Sequence[Any]) -> int:
        effective = self.body.effective(name)
        held = is_defined(effective) and among(effective, values)
        return _literal(held)

    def known(self, name: str) -> int:
        return _literal(is_defined(self.body.effective(name)))


def _literal(holds: bool) -> int:
    from flowcheck.runs.circuit import FALSE, TRUE

    return TRUE if holds else FALSE
