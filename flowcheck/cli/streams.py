"""The standard streams: UTF-8 out whatever the locale says, closed ones, readers that go away."""

from __future__ import annotations

import os
import sys
from typing import TextIO

NARROWEST = 40
"""A terminal with fewer columns is written to as if it had these."""


def write_stdout(text: str) -> None:
    """To stdout as UTF-8. BrokenPipeError when its reader went away (`| head`)."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def write_stderr(text: str) -> None:
    """To stderr. When its reader went away nobody is told, which is no reason to stop."""
    try:
        if text.isascii() and "\033" not in text:
            sys.stderr.write(text)
            sys.stderr.flush()
        else:  # it knows where colours go, and what a stream without an encoding takes
            import click

            click.echo(text, nl=False, err=True)
    except BrokenPipeError:
        drop(sys.stderr)


def terminal_width(stream: TextIO) -> int | None:
    """Columns of the terminal that a stream goes to, at least `NARROWEST`; None when it goes
    elsewhere. COLUMNS decides where it is set, as for other programs."""
    if not stream.isatty():
        return None
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdecimal() and int(told):
        return max(NARROWEST, int(told))
    try:
        there = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        there = 0
    return max(NARROWEST, there or 80)


def drop(stream: TextIO) -> None:
    """Let everything more that is written to a stream go nowhere; without this the interpreter
    complains at exit, with a code of its own, about what is still in the stream."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


def open_streams() -> None:
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
