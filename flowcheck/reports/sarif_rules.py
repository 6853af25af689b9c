"""The rules a SARIF log describes: those that occur in it, each with its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from flowcheck.findings import Severity
from flowcheck.report import Problem

if TYPE_CHECKING:
    from flowcheck.rules.registry import Rule

LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
MOST: Final = 1000
"""Characters of a description; code scanning takes 1024."""
_KINDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "recommendation",
}
_SECTION = re.compile(r"^(Why|Bad|Good):", re.MULTILINE)


def descriptor(problem: Problem, rule: Rule | None) -> dict[str, Any]:
    """The reportingDescriptor of a problem's rule."""
    if rule is None:
        text = {"text": f"{problem.code} {problem.rule}"}
        return {
            "id": problem.code,
            "name": problem.rule,
            "shortDescription": text,
            "fullDescription": text,
            "help": {"text": problem.url},
            "helpUri": problem.url,
            "defaultConfiguration": {"level": LEVELS[problem.severity]},
        }
    why = rule.page.partition("\n\nBad:")[0].partition("\n\nGood:")[0]
    return {
        "id": problem.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary[:MOST]},
        "fullDescription": {"text": " ".join(why.split())[:MOST]},
        "help": {"text": rule.page, "markdown": markdown(rule)},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": ["scenario-workflow", rule.code[:3]],
            "precision": "high",
            "problem.severity": _KINDS[rule.severity],
        },
    }


def markdown(rule: Rule) -> str:
    """A rule's page as Markdown. Its examples are indented, which makes them code already."""
    page = _SECTION.sub(r"**\1:**", rule.page)
    return f"# {rule.code} {rule.name}\n\n{page}\n\n[{rule.url}]({rule.url})\n"
