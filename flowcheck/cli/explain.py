"""`flowcheck explain`."""

from __future__ import annotations

import click

from flowcheck.nearest import did_you_mean
from flowcheck.rules.pages import find, pages


@click.command("explain", short_help="Show one rule's page.")
@click.argument("rule", metavar="CODE|NAME")
def command(rule: str) -> None:
    """Show one rule's page: what it finds, why it matters and how sure that is, a bad and a good
    example."""
    found = find(rule)
    if found is None:
        words = [w for r in pages().values() for w in (r.code, r.name)]
        hint = did_you_mean(rule, words) or did_you_mean(rule.upper(), words)
        message = f"no rule is called `{rule}`"
        raise click.UsageError(message + (f"; {hint}" if hint else "; see `flowcheck rules`"))
    mend = {"safe": "`--fix`", "unsafe": "`--unsafe-fixes`"}.get(found.fixable or "", "no")
    click.echo(f"{found.code} {found.name}")
    click.echo(f"severity: {found.severity}    fix: {mend}")
    click.echo()
    click.echo(found.page)
    click.echo()
    click.echo(found.url)
