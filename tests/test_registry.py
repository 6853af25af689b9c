"""Every rule is documented, in order, and agrees with the catalogue written down here."""

from __future__ import annotations

import re

import pytest

from flowcheck import check
from flowcheck.rules.registry import MODULES, Rule, all_rules, find, matching

RULES = list(all_rules().values())


def test_codes_are_unique_ordered_and_well_formed() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"FC\d{3}", code) for code in codes)
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_summary_is_short_and_plain(rule: Rule) -> None:
    """It says what is wrong, not what something is "none" of."""
    assert len(rule.summary.split()) <= 22
    assert not re.search(r"\b(is|are|or|in) none\b|\bis no\b|\bof which\b", rule.summary)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_page_has_its_sections(rule: Rule) -> None:
    page = rule.page
    assert rule.summary.endswith(".")
    positions = [page.find(f"\n{section}:") for section in ("Why", "Bad", "Good")]
    assert -1 not in positions, page
    assert positions == sorted(positions)
    assert re.search(r"\((certain|observed|unknown)", page), "it does not say how sure it is"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_ground_is_the_first_grade_of_the_page(rule: Rule) -> None:
    why = rule.page.partition("\nWhy:")[2].partition("\nBad:")[0]
    grades = re.findall(r"certain|observed", why) or ["observed"]
    assert rule.certainty == grades[0]


def test_grounds() -> None:
    rules = all_rules()
    words = {code: rules[code].certainty for code in ("FC202", "FC204", "FC309", "FC801", "FC824")}
    assert words == {
        "FC202": "certain",
        "FC204": "observed",
        "FC309": "certain",
        "FC801": "observed",
        "FC824": "observed",
    }
    (problem,) = check([{"id": "a", "type": "custom-model"}]).problems
    assert (problem.code, problem.certainty) == ("FC702", "observed")


def test_modules_are_in_code_order() -> None:
    first: dict[str, str] = {}
    for rule in RULES:
        module = rule.function.__module__.rpartition(".")[2]
        first.setdefault(module, rule.code)
    in_registry = [module for module in MODULES if module in first]
    assert in_registry == sorted(first, key=lambda module: first[module])
    assert set(first) == set(MODULES)


def test_selectors() -> None:
    assert [rule.code for rule in matching("FC20")][:2] == ["FC201", "FC202"]
    assert [rule.code for rule in matching("cycle")] == ["FC209"]
    assert matching("ALL") == RULES
    assert matching("") == []
    assert find("fc204") is find("unknown-node")
    assert find("FC999") is None
