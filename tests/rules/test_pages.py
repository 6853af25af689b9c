"""The generated pages say what the registry says."""

from __future__ import annotations

from flowcheck.rules.pages import FILE, find, pages
from flowcheck.rules.registry import all_rules
from flowcheck.rules.write_pages import pages_source


def test_pages_are_those_of_the_registry() -> None:
    assert FILE.read_text(encoding="utf-8") == pages_source(), "run `make schemas`"


def test_every_rule_is_found_by_code_and_name() -> None:
    assert list(pages()) == list(all_rules())
    for rule in all_rules().values():
        page = find(rule.code.lower())
        assert page is not None
        assert page is find(rule.name.upper())
        assert page.summary == rule.summary
    assert find("FC999") is None
