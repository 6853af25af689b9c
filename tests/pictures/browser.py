"""A page driven in a real browser: a script of the test's runs in it and says what it saw."""

from __future__ import annotations

import json
import re
import subprocess
from html import unescape
from pathlib import Path
from shutil import which
from typing import Any

BROWSER = which("chromium") or which("chromium-browser") or which("google-chrome")
MISSING = "no chromium"
_FAULTS = (
    "<script>window.faults = []; onerror = (what) => window.faults.push(String(what))</script>"
)


def driven(page: str, script: str, folder: Path) -> Any:
    """What `script` puts into its object `said` on the page, whose `errors` are those that nothing
    caught. folder: an empty one to work in."""
    told = "document.body.dataset.said = JSON.stringify(said);"
    ours = f"<script>const said = {{errors: window.faults}};{script}{told}</script>"
    text = page.replace("<head>", f"<head>{_FAULTS}", 1).replace("</body>", f"{ours}</body>")
    file = folder / "driven.html"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [BROWSER or "", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
         f"--user-data-dir={folder}/profile", file.as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )  # fmt: skip
    found = re.search(r'data-said="([^"]*)"', done.stdout)
    assert found is not None, done.stdout[-2000:]
    return json.loads(unescape(found[1]))
