"""Late patterns are what `re.compile` gives."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from flowcheck import pattern
from flowcheck.pattern import late_pattern
from tests.test_house import MODULES


def test_it_answers_as_a_compiled_pattern() -> None:
    late, real = late_pattern(r"(?P<a>x+)y", re.IGNORECASE), re.compile(r"(?P<a>x+)y", re.I)
    for _ in range(2):
        assert [m.group("a") for m in late.finditer("XXy, xy")] == ["XX", "x"]
        assert late.sub("-", "xyz") == real.sub("-", "xyz")
        assert (late.groups, late.pattern, late.flags) == (real.groups, real.pattern, real.flags)
    assert late_pattern(rb"\d").fullmatch(b"7")
    with pytest.raises(AttributeError):
        _ = late.nothing  # type: ignore[attr-defined]


EXTRAS = ("lsp", "sweep")
"""Packages that need an extra to be imported; no check loads them."""


@pytest.mark.parametrize(
    "module",
    [
        name
        for name in MODULES
        if not name.endswith("__main__") and name.partition(".")[0] not in EXTRAS
    ],
)
def test_every_late_pattern_compiles(module: str) -> None:
    for value in vars(import_module(f"flowcheck.{module}".rstrip("."))).values():
        for one in value.values() if isinstance(value, dict) else (value,):
            if isinstance(one, pattern._Late):
                assert one.pattern is not None
