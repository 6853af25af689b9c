"""The pictures in README and docs are what the tool draws."""

from __future__ import annotations

import draw_pictures
import pytest


@pytest.mark.parametrize("name", draw_pictures.PICTURES)
def test_a_picture_is_as_it_is_drawn_now(name: str) -> None:
    path = draw_pictures.FOLDER / f"{name}.svg"
    assert path.read_text(encoding="utf-8") == draw_pictures.drawn(name), "run make docs-update"


def test_every_picture_is_one_of_them() -> None:
    there = {path.stem for path in draw_pictures.FOLDER.iterdir()}
    assert there == draw_pictures.PICTURES.keys()
