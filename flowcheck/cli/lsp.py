"""`flowcheck lsp`."""

from __future__ import annotations

import sys

import click


@click.command("lsp", short_help="Serve an editor over stdin and stdout.")
@click.option("--stdio", is_flag=True, help="What editors add; nothing else is offered.")
def command(stdio: bool) -> None:
    """Serve an editor that speaks the Language Server Protocol over standard input and output:
    problems while you type, fixes, completion, names and what they hold.

    It needs pygls: pip install 'scenario-flowcheck[lsp]'."""
    import gc

    try:
        import pygls  # noqa: F401
    except ModuleNotFoundError:
        raise click.ClickException(
            "the language server needs pygls: pip install 'scenario-flowcheck[lsp]'"
        ) from None
    from flowcheck.lsp.serve import serve

    gc.enable()  # other commands end before garbage matters
    if sys.stdin.isatty():
        click.echo("flowcheck lsp is started by an editor, not by hand", err=True)
    serve()
