"""The outermost frame: what nothing else caught becomes one line and exit code 2."""

from __future__ import annotations

import os
import sys

import click

from flowcheck._version import __version__


def guarded(command: click.Command) -> int:
    """Run a click command; the exit code. Set FLOWCHECK_TRACEBACK for the full traceback of an
    internal error."""
    try:
        result = command.main(prog_name="flowcheck", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 2
    except BrokenPipeError:
        # The reader went away (`| head`); keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except Exception as error:
        if os.environ.get("FLOWCHECK_TRACEBACK"):
            raise
        click.echo(
            f"flowcheck {__version__} has a bug: {type(error).__name__}: {error}\n"
            "Please report this line and, if you can, the file; set FLOWCHECK_TRACEBACK=1 for "
            "the place in the code.",
            err=True,
        )
        return 2
