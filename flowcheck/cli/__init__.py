"""The command line: arguments → settings → engine → report. Commands load on first use, and click
only where `plain` cannot read the arguments."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowcheck.cli.commands import COMMANDS as COMMANDS
    from flowcheck.cli.commands import cli as cli


def main() -> None:
    """Run the command line. An internal error is one line and exit code 2, not a traceback."""
    import gc

    _read_names_as_utf8()
    from flowcheck.cli.guard import guarded, guarded_check, leave
    from flowcheck.cli.plain import plain_check

    # A command ends before garbage could matter; `--watch` collects between its checks.
    gc.disable()
    if "_FLOWCHECK_COMPLETE" in os.environ:
        from flowcheck.cli.shells import answer_shells

        answer_shells()
    plain = plain_check(sys.argv[1:])
    if plain is not None:
        leave(guarded_check(*plain))
    from flowcheck.cli.commands import cli

    leave(guarded(cli))


def _read_names_as_utf8() -> None:
    """Start again in Python's UTF-8 mode where it was told, or takes from the locale, to read
    names and arguments in another encoding: a name in a configuration and that of a file could
    not be compared, and a report would not be the same bytes everywhere."""
    if (
        sys.getfilesystemencoding() != "utf-8"
        and "utf8" not in sys._xoptions  # `-X utf8=0` goes before what we add
        and sys.executable
        and os.name == "posix"
    ):
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def __getattr__(name: str) -> Any:
    if name in ("cli", "COMMANDS"):
        from flowcheck.cli import commands

        return getattr(commands, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
