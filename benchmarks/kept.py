"""The figures as JSON, and what got worse since the ones that were last committed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.measure import FIGURES, Figure

FILE = Path(__file__).with_name("results.json")
NOISE = 1.15
"""A figure that is worse by less than this factor may be the same."""


def committed() -> dict[str, Figure]:
    """The figures of the last commit; none where there is no repository or no such file."""
    at = ["git", "show", f"HEAD:./{FILE.name}"]
    done = subprocess.run(at, capture_output=True, cwd=FILE.parent, check=False)
    figures: dict[str, Figure] = json.loads(done.stdout)["figures"] if not done.returncode else {}
    return figures


def worse(before: dict[str, Figure], now: dict[str, Figure]) -> list[str]:
    """A line for each figure that is worse than it was, by more than noise."""
    found = []
    for what, figure in now.items():
        old = before.get(what)
        if old is None or old["unit"] != figure["unit"]:
            continue
        was, value = old["value"], figure["value"]
        if (was > value * NOISE) if figure["least"] else (value > was * NOISE):
            found.append(f"{what}: {value:g} {figure['unit']}, was {was:g}")
    return found


def settle(about: dict[str, Any]) -> None:
    """Write what was measured (a figure that was not stays as it is) and say what got worse."""
    before = committed()
    kept = json.loads(FILE.read_text()) if FILE.exists() else {"figures": {}}
    figures = kept["figures"] | FIGURES
    FILE.write_text(json.dumps({**about, "figures": figures}, indent=1, ensure_ascii=False) + "\n")
    found = worse(before, FIGURES)
    print(f"\nwritten to {FILE.name}; " + ("worse than committed:" if found else "none is worse"))
    print("".join(f"  {one}\n" for one in found), end="")
