"""What every format needs to print the same bytes everywhere."""

from __future__ import annotations

import pytest

from tests.reports.formats import settle


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)
