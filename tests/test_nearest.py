"""Nearest matches, and what is spent on them."""

from __future__ import annotations

import pytest

from flowcheck import nearest
from flowcheck.nearest import Suggestions


def test_the_nearest_name_as_a_sentence() -> None:
    names = Suggestions(["upscale", "paint"])
    assert names.match("upscal") == "upscale"
    assert names.hint("upscal") == "did you mean `upscale`?"
    assert names.hint("shrink") is None


def test_a_name_can_be_left_out() -> None:
    names = Suggestions(["image1", "image2", "prompt"])
    assert names.match("image3") == "image1"
    assert names.match("image3", but="image1") == "image2"
    assert names.match("image3", but="prompt") == "image1"
    assert names.hint("promt", but="prompt") is None


def test_the_budget_bounds_how_many_words_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "MOST_COMPARISONS", 20)
    names = Suggestions(f"model_{n}" for n in range(10))
    hints = [names.match(f"model_{n}x") for n in range(10)]
    assert hints[:3] == ["model_0", "model_1", "model_2"]
    assert hints[3:] == [None] * 7
    assert names.match("model_0x") == "model_0", "what was found stays"
    assert Suggestions(["model_7"]).match("model_7x") == "model_7", "a budget of its own"
