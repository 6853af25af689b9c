"""The outermost frame: what nothing else caught becomes one line and exit code 2."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from flowcheck.cli.streams import open_streams, write_stderr

if TYPE_CHECKING:
    import click


def guarded(command: click.Command) -> int:
    """Run a click command; the exit code. Set FLOWCHECK_TRACEBACK for the full traceback of an
    internal error. A page that is read no further (`| head`) ends quietly with 0; what has a
    verdict gives it all the same."""
    return _guarded(lambda: command.main(prog_name="flowcheck", standalone_mode=False))


def guarded_check(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """`check` with arguments that click has not read; the exit code."""

    def check() -> int:
        from flowcheck.cli.check_paths import check_paths
        from flowcheck.cli.options import CheckOptions

        try:
            return check_paths(paths, CheckOptions(**options))
        except KeyboardInterrupt:  # as click does: below the `^C` that the terminal shows
            write_stderr("\n")
            raise

    return _guarded(check)


def leave(code: int) -> NoReturn:
    """End the process without taking it apart: to free every object of a check one by one takes a
    fifth of its time, and the system frees them at once. A profiler or tracer is let finish."""
    if sys.gettrace() is None and sys.getprofile() is None:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError):
            pass  # the interpreter knows what to do about a stream that is gone
        else:
            os._exit(code)
    sys.exit(code)


def _guarded(run: Callable[[], object]) -> int:
    open_streams()
    try:
        result = run()
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - told apart there, and raised where unknown
        from flowcheck.cli.ending import code_of  # most runs end without click's errors

        return code_of(error)
    return result if isinstance(result, int) else 0
