"""Whether silence says something: would a problem have been told, had it been there?"""

from __future__ import annotations

from collections.abc import Iterable

from flowcheck.findings import Severity
from flowcheck.report import UNUSED_SUPPRESSION
from flowcheck.rules.needs import RUNS, TEXT
from flowcheck.rules.registry import all_rules
from flowcheck.rules.selection import Selection
from flowcheck.settings import Settings


class Judging:
    """What a check with these settings has judged."""

    def __init__(self, settings: Settings) -> None:
        self._selection = Selection.of(settings)

    def judged(self, code: str, gaps: frozenset[str], severity: Severity | None = None) -> bool:
        """Whether a problem of a code would have been told in a file whose check had these gaps
        (see `Report.gaps`). severity: the problem's when it was last told; None for the mildest
        its rule has. What no rule says any more is judged."""
        rule = all_rules().get(code)
        if rule is None:
            return code != UNUSED_SUPPRESSION
        if code not in self._selection.codes or gaps & {TEXT, RUNS, code, rule.needs}:
            return False
        own = self._selection.severity(rule, severity or rule.mildest)
        return self._selection.shows(code, own)

    def all_judged(self, codes: Iterable[str], gaps: frozenset[str]) -> bool:
        """Whether problems of all these codes would have been told; rules on run inputs, which
        are not checked with flows, left out."""
        rules = all_rules()
        return all(self.judged(code, gaps) for code in codes if rules[code].on != "RunBody")
