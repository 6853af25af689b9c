"""`flowcheck completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from flowcheck.cli.choices import Word
from flowcheck.cli.streams import write_stdout

INSTALL = {
    "bash": 'eval "$(flowcheck completion bash)"',
    "zsh": 'eval "$(flowcheck completion zsh)"',
    "fish": "flowcheck completion fish | source",
}


@click.command("completion", short_help="Print a shell completion script.")
@click.argument("shell", type=Word(list(INSTALL)))
def command(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    bash:  eval "$(flowcheck completion bash)"    in ~/.bashrc
    zsh:   eval "$(flowcheck completion zsh)"     in ~/.zshrc
    fish:  flowcheck completion fish | source     in ~/.config/fish/config.fish
    """
    from flowcheck.cli import cli

    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"no completion for `{shell}`")
    script = completion(cli, {}, "flowcheck", "_FLOWCHECK_COMPLETE")
    # The check for the shell's version runs that shell; the script itself needs none.
    write_stdout(script.source_template % script.source_vars() + "\n")
