"""VS Code's JSON language service, run by node: what an editor offers, shows and underlines.

`make editors` installs it. `AVAILABLE` says whether it is there; tests that need it skip if not.
In the texts `|` marks where the cursor is."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flowcheck.shipped_schemas import load

HERE = Path(__file__).parent
AVAILABLE = (
    shutil.which("node") is not None
    and (HERE / "node_modules" / "vscode-json-languageservice" / "package.json").is_file()
)
MISSING = "VS Code's JSON language service is not installed (make editors)"


def ask(kind: str, schema: str, texts: Sequence[str]) -> list[Any]:
    """The answers of `ask.js`, whose head says what they hold, to one kind of question about each
    text. schema: a name that `flowcheck schema` knows."""
    content = load(schema)
    lines = []
    for text in texts:
        before, _, after = text.partition("|")
        question = {"ask": kind, "schema": content, "text": before + after, "offset": len(before)}
        lines.append(json.dumps(question) + "\n")
    ran = subprocess.run(
        ["node", str(HERE / "ask.js")],
        input="".join(lines),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in ran.stdout.split("\n") if line]


def labels(schema: str, text: str) -> list[str]:
    """What is offered at the cursor, without the quotes of words."""
    (items,) = ask("complete", schema, [text])
    return sorted(item["label"].strip('"') for item in items)


def hover(schema: str, text: str) -> str | None:
    """What is shown at the cursor, without the marks that keep markdown from reading it."""
    (shown,) = ask("hover", schema, [text])
    return None if shown is None else shown.replace("\\", "")


def underlined(schema: str, *texts: str) -> list[list[tuple[str, str]]]:
    """For each text what is underlined in it, with the message."""
    return [
        [(item["text"], item["message"]) for item in items]
        for items in ask("diagnose", schema, texts)
    ]
