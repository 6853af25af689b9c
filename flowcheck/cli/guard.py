"""The outermost frame: what nothing else caught becomes one line and exit code 2."""

from __future__ import annotations

import os
import sys

import click

from flowcheck._version import __version__
from flowcheck.cli.streams import drop, open_streams, write_stderr


def guarded(command: click.Command) -> int:
    """Run a click command; the exit code. Set FLOWCHECK_TRACEBACK for the full traceback of an
    internal error. A page that is read no further (`| head`) ends quietly with 0; what has a
    verdict gives it all the same."""
    open_streams()
    try:
        result = command.main(prog_name="flowcheck", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
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
        write_stderr(_shown(f"Error: {where}{(error.strerror or str(error)).lower()}") + "\n")
        return 2
    except Exception as error:
        if os.environ.get("FLOWCHECK_TRACEBACK"):
            raise
        write_stderr(
            f"flowcheck {__version__} has a bug: {type(error).__name__}: {_shown(str(error))}\n"
            "Please report this line and, if you can, the file; set FLOWCHECK_TRACEBACK=1 for "
            "the place in the code.\n"
        )
        return 2


def _told(error: click.ClickException) -> click.ClickException:
    if not isinstance(error, click.NoSuchOption):
        return error
    from flowcheck.cli.choices import with_nearest

    return with_nearest(error)


def _shown(text: str) -> str:
    from flowcheck.reports.escape import shown  # most runs end without this

    return shown(text)
