"""`flowcheck rules`."""

from __future__ import annotations

import json

import click

from flowcheck.rules.registry import Rule, all_rules


@click.command("rules", short_help="List every rule.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print the list.",
)
def command(format_: str) -> None:
    """List every rule: code, severity, whether it can be fixed, name and what it finds."""
    rules = list(all_rules().values())
    click.echo(RENDERERS[format_](rules), nl=False)


def _text(rules: list[Rule]) -> str:
    width = max(len(rule.name) for rule in rules)
    return "".join(
        f"{rule.code}  {rule.severity.value:<7}  {fix_mark(rule):<2}  {rule.name:<{width}}  "
        f"{rule.summary}\n"
        for rule in rules
    )


def _json(rules: list[Rule]) -> str:
    table = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity.value,
            "fix": rule.fixable,
            "summary": rule.summary,
            "url": rule.url,
        }
        for rule in rules
    ]
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"


def markdown(rules: list[Rule]) -> str:
    """The rule table of the README."""
    rows = [
        f"| {rule.code} | {rule.name} | {rule.severity.value} | "
        f"{fix_mark(rule)} | {rule.summary.replace('|', chr(92) + '|')} |\n"
        for rule in rules
    ]
    return "| code | name | severity | fix | finds |\n| --- | --- | --- | --- | --- |\n" + "".join(
        rows
    )


def fix_mark(rule: Rule) -> str:
    """✎ for a safe fix, ✎! for an unsafe one."""
    return {"safe": "✎", "unsafe": "✎!", None: ""}[rule.fixable]


RENDERERS = {"text": _text, "json": _json, "markdown": markdown}
