"""The fixes of the rules' own bad samples: the problem goes, nothing else comes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from flowcheck import Report, check
from flowcheck.api import fixed_text
from flowcheck.rules.registry import all_rules
from tests.expected import settings
from tests.test_samples import BAD

SAFE = {"FC210", "FC403", "FC501", "FC502", "FC503", "FC604"}
UNSAFE = {"FC106", "FC107", "FC204", "FC205", "FC302"}


def report_on(path: Path, text: bytes) -> Report:
    return check(text, settings=settings(path.parent), name=path.name)


FIXABLE = [path for path in BAD if path.parent.name[:5] in SAFE | UNSAFE]


def test_these_rules_say_that_they_can_mend() -> None:
    fixable = {code: rule.fixable for code, rule in all_rules().items() if rule.fixable}
    expected = dict.fromkeys(SAFE, "safe") | dict.fromkeys(UNSAFE, "unsafe")
    assert {code: fixable.get(code) for code in expected} == expected


@pytest.mark.parametrize("code", sorted(SAFE | UNSAFE))
def test_a_sample_shows_the_fix(code: str) -> None:
    fixes = [
        problem.fix
        for path in FIXABLE
        if path.parent.name.startswith(code)
        for problem in report_on(path, path.read_bytes()).problems
        if problem.code == code and problem.fix is not None
    ]
    assert fixes
    assert any(fix.safe for fix in fixes) is (code in SAFE)


@pytest.mark.parametrize("path", BAD, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_what_is_mended_is_gone_and_nothing_else_comes(path: Path) -> None:
    text = path.read_bytes()
    before = report_on(path, text)
    new, applied = fixed_text(text, settings(path.parent), unsafe=True, name=path.name)
    after = report_on(path, new)
    with_fix = [p for p in before.problems if p.fix is not None]
    assert bool(applied) is bool(with_fix)
    assert [p for p in after.problems if p.fix is not None] == []
    counts = Counter(p.code for p in after.problems)
    assert not counts - Counter(p.code for p in before.problems)
    assert len(after.problems) <= len(before.problems) - len(with_fix)
    assert fixed_text(new, settings(path.parent), unsafe=True, name=path.name) == (new, ())


@pytest.mark.parametrize("path", FIXABLE, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_safe_fixes_leave_the_guesses_alone(path: Path) -> None:
    text = path.read_bytes()
    before = report_on(path, text)
    new, applied = fixed_text(text, settings(path.parent), name=path.name)
    assert all(p.fix is not None and p.fix.safe for p in applied)
    remaining = Counter(p.code for p in before.problems if p.fix is None or not p.fix.safe)
    assert Counter(p.code for p in report_on(path, new).problems) == remaining
