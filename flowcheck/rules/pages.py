"""The rules' pages without the rules: what `rules`, `explain` and SARIF print.

Loading every rule module would cost these commands more than everything else together, so the
pages stand in `pages.json`, generated from the registry by `make schemas`; a test fails when the
two differ."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Final, NamedTuple

FILE: Final = os.path.join(os.path.dirname(__file__), "pages.json")


class Page(NamedTuple):
    """What is known of a rule from outside. fixable: `safe`, `unsafe` or None. certainty: of its
    ground, `certain` or `observed`."""

    code: str
    name: str
    severity: str
    fixable: str | None
    certainty: str
    page: str

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.partition("\n")[0]


@cache
def pages() -> dict[str, Page]:
    """Every rule's page by code, in code order."""
    with open(FILE, encoding="utf-8") as file:
        rows = json.load(file)
    return {row["code"]: Page(**row) for row in rows}


def find(word: str) -> Page | None:
    """The page of a code or a name, whatever its case; None when there is none."""
    known = pages()
    if word.upper() in known:
        return known[word.upper()]
    return next((page for page in known.values() if page.name == word.lower()), None)
