"""Runs every command but `check` and prints what each writes: a program of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from flowcheck.cli import cli

NAMES = ("flow", "workflow", "job", "model", "report", "trace", "config")
FLOWS = ("storyboard", "two-routers-one-mode", "sub-workflow-caller", "loop-over-a-list")


def commands(samples: Path) -> Iterator[tuple[str, ...]]:
    """Their arguments."""
    for format_ in ("text", "json", "markdown"):
        yield "rules", "--format", format_
    yield "explain", "FC309"
    yield from (("schema", name) for name in NAMES)
    for name in FLOWS:
        file = str(samples / f"{name}.json")
        yield from (("graph", file, "--format", format_) for format_ in ("mermaid", "dot", "svg"))
        yield "inputs", file
        yield "inputs", file, "--schema"
        yield "trace", file
        yield "trace", file, "--format", "json"
        yield "check", file, "--no-cache", "--severity", "info", "--output-format", "html=page.html"
    yield "graph", str(samples / "storyboard.json"), "--format", "html"
    bad = samples / "rules" / "FC611-maybe-missing-required-input" / "bad.json"
    yield "graph", str(bad), "--format", "svg"
    for code in ("FC821", "FC822", "FC823", "FC824"):
        (folder,) = (samples / "rules").glob(f"{code}-*")
        workflow, body = folder / "workflow.json", folder / "bad.json"
        yield "check-run", str(workflow), str(body), "--format", "json"
    yield "check", str(samples / "broken"), "--no-cache", "--diff", "--unsafe-fixes"


def main(samples: Path) -> None:
    """Print what they write as JSON, by their arguments."""
    written = {}
    for args in commands(samples):
        result = CliRunner().invoke(cli, args, standalone_mode=False)
        if result.exception is not None:
            raise result.exception
        written[" ".join(args)] = [result.stdout, result.stderr, result.return_value]
        page = Path("page.html")
        if page.exists():
            written[f"page of {' '.join(args)}"] = page.read_text(encoding="utf-8")
            page.unlink()
    json.dump(written, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
