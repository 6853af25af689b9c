"""The extension for VS Code: what it declares, what it starts, and that it can be built."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from flowcheck.lsp.workspace import Options

EXTENSION = Path(__file__).parents[2] / "editors" / "vscode"
MANIFEST = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
NODE = shutil.which("node")
BUILDS = shutil.which("npm") and (EXTENSION / "node_modules" / "esbuild").is_dir()


def loaded(path: Path, *args: str) -> Any:
    """What the extension does when VS Code loads it."""
    script = str(Path(__file__).with_name("vscode.js"))
    done = subprocess.run(
        ["node", script, str(path), *args], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_its_settings_are_those_of_the_server() -> None:
    properties = MANIFEST["contributes"]["configuration"]["properties"]
    defaults = {key.removeprefix("flowcheck."): one["default"] for key, one in properties.items()}
    assert defaults.pop("command") == ["flowcheck", "lsp"]
    assert Options.of(defaults) == Options()
    changed = {"severity": "info", "inlayHints": True, "codeLens": False}
    assert defaults.keys() == changed.keys()
    options = Options.of({"flowcheck": changed})
    assert options == Options((("severity", "info"),), inlay_hints=True, code_lens=False)


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_it_starts_the_server() -> None:
    done = loaded(EXTENSION / "extension.js", "activate")
    assert done["exports"] == ["activate", "deactivate"]
    commands = [one["command"] for one in done["started"] if "command" in one]
    assert commands == [one["command"] for one in MANIFEST["contributes"]["commands"]]
    [client] = [one for one in done["started"] if "id" in one]
    assert client["server"] == {"command": "flowcheck", "args": ["lsp"]}
    assert client["options"]["documentSelector"] == [{"language": "json"}, {"language": "jsonl"}]
    assert Options.of(client["options"]["initializationOptions"]).inlay_hints


@pytest.mark.skipif(not BUILDS, reason="its packages are not installed (make vscode)")
def test_it_builds(tmp_path: Path) -> None:
    out = tmp_path / "extension.js"
    npm = ["npm", "run", "--silent", "build", "--", f"--outfile={out}"]
    subprocess.run(npm, cwd=EXTENSION, check=True, capture_output=True)
    assert loaded(out) == {"exports": ["activate", "deactivate"], "started": []}
