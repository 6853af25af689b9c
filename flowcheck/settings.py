"""Everything that steers a check, in one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from flowcheck.findings import Severity
from flowcheck.nearest import did_you_mean

if TYPE_CHECKING:
    from flowcheck.rules.registry import Rule


class SettingsError(ValueError):
    """A setting that cannot be meant: an unknown code, name or key. Exit code 2.

    `hint` is the nearest known word as a sentence, or None."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message if hint is None else f"{message}; {hint}")
        self.hint = hint


@dataclass(frozen=True)
class Settings:
    """What to check and what to show.

    select: selectors (codes, prefixes, names) of the rules that run; empty means every rule,
        info rules only when `severity` is info. ignore: selectors taken away. extend_select:
        selectors added, info rules among them. severity: the least severity shown, its word
        (`"info"`) will do.
    severities: code → severity that replaces the rule's own. max_nodes: FC109. max_runs: FC413.
    solver_budget: conflicts the run model's solver may spend on one flow before it answers
        "not decided" (FC613). models: files or directories with model records."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: Severity = Severity.WARNING
    severities: Mapping[str, Severity] = field(default_factory=dict)
    max_nodes: int = 50
    max_runs: int = 1000
    solver_budget: int = 20_000
    models: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("select", "ignore", "extend_select", "models"):
            value: object = getattr(self, name)
            if isinstance(value, str):
                raise SettingsError(f"`{name}` takes several: write `({value!r},)`")
        object.__setattr__(self, "severity", _severity(self.severity))
        severities = {code: _severity(word) for code, word in self.severities.items()}
        object.__setattr__(self, "severities", severities)

    @cached_property
    def named(self) -> frozenset[str]:
        """Codes asked for by `select` or `extend_select`: shown whatever their severity."""
        return frozenset(_codes(self.select) | _codes(self.extend_select)) - _codes(self.ignore)

    @cached_property
    def selected(self) -> frozenset[str]:
        """Codes of the rules that run."""
        from flowcheck.rules.registry import all_rules

        base = _codes(self.select) if self.select else set(all_rules())
        return frozenset((base | _codes(self.extend_select)) - _codes(self.ignore))

    def shows(self, code: str, severity: Severity) -> bool:
        """Whether a problem of that code and severity is to be shown."""
        return severity.rank >= self.severity.rank or code in self.named


def _severity(word: str) -> Severity:
    """A severity, or the one a word names. Raises SettingsError for another word."""
    try:
        return Severity(word)
    except ValueError:
        hint = did_you_mean(str(word), list(Severity)) or "it is error, warning or info"
        raise SettingsError(f"no severity is called `{word}`", hint) from None


def running(settings: Settings) -> list[Rule]:
    """The selected rules that could have something to show, in code order."""
    from flowcheck.rules.registry import all_rules

    return [
        rule
        for rule in all_rules().values()
        if rule.code in settings.selected
        and settings.shows(rule.code, settings.severities.get(rule.code, rule.worst))
    ]


def _codes(selectors: tuple[str, ...]) -> set[str]:
    """The codes that selectors stand for. Raises SettingsError for one that matches nothing."""
    from flowcheck.rules.registry import matching

    codes: set[str] = set()
    for word in selectors:
        rules = matching(word)
        if not rules:
            raise SettingsError(f"no rule matches `{word}`", selector_hint(word))
        codes |= {rule.code for rule in rules}
    return codes


def selector_hint(word: str) -> str:
    """What may have been meant by a selector that matches no rule: one of the same family before
    others, a rule before a family."""
    from flowcheck.report import UNUSED_SUPPRESSION
    from flowcheck.rules.registry import all_rules, selector_words

    if word.upper() == UNUSED_SUPPRESSION or word == "unused-suppression":
        return "it speaks about the configuration, so it cannot be selected or ignored"
    codes, names = list(all_rules()), [rule.name for rule in all_rules().values()]
    code = word.upper()
    tries = (
        (code, [known for known in codes if known[:4] == code[:4]]),
        (code, [known for known in codes if known[:3] == code[:3]]),
        (word.lower(), names),
        (code, selector_words()),
    )
    for spelling, known in tries:
        hint = did_you_mean(spelling, known)
        if hint is not None:
            return hint
    return "`flowcheck rules` lists them"
