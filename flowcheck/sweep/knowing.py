"""What records must know of each other, gathered before any is checked: models and the workflows
that nodes call. Kept in the output, where every worker finds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from flowcheck.batch.stream.cutting import Part, line_ends
from flowcheck.batch.stream.known import HeldFile, Known
from flowcheck.batch.stream.looking import Look, look, look_for_called
from flowcheck.dataclass import dataclass, replace
from flowcheck.project.project import Named, named_models, named_workflows
from flowcheck.settings import Settings
from flowcheck.sweep.store import OWN, Store
from flowcheck.sweep.units import Unit

FILE = f"{OWN}/known.json.gz"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in a part: how many records, and lines of a file of lines; the workflows that
    are called; records that others need, with their lines counted in the part; ids that may be
    meant by a call."""

    index: int
    records: int
    lines: int
    called: tuple[str, ...]
    held: tuple[HeldFile, ...]
    ids: tuple[str, ...] = ()


def look_at(unit: Unit, wanted: frozenset[str] | None = None) -> Seen:
    """Look through a part: for calls and models, or for the workflows that are wanted."""
    called: dict[str, None] = {}
    ids: dict[str, None] = {}
    held: list[HeldFile] = []
    records = lines = 0
    for item in unit.items():
        records += 1
        if not item.whole:
            lines = item.part.before + line_ends(item.part.data)
        task = Look(0, item.name, True, item.part, item.whole, wanted)
        seen = look(task) if wanted is None else look_for_called(task)
        called.update(dict.fromkeys(seen.called))
        ids.update(dict.fromkeys(seen.ids))
        held += [HeldFile(item.name, True, item.whole, (part,)) for part in seen.held]
    return Seen(unit.index, records, lines, tuple(called), tuple(held), tuple(ids))


def placed(units: Sequence[Unit], seen: dict[int, Seen]) -> dict[int, int]:
    """The lines above each part in its file, by number."""
    before: dict[int, int] = {}
    last = ("", 0)
    for unit in units:
        url, lines = last
        before[unit.index] = lines if url == unit.url else 0
        last = (
            unit.url,
            before[unit.index] + (seen[unit.index].lines if unit.index in seen else 0),
        )
    return before


def shifted(held: Iterable[HeldFile], before: int) -> list[HeldFile]:
    """Records with their lines counted in the file."""
    return [
        file
        if file.whole
        else replace(file, parts=tuple(Part(p.before + before, p.data) for p in file.parts))
        for file in held
    ]


def named(settings: Settings) -> tuple[tuple[HeldFile, ...], tuple[HeldFile, ...]]:
    """The files of models and of workflows that settings name, to be known to workers that have no
    such files. Raises SettingsError."""
    return _whole(named_models(settings)), _whole(named_workflows(settings, ()))


def _whole(files: Named) -> tuple[HeldFile, ...]:
    return tuple(
        HeldFile(source.name, source.explicit, True, (Part(0, source.text.encode()),))
        for source, _ in files
    )


def keep(store: Store, known: Known, before: dict[int, int], records: int) -> None:
    """Write what is known to the output."""
    value = {
        "held": [_told(file) for file in known.held],
        "models": [_told(file) for file in known.models],
        "workflows": [_told(file) for file in known.workflows],
        "ids": list(known.ids),
        "before": [before[index] for index in sorted(before)],
        "records": records,
    }
    store.put_json(FILE, value)


def _told(file: HeldFile) -> list[Any]:
    (part,) = file.parts
    return [file.name, file.explicit, file.whole, part.before, part.data.decode()]


def _held(told: Iterable[list[Any]]) -> tuple[HeldFile, ...]:
    return tuple(
        HeldFile(name, explicit, whole, (Part(before, text.encode()),))
        for name, explicit, whole, before, text in told
    )


def kept(store: Store) -> Any:
    """What was written; None when nothing was."""
    return store.get_json(FILE)


def stamp(store: Store) -> str:
    """What tells one state of it from another."""
    return hashlib.sha256(store.get(FILE) or b"").hexdigest()


@lru_cache(maxsize=1)
def known_in(output: str, stamp: str) -> Known:
    """What is known, as a worker reads it, once for each state."""
    value = kept(Store(output))
    return Known(
        _held(value["held"]),
        tuple(value["ids"]),
        models=_held(value["models"]),
        workflows=_held(value["workflows"]),
    )
