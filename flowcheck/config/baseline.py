"""The baseline: problems that were there before, known by identity and number, never by line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flowcheck.atomic import write_text
from flowcheck.report import Problem, Report, recounted
from flowcheck.settings import SettingsError
from flowcheck.tree import relative

Key = tuple[str, str, str]
"""File (relative to the baseline's folder, forward slashes), code, fingerprint."""


@dataclass(frozen=True)
class Baseline:
    """Problems to hide: how often each, and its message for people who read the file."""

    path: Path
    counts: dict[Key, int]
    messages: dict[Key, str]

    def key(self, problem: Problem) -> Key:
        return (self.file(problem.file), problem.code, problem.fingerprint)

    def file(self, name: str) -> str:
        """A problem's file as the baseline writes it."""
        if name.startswith("<"):
            return name
        return relative(name, self.path.parent)


def read_baseline(path: Path) -> Baseline:
    """Read a baseline file. Raises SettingsError when it cannot be read or is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"cannot read the baseline `{path}`: {(error.strerror or '').lower()}",
            "`--write-baseline` makes one" if isinstance(error, FileNotFoundError) else None,
        ) from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"the baseline `{path}` is not JSON: {error}") from error
    if not isinstance(data, dict) or data.get("version") != 1:
        raise SettingsError(f"`{path}` is no flowcheck baseline of version 1")
    entries = data.get("problems", [])
    if not isinstance(entries, list):
        raise SettingsError(f"`{path}`: `problems` is no array")
    counts: dict[Key, int] = {}
    messages: dict[Key, str] = {}
    for entry in entries:
        try:
            key = (entry["file"], entry["code"], entry["fingerprint"])
            if not all(isinstance(part, str) and "\0" not in part for part in key):
                raise TypeError("file, code and fingerprint are strings")
            counts[key] = counts.get(key, 0) + int(entry.get("count", 1))
            messages[key] = str(entry.get("message", ""))
        except (TypeError, KeyError, ValueError, AttributeError, OverflowError) as error:
            raise SettingsError(f"`{path}` has a broken entry: {entry!r}") from error
    return Baseline(path, counts, messages)


def write_baseline(
    path: Path, problems: Iterable[Problem], checked: Iterable[str], old: Baseline | None = None
) -> Baseline:
    """Write a baseline of these problems and read it back.

    Entries of `old`, the baseline in force, are kept for files that were not checked and still
    exist. Raises OSError."""
    new = Baseline(path, {}, {})
    names = {new.file(name) for name in checked}
    for (file, code, print_), count in (old.counts if old else {}).items():
        moved = (new.file(str(old.path.parent / file)), code, print_) if old else None
        if old and moved and moved[0] not in names and (old.path.parent / file).exists():
            new.counts[moved] = count
            new.messages[moved] = old.messages[file, code, print_]
    for problem in problems:
        key = new.key(problem)
        new.counts[key] = new.counts.get(key, 0) + 1
        new.messages[key] = problem.message
    _write(path, new.counts, new.messages)
    return new


def _write(path: Path, counts: dict[Key, int], messages: dict[Key, str]) -> None:
    entries: list[dict[str, Any]] = [
        {"file": file, "code": code, "message": messages[file, code, print_], "count": count,
         "fingerprint": print_}
        for (file, code, print_), count in sorted(counts.items())
    ]  # fmt: skip
    text = json.dumps({"version": 1, "problems": entries}, indent=1, ensure_ascii=True)
    write_text(path, text + "\n")


def baselined(report: Report, baseline: Baseline) -> Report:
    """The report with the baseline's problems moved to `suppressed`; of several equal ones the
    first so many as the baseline counts."""
    left = Counter(baseline.counts)
    kept: list[Problem] = []
    hidden = list(report.suppressed)
    for problem in report.problems:
        key = baseline.key(problem)
        if left[key] > 0:
            left[key] -= 1
            hidden.append(problem)
        else:
            kept.append(problem)
    hidden.sort(key=lambda p: p.sort_key)
    return recounted(replace(report, problems=tuple(kept), suppressed=tuple(hidden)))


def stale(report: Report, baseline: Baseline, checked: Iterable[str]) -> dict[Key, int]:
    """Entries that no longer hide anything, with how many are too many: those of files that were
    checked, or that are gone."""
    seen = Counter(baseline.key(problem) for problem in (*report.suppressed, *report.problems))
    names = {baseline.file(name) for name in checked}
    found: dict[Key, int] = {}
    for key, count in baseline.counts.items():
        known = key[0] in names or not (baseline.path.parent / key[0]).exists()
        if known and seen[key] < count:
            found[key] = count - seen[key]
    return found


def prune(baseline: Baseline, stale_entries: dict[Key, int]) -> None:
    """Rewrite the baseline file without stale entries. Raises OSError."""
    counts = {
        key: count - stale_entries.get(key, 0)
        for key, count in baseline.counts.items()
        if count > stale_entries.get(key, 0)
    }
    _write(baseline.path, counts, baseline.messages)
