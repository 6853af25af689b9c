"""Small documents, one kind of mistake or of what only looks like one each, and all that is said.

`cases/NAME.json` is checked with `cases/NAME.model.json` as its catalogue where there is one;
`cases/index.json` has the problems in order (place, severity, code, message)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowcheck import Settings, check_files

CASES = Path(__file__).parent / "cases"
INDEX: dict[str, list[str]] = json.loads((CASES / "index.json").read_text(encoding="utf-8"))


def said(name: str) -> list[str]:
    """Every problem of a case at the usual severity."""
    model = CASES / f"{name}.model.json"
    settings = Settings(models=(str(model),) if model.exists() else ())
    report = check_files([CASES / f"{name}.json"], settings=settings)
    assert not report.failures
    return [f"{p.line}:{p.column} {p.severity} {p.code} {p.message}" for p in report.problems]


@pytest.mark.parametrize("name", INDEX)
def test_case(name: str) -> None:
    assert said(name) == INDEX[name]


def test_every_document_is_a_case() -> None:
    stems = {path.name.removesuffix(".json") for path in CASES.glob("*.json")} - {"index"}
    assert {stem for stem in stems if not stem.endswith(".model")} == set(INDEX)
    assert {stem.removesuffix(".model") for stem in stems} == set(INDEX)
