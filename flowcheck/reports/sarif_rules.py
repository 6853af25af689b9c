"""The rules a SARIF log describes: those that occur in it, each with its page."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING, Any, Final

from flowcheck.findings import Severity
from flowcheck.pattern import late_pattern
from flowcheck.report import Problem

if TYPE_CHECKING:
    from flowcheck.rules.pages import Page

LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
MOST: Final = 1000
"""Characters of a description; code scanning takes 1024."""
_KINDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "recommendation",
}
_EXAMPLE = late_pattern(r"^(Bad|Good):(.*)\n((?:(?: {4}.*)?\n)*)", re.MULTILINE)


def descriptor(problem: Problem, rule: Page | None) -> dict[str, Any]:
    """The reportingDescriptor of a problem's rule."""
    link = {"helpUri": problem.url} if problem.url else {}
    if rule is None:
        text = {"text": f"{problem.code} {problem.rule}"}
        return {
            "id": problem.code,
            "name": problem.rule,
            "shortDescription": text,
            "fullDescription": text,
            "help": {"text": problem.url or f"flowcheck explain {problem.code}"},
            **link,
            "defaultConfiguration": {"level": LEVELS[problem.severity]},
        }
    why = rule.page.partition("\n\nBad:")[0].partition("\n\nGood:")[0]
    return {
        "id": problem.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary[:MOST]},
        "fullDescription": {"text": " ".join(why.split())[:MOST]},
        "help": {"text": rule.page, "markdown": markdown(rule, problem.url)},
        **link,
        "defaultConfiguration": {"level": LEVELS[Severity(rule.severity)]},
        "properties": {
            "tags": ["scenario-workflow", rule.code[:3]],
            "precision": "high",
            "certainty": rule.certainty,
            "problem.severity": _KINDS[Severity(rule.severity)],
        },
    }


def markdown(rule: Page, url: str | None = None) -> str:
    """A rule's page as Markdown, its examples as fenced blocks, with a link to `url` below."""
    page = _EXAMPLE.sub(_fenced, f"{rule.page}\n").rstrip()
    page = re.sub(r"^Why:", "**Why:**", page, flags=re.MULTILINE)
    link = f"\n[{url}]({url})\n" if url else ""
    return f"# {rule.code} {rule.name}\n\n{page}\n{link}"


def _fenced(match: re.Match[str]) -> str:
    word, beside, code = match.groups()
    head = f"**{word}:**{beside}\n\n"
    return f"{head}```json\n{dedent(code).strip()}\n```\n\n" if code.strip() else head
