"""Scenario's expression engine, run by node: questions in, answers out.

`make engine` installs it. `AVAILABLE` says whether it is there; tests that need it skip if not."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
AVAILABLE = (
    shutil.which("node") is not None
    and (HERE / "node_modules" / "@marcbachmann" / "cel-js" / "package.json").is_file()
)
MISSING = "Scenario's expression engine is not installed (make engine)"


def judge(questions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers of `judge.js`, whose head says what a question and an answer hold."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    ran = subprocess.run(
        ["node", str(HERE / "judge.js")],
        input=lines,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in ran.stdout.split("\n") if line]
