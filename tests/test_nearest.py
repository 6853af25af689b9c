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
    names = Suggestions(["imagea", "imageb", "prompt"])
    assert names.match("imagec") == "imagea"
    assert names.match("imagec", but="imagea") == "imageb"
    assert names.match("imagec", but="prompt") == "imagea"
    assert names.hint("promt", but="prompt") is None


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("image2", "image"),
        ("image3", "image1"),
        ("node-10", "node-1"),
        ("flux-1-pro", "flux-pro"),
        ("flux-pro-max", "flux-pro-mini"),
        ("reference_a", "reference_b"),
        ("reference_image_b", "reference_image"),
        ("heroReferenceImageB", "heroReferenceImage"),
    ],
)
def test_names_that_differ_in_digits_or_a_whole_part_are_no_typos(word: str, name: str) -> None:
    assert nearest.nearest(word, [name]) is None
    assert nearest.nearest(name, [word]) is None


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("imgae2", "image2"),
        ("dependOn", "dependsOn"),
        ("text1output", "text1_output"),
        ("loopBodyNodes", "loopBodyNodeIds"),
        ("remove_background", "remove-background"),
        ("model_flux-kontex", "model_flux-kontext"),
    ],
)
def test_parts_may_be_misspelt_or_joined(word: str, name: str) -> None:
    assert nearest.nearest(word, [name]) == name


@pytest.mark.parametrize(
    ("word", "name"),
    [("IMAGE", "image"), ("cafe\u0301", "caf\u00e9"), ("ｉmage", "image"), ("Cb", "cB")],
)
def test_a_name_of_another_case_or_unicode_form_always_wins(word: str, name: str) -> None:
    assert nearest.nearest(word, [word + "s", word[:-1], "x" + name, name]) == name


def test_the_word_itself_is_never_its_own_match() -> None:
    assert nearest.nearest("image", ["image"]) is None
    assert nearest.nearest("image", ["image", "imag"]) == "imag"


def test_the_budget_bounds_how_many_words_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "MOST_COMPARISONS", 20)
    names = Suggestions(f"model_{n}" for n in range(10))
    hints = [names.match(f"modl_{n}") for n in range(10)]
    assert hints[:3] == ["model_0", "model_1", "model_2"]
    assert hints[3:] == [None] * 7
    assert names.match("modl_0") == "model_0", "what was found stays"
    assert Suggestions(["model_7"]).match("modl_7") == "model_7", "a budget of its own"
