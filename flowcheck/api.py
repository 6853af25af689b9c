"""The library: check objects, bytes or files, get a report. Never prints, exits or raises for a
bad flow."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, AnyStr

from flowcheck.batch.check import How, Under, check_found
from flowcheck.engine import check_run_sources, check_sources
from flowcheck.reading.files import find
from flowcheck.reading.packed import holds_lines
from flowcheck.reading.source import Source
from flowcheck.report import Failure, Problem, Report
from flowcheck.settings import Settings

if TYPE_CHECKING:
    from flowcheck.batch.stream.records import Result
    from flowcheck.findings import Fix
    from flowcheck.reports import Format
    from flowcheck.tracing.trace import Trace

_MARK = "\ufeff"


def check(flow: Any, *, settings: Settings | None = None, name: str = "<memory>") -> Report:
    """Check one flow, workflow, job or model record, or a reply that holds some.

    flow: bytes or str of JSON; parsed JSON; or scenario-sdk objects (anything with `to_dict` or
    `model_dump`), alone or inside lists and dicts. For anything but bytes and str the positions
    refer to its JSON with an indent of 2. name: shown as the problems' file; a name that ends
    in `.jsonl` or `.ndjson` makes bytes and str one record a line.

    Raises SettingsError when the settings name an unknown rule or models that cannot be read,
    nothing else."""
    return check_sources([Source.of(name, flow)], settings or Settings())


def check_run(
    workflow: Any,
    body: Any,
    *,
    settings: Settings | None = None,
    name: str = "<memory>",
    body_name: str = "<body>",
) -> Report:
    """Would Scenario accept these run inputs?

    workflow: a workflow record, reply or contract (a model record too), as `check` takes it, with
    one inputs contract in it. body: the run inputs, an object keyed by input name, or a job record
    or reply, whose `metadata.input` is judged; bytes, str, parsed JSON or an SDK object.
    The problems lie in `body_name`, their related places also in `name`. A workflow without a
    contract, or a job without inputs, is a failure in the report.

    Raises SettingsError when the settings name an unknown rule, nothing else."""
    return check_run_sources(
        Source.of(name, workflow), Source.of(body_name, body), settings or Settings()
    )


def trace(
    workflow: Any,
    run: Any = None,
    *,
    take: Mapping[str, str | None] | None = None,
    settings: Settings | None = None,
    id: str | None = None,
    name: str = "<memory>",
    run_name: str = "<body>",
) -> Trace:
    """What one run of a workflow does: which node runs, is skipped or hangs, and why.

    workflow: a workflow record or reply, as `check` takes it, or a bare node list. run: its inputs
    as in `check_run`; None when nothing is known of them. take: if/else node → the branch it
    takes (None for none), where the inputs do not decide. settings: `solver_budget` counts. id:
    which workflow is meant, where there are several.

    Raises TraceError, a ValueError, when the workflow is too wrong to tell, or a branch cannot be
    taken."""
    from flowcheck.tracing.run import trace_sources

    body = None if run is None else Source.of(run_name, run)
    return trace_sources(Source.of(name, workflow), body, take or {}, settings or Settings(), id=id)


def contract_schema(
    workflow: Any, *, id: str | None = None, name: str = "<memory>"
) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the run inputs that a workflow or a model takes, its required
    rules among them: what `flowcheck inputs --schema` prints and `check_run` judges by.

    workflow: as in `check_run`. id: which one is meant, where there are several contracts.

    Raises ValueError when there is no contract, or more than one that could be meant."""
    from flowcheck.contracts.body_schema import contract_schema
    from flowcheck.contracts.lookup import contract_of

    contract = contract_of(Source.of(name, workflow), id)
    if isinstance(contract, Failure):
        raise ValueError(f"{contract.file}: {contract.message}")
    return contract_schema(contract)


def check_file(path: str | os.PathLike[str], *, settings: Settings | None = None) -> Report:
    """Check one file; as `check_files([path])`."""
    return check_files([path], settings=settings)


