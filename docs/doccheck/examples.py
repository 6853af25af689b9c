"""Commands and their output in a `console` block: split, run by a shell, compared."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import termios
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ELLIPSIS: Final = "..."
"""A line of its own that stands for any number of lines."""
_MARK: Final = "\x1e"
SECONDS: Final = 60
"""How long the commands of one block may take."""


@dataclass(frozen=True, slots=True)
class Example:
    """One command and the output the page shows, each line with its end.

    A command goes on over lines that begin with `> `."""

    line: int
    command: str
    want: str


def parse(text: str, first_line: int) -> list[Example]:
    """The examples of a console block whose text begins at `first_line`. Raises ValueError for
    text before the first `$ `."""
    examples: list[Example] = []
    open_ = False
    for number, line in enumerate(text.splitlines(keepends=True), first_line):
        if line.startswith("$ "):
            examples.append(Example(number, line[2:], ""))
            open_ = True
        elif not examples:
            raise ValueError("a console block begins with `$ `")
        elif open_ and line.startswith("> "):
            last = examples[-1]
            examples[-1] = Example(last.line, last.command + line[2:], "")
        else:
            last, open_ = examples[-1], False
            examples[-1] = Example(last.line, last.command, last.want + line)
    return examples


def run(examples: Sequence[Example], folder: Path, bin_: Path) -> list[str]:
    """What each command prints on a terminal of 100 columns without colours, both streams
    together. One shell runs them all in `folder`, programs in `bin_` first; `$?` is that of the
    command before."""
    script = "__s=0\n"
    for example in examples:
        command = example.command.rstrip("\n")
        script += f"(exit $__s)\n{command}\n__s=$?; printf '\\036'\n"
    outputs = _on_terminal(script, folder, bin_).split(_MARK)[:-1]
    return [*outputs, *[""] * (len(examples) - len(outputs))]


def _on_terminal(script: str, folder: Path, bin_: Path) -> str:
    master, slave = pty.openpty()
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.OPOST  # no carriage returns before line ends
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    termios.tcsetwinsize(slave, (50, 100))
    pieces = []
    with open(master, "rb", buffering=0) as screen:
        process = subprocess.Popen(
            ["bash", "-c", script],
            cwd=folder,
            env=environment(folder, bin_),
            stdin=subprocess.DEVNULL,
            stdout=slave,
            stderr=slave,
        )
        os.close(slave)
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        with process:
            # Linux answers with an error, others with nothing, once nobody holds the other end.
            with contextlib.suppress(OSError):
                while piece := screen.read(65536):
                    pieces.append(piece)
            process.wait()
        timer.cancel()
    return b"".join(pieces).decode("utf-8", "replace")


def environment(folder: Path, bin_: Path) -> dict[str, str]:
    """Plain output of a fixed width, no continuous-integration variables."""
    return {
        "PATH": os.pathsep.join([str(bin_), os.defpath, "/usr/local/bin", "/usr/bin", "/bin"]),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "COLUMNS": "100",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
    }


def same(want: str, got: str) -> bool:
    """Whether the output is the shown one; trailing spaces and blank lines at the end aside."""
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line.strip() == ELLIPSIS else re.escape(line) + r"\n"
        for line in _tidy(want)
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _tidy(got))) is not None


def renewed(want: str, got: str) -> str:
    """The output to show instead of `want`: of an abridged one, as many lines before and after
    the `...` as there were."""
    if same(want, got):
        return want
    shown = _tidy(want)
    lines = _tidy(got)
    if ELLIPSIS in shown:
        first = shown.index(ELLIPSIS)
        last = len(shown) - 1 - shown[::-1].index(ELLIPSIS)
        tail = len(shown) - 1 - last
        if first + tail < len(lines):
            lines = [*lines[:first], ELLIPSIS, *lines[len(lines) - tail :]]
    return "".join(f"{line}\n" for line in lines)


def beginning(output: str, most: int = 30) -> str:
    """The first lines of an output, and how many more there are."""
    lines = output.splitlines(keepends=True)
    rest = len(lines) - most
    return "".join(lines[:most]) + (f"... and {rest} more lines\n" if rest > 0 else "")


def written(examples: Sequence[Example], outputs: Sequence[str]) -> str:
    """The text of a console block with these outputs."""
    text = ""
    for example, output in zip(examples, outputs, strict=True):
        first, *more = example.command.splitlines(keepends=True)
        text += f"$ {first}" + "".join(f"> {line}" for line in more) + output
    return text


def _tidy(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[-1]:
        del lines[-1]
    return lines
