"""`flowcheck lsp` on the command line."""

from __future__ import annotations

import subprocess
import sys

WITHOUT = """
import sys
sys.modules["pygls"] = None
sys.argv = ["flowcheck", "lsp"]
from flowcheck.cli import main
main()
"""


def test_without_the_extra_it_says_how_to_get_it() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True)
    assert done.returncode == 2
    assert "pip install 'scenario-flowcheck[lsp]'" in done.stderr
    assert done.stdout == ""


def test_it_ends_with_its_editor() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flowcheck", "lsp"],
        input=b"",
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0
    assert done.stdout == b""
