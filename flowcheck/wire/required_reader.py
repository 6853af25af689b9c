"""Reads an input's `required` into its normal form, and collects what cannot be read.

The forms themselves, and how sure each is, are described in `wire.required`."""

from __future__ import annotations

from typing import Final

from flowcheck.findings import Pointer, Severity
from flowcheck.hints import Hint
from flowcheck.nearest import nearest
from flowcheck.wire.required import (
    ALWAYS,
    OPTIONAL,
    Condition,
    Fault,
    JsonValue,
    Named,
    Operator,
    Requirement,
    ValueRule,
)
from flowcheck.wire.spelling import canonical
from flowcheck.wire.vocabulary import OPERATORS
from flowcheck.wording import a_type

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
        hint = Hint(f"known are {names}", known=known) if match is None else Hint.meant(match)
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
