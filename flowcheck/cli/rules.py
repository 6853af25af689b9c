"""`flowcheck rules`."""

from __future__ import annotations

import json

import click

from flowcheck.cli.choices import Word
from flowcheck.cli.docs import docs_url
from flowcheck.cli.streams import write_stdout
from flowcheck.docs_url import rule_url
from flowcheck.rules.pages import Page, pages


@click.command("rules", short_help="List every rule.")
@click.option(
    "--format",
    "format_",
    type=Word(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print the list.",
)
def command(format_: str) -> None:
    """List every rule: code, severity, whether it can be fixed, name and what it finds."""
    rules = list(pages().values())
    write_stdout(_json(rules, docs_url()) if format_ == "json" else RENDERERS[format_](rules))


def _text(rules: list[Page]) -> str:
    width = max(len(rule.name) for rule in rules)
    return "".join(
        f"{rule.code}  {rule.severity:<7}  {fix_mark(rule):<2}  {rule.name:<{width}}  "
        f"{rule.summary}\n"
        for rule in rules
    )


def _json(rules: list[Page], docs: str | None) -> str:
    table = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity,
            "fix": rule.fixable,
            "certainty": rule.certainty,
            "summary": rule.summary,
            "url": rule_url(rule.code, docs),
        }
        for rule in rules
    ]
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"


def markdown(rules: list[Page]) -> str:
    """The rule table of the README."""
    rows = [
        f"| {rule.code} | {rule.name} | {rule.severity} | "
        f"{fix_mark(rule)} | {rule.summary.replace('|', chr(92) + '|')} |\n"
        for rule in rules
    ]
    return "| code | name | severity | fix | finds |\n| --- | --- | --- | --- | --- |\n" + "".join(
        rows
    )


def fix_mark(rule: Page) -> str:
    """✎ for a safe fix, ✎! for an unsafe one."""
    return {"safe": "✎", "unsafe": "✎!"}.get(rule.fixable or "", "")


RENDERERS = {"text": _text, "markdown": markdown}
