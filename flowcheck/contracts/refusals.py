"""What the schema of a contract refuses of a run body, as jsonschema finds it, by input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flowcheck.contracts.body_schema import contract_schema
from flowcheck.contracts.contract import Contract
from flowcheck.contracts.literals import Misfit, misfits_at
from flowcheck.contracts.value_schema import NONE
from flowcheck.dataclass import dataclass, field
from flowcheck.findings import Pointer
from flowcheck.wire.values import is_defined, scalar_key

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

Keywords = dict[Pointer, set[str]]
"""Place inside a value → the keywords of the schema that refuse what is there."""


@dataclass(frozen=True)
class Refusals:
    """unknown: keys that are no input. missing: inputs that must be given and are not; of an
    either/or group that is missing all, whichever of them asks. values: input name → why its value
    does not fit."""

    unknown: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    values: Mapping[str, list[Misfit]] = field(default_factory=dict)


class BodySchema:
    """The schema of a contract, for many bodies."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def refusals(self, body: Any) -> Refusals:
        """Hold a body against the schema. One that is no object has no inputs to tell of."""
        if not isinstance(body, dict):
            return Refusals()
        schema = self._schema
        missing: set[str] = set()
        values: dict[str, Keywords] = {}
        unknown: set[str] = set()
        for error in self._validator.iter_errors(body):
            keyword, *rest = error.schema_path
            if keyword == "additionalProperties":
                unknown.update(body.keys() - schema["properties"].keys())
            elif keyword == "required":
                missing.update(name for name in schema["required"] if name not in body)
            elif keyword == "allOf":
                missing.update(_asked_by(schema["allOf"][rest[0]]))
            else:
                name = str(rest[0])
                if is_defined(body[name]):
                    for place, why in _places(error):
                        values.setdefault(name, {}).setdefault(place, set()).add(why)
                else:
                    missing.add(name)
        told = {}
        for name in filter(values.__contains__, body):
            places = {place: values[name][place] for place in sorted(values[name], key=_index)}
            told[name] = list(misfits_at(self._contract.inputs[name].raw, body[name], places))
        return Refusals(frozenset(unknown), frozenset(missing), told)

    @cached_property
    def _schema(self) -> dict[str, Any]:
        return contract_schema(self._contract)

    @cached_property
    def _validator(self) -> Validator:
        return _validator_class()(self._schema)


def _index(place: Pointer) -> list[int]:
    """For sorting: the whole value, then its items."""
    return [int(step) for step in place]


def _asked_by(rule: dict[str, Any]) -> Iterator[str]:
    """The inputs that a rule of the schema asks for."""
    for given in rule.get("anyOf") or [rule["then"]]:
        yield from given["required"]


def _places(error: ValidationError) -> Iterator[tuple[Pointer, str]]:
    """Where inside an input's value an error lies, and the keyword. A schema beside the one of
    what counts as not given is the one that was meant."""
    alternatives: Any = error.validator_value
    if error.validator == "anyOf" and NONE in alternatives:
        for inner in error.context or ():
            if inner.schema_path[0] == 0:
                yield from _places(inner)
    else:
        yield tuple(error.absolute_path)[1:], str(error.validator)


def _validator_class() -> type[Validator]:
    """jsonschema's own, with two keywords: `enum` that looks its values up, and the bound that
    Scenario is known not to enforce."""
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    keys: dict[int, tuple[Any, frozenset[Any]]] = {}

    def enum(_: Validator, allowed: list[Any], value: Any, __: Any) -> Iterable[ValidationError]:
        known = keys.get(id(allowed))
        if known is None or known[0] is not allowed:
            known = keys[id(allowed)] = (allowed, frozenset(map(scalar_key, allowed)))
        key = scalar_key(value)
        if key not in known[1] or (key is None and value not in allowed):
            yield ValidationError("is not one of the values")

    def loose_min(_: Validator, low: Any, value: Any, __: Any) -> Iterable[ValidationError]:
        if (scalar_key(value) or ("",))[0] == "number" and value < low:
            yield ValidationError("is below the bound")

    ours = {"enum": enum, "x-scenario-min": loose_min}
    extended: type[Validator] = extend(Draft202012Validator, ours)  # type: ignore[no-untyped-call]
    return extended
