"""`flowcheck check --output-format html=FILE`: the flows with what the report says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

import click

from flowcheck.cli.draw import page_of, title_of
from flowcheck.cli.options import CheckOptions
from flowcheck.cli.output import write_file
from flowcheck.config.nearest import Configurations
from flowcheck.graph.flow import Flow
from flowcheck.pictures.index import Entry, index
from flowcheck.pictures.layers import PicturesMissing
from flowcheck.reading.files import STDIN, Found, read, shown_name
from flowcheck.report import Failure, Problem, Report, pointer_text

PAGE: Final = "html"
"""The format, beside those that need nothing but a report."""
_MOST: Final = 500
"""The most flows that are drawn on one page."""


def targets(options: CheckOptions) -> list[str]:
    """The files that a page is wanted in."""
    return [path for format_, path in options.outputs if format_ == PAGE]


def write_pages(
    report: Report, found: Iterable[Found], options: CheckOptions, configurations: Configurations
) -> None:
    """Write the page, of one flow or with an index over many. What came by stdin cannot be read
    again, so that its problems stand there without a picture."""
    wanted = targets(options)
    if not wanted:
        return
    from flowcheck.atomic import write_text

    try:
        entries = list(_entries(report, found, options, configurations))
    except PicturesMissing as error:
        raise click.ClickException(
            "html needs a library that lays out graphs: pip install 'scenario-flowcheck[pictures]'"
        ) from error
    failures = [f"{failure.file}: {failure.message}" for failure in report.failures]
    if len(entries) == 1 and entries[0].page is not None and not failures:
        text = entries[0].page
    else:
        text = index(entries, failures)
    for path in wanted:
        write_file(path, partial(write_text, path, text))


def _entries(
    report: Report, found: Iterable[Found], options: CheckOptions, configurations: Configurations
) -> Iterator[Entry]:
    by_file: dict[str, list[Problem]] = {}
    for problem in report.problems:
        by_file.setdefault(problem.file, []).append(problem)
    left = _MOST
    for item in found:
        name = shown_name(item, options.stdin_name)
        problems = by_file.pop(name, [])
        source = None if item.path == STDIN else read(item)
        flows = []
        if source is not None and not isinstance(source, Failure):
            flows = [flow for document in source.documents if (flow := Flow(document)).present]
        told: set[int] = set()
        for flow in flows:
            ours = [p for p in problems if _lies_in(p, flow)]
            told |= {id(one) for one in ours}
            page = None
            if left and source is not None and not isinstance(source, Failure):
                left -= 1
                page = page_of(flow, source, ours, configurations.of(name).settings)
            yield Entry(title_of(flow, name), tuple(ours), page)
        rest = tuple(one for one in problems if id(one) not in told)
        if rest or not flows:
            yield Entry(name, rest, None)
    for name, problems in by_file.items():  # the configuration's own
        yield Entry(name, tuple(problems), None)


def _lies_in(problem: Problem, flow: Flow) -> bool:
    document = flow.document
    if document.line is not None and document.line != problem.line:
        return False
    at = pointer_text(document.at)
    return problem.pointer == at or problem.pointer.startswith(f"{at}/")
