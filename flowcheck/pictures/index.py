"""A page over many flows: their counts, and the page of each to open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from flowcheck.dataclass import dataclass
from flowcheck.findings import Severity
from flowcheck.report import Problem
from flowcheck.reports.escape import dumps, shown
from flowcheck.reports.summary import counted

_HERE: Final = Path(__file__).parent
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-src 'self'"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A flow, or a file without one. page: its page, None where there is nothing to draw."""

    name: str
    problems: tuple[Problem, ...]
    page: str | None


def index(entries: Sequence[Entry], failures: Sequence[str]) -> str:
    """The page, the worst first. failures: what could not be read, a line each."""
    entries = sorted(entries, key=lambda entry: [-number for _, number in _counts(entry)])
    style = (_HERE / "index.css").read_text(encoding="utf-8")
    script = (_HERE / "index.js").read_text(encoding="utf-8")
    total = sum(len(entry.problems) for entry in entries)
    head = f"{counted(total, 'problem')} in {counted(len(entries), 'document')}"
    lines = [
        "<!doctype html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>flowcheck: {head}</title>',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<style>{style}</style></head><body>",
        f"<nav><h1>{head}</h1>",
        *(f'<p class="error">{_text(failure)}</p>' for failure in failures),
        "<table><tr><th>flow</th><th>errors</th><th>warnings</th><th>infos</th></tr>",
    ]
    pages: list[str] = []
    for entry in entries:
        name = _text(entry.name)
        if entry.page is not None:
            name = f'<button data-page="{len(pages)}">{name}</button>'
            pages.append(entry.page)
        counts = "".join(
            f'<td class="{severity if number else ""}">{number}</td>'
            for severity, number in _counts(entry)
        )
        lines.append(f"<tr><td>{name}</td>{counts}</tr>")
        if entry.page is None:
            lines += [f'<tr><td colspan="4">{_told(one)}</td></tr>' for one in entry.problems]
    lines += [
        "</table></nav>",
        '<main><iframe title="the flow"></iframe></main>',
        f'<script type="application/json" id="pages">{_json(pages)}</script>',
        f"<script>{script}</script></body></html>",
    ]
    return "\n".join(lines) + "\n"


def _counts(entry: Entry) -> list[tuple[str, int]]:
    return [
        (severity.value, sum(one.severity is severity for one in entry.problems))
        for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
    ]


def _told(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}:{problem.column}"
    return _text(f"{place}: {problem.severity.value} {problem.code} {problem.message}")


def _text(text: str) -> str:
    return escape(shown(text))


def _json(pages: Sequence[str]) -> str:
    """JSON in a script element: nothing in it ends that, or begins another."""
    text = dumps(json.loads(json.dumps(list(pages))))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
