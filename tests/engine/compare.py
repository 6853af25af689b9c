"""flowcheck's reading of expressions beside the engine's.

`python -m tests.engine 100000` asks the engine anew and prints what differs; `--record` writes the
answers that the tests compare with where node is missing (`answers.jsonl`)."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from flowcheck.expressions.check import check
from flowcheck.expressions.fold import constant
from flowcheck.expressions.functions import unknown_functions
from flowcheck.expressions.names import variables
from flowcheck.expressions.parse import parse
from flowcheck.expressions.tree import Expr
from flowcheck.expressions.values import Failed, Known, TypeName, Value
from tests.engine.generate import OPTIONAL, VARIABLES, Writer, bindings, soup

BINDINGS = 30
"""Values each expression is tried on: what fails for all of them is taken to fail always."""
OF_VALUES = ("index_out_of", "no_such_key", "_conversion_error", "_by_zero", "numeric_overflow")
"""Errors that hang on what a value is rather than on its type: nobody can know them before."""


def questions(seed: int, count: int, tries: int = BINDINGS) -> list[dict[str, Any]]:
    """`count` different expressions, each with values to try it on."""
    random = Random(seed)
    writer = Writer(random)
    found: dict[str, dict[str, Any]] = {}
    while len(found) < count:
        text = soup(random) if random.random() < 0.2 else writer.expression()
        found.setdefault(
            text, {"expression": text, "bindings": [bindings(random) for _ in range(tries)]}
        )
    return list(found.values())


@dataclass(slots=True)
class Comparison:
    """counts: how many expressions parse, fail, …; differences: kind → what was found."""

    counts: Counter[str] = field(default_factory=Counter)
    differences: dict[str, list[str]] = field(default_factory=dict)

    def differs(self, kind: str, *what: object) -> None:
        self.differences.setdefault(kind, []).append(" | ".join(map(str, what)))


def compare(asked: Iterable[dict[str, Any]], answered: Iterable[dict[str, Any]]) -> Comparison:
    """All differences between the engine's answers and ours."""
    seen = Comparison()
    for question, answer in zip(asked, answered, strict=True):
        text = question["expression"]
        parsed = parse(text)
        refused = "parse" in answer and answer["parse"]["code"] != "invalid_macro_argument"
        if refused or parsed.tree is None:
            seen.counts["not CEL"] += 1
            if not refused or parsed.error is None:
                seen.differs("parse", text, answer, parsed.error)
            continue
        _judged(text, parsed.tree, question["bindings"], answer, seen)
    return seen


def _judged(
    text: str, tree: Expr, tries: Sequence[dict[str, Any]], answer: dict[str, Any], seen: Comparison
) -> None:
    found = check(tree, VARIABLES, optional=OPTIONAL)
    unknown = unknown_functions(tree)
    errors = [one for one in found if one.certainty == "always"]
    if "check" in answer or "parse" in answer:
        seen.counts["refused"] += 1
        if not errors and not unknown:
            seen.differs("refused, not reported", text, answer)
        if not unknown and not isinstance(constant(tree), Failed):
            seen.differs("refused, but it has a value", text, answer)
        return
    if any(one.name not in VARIABLES for one in variables(tree)):
        seen.counts["names what is not there"] += 1
        return
    results = answer["results"]
    failed = [result["error"] for result in results if "error" in result]
    if len(failed) == len(results):
        by_type = not any(part in one for one in failed for part in OF_VALUES)
        seen.counts["always fails" if by_type else "fails by its values"] += 1
        if by_type and not found and not unknown:
            seen.counts["always fails, not reported"] += 1
    else:
        seen.counts["sometimes fails" if failed else "never fails"] += 1
        if errors or unknown:
            seen.differs("false error", text, errors, unknown)
    _valued(text, tree, tries, results, seen)


def _valued(
    text: str,
    tree: Expr,
    tries: Sequence[dict[str, Any]],
    results: Sequence[dict[str, Any]],
    seen: Comparison,
) -> None:
    for values, result in zip([{}, *tries], [None, *results], strict=True):
        ours = constant(tree, {name: _given(one) for name, one in values.items() if _holds(one)})
        if ours is None:
            seen.counts["values not known"] += result is not None
            continue
        # what is told without any value holds for all of them
        for theirs in results if result is None else [result]:
            seen.counts["values"] += result is not None
            same = "error" in theirs if isinstance(ours, Failed) else _same(ours, theirs)
            if not same:
                seen.differs("value", text, values, ours, theirs)


def _holds(value: Any) -> bool:
    """Whether a value is of a kind that is followed: maps are not."""
    return not isinstance(value, dict)


def _given(value: Any) -> Value:
    return tuple(map(_given, value)) if isinstance(value, list) else value


def _same(ours: Known, theirs: dict[str, Any]) -> bool:
    return "value" in theirs and told(ours.value) == _plain(theirs["value"])


def told(value: Value) -> Any:
    """A value as the engine's answers have it."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return {"int": str(value)}
        case float():
            return {"double": value if math.isfinite(value) else _infinite(value)}
        case bytes():
            return {"other": "Uint8Array"}
        case TypeName():
            return {"type": value.name}
    return [told(item) for item in value]


def _infinite(value: float) -> str:
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _plain(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_plain(item) for item in answer]
    if isinstance(answer, dict) and isinstance(answer.get("double"), int):
        return {"double": float(answer["double"])}  # JSON has one sort of number
    return answer


def packed(answer: dict[str, Any]) -> str:
    """An answer as a short line, messages left out."""
    for stage in ("parse", "check"):
        if stage in answer:
            return json.dumps({stage: {"code": answer[stage]["code"]}})
    return json.dumps(answer, ensure_ascii=True, separators=(",", ":"))
