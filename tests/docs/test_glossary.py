"""The page of terms, and the links of the rule pages to it."""

from __future__ import annotations

import re
from pathlib import Path

import build_rules
import glossary
import pytest
from doccheck.pages import Page

from flowcheck.rules.registry import all_rules

PAGE = Page(glossary.TERMS, glossary.TERMS.read_text("utf-8"))


def test_each_term_has_an_anchor_and_one_or_two_short_sentences() -> None:
    assert set(re.findall(r"^### ([^{\n]+?)(?: \{.*)?$", PAGE.text, re.M)) == set(glossary.terms())
    for term, (anchor, means) in glossary.terms().items():
        assert anchor in PAGE.anchors(), term
        assert 20 < len(means) < 170, term
        assert means.endswith("."), term


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Two gates and a gate.", ["gates"]),
        ("An accepted run is a run.", ["accepted run", "run"]),
        ("A body\ntemplate", ["body\ntemplate"]),
        ("Branches hang.", ["Branches", "hang"]),
        ("A `gate`, a [gate](x.md), a run-model and a runner.", []),
        ("# A gate\n```json\ngate\n```\n", []),
        ("A node of a flow.", []),
    ],
)
def test_the_first_mention_outside_code_is_linked(text: str, linked: list[str]) -> None:
    made = glossary.linked(text, "t.md")
    assert re.findall(r'\[([^\]]+)\]\(t\.md#[\w-]+ "[^"]+\."\)\{\.term\}', made) == linked
    assert re.sub(r'\[([^\]]+)\]\(t\.md#[\w-]+ "[^"]+"\)\{\.term\}', r"\1", made) == text


def test_a_rule_page_says_how_sure_it_is_and_how_to_suppress_it() -> None:
    text = build_rules.page(all_rules()["FC309"])
    assert re.search(r'\[ordinary ref\]\(\.\./terms\.md#ordinary-ref "[^"]+"\)\{\.term\}', text)
    assert "- [certain](../terms.md#certain): Scenario documents it.\n" in text
    place = 'file = "bad.json"\nnode = "upscale"\ninput = "image"\ncodes = ["FC309"]\n'
    assert f"[[suppress]]\n{place}" in text
    assert '[per-file-ignores]\n"experiments/*.json" = ["FC309"]\n' in text


def test_what_the_pages_link_to_stands_on_the_page_of_terms() -> None:
    anchors = PAGE.anchors()
    for path, text in build_rules.pages().items():
        missing = set(re.findall(r"terms\.md#([\w-]+)", text)) - anchors
        assert not missing, (path, missing)
        assert Path(path).suffix == ".md"
