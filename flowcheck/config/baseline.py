"""The baseline: problems that were there before, known by identity, never by line."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from flowcheck.atomic import write_text
from flowcheck.config.judging import Judging
from flowcheck.dataclass import dataclass, replace
from flowcheck.findings import Severity
from flowcheck.report import Problem, Report, recounted
from flowcheck.settings import SettingsError
from flowcheck.tree import is_no_file, relative

Key = tuple[str, str, str]
"""File (its real path from the baseline's folder, forward slashes), code, fingerprint."""


JudgingOf = Callable[[str], Judging]
"""What the check of a file has judged, by the file's name."""


@dataclass(frozen=True, slots=True)
class Known:
    """One entry. count: how often it is there. message, severity: those it was last told with;
    baselines of old do not tell the severity."""

    count: int
    message: str
    severity: Severity | None


@dataclass(frozen=True)
class Baseline:
    """Problems to hide."""

    path: Path
    entries: Mapping[Key, Known]

    def key(self, problem: Problem) -> Key:
        return (self.file(problem.file), problem.code, problem.fingerprint)

    def file(self, name: str) -> str:
        """A problem's file as the baseline writes it: whatever links lead to it, it is one."""
        if is_no_file(name):
            return name
        found = self._files.get(name)
        if found is None:
            found = relative(os.path.realpath(name), os.path.realpath(self.path.parent))
            self._files[name] = found
        return found

    @cached_property
    def _files(self) -> dict[str, str]:
        return {}

    @property
    def count(self) -> int:
        """How many problems it knows."""
        return sum(known.count for known in self.entries.values())

    def seen(self, problems: Iterable[Problem]) -> dict[Key, Known]:
        """Problems as entries. A file that is checked by several names counts once."""
        told: dict[Key, Problem] = {}
        counts: Counter[tuple[str, Key]] = Counter()
        for problem in problems:
            key = self.key(problem)
            told[key] = problem
            counts[problem.file, key] += 1
        most: dict[Key, int] = {}
        for (_, key), count in counts.items():
            most[key] = max(count, most.get(key, 0))
        return {key: Known(most[key], p.message, p.severity) for key, p in told.items()}

    def unjudged(self, report: Report, judging: JudgingOf) -> dict[Key, Known]:
        """The entries of which a check cannot tell whether they are gone: their file is there and
        was not checked, or not for their code with what its rule needs. A file that was checked
        by several names was judged when it was by each."""
        checks: dict[str, list[tuple[Judging, frozenset[str]]]] = {}
        for name, lacking in report.gaps.items():
            checks.setdefault(self.file(name), []).append((judging(name), lacking))
        return {
            (file, code, print_): known
            for (file, code, print_), known in self.entries.items()
            if not (
                all(by.judged(code, gaps, known.severity) for by, gaps in checks[file])
                if file in checks
                else self._gone(file)
            )
        }

    def _gone(self, file: str) -> bool:
        return not is_no_file(file) and not os.path.lexists(self.path.parent / file)

    def moved(self, entries: Mapping[Key, Known], path: Path) -> dict[Key, Known]:
        """Entries as a baseline at another path has them."""
        there = Baseline(path, {})
        found: dict[Key, Known] = {}
        for (file, code, print_), known in entries.items():
            name = file if is_no_file(file) else str(self.path.parent / file)
            found[there.file(name), code, print_] = known
        return found


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
    listed = data.get("problems", [])
    if not isinstance(listed, list):
        raise SettingsError(f"`{path}`: `problems` is no array")
    entries: dict[Key, Known] = {}
    for entry in listed:
        try:
            key, known = _read(entry)
        except (TypeError, KeyError, ValueError, AttributeError, OverflowError) as error:
            raise SettingsError(f"`{path}` has a broken entry: {entry!r}") from error
        before = entries.get(key)
        entries[key] = replace(known, count=known.count + before.count) if before else known
    return Baseline(path, entries)


def _read(entry: Any) -> tuple[Key, Known]:
    key = (entry["file"], entry["code"], entry["fingerprint"])
    if not all(isinstance(part, str) and "\0" not in part for part in key):
        raise TypeError("file, code and fingerprint are strings")
    severity = entry.get("severity")
    return key, Known(
        int(entry.get("count", 1)),
        str(entry.get("message", "")),
        None if severity is None else Severity(severity),
    )


def write_baseline(
    path: Path, report: Report, judging: JudgingOf, before: Iterable[Baseline] = ()
) -> Baseline:
    """Write a baseline of a report's problems.

    Of the entries of `before`, the baseline in force and the one that is replaced, those are kept
    that the check cannot judge. Raises OSError."""
    entries = Baseline(path, {}).seen(report.problems)
    for old in before:
        for key, known in old.moved(old.unjudged(report, judging), path).items():
            found = entries.get(key)
            if found is None or found.count < known.count:
                entries[key] = known
    new = Baseline(path, entries)
    _write(new)
    return new


def _write(baseline: Baseline) -> None:
    entries: list[dict[str, Any]] = [
        {"file": file, "code": code, "message": known.message,
         **({} if known.severity is None else {"severity": known.severity.value}),
         "count": known.count, "fingerprint": print_}
        for (file, code, print_), known in sorted(
            baseline.entries.items(), key=lambda entry: entry[0]
        )
    ]  # fmt: skip
    text = json.dumps({"version": 1, "problems": entries}, indent=1, ensure_ascii=True)
    write_text(baseline.path, text + "\n")


def baselined(report: Report, baseline: Baseline) -> Report:
    """The report with the baseline's problems moved to `suppressed`; of several equal ones the
    first so many as the baseline counts."""
    used: Counter[tuple[str, Key]] = Counter()
    kept: list[Problem] = []
    hidden = list(report.suppressed)
    for problem in report.problems:
        key = baseline.key(problem)
        known = baseline.entries.get(key)
        if known is not None and used[problem.file, key] < known.count:
            used[problem.file, key] += 1
            hidden.append(problem)
        else:
            kept.append(problem)
    hidden.sort(key=lambda p: p.sort_key)
    return recounted(replace(report, problems=tuple(kept), suppressed=tuple(hidden)))


def stale(report: Report, baseline: Baseline, judging: JudgingOf) -> dict[Key, int]:
    """Entries that no longer hide anything, with how many are too many: those of files that are
    gone, or that were checked for them."""
    seen = baseline.seen((*report.suppressed, *report.problems))
    unjudged = baseline.unjudged(report, judging)
    found: dict[Key, int] = {}
    for key, known in baseline.entries.items():
        left = known.count - (seen[key].count if key in seen else 0)
        if key not in unjudged and left > 0:
            found[key] = left
    return found


def prune(baseline: Baseline, stale_entries: Mapping[Key, int]) -> None:
    """Rewrite the baseline file without stale entries. Raises OSError."""
    left = {
        key: replace(known, count=known.count - stale_entries.get(key, 0))
        for key, known in baseline.entries.items()
        if known.count > stale_entries.get(key, 0)
    }
    _write(Baseline(baseline.path, left))
