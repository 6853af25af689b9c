"""Every format as one function of a report, with the repository's root at a fixed place.

`python -m tests.reports.formats` rewrites the golden files; read what changed before you keep it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flowcheck.report import Report
from flowcheck.reports import FORMATS, concise, full, github, gitlab, json, jsonl, junit, sarif
from flowcheck.reports.escape import dumps
from flowcheck.reports.places import Repository
from flowcheck.reports.summary import statistics, summary_line
from tests.reports import made

GOLDEN = Path(__file__).parent / "golden"
REPOSITORY = Repository("/repo", "/repo")


def _sarif(report: Report) -> str:
    return dumps(sarif.log(report, made.PAGES, REPOSITORY), indent=2) + "\n"


RENDER: dict[str, Callable[[Report], str]] = {
    "full": full.render,
    "concise": concise.render,
    "json": json.render,
    "jsonl": jsonl.render,
    "sarif": _sarif,
    "github": lambda report: github.render(report, repository=REPOSITORY),
    "gitlab": lambda report: gitlab.render(report, repository=REPOSITORY),
    "junit": junit.render,
    "summary": lambda report: f"{summary_line(report)}\n{statistics(report)}",
}
assert [*RENDER][:-1] == [*FORMATS]


def golden(name: str) -> Path:
    """The file that holds what a format prints of `made.REPORT`."""
    return GOLDEN / f"report.{name}"


def settle(patch: pytest.MonkeyPatch) -> None:
    """Fix the version that is printed."""
    for module in ("flowcheck.report", "flowcheck.reports.sarif"):
        patch.setattr(f"{module}.__version__", "1.2.3")


if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as monkeypatch:
        settle(monkeypatch)
        GOLDEN.mkdir(exist_ok=True)
        for name, render in RENDER.items():
            golden(name).write_text(render(made.REPORT), encoding="utf-8", newline="")
