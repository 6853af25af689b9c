"""Which rules settings choose, how severe their findings are, and which of these are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flowcheck.dataclass import dataclass
from flowcheck.findings import Severity
from flowcheck.nearest import did_you_mean
from flowcheck.report import UNUSED_SUPPRESSION
from flowcheck.rules.registry import Rule, all_rules, matching, selector_words
from flowcheck.settings import Settings, SettingsError


@dataclass(frozen=True)
class Selection:
    """The rules that settings choose, by code.

    codes: of the rules that run. named: those of them that were asked for, which are shown
    whatever their severity. severities: code → the severity that replaces the rule's own. least:
    the least severity shown. docs_url: where the rules' pages are published, if anywhere."""

    codes: frozenset[str]
    named: frozenset[str]
    severities: Mapping[str, Severity]
    least: Severity
    docs_url: str | None

    @classmethod
    def of(cls, settings: Settings) -> Selection:
        """Of two selectors for a rule the more specific one counts, of two equally specific ones
        that of `ignore`; what `settings.overrides` say goes before both. Raises SettingsError for
        a selector that matches no rule."""
        told = _told((*settings.select, *settings.extend_select), settings.ignore)
        named = {code for code, wanted in told.items() if wanted}
        codes = named if settings.select else all_rules().keys() - (told.keys() - named)
        over = settings.overrides
        told = _told(over.extend_select, over.ignore)
        added = {code for code, wanted in told.items() if wanted}
        left_out = told.keys() - added
        return cls(
            codes=frozenset((codes | added) - left_out),
            named=frozenset((named | added) - left_out),
            severities=_severities(settings.severities),
            least=settings.severity,
            docs_url=settings.docs_url,
        )

    @property
    def rules(self) -> list[Rule]:
        """The rules that run and could have something to show, in code order."""
        return [
            rule
            for rule in all_rules().values()
            if rule.code in self.codes and self.shows(rule.code, self.severity(rule, rule.worst))
        ]

    def severity(self, rule: Rule, own: Severity | None) -> Severity:
        """How severe a finding is; own: what the rule says of it, None for its default."""
        return self.severities.get(rule.code, own or rule.severity)

    def shows(self, code: str, severity: Severity) -> bool:
        """Whether a problem of that code and severity is to be shown."""
        return severity.rank >= self.least.rank or code in self.named


def _told(wanted: Iterable[str], ignored: Iterable[str]) -> dict[str, bool]:
    """By code, whether selectors (codes, prefixes, names, `ALL`) want a rule or not, for the
    rules they speak of. Raises SettingsError for one that matches no rule."""
    words = [(word, True) for word in wanted] + [(word, False) for word in ignored]
    meant = [(_meant(word), verdict) for word, verdict in words]
    meant.sort(key=lambda entry: entry[0].specificity)  # stable: `ignore` stays behind its equals
    return {rule.code: verdict for selector, verdict in meant for rule in selector.rules}


@dataclass(frozen=True, slots=True)
class _Selector:
    """The rules that a selector stands for. specificity: the more, the fewer it could match."""

    rules: list[Rule]
    specificity: int


def _meant(word: str) -> _Selector:
    rules = matching(word)
    if not rules:
        raise SettingsError(f"no rule matches `{word}`", selector_hint(word))
    if word.upper() == "ALL":
        return _Selector(rules, 0)
    by_code = rules[0].code.startswith(word.upper())
    return _Selector(rules, len(word) if by_code else len(rules[0].code))


def _severities(table: Mapping[str, Severity]) -> dict[str, Severity]:
    """By code; of several selectors of one rule the most specific one counts."""
    meant = [(_meant(word), severity) for word, severity in table.items()]
    meant.sort(key=lambda entry: entry[0].specificity)
    return {rule.code: severity for selector, severity in meant for rule in selector.rules}


def selector_hint(word: str) -> str:
    """What may have been meant by a selector that matches no rule: one of the same family before
    others, a rule before a family."""
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
        hint = did_you_mean(spelling, known, vocabulary=True)
        if hint is not None:
            return hint
    return "`flowcheck rules` lists them"
