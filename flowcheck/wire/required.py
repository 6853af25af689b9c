"""The one normal form of an input's `required`, whatever generation or spelling it came in.

Absent, null and `{}` mean optional; a bare bool is a normalised schema's `always` (observed).
`always`, `ifDefined`, `ifNotDefined` and `conditional` are documented (certain), as is the older
`conditionalValues`, whose inside is not: several readings of it are accepted. `when` occurs in
real records (observed). Each may be spelled in snake_case. What cannot be read is a `Fault` and
makes no claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from flowcheck.findings import Pointer, Severity
from flowcheck.nearest import nearest
from flowcheck.wire.spelling import canonical
from flowcheck.wire.vocabulary import OPERATORS
from flowcheck.wording import a_type

JsonValue = Any
"""A decoded JSON value."""
Operator = Literal["and", "or"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One sibling of a value rule: met when its value is (negated: is not) among `values`.

    `values` holds no nulls and may be empty; `places` says where each stands. pointer: the
    sibling's member in the rule."""

    sibling: str
    values: tuple[JsonValue, ...]
    negated: bool
    pointer: Pointer
    places: tuple[Pointer, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueRule:
    """Required when siblings have certain values; `operator` joins the conditions (default and).

    spelling: the field it stands in, `conditional`, `conditionalValues` or `when`."""

    spelling: str
    operator: Operator
    conditions: tuple[Condition, ...]
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class Named:
    """A sibling that `ifDefined` or `ifNotDefined` names; pointer: its member in the rule."""

    sibling: str
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of `required` that has none of the known shapes.

    kind: `shape` (the whole value), `rule` (an unknown rule or field of one), `inside` (a known
    rule with the wrong inside). at_key: the key is at fault, not the value."""

    kind: Literal["shape", "rule", "inside"]
    message: str
    hint: str | None
    pointer: Pointer
    severity: Severity
    at_key: bool
    args: dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Requirement:
    """When an input must be given: when any of its rules fires.

    `if_defined`: some named sibling is defined. `if_not_defined`: none of those named is.
    `value_rules`: any of them holds. Rules with a fault are left out: they claim nothing."""

    always: bool = False
    if_defined: tuple[Named, ...] = ()
    if_not_defined: tuple[Named, ...] = ()
    value_rules: tuple[ValueRule, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether no rule can ever require the input."""
        return not (self.always or self.if_defined or self.if_not_defined or self.value_rules)

    @property
    def mentions(self) -> Iterator[tuple[str, str, Pointer]]:
        """Every sibling the rules name: the rule's field, the name, the place that names it."""
        for named in self.if_defined:
            yield "ifDefined", named.sibling, named.pointer
        for named in self.if_not_defined:
            yield "ifNotDefined", named.sibling, named.pointer
        for value_rule in self.value_rules:
            for condition in value_rule.conditions:
                yield value_rule.spelling, condition.sibling, condition.pointer


OPTIONAL: Final = Requirement()
ALWAYS: Final = Requirement(always=True)
RULE_KINDS: Final = (
    "always",
    "ifDefined",
    "ifNotDefined",
    "conditional",
    "conditionalValues",
    "when",
)
_IN: Final = frozenset({"in", "equals", "eq", "=="})
_NOT_IN: Final = frozenset({"notIn", "not_in", "notEquals", "not_equals", "ne", "!="})
_VALUE_KEYS: Final = ("values", "value", "allowedValues")
_CONDITIONAL_FIELDS: Final = ("values", "operator")


def requirement(raw: object, pointer: Pointer) -> Requirement:
    """The rules in `raw`, the value of a `required` that stands at `pointer`."""
    if raw is None or raw is False:
        return OPTIONAL
    if raw is True:
        return ALWAYS
    if not isinstance(raw, dict):
        return Requirement(faults=(_shape_fault(raw, pointer),))
    if len(raw) == 1 and isinstance(raw.get("always"), bool):  # by far the most common
        return ALWAYS if raw["always"] else OPTIONAL
    return _Reader(pointer).read(canonical(raw)) if raw else OPTIONAL


def same_json(a: JsonValue, b: JsonValue) -> bool:
    """JSON equality: `true` is not 1, 1 equals 1.0, arrays and objects compare deeply."""
    pairs = [(a, b)]
    while pairs:
        left, right = pairs.pop()
        if isinstance(left, bool) or isinstance(right, bool):
            if left is not right:
                return False
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            pairs += zip(left, right, strict=True)
        elif isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            pairs += [(value, right[key]) for key, value in left.items()]
        elif left != right:
            return False
    return True


def is_defined(value: JsonValue) -> bool:
    """Whether a value counts as given: not null, no blank string, not `[]`; `false` and 0 count.
    (observed)"""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != []


def _shape_fault(raw: object, pointer: Pointer) -> Fault:
    hint = "use `true`, or rules such as `always`, `ifDefined`, `ifNotDefined`, `conditional`"
    if isinstance(raw, str) and raw in ("true", "false"):
        hint = f"did you mean `{raw}` without quotes?"
    return Fault(
        kind="shape",
        message=f"`required` is {a_type(raw)}, where an object of rules or a boolean is meant",
        hint=hint,
        pointer=pointer,
        severity=Severity.ERROR,
        at_key=False,
        args={},
    )


class _Reader:
    """Reads one `required` object and collects its faults."""

    def __init__(self, pointer: Pointer) -> None:
        self.pointer = pointer
        self.faults: list[Fault] = []

    def read(self, raw: dict[str, JsonValue]) -> Requirement:
        always = False
        named: dict[str, tuple[Named, ...]] = {}
        rules: list[ValueRule] = []
        for kind, value in raw.items():
            at = (*self.pointer, kind)
            if value is None:
                continue
            if kind == "always":
                always = self._always(value, at)
            elif kind in ("ifDefined", "ifNotDefined"):
                named[kind] = self._named(kind, value, at)
            elif kind == "conditional":
                rules += self._conditional(value, at)
            elif kind in ("conditionalValues", "when"):
                rules += self._value_rule(kind, "and", value, at, at)
            else:
                self._unknown(kind, "`required` has no rule", RULE_KINDS, at)
        return Requirement(
            always,
            named.get("ifDefined", ()),
            named.get("ifNotDefined", ()),
            tuple(rules),
            tuple(self.faults),
        )

    def _fault(
        self,
        message: str,
        at: Pointer,
        hint: str | None = None,
        severity: Severity = Severity.ERROR,
        **args: JsonValue,
    ) -> None:
        self.faults.append(Fault("inside", message, hint, at, severity, False, args))

    def _unknown(
        self,
        word: str,
        fact: str,
        known: tuple[str, ...],
        at: Pointer,
        severity: Severity = Severity.WARNING,
    ) -> None:
        match = nearest(word, known)
        names = ", ".join(f"`{name}`" for name in known)
        hint = f"known are {names}" if match is None else f"did you mean `{match}`?"
        self.faults.append(
            Fault("rule", f"{fact} `{word}`", hint, at, severity, True, {"rule": word})
        )

    def _always(self, value: JsonValue, at: Pointer) -> bool:
        if isinstance(value, bool):
            return value
        hint = None
        if value in ("true", "false"):
            hint = f"did you mean `{value}` without quotes?"
        self._fault(
            f"`always` is {a_type(value)}, where a boolean is meant", at, hint, rule="always"
        )
        return False

    def _named(self, kind: str, value: JsonValue, at: Pointer) -> tuple[Named, ...]:
        if not isinstance(value, dict):
            self._fault(
                f"`{kind}` is {a_type(value)}, where an object is meant",
                at,
                "its keys are input names, its values the message to show",
                rule=kind,
            )
            return ()
        found = []
        sound = True
        for sibling, message in value.items():
            if message is None:
                continue
            if self._is_message(kind, sibling, message, (*at, sibling)):
                found.append(Named(sibling, (*at, sibling)))
            else:
                sound = False
        # "none of them is defined" needs every name: a part of the group would claim too much
        return tuple(found) if sound or kind == "ifDefined" else ()

    def _is_message(self, kind: str, sibling: str, message: JsonValue, at: Pointer) -> bool:
        if isinstance(message, str):
            return True
        text = message.get("message") if isinstance(message, dict) else message
        if isinstance(message, dict) and (text is None or isinstance(text, str)):
            return True
        self._fault(
            f"the message for `{sibling}` in `{kind}` is {a_type(text)}, "
            "where a string or an object with a `message` is meant",
            at if text is message else (*at, "message"),
            rule=kind,
            sibling=sibling,
        )
        return False

    def _conditional(self, value: JsonValue, at: Pointer) -> list[ValueRule]:
        if not isinstance(value, dict):
            self._fault(
                f"`conditional` is {a_type(value)}, where an object with `values` is meant",
                at,
                rule="conditional",
            )
            return []
        unknown = [
            key for key, v in value.items() if v is not None and key not in _CONDITIONAL_FIELDS
        ]
        for key in unknown:
            self._unknown(
                key,
                "`conditional` has no field",
                _CONDITIONAL_FIELDS,
                (*at, key),
                Severity.ERROR if value.get("values") is None else Severity.WARNING,
            )
        operator = value.get("operator")
        if operator is not None and not isinstance(operator, str):
            self._fault(
                f"`operator` is {a_type(operator)}, where `and` or `or` is meant",
                (*at, "operator"),
                rule="conditional",
            )
            return []
        values = value.get("values")
        if values is None:
            if not unknown:
                self._fault(
                    "`conditional` has no `values`",
                    at,
                    "its keys are input names, its values those that make this input required",
                    rule="conditional",
                )
            return []
        joined: Operator = "or" if operator == "or" else "and"
        rules = self._value_rule("conditional", joined, values, (*at, "values"), at)
        # how the conditions combine is not known with an unknown word (which a rule of its own
        # reports) or with a field that may be a misspelt `operator`
        return [] if unknown or operator not in (None, *OPERATORS) else rules

    def _value_rule(
        self, spelling: str, operator: Operator, value: JsonValue, at: Pointer, rule_at: Pointer
    ) -> list[ValueRule]:
        """The rule as a list of one, or of none when something in it cannot be read."""
        if not isinstance(value, dict):
            field = at[-1]
            self._fault(
                f"`{field}` is {a_type(value)}, where an object is meant",
                at,
                "its keys are input names, its values those that make this input required",
                rule=spelling,
            )
            return []
        conditions = []
        sound = True
        for sibling, wanted in value.items():
            if wanted is None:
                continue
            condition = self._condition(spelling, sibling, wanted, (*at, sibling))
            if condition is None:
                sound = False
            else:
                conditions.append(condition)
        if not sound or not conditions:
            return []
        return [ValueRule(spelling, operator, tuple(conditions), rule_at)]

    def _condition(
        self, spelling: str, sibling: str, wanted: JsonValue, at: Pointer
    ) -> Condition | None:
        negated = False
        place = at
        if isinstance(wanted, dict):
            operation, key, values = _operation(wanted)
            negated = operation in _NOT_IN
            readable = spelling == "conditionalValues" and (negated or operation in _IN)
            if not readable or values is None or isinstance(values, dict):
                severity = Severity.ERROR if spelling == "conditional" else Severity.WARNING
                self._fault(
                    f"the values for `{sibling}` in `{spelling}` are in a form nobody documents",
                    at,
                    "list the values that make this input required",
                    severity,
                    rule=spelling,
                    sibling=sibling,
                )
                return None
            wanted, place = values, (*at, key)
        if not isinstance(wanted, list):
            return Condition(sibling, (wanted,), negated, at, (place,))
        listed = [((*place, index), value) for index, value in enumerate(wanted)]
        values = tuple(value for _, value in listed if value is not None)
        places = tuple(pointer for pointer, value in listed if value is not None)
        return Condition(sibling, values, negated, at, places)


def _operation(wanted: dict[str, JsonValue]) -> tuple[str, str, JsonValue]:
    """The operation's name, the field of its values and the values, of `conditionalValues`;
    `""` and None for what is missing."""
    fields = canonical(wanted)
    names = (fields.get("operation"), fields.get("operator"))
    name = next((name for name in names if isinstance(name, str)), "")
    key = next((key for key in _VALUE_KEYS if fields.get(key) is not None), "")
    return name, key, fields.get(key)
