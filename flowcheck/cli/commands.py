"""The commands as click knows them. Each loads on first use."""

from __future__ import annotations

import os
from importlib import import_module

import click

from flowcheck._version import __version__

COMMANDS = {
    "check": "Lint flows in files, directories or stdin.",
    "check-run": "Would Scenario accept these run inputs?",
    "completion": "Print a shell completion script.",
    "explain": "Show one rule's page.",
    "graph": "Draw a flow with its problems painted on.",
    "inputs": "Show what a workflow or model asks of a run.",
    "lsp": "Serve an editor over stdin and stdout.",
    "rules": "List every rule.",
    "schema": "Print a JSON Schema.",
    "sweep": "Check a whole store of records on one machine or many.",
    "trace": "Show what a run does, node by node.",
}
"""Command name → one-line help; each is `flowcheck.cli.NAME.command`."""


class _Commands(click.Group):
    """Imports a command's module only when that command runs or shows its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"flowcheck.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            if ctx.resilient_parsing:  # a shell asks what it could become
                return None, None, args
            ctx.fail(_no_such_command(args))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", "-V", message="flowcheck %(version)s")
def cli() -> None:
    """Find what is wrong with Scenario workflow JSON before a paid run does.

    Exit codes: 0 nothing at or above --fail-on, 1 problems, 2 usage or configuration error,
    unreadable path or internal error."""


def _no_such_command(args: list[str]) -> str:
    """The message for a first word that is no command, with what was likely meant: `check` for a
    path."""
    from flowcheck.nearest import did_you_mean

    word = args[0]
    hint = did_you_mean(word, COMMANDS)
    if hint is None and (os.path.exists(word) or os.path.splitext(word)[1] or os.sep in word):
        import shlex

        hint = f"did you mean `flowcheck check {shlex.join(args)}`?"
    return f"no such command `{word}`; {hint or 'see `flowcheck --help`'}"
