"""`>>>` examples of one page: a Python process that keeps its names from block to block.

Run as a script it is that process: a JSON text with the source of an example on each line of
stdin, a JSON text with what it prints on each line of stdout."""

from __future__ import annotations

import code
import contextlib
import doctest
import io
import json
import subprocess
import sys
from pathlib import Path

if __package__:
    from doccheck.examples import Example, environment


def parse(text: str, first_line: int) -> list[Example]:
    """The `>>>` examples of a block, each with the output the page shows."""
    return [
        Example(first_line + found.lineno, found.source, found.want)
        for found in doctest.DocTestParser().get_examples(text)
    ]


def written(text: str, outputs: list[str]) -> str:
    """The block with these outputs."""
    new = ""
    parts = doctest.DocTestParser().parse(text)
    rest = iter(outputs)
    for part in parts:
        if isinstance(part, doctest.Example):
            first, *more = part.source.splitlines(keepends=True)
            new += f">>> {first}" + "".join(f"... {line}" for line in more) + next(rest)
        else:
            new += part
    return new


class Session:
    """The process, started with the first example. Use as a context."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            with self.process:
                assert self.process.stdin is not None
                self.process.stdin.close()

    def run(self, source: str) -> str:
        """What an example prints."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-P", str(Path(__file__).resolve())],
                cwd=self.folder,
                env=environment(self.folder, Path(sys.executable).parent),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(source) + "\n")
        self.process.stdin.flush()
        answer: str = json.loads(self.process.stdout.readline())
        return answer


def _serve() -> None:
    console = code.InteractiveConsole({"__name__": "__main__"})
    answers = sys.stdout
    for line in sys.stdin:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            console.runsource(json.loads(line), "<example>", "single")
        answers.write(json.dumps(printed.getvalue()) + "\n")
        answers.flush()


if __name__ == "__main__":
    _serve()
