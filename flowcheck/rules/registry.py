"""What a rule is, and the list of all of them in code order.

A rule is a function that is handed typed sites of one sort and yields findings. It never sees a
line number, a file or a colour. Its docstring is its documentation page: the first line says what
it finds, then `Why:` (with how sure it is: certain, observed, unknown; what carries the claim comes
first), `Bad:` and `Good:`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from flowcheck.dataclass import dataclass
from flowcheck.docs_url import DOCS_URL, rule_url
from flowcheck.findings import Certainty, Finding, Severity
from flowcheck.pattern import late_pattern

RuleFunction = Callable[..., Iterator[Finding]]
F = TypeVar("F", bound=RuleFunction)
Fixable = Literal["safe", "unsafe"]
Need = Literal["catalogue", "model", "callee", "callees"]
"""What a rule needs beside the file: any model record, those of all models the file names, the
workflows that its nodes call, or those that any file's nodes call."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule.

    on: the sort of site it visits (Document, Flow, NodeSite, InputSite, RefSite, Loop,
        Source; RunBody: by `check-run` only).
    having: when not empty, it visits only sites whose record has one of these fields.
    types: when not empty, it visits only nodes (or inputs) of these types.
    severity: its default. fixable: whether and how it can mend what it finds. worst, mildest:
    the severities of its findings, where some differ from the default. needs: what it cannot
    judge without."""

    code: str
    name: str
    severity: Severity
    on: type
    having: tuple[str, ...]
    types: tuple[str, ...]
    fixable: Fixable | None
    worst: Severity
    mildest: Severity
    needs: Need | None
    check: RuleFunction

    @property
    def page(self) -> str:
        """Its documentation, as plain text."""
        from inspect import cleandoc  # takes long to load, for a page that most runs do not print

        return cleandoc(self.check.__doc__ or "")

    @property
    def summary(self) -> str:
        """The first line of its page."""
        return self.page.partition("\n")[0]

    @property
    def certainty(self) -> Certainty:
        """How its ground is known: `certain` (documented by Scenario) or `observed`. The first
        grade that its page names under `Why` is that of what carries the claim."""
        return _certainty(self.check.__doc__ or "")

    @property
    def url(self) -> str | None:
        """Where its page stands, None while the documentation is published nowhere."""
        return rule_url(self.code, DOCS_URL)


_WHY = late_pattern(r"^ *Why:(.*?)^ *(?:Bad|Good):", re.MULTILINE | re.DOTALL)
_GRADE = late_pattern(r"\b(?:certain|observed)\b")


@cache
def _certainty(page: str) -> Certainty:
    why = _WHY.search(page)
    grade = _GRADE.search(why[1]) if why else None
    return "certain" if grade is not None and grade[0] == "certain" else "observed"


_REGISTERED: dict[str, Rule] = {}

MODULES: Final = (
    "documents",
    "shape",
    "unknown",
    "identity",
    "references",
    "wiring",
    "input_types",
    "branches",
    "conditions",
    "reachability",
    "expressions",
    "doubtful_expressions",
    "unreachable",
    "expression_may_fail",
    "loops",
    "iteration",
    "loop_wires",
    "loop_items",
    "lists",
    "outputs",
    "empty_end",
    "required",
    "missing",
    "node_fields",
    "approvals",
    "input_options",
    "values",
    "models",
    "model_types",
    "subworkflows",
    "run_inputs",
    "iteration_marks",
    "statuses",
)
"""The modules of `flowcheck.rules` that hold rules, in code order."""


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    on: type,
    having: tuple[str, ...] = (),
    types: tuple[str, ...] = (),
    fixable: Fixable | None = None,
    worst: Severity | None = None,
    mildest: Severity | None = None,
    needs: Need | None = None,
) -> Callable[[F], F]:
    """Register a rule function. Called as `function(site, context)`."""

    def register(function: F) -> F:
        if code in _REGISTERED:
            raise ValueError(f"{code} is registered twice")
        _REGISTERED[code] = Rule(
            *(code, name, severity, on, having, types, fixable),
            worst=worst or severity,
            mildest=mildest or severity,
            needs=needs,
            check=function,
        )
        return function

    return register


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by code, in code order. Loads the rule modules on first use."""
    for module in MODULES:
        import_module(f"flowcheck.rules.{module}")
    return dict(sorted(_REGISTERED.items()))


def find(word: str) -> Rule | None:
    """The rule of a code or a name, whatever its case; None when there is none."""
    rules = all_rules()
    if word.upper() in rules:
        return rules[word.upper()]
    return next((r for r in rules.values() if r.name == word.lower()), None)


def matching(word: str) -> list[Rule]:
    """The rules a selector stands for: a code, the beginning of codes, a name, or `ALL`."""
    rules = all_rules().values()
    if word.upper() == "ALL":
        return list(rules)
    by_name = [r for r in rules if r.name == word.lower()]
    return by_name or [r for r in rules if word and r.code.startswith(word.upper())]


def selector_words() -> list[str]:
    """Every code, family prefix and name, for nearest matches."""
    rules = all_rules()
    prefixes = {code[:3] for code in rules} | {code[:4] for code in rules}
    return [*rules, *sorted(prefixes), *(r.name for r in rules.values())]


if TYPE_CHECKING:
    RULES: dict[str, Rule]
else:

    def __getattr__(name: str) -> Any:
        if name == "RULES":
            return all_rules()
        raise AttributeError(f"module {sys.modules[__name__].__name__!r} has no attribute {name!r}")