def check_files(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    settings: Settings | None = None,
    jobs: int | None = 1,
) -> Report:
    """Check files and directories together, as the command line does: workflows among them know
    each other by id. A path that cannot be read is a failure in the report. A `.jsonl` or `.ndjson`
    file of more than 8 MB, or a packed one, is gone through part by part: its text is neither held
    nor in `Report.sources`.

    paths: one path or several. jobs: processes to check in, None for as many as suit the number
    of files; the report is the same. A script that asks for more than one guards its own code with
    `if __name__ == "__main__"`, as for any use of processes. Raises SettingsError as `check`
    does, and RuntimeError when a process dies."""
    several = [paths] if isinstance(paths, str | os.PathLike) else paths
    under = Under(settings or Settings())
    found, failures, _ = find([os.fspath(path) for path in several], strict=under.settings.strict)
    if any(holds_lines(file.path) for file in found):
        from flowcheck.batch.stream import run
        from flowcheck.batch.stream.inputs import has_large

        if has_large(found):
            return run.check_in_parts(found, lambda _: under, run.How(jobs=jobs), failures)
    return check_found(found, under, How(jobs=jobs), failures=failures).report


def check_stream(
    records: Iterable[Any], *, settings: Settings | None = None, name: str = "<memory>"
) -> Iterator[Result]:
    """Check records as they come, in constant memory: a result for each, in their order.

    records: each as `check` takes a flow: bytes or str of JSON, parsed JSON or an SDK object; they
    may be endless. They do not know each other: workflows that they call and records of their
    models are those of `settings.workflows` and `settings.models`. name: shown as the problems'
    file.

    Raises SettingsError with the first record, as `check` does, and what `records` raises."""
    from flowcheck.batch.stream.records import results

    return results(records, settings or Settings(), name)


def render(report: Report, format: Format = "full") -> str:
    """A report as `flowcheck check --format` prints it, without colours and the summary line.

    format: `full`, `concise`, `json`, `jsonl`, `sarif`, `github`, `gitlab` or `junit`. SARIF,
    GitHub and GitLab name files from the repository's root upward of the working directory.

    Raises ValueError for another format."""
    from flowcheck.reports import FORMATS, renderer

    if format not in FORMATS:
        raise ValueError(f"no format is called {format!r}; it is one of {', '.join(FORMATS)}")
    return renderer(format)(report)


def apply_fix(text: AnyStr, fix: Fix) -> AnyStr:
    """The text with one fix made: all its edits, and nothing else.

    text: what was checked, as str or UTF-8 bytes, with or without a byte order mark. fix: of a
    problem that was found in it. Two fixes of one report may touch the same place: apply one,
    check again, apply the next, as `fixed_text` does.

    Raises ValueError when an edit does not lie in the text."""
    from flowcheck.fixes.text_edits import edited

    if isinstance(text, bytes):
        mark = codecs.BOM_UTF8 if text.startswith(codecs.BOM_UTF8) else b""
        return mark + edited(text.removeprefix(mark).decode(), fix.text_edits).encode()
    return _MARK * text.startswith(_MARK) + edited(text.removeprefix(_MARK), fix.text_edits)


def fixed_text(
    text: AnyStr,
    settings: Settings | None = None,
    *,
    unsafe: bool = False,
    name: str = "<memory>",
) -> tuple[AnyStr, tuple[Problem, ...]]:
    """Mend what flowcheck finds in a JSON text and knows how to mend.

    text: str or UTF-8 bytes; all that is not mended stays as it is, byte for byte, a byte order
    mark and line ends included. unsafe: guesses too, such as the nearest match of an unknown
    name. name: as for `check`; it decides about JSON Lines and stands in the problems.

    Returns the text and the problems mended, each with the place it had when its turn came. Only
    problems that `settings` show are mended; a fix that cannot be made is left out. Text that is
    not JSON comes back unchanged. Raises SettingsError for unknown rules."""
    from flowcheck.fixes.rounds import fix_sources

    in_force = settings or Settings()
    source = Source.of(name, text)
    fixed = fix_sources([source], lambda sources: check_sources(sources, in_force), unsafe=unsafe)
    if not fixed.applied:
        return text, ()
    new = fixed.mended[source.name].text
    if isinstance(text, bytes):
        mark = codecs.BOM_UTF8 if text.startswith(codecs.BOM_UTF8) else b""
        return mark + new.encode(), fixed.applied
    return _MARK * text.startswith(_MARK) + new, fixed.applied
