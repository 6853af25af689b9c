"""What the steps of `action.yml` run: the action's inputs → `flowcheck check`, and what GitHub is
told about it.

The inputs arrive as environment variables, never as shell code. Run by its own file or with
`python -I -m`, so that no module of the repository that is checked is ever imported."""

from __future__ import annotations

import glob
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

MOST_LINES: Final = 100
"""Problems that the page of the job shows; the log has them all."""


def words(text: str) -> list[str]:
    """The words of an input, divided by spaces and line ends; quotes keep a word together. A
    backslash is a character like any other, as in paths of Windows.

    Raises ValueError for a quote that is never closed."""
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = lexer.escape = ""
    return list(lexer)


def expanded(word: str) -> list[str]:
    """The paths a word stands for: what is there by that very name, else what it matches as a
    glob (`**` for folders of any depth), else the word, for `check` to say that it is missing."""
    if os.path.lexists(word) or not glob.has_magic(word):
        return [word]
    return sorted(glob.glob(word, recursive=True)) or [word]


def arguments(given: Mapping[str, str], folder: Path) -> list[str]:
    """The arguments of `flowcheck` for the inputs of the action. folder: where its files go.

    Raises ValueError, with the input's name, for one that cannot be divided into words."""
    divided = {}
    for name, variable in (("paths", "CHECK_PATHS"), ("args", "CHECK_ARGS")):
        try:
            divided[name] = words(given.get(variable, ""))
        except ValueError as error:
            raise ValueError(f"input `{name}`: {str(error).lower()}") from None
    paths = [path for word in divided["paths"] for path in expanded(word)]
    files = [f"--output-format=sarif={_sarif(folder)}", f"--output-format=concise={_list(folder)}"]
    return ["check", "--format=github", *files, *divided["args"], "--", *paths]


def _sarif(folder: Path) -> Path:
    return folder / "flowcheck.sarif"


def _list(folder: Path) -> Path:
    return folder / "problems.txt"


def run(environment: Mapping[str, str]) -> int:
    """Check as the action's inputs say; the exit code of `flowcheck check`.

    CHECK_PATHS and CHECK_ARGS are the inputs, CHECK_FOLDER is a folder for files. A check that
    ends without a report is told in one annotation; with one, the report has all there is to tell,
    and the output `sarif-file` names it."""
    folder = Path(environment["CHECK_FOLDER"])
    try:
        checked = arguments(environment, folder)
    except ValueError as error:
        return _failed(environment, f"Error: {error}", 2)
    command = [sys.executable, "-I", "-X", "utf8", "-m", "flowcheck", *checked]
    done = subprocess.run(
        command, stderr=subprocess.PIPE, encoding="utf-8", errors="replace", check=False
    )
    said = done.stderr.strip()
    if not _sarif(folder).exists():
        return _failed(environment, said, done.returncode)
    if said:
        print(said, file=sys.stderr)
    _append(environment["GITHUB_OUTPUT"], f"sarif-file={_sarif(folder)}\n")
    lines = _list(folder).read_text(encoding="utf-8").splitlines()
    _append(environment["GITHUB_STEP_SUMMARY"], page(said.rpartition("\n")[2], lines))
    return done.returncode


def _failed(environment: Mapping[str, str], said: str, code: int) -> int:
    """Tell once why there is no report. The usage that comes before the error is left out."""
    message = said[said.rfind("Error: ") :] if "Error: " in said else said
    message = message or f"flowcheck ended with exit code {code}"
    told = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    print(f"::error title=flowcheck::{told}", flush=True)
    _append(environment["GITHUB_STEP_SUMMARY"], page("flowcheck could not check.", [message]))
    return code if code > 0 else 2


def page(head: str, lines: list[str]) -> str:
    """The Markdown that the page of the job shows: a line, and problems as they are."""
    text = "### flowcheck\n\n" + (f"{head}\n\n" if head else "")
    if not lines:
        return text
    shown = "\n".join(lines[:MOST_LINES])
    fence = "`" * max(3, *(len(ticks) + 1 for ticks in re.findall("`+", shown)), 3)
    text += f"{fence}text\n{shown}\n{fence}\n\n"
    more = len(lines) - MOST_LINES
    return f"{text}{more} more in the log of the step.\n\n" if more > 0 else text


def _append(path: str, text: str) -> None:
    with open(path, "a", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(run(os.environ))
