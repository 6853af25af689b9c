"""What flowcheck says about a sample, whole: the text of the `.expected` file beside it.

`make expected` (`python -m tests.expected`) writes them anew; read what changed before you keep
it. A problem is a line, place, severity, code and message, as `125:21-125:30 error FC309 …`,
and below it, indented, what else a report says about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from flowcheck import Problem, Report, Settings, check_files, check_run
from flowcheck.findings import Edit
from flowcheck.report import pointer_text
from flowcheck.reports.escape import shown

SAMPLES = Path(__file__).parent.parent / "samples"
FOLDERS = sorted(path for path in (SAMPLES / "rules").iterdir() if path.is_dir())
BROKEN = sorted((SAMPLES / "broken").glob("*.json"))
"""Whole flows as a person would break them: NAME-WHAT.json is NAME.json of samples/ with a slip."""
RECORDS = (".json", ".jsonl", ".ndjson")


def records(folder: Path, beginning: str) -> list[Path]:
    """The sample documents of a folder, run inputs (NAME.run.json) aside."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.name.startswith(beginning)
        and path.suffix in RECORDS
        and not path.name.endswith(".run.json")
    )


def settings(folder: Path) -> Settings:
    """Warnings and errors, and the own rule of a rule's folder whatever its severity."""
    if folder not in FOLDERS:
        return Settings()
    models = folder / "models"
    return Settings(
        extend_select=(folder.name[:5],), models=(str(models),) if models.is_dir() else ()
    )


def run_of(path: Path) -> Path | None:
    """The run inputs that a sample is judged with, or None."""
    run = path.with_suffix(".run.json")
    return run if run.exists() else None


def checked(path: Path) -> Report:
    """The report on a sample; a folder `NAME/` beside `NAME.json` holds what is checked with it."""
    together = path.with_suffix("")
    paths = [path, together] if together.is_dir() else [path]
    return check_files(paths, settings=settings(path.parent))


def run_checked(path: Path, run: Path) -> Report:
    """The report on a sample's run inputs."""
    return check_run(path.read_bytes(), run.read_bytes(), name=str(path), body_name=str(run))


def text_of(report: Report, file: Path) -> str:
    """What a report says about one file, as an `.expected` file has it."""
    folder = file.parent
    lines = [line for p in report.problems if p.file == str(file) for line in _lines(p, folder)]
    return "".join(f"{shown(line)}\n" for line in lines)


def _lines(p: Problem, folder: Path) -> Iterator[str]:
    place = f"{p.line}:{p.column}-{p.end_line}:{p.end_column}"
    yield f"{place} {p.severity.value} {p.code} {p.message}"
    named = [("node", p.node), ("input", p.input)]
    names = "".join(f", {what} {json.dumps(name)}" for what, name in named if name is not None)
    yield f"  at {p.pointer or 'the whole document'}{names}"
    if p.args:
        yield f"  args {_json(dict(p.args))}"
    if p.hint is not None:
        yield f"  hint: {p.hint}"
    for near in p.related:
        file = "" if near.file is None else f"{Path(near.file).relative_to(folder).as_posix()}:"
        yield f"  related {file}{near.line}:{near.column} {near.pointer}: {near.message}"
    if p.witness is not None:
        run = p.to_dict()["witness"]
        yield "  run " + _json({what: value for what, value in run.items() if value})
    if p.fix is not None:
        yield f"  fix ({'safe' if p.fix.safe else 'unsafe'}): {p.fix.title}"
        yield from (f"    {_edit(edit)}" for edit in p.fix.edits)


def _edit(edit: Edit) -> str:
    new = "" if edit.action == "remove" else f" {_json(edit.value)}"
    return f"{edit.action} {pointer_text(edit.pointer)}{new}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def expectations() -> Iterator[tuple[Path, str]]:
    """Every `.expected` file with the text it ought to have."""
    for folder in FOLDERS:
        for path in records(folder, "bad"):
            run = run_of(path)
            report = checked(path) if run is None else run_checked(path, run)
            yield (run or path).with_suffix(".expected"), text_of(report, run or path)
    for path in BROKEN:
        yield path.with_suffix(".expected"), text_of(checked(path), path)


if __name__ == "__main__":
    for expected, text in expectations():
        expected.write_text(text, encoding="utf-8")
