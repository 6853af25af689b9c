"""The generated pages and the generated table say what the rules' modules say."""

from __future__ import annotations

from pathlib import Path

from flowcheck.rules.pages import FILE, find, pages
from flowcheck.rules.registry import TABLE, all_rules, declared_rules
from flowcheck.rules.write_pages import pages_source, table_source


def test_pages_are_those_of_the_registry() -> None:
    assert Path(FILE).read_text(encoding="utf-8") == pages_source(), "run `make schemas`"


def test_the_table_is_what_the_modules_declare() -> None:
    assert Path(TABLE).read_text(encoding="utf-8") == table_source(), "run `make schemas`"
    assert all_rules() == declared_rules()
    assert list(all_rules()) == list(declared_rules())
    for code, rule in declared_rules().items():
        assert all_rules()[code].function is rule.function


def test_every_rule_is_found_by_code_and_name() -> None:
    assert list(pages()) == list(all_rules())
    for rule in all_rules().values():
        page = find(rule.code.lower())
        assert page is not None
        assert page is find(rule.name.upper())
        assert page.summary == rule.summary
    assert find("FC999") is None
