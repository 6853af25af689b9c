"""The outermost frame: what nothing else caught becomes one line and exit code 2."""

from __future__ import annotations

import os
import sys
from typing import TextIO

import click

from flowcheck._version import __version__


def guarded(command: click.Command) -> int:
    """Run a click command; the exit code. Set FLOWCHECK_TRACEBACK for the full traceback of an
    internal error."""
    _open_streams()
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
    except OSError as error:
        if os.environ.get("FLOWCHECK_TRACEBACK"):
            raise
        # A full disk, a file that went away: the machine's trouble, no bug.
        where = f"{error.filename}: " if error.filename else ""
        click.echo(_shown(f"Error: {where}{(error.strerror or str(error)).lower()}"), err=True)
        return 2
    except Exception as error:
        if os.environ.get("FLOWCHECK_TRACEBACK"):
            raise
        click.echo(
            f"flowcheck {__version__} has a bug: {type(error).__name__}: {_shown(str(error))}\n"
            "Please report this line and, if you can, the file; set FLOWCHECK_TRACEBACK=1 for "
            "the place in the code.",
            err=True,
        )
        return 2


def _shown(text: str) -> str:
    from flowcheck.reports.escape import shown  # most runs end without this

    return shown(text)


def _open_streams() -> None:
    """A program that was started without one of its streams gets an empty one, before a file that
    is opened takes its number."""
    if sys.stdin is None:
        sys.stdin = _empty(0)
    if sys.stdout is None:
        sys.stdout = _empty(1)
    if sys.stderr is None:
        sys.stderr = _empty(2)


def _empty(number: int) -> TextIO:
    null = os.open(os.devnull, os.O_RDWR)
    if null != number:
        os.dup2(null, number)
        os.close(null)
    return os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False)
