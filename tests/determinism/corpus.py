"""A folder in which every rule finds something, and runs of the whole program over it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
KEPT = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT")
PLAIN = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
FORMATS = ("concise", "full", "json", "jsonl", "sarif", "github", "gitlab", "junit")

Outputs = dict[str, bytes]
"""What a program wrote, by the name of the stream or file."""


def make(folder: Path) -> None:
    """The bad sample of every rule and what it is checked with; two records of one model and two
    of one workflow, of which one counts; letters that locales treat in ways of their own."""
    for rule in (SAMPLES / "rules").iterdir():
        code = rule.name.partition("-")[0]
        others = (path for name in ("bad", "models") for path in rule.glob(f"{name}/**/*.json"))
        for path in (rule / "bad.json", *others):
            # Rules may use one id for different things.
            text = path.read_text(encoding="utf-8").replace('"wf_', f'"wf_{code}_')
            write(folder / "rules" / path.relative_to(rule.parent), text)
    call = {"id": "again", "type": "workflow", "workflowId": "wf_twice"}
    draw = {"id": "draw", "type": "custom-model", "modelId": "model_twice"}
    for name, node in (("a", call), ("b", draw), ("c", call)):
        inputs = [{"name": f"{name}-text", "type": "string", "required": {"always": True}}]
        model = {"id": "model_twice", "type": "flux.1", "name": name, "inputs": inputs}
        workflow = {"id": "wf_twice", "name": name, "inputs": [], "flow": [node]}
        write(folder / "twice" / f"{name}-model.json", model)
        write(folder / "twice" / f"{name}-workflow.json", workflow)
    write(folder / "ordner ä" / "ausgelassen.json", "nothing")
    write(folder / "flowcheck.toml", 'exclude = ["ordner ä/aus*.json"]\n')
    write(folder / "ordner ä" / "猫.json", [{**draw, "id": "ıİß猫", "dependsOn": ["ıIß猫"]}])


def write(path: Path, value: Any) -> None:
    """Write a text as it is, anything else as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    path.write_text(text, encoding="utf-8")


def files(folder: Path) -> list[str]:
    """The names of all files in the folder that are checked."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.json"))


def run(folder: Path, *args: str, env: Mapping[str, str], python: tuple[str, ...] = ()) -> Outputs:
    """Run flowcheck in the folder, in a process of its own with this environment only; what it
    wrote and its exit code."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    done = subprocess.run(
        [sys.executable, *python, "-m", "flowcheck", *args],
        cwd=folder,
        env={**kept, **PLAIN, **env},
        capture_output=True,
        check=False,
    )
    assert b"has a bug" not in done.stderr, done.stderr
    return {"stdout": done.stdout, "stderr": done.stderr, "code": b"%d" % done.returncode}


def check(
    folder: Path,
    *args: str,
    env: Mapping[str, str] | None = None,
    python: tuple[str, ...] = (),
    paths: Sequence[str] = (".",),
) -> Outputs:
    """`check` in every format at once."""
    out = folder.with_name(f"{folder.name}-out")
    out.mkdir(exist_ok=True)
    files = [word for name in FORMATS for word in ("--output-format", f"{name}={out / name}")]
    given = ("--statistics", "--verbose", *args, *files, *paths)
    outputs = run(folder, "check", *given, env=env or {}, python=python)
    return {**outputs, **{name: (out / name).read_bytes() for name in FORMATS}}


def differing(one: Outputs, other: Outputs) -> list[str]:
    """The names of outputs that are not the same bytes."""
    return [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]
