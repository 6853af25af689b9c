"""`flowcheck explain`."""

from __future__ import annotations

import click

from flowcheck.cli.complete import rule as complete_rule
from flowcheck.cli.docs import docs_url
from flowcheck.cli.streams import write_stdout
from flowcheck.docs_url import SUPPRESSIONS, page_url
from flowcheck.nearest import did_you_mean
from flowcheck.report import UNUSED_SUPPRESSION
from flowcheck.rules.pages import find, pages

_UNUSED = """FC001 unused-suppression
severity: warning    fix: no

An entry of `[[suppress]]` or `per-file-ignores` hides nothing, although a file it matches was
checked for the codes it names.

Why: It speaks about the configuration file, not about a flow: what it excused is gone, or its
glob, node or input is misspelt. It is no rule that could be selected or ignored."""


@click.command("explain", short_help="Show one rule's page.")
@click.argument("rule", metavar="CODE|NAME", shell_complete=complete_rule)
def command(rule: str) -> None:
    """Show one rule's page: what it finds, why it matters and how sure that is, a bad and a good
    example."""
    if rule.upper() == UNUSED_SUPPRESSION or rule == "unused-suppression":
        write_stdout(f"{_UNUSED}\n{_link(SUPPRESSIONS)}")
        return
    found = find(rule)
    if found is None:
        words = [w for r in pages().values() for w in (r.code, r.name)]
        hint = did_you_mean(rule, words, vocabulary=True) or did_you_mean(
            rule.upper(), words, vocabulary=True
        )
        message = f"no rule is called `{rule}`"
        raise click.UsageError(message + (f"; {hint}" if hint else "; see `flowcheck rules`"))
    mend = {"safe": "`--fix`", "unsafe": "`--unsafe-fixes`"}.get(found.fixable or "", "no")
    head = f"{found.code} {found.name}\nseverity: {found.severity}    fix: {mend}"
    head += f"    ground: {found.certainty}"
    write_stdout(f"{head}\n\n{found.page}\n{_link(f'rules/{found.code}/')}")


def _link(page: str) -> str:
    """The page's address, below an empty line; nothing where the pages are published nowhere."""
    url = page_url(page, docs_url())
    return f"\n{url}\n" if url else ""
