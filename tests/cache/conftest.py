from __future__ import annotations

from pathlib import Path

import pytest

import flowcheck.cache.keys
from tests.cache.flows import Runs


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    monkeypatch.chdir(tmp_path)
    # The code of a checkout may be edited while its tests run.
    monkeypatch.setattr(flowcheck.cache.keys, "_code_stamp", list)
    return Runs(monkeypatch)
