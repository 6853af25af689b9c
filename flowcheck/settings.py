"""Everything that steers a check, in one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flowcheck.dataclass import dataclass, field
from flowcheck.docs_url import DOCS_URL, base
from flowcheck.findings import Severity, SeverityWord
from flowcheck.nearest import did_you_mean

Selectors = tuple[str, ...] | list[str]
"""Codes, prefixes and names of rules. One alone is written `["FC204"]`, never `"FC204"`."""


class SettingsError(ValueError):
    """A setting that cannot be meant: an unknown code, name or key. Exit code 2.

    `hint` is the nearest known word as a sentence, or None."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message if hint is None else f"{message}; {hint}")
        self.hint = hint


@dataclass(frozen=True)
class Overrides:
    """What is said of rules on top of other settings, as a command line does on top of a file:
    where both speak of a rule, this counts. ignore, extend_select: as in `Settings`."""

    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """What to check and what to show.

    select: selectors (codes, prefixes, names) of the rules that run; empty means every rule,
        info rules only when `severity` is info. ignore: selectors taken away. extend_select:
        selectors added; info rules can be named too. Of two selectors for a rule the more specific
        one counts, of two equal ones that of `ignore`. severity: the least severity shown, its
        word (`"info"`) will do.
    severities: selector → severity that replaces the rules' own, the most specific selector
        counting. max_nodes: FC109. max_runs: FC413.
    solver_budget: conflicts the run model's solver may spend on one flow before it answers
        "not decided" (FC613). models: files or directories with model records. workflows: those
        with workflow records, which nodes call: they are read and not checked. strict: files
        found in directories are taken for flows as named ones are, so that one without is FC103.
    docs_url: http(s) address of the documentation that problems link to; None for no links.
    overrides: selectors that count more than those before.

    Raises SettingsError for a value that cannot be meant. A selector that no rule has is told by
    the check, which knows the rules; to make settings loads none of them."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: Severity = Severity.WARNING
    severities: Mapping[str, Severity] = field(default_factory=dict, hash=False)
    max_nodes: int = 50
    max_runs: int = 1000
    solver_budget: int = 20_000
    models: tuple[str, ...] = ()
    workflows: tuple[str, ...] = ()
    strict: bool = False
    docs_url: str | None = DOCS_URL
    overrides: Overrides = Overrides()

    if TYPE_CHECKING:

        def __init__(
            self,
            select: Selectors = ...,
            ignore: Selectors = ...,
            extend_select: Selectors = ...,
            severity: Severity | SeverityWord = ...,
            severities: Mapping[str, Severity | SeverityWord] = ...,
            max_nodes: int = ...,
            max_runs: int = ...,
            solver_budget: int = ...,
            models: tuple[str, ...] | list[str] = ...,
            workflows: tuple[str, ...] | list[str] = ...,
            strict: bool = ...,
            docs_url: str | None = ...,
            overrides: Overrides = ...,
        ) -> None:
            """What may be written; the fields above say what becomes of it."""

    def __post_init__(self) -> None:
        for name in ("select", "ignore", "extend_select", "models", "workflows"):
            value: object = getattr(self, name)
            if isinstance(value, str):
                raise SettingsError(f"`{name}` takes several: write `({value!r},)`")
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "severity", _severity(self.severity))
        severities = {selector: _severity(word) for selector, word in self.severities.items()}
        object.__setattr__(self, "severities", severities)
        try:
            object.__setattr__(self, "docs_url", base(self.docs_url))
        except ValueError as error:
            raise SettingsError(f"`docs_url`: {error}") from None


def _severity(word: str) -> Severity:
    """A severity, or the one a word names. Raises SettingsError for another word."""
    try:
        return Severity(word)
    except ValueError:
        hint = did_you_mean(str(word), list(Severity)) or "it is error, warning or info"
        raise SettingsError(f"no severity is called `{word}`", hint) from None
