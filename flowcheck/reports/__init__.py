"""Reports: one function per output format, each `Report → str`. They know nothing but a Report,
and the rules' pages where a format prints them.

Formats are looked up by name and loaded on first use."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final, Literal, get_args

from flowcheck.report import Report

Format = Literal["full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
"""Format names; each is a module here with `render(report) -> str`."""
FOR_PEOPLE: Final = ("full", "concise")
"""The formats that no program needs to read whole."""


def renderer(name: str) -> Callable[[Report], str]:
    """The function that renders a report in the named format (one of `FORMATS`)."""
    render: Callable[[Report], str] = import_module(f"flowcheck.reports.{name}").render
    return render
