"""`flowcheck completion`."""

from __future__ import annotations

import click

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

    In ~/.zshrc it has to stand behind `autoload -U compinit && compinit`."""
    from flowcheck.cli import cli
    from flowcheck.cli.shells import SHELLS, VARIABLE

    script = SHELLS[shell](cli, {}, "flowcheck", VARIABLE)
    # click's own way runs the shell to see its version; the script itself needs none.
    write_stdout(script.source_template % script.source_vars())
