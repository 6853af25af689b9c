"""What a rule is, and the list of all of them in code order.

What their decorators say stands in `table.json` too, generated from them by `make schemas`: a check
reads the table, and loads the module of a rule when that first visits something. A test fails when
the two differ.

A rule is a function that is handed typed sites of one sort and yields findings. It never sees a
line number, a file or a colour. Its docstring is its documentation page: the first line says what
it finds, then `Why:` (with how sure it is: certain, observed, unknown; what carries the claim comes
first), `Bad:` and `Good:`."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from flowcheck.dataclass import dataclass, field
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
    types: when not empty, it visits only nodes (or inputs) of these types. Of a flow, having and
        types speak of its nodes: one of them at least has such a field, is of such a type.
    lacking: when given, it visits only nodes without this field, or where that is blank or no text.
    wants: the function of `rules.wanted` that tells from the `SiteForm` of a node or an input (for
        a ref: of its input), or the `Outline` of a flow, whether there can be something to say.
    severity: its default. fixable: whether and how it can mend what it finds. worst, mildest:
    the severities of its findings, where some differ from the default. needs: what it cannot
    judge without. check: the function; one whose module is loaded when it is first called."""

    code: str
    name: str
    severity: Severity
    on: str
    having: tuple[str, ...]
    types: tuple[str, ...]
    lacking: str | None
    wants: str | None
    fixable: Fixable | None
    worst: Severity
    mildest: Severity
    needs: Need | None
    check: RuleFunction = field(compare=False)

    @property
    def function(self) -> RuleFunction:
        """The function itself."""
        check = self.check
        return check.loaded() if isinstance(check, _Late) else check

    @property
    def page(self) -> str:
        """Its documentation, as plain text."""
        from inspect import cleandoc  # takes long to load, for a page that most runs do not print

        return cleandoc(self._text)

    @property
    def summary(self) -> str:
        """The first line of its page."""
        return self.page.partition("\n")[0]

    @property
    def certainty(self) -> Certainty:
        """How its ground is known: `certain` (documented by Scenario) or `observed`. The first
        grade that its page names under `Why` is that of what carries the claim."""
        return _certainty(self._text)

    @property
    def _text(self) -> str:
        """The docstring; under `python -OO`, which takes it away, the page made of it."""
        text = self.function.__doc__
        if text is None:
            from flowcheck.rules.pages import pages

            return pages()[self.code].page
        return text

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


class _Late:
    """The function of a rule until it is called."""

    def __init__(self, code: str, module: str, name: str) -> None:
        self._code = code
        self._module = module
        self._name = name

    def __call__(self, *args: Any) -> Iterator[Finding]:
        function = self.loaded()
        object.__setattr__(all_rules()[self._code], "check", function)
        return function(*args)

    def loaded(self) -> RuleFunction:
        """The function, its module loaded."""
        function: RuleFunction = getattr(import_module(self._module), self._name)
        return function


_DECLARED: dict[str, Rule] = {}

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
    lacking: str | None = None,
    wants: str | None = None,
    fixable: Fixable | None = None,
    worst: Severity | None = None,
    mildest: Severity | None = None,
    needs: Need | None = None,
) -> Callable[[F], F]:
    """Register a rule function. Called as `function(site, context)`."""

    def register(function: F) -> F:
        if code in _DECLARED:
            raise ValueError(f"{code} is registered twice")
        _DECLARED[code] = Rule(
            *(code, name, severity, on.__name__, having, types, lacking, wants, fixable),
            worst=worst or severity,
            mildest=mildest or severity,
            needs=needs,
            check=function,
        )
        return function

    return register


def declared_rules() -> dict[str, Rule]:
    """Every rule by code, in code order, as its module declares it: what the table is made of.
    Loads all rule modules."""
    for module in MODULES:
        import_module(f"flowcheck.rules.{module}")
    return dict(sorted(_DECLARED.items()))


TABLE: Final = os.path.join(os.path.dirname(__file__), "table.json")


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by code, in code order."""
    with open(TABLE, encoding="utf-8") as file:
        rows: list[list[Any]] = json.load(file)
    severities = {severity.value: severity for severity in Severity}
    rules: dict[str, Rule] = {}
    for row in rows:
        code, name, severity, on, having, types, *row = row
        lacking, wants, fixable, worst, mildest, needs, *function = row
        rules[code] = Rule(
            *(code, name, severities[severity], on, tuple(having), tuple(types), lacking, wants),
            fixable=fixable,
            worst=severities[worst],
            mildest=severities[mildest],
            needs=needs,
            check=_Late(code, *function),
        )
    return rules


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
