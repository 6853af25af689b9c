"""What a command that raised ends with: a line and an exit code."""

from __future__ import annotations

import os
import sys

import click

from flowcheck._version import __version__
from flowcheck.cli.streams import drop, write_stderr
from flowcheck.reports.escape import shown


def code_of(error: BaseException) -> int:
    """Say on stderr what a command raised; the exit code. Raises what is no error: the end of a
    generator, and everything when FLOWCHECK_TRACEBACK is set."""
    try:
        raise error
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        try:
            _told(error).show()
        except BrokenPipeError:
            drop(sys.stderr)
        return 2
    except (click.Abort, KeyboardInterrupt):
        write_stderr("interrupted\n")
        return 2
    except (BrokenPipeError, SystemExit):  # click exits when stdout breaks, and only then
        drop(sys.stdout)
        return 0
    except OSError as error:
        if os.environ.get("FLOWCHECK_TRACEBACK"):
            raise
        # A full disk, a file that went away: the machine's trouble, no bug.
        where = f"{error.filename}: " if error.filename else ""
        write_stderr(shown(f"Error: {where}{(error.strerror or str(error)).lower()}") + "\n")
        return 2
    except Exception as error:
        if os.environ.get("FLOWCHECK_TRACEBACK"):
            raise
        write_stderr(
            f"flowcheck {__version__} has a bug: {type(error).__name__}: {shown(str(error))}\n"
            "Please report this line and, if you can, the file; set FLOWCHECK_TRACEBACK=1 for "
            "the place in the code.\n"
        )
        return 2


def _told(error: click.ClickException) -> click.ClickException:
    if not isinstance(error, click.NoSuchOption):
        return error
    from flowcheck.cli.choices import with_nearest

    return with_nearest(error)
