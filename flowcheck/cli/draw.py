"""What `flowcheck graph` draws."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Final

import click

from flowcheck.cli.hiding import Hiding
from flowcheck.cli.inputs_table import rows
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import write_file
from flowcheck.cli.streams import write_stdout
from flowcheck.contracts.contract import Contract
from flowcheck.dataclass import dataclass
from flowcheck.engine import check_sources
from flowcheck.graph.flow import Flow
from flowcheck.nearest import did_you_mean
from flowcheck.pictures.build import scene_of
from flowcheck.pictures.examples import example_run, told
from flowcheck.pictures.fold import folded
from flowcheck.pictures.layers import PicturesMissing
from flowcheck.pictures.painted import Painted, painted_trace
from flowcheck.pictures.scene import Scene
from flowcheck.reading.files import Found, read
from flowcheck.reading.source import Source
from flowcheck.report import Failure, Problem, pointer_text
from flowcheck.reports.escape import shown
from flowcheck.settings import Settings, SettingsError
from flowcheck.tracing.run import asked_for, trace_flow, workflow_in
from flowcheck.tracing.trace import TraceError

_ENDINGS: Final = {".svg": "svg", ".html": "html", ".htm": "html", ".dot": "dot", ".gv": "dot"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of `flowcheck graph` that `check` does not have."""

    format: str | None
    output: str | None
    fold: bool
    run: str | None
    takes: tuple[str, ...]
    witness: str | None
    id: str | None


def draw(file: str, wanted: Wanted, options: CheckOptions) -> None:
    """Draw and write. Raises ClickException for what cannot be drawn."""
    source = _read(file, options)
    try:
        flow = _flow_in(source, wanted.id)
        problems, settings = _problems(source, flow, options)
        painted = _painted(flow, source, problems, wanted, options, settings)
    except (SettingsError, TraceError) as error:
        details = error.details if isinstance(error, TraceError) else ()
        lines = "\n".join(shown(line) for line in (str(error), *details))
        raise click.ClickException(lines) from error
    changed = folded if wanted.fold else _as_it_is
    scene = changed(scene_of(flow, problems, painted, title=title_of(flow, source.name)))
    ending = os.path.splitext(wanted.output or "")[1].lower()
    format_ = wanted.format or _ENDINGS.get(ending, "mermaid")
    try:
        if format_ == "html":
            text = _page(scene, flow, source, problems, settings, changed)
        else:
            text = _drawn(scene, format_)
    except PicturesMissing as error:
        raise click.ClickException(
            f"{format_} needs a library that lays out graphs: pip install "
            "'scenario-flowcheck[pictures]', or take --format mermaid or dot"
        ) from error
    if wanted.output is None:
        write_stdout(text)
        return
    from flowcheck.atomic import write_text

    target = wanted.output
    write_file(target, lambda: write_text(target, text))


def _drawn(scene: Scene, format_: str) -> str:
    if format_ == "dot":
        from flowcheck.pictures.dot import dot

        return dot(scene)
    if format_ == "mermaid":
        from flowcheck.pictures.mermaid import mermaid

        return mermaid(scene)
    from flowcheck.pictures.svg import svg

    return svg(scene)


def _as_it_is(scene: Scene) -> Scene:
    return scene


def _read(file: str, options: CheckOptions) -> Source:
    source = read(Found(file, explicit=True), stdin_name=options.stdin_name)
    if isinstance(source, Failure):
        raise click.ClickException(shown(f"{source.file}: {source.message}"))
    return source


def _flow_in(source: Source, id: str | None) -> Flow:
    """The only flow of a source, a job's too, or that of the record with an id."""
    flows = [flow for document in source.documents if (flow := Flow(document)).present]
    if id is None and len(flows) == 1:
        return flows[0]
    return workflow_in(source, id)


def title_of(flow: Flow, name: str) -> str:
    """What a picture is called: the workflow's name, and the file it is in."""
    record = flow.document.record
    title = record.get("name") if isinstance(record, dict) else None
    return f"{title} ({name})" if isinstance(title, str) and title.strip() else name


def page_of(flow: Flow, source: Source, problems: Sequence[Problem], settings: Settings) -> str:
    """The html page of a flow. Raises PicturesMissing."""
    scene = scene_of(flow, problems, title=title_of(flow, source.name))
    return _page(scene, flow, source, problems, settings, _as_it_is)


def _page(
    scene: Scene,
    flow: Flow,
    source: Source,
    problems: Sequence[Problem],
    settings: Settings,
    changed: Callable[[Scene], Scene],
) -> str:
    from flowcheck.pictures.html import html

    contract = Contract.of(flow)
    inputs = [] if contract is None else list(rows(contract))
    return html(scene, told(flow, source, problems, settings, changed), inputs)


def _problems(source: Source, flow: Flow, options: CheckOptions) -> tuple[list[Problem], Settings]:
    """The problems of the flow's document that `check` would show, and the settings it has."""
    configurations = options.configurations()
    settings = configurations.of(source.name).settings
    hiding = Hiding.of(configurations, [source.name], options)
    report = hiding.settled(check_sources([source], settings), options)
    at = pointer_text(flow.document.at)
    ours = [p for p in report.problems if p.pointer == at or p.pointer.startswith(f"{at}/")]
    return ours, settings


def _painted(
    flow: Flow,
    source: Source,
    problems: Sequence[Problem],
    wanted: Wanted,
    options: CheckOptions,
    settings: Settings,
) -> Painted | None:
    if wanted.witness is not None:
        return _example(flow, source, problems, wanted.witness, settings)
    if wanted.run is None and not wanted.takes:
        return None
    body = None if wanted.run is None else _read(wanted.run, options)
    takes: dict[str, str | None] = {}
    for words in wanted.takes:
        node, value = asked_for(flow, words)
        if takes.setdefault(node, value) != value:
            raise TraceError(f"`{node}` is asked to take two branches")
    trace = trace_flow(flow, source, body, takes, settings)
    if not trace.accepted:
        why = "; ".join(reason.message for reason in trace.refused)
        raise TraceError(f"Scenario would refuse this run: {why}")
    name = "a run" if body is None else f"the run with {body.name}"
    return painted_trace(trace, f"Painted: {name}{_taking(wanted.takes)}")


def _taking(takes: Sequence[str]) -> str:
    return f" that takes {', '.join(takes)}" if takes else ""


def _example(
    flow: Flow, source: Source, problems: Sequence[Problem], words: str, settings: Settings
) -> Painted:
    """The example run of a problem, as far as its branches and values decide what happens."""
    code, at, node = words.partition("@")
    if not at:
        raise TraceError(f"`{words}` is not CODE@NODE")
    found = [p for p in problems if p.code == code.upper() and p.node == node]
    if not found:
        known = [f"{p.code}@{p.node}" for p in problems if p.witness is not None]
        hint = did_you_mean(words, known) or _choices(known)
        raise TraceError(f"there is no problem {words}; {hint}")
    return example_run(flow, source, found[0], settings)


def _choices(known: Sequence[str]) -> str:
    return f"there are {', '.join(known)}" if known else "no problem here has an example run"
