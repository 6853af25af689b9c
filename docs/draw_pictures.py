"""The pictures of README and docs, drawn by `flowcheck graph` from the samples.

`--check` says which are not as they would be drawn now; without it they are written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "docs" / "assets" / "pictures"
_HANG: Final = "samples/broken/two-routers-one-mode-reads-the-other-branch.json"
PICTURES: Final[dict[str, tuple[str, ...]]] = {
    "hang": (_HANG,),
    "example-run": (_HANG, "--witness", "FC309@enlarge-painting"),
    "loop": ("samples/loop-over-a-list.json",),
}
"""Name → what to draw."""


def drawn(name: str) -> str:
    """A picture as the tool draws it now."""
    command = [sys.executable, "-m", "flowcheck", "graph", *PICTURES[name]]
    done = subprocess.run(
        [*command, "--format", "svg", "--no-config"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def main() -> int:
    """Write or check the pictures."""
    stale = 0
    for name in PICTURES:
        path, text = FOLDER / f"{name}.svg", drawn(name)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if "--check" in sys.argv:
            print(f"{path.relative_to(ROOT)}: not as it is drawn now; run make docs-update")
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
