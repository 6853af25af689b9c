"""Neovim, without a screen, types a ref."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lsp.test_server import FLOW

NVIM = shutil.which("nvim")
SCRIPT = Path(__file__).with_name("neovim.lua")


@pytest.mark.skipif(NVIM is None, reason="nvim is not installed")
def test_neovim_types_a_ref(tmp_path: Path) -> None:
    assert NVIM is not None
    file, out = tmp_path / "poster.json", tmp_path / "out.json"
    file.write_text(FLOW.replace('"equal": "1"', '"equal": "7"'), encoding="utf-8")
    env = {
        **os.environ,
        "FLOWCHECK_FILE": str(file),
        "FLOWCHECK_OUT": str(out),
        "FLOWCHECK_PYTHON": sys.executable,
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    done = subprocess.run(
        [NVIM, "--headless", "-n", "-u", "NONE", "-i", "NONE", "-S", str(SCRIPT)],
        env=env,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=180,
        text=True,
        check=False,
    )
    assert out.is_file(), done.stderr
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told == {
        "opened": ["FC302"],
        "typed": ["FC101", "FC302"],
        "labels": ["workflow", "router", "upscale", "sketch"],
    }
