"""Sweeps need the group `cluster-test`; without it their tests skip."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_half_made_client() -> Iterator[None]:
    """A client that found no scheduler closes when the collector finds it. In the middle of the
    start of another one, the two would wait for each other."""
    yield
    gc.collect()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path
