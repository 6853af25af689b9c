"""The library: check objects, bytes or files, get a report. Never prints, exits or raises for a
bad flow."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from flowcheck.engine import check_sources
from flowcheck.reading.files import find, read
from flowcheck.reading.source import Source
from flowcheck.report import Failure, Report
from flowcheck.settings import Settings


def check(flow: Any, *, settings: Settings | None = None, name: str = "<memory>") -> Report:
    """Check one flow, workflow, job or model record, or a reply that holds some.

    flow: bytes or str of JSON; parsed JSON; or scenario-sdk objects (anything with `to_dict` or
    `model_dump`), alone or inside lists and dicts. For anything but bytes and str the positions
    refer to its JSON with an indent of 2. name: shown as the problems' file; a name that ends
    in `.jsonl` or `.ndjson` makes bytes and str one record a line.

    Raises SettingsError when the settings name an unknown rule, nothing else."""
    if isinstance(flow, str):
        source = Source.from_text(name, flow)
    elif isinstance(flow, bytes | bytearray | memoryview):
        source = Source.from_bytes(name, bytes(flow))
    else:
        source = Source.from_value(name, flow)
    return check_sources([source], settings or Settings())


def check_file(path: str | os.PathLike[str], *, settings: Settings | None = None) -> Report:
    """Check one file; as `check_files([path])`."""
    return check_files([path], settings=settings)


def check_files(
    paths: Iterable[str | os.PathLike[str]], *, settings: Settings | None = None
) -> Report:
    """Check files and directories together, as the command line does: workflows among them know
    each other by id. A path that cannot be read is a failure in the report."""
    found, failures, _ = find([os.fspath(path) for path in paths])
    sources: list[Source] = []
    skipped = 0
    for item in found:
        source = read(item)
        if isinstance(source, Failure):
            failures.append(source)
        elif source.unrecognised and not item.explicit:
            skipped += 1
        else:
            sources.append(source)
    return check_sources(sources, settings or Settings(), failures=failures, skipped=skipped)
