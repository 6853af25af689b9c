"""Problems as editors show them: ranges, severities, tags, places that belong to them."""

from __future__ import annotations

import re
from typing import Final

from lsprotocol import types

from flowcheck.findings import Severity
from flowcheck.lsp.checked import Checked
from flowcheck.lsp.positions import Positions
from flowcheck.lsp.shift import Shift
from flowcheck.lsp.tree import Tree
from flowcheck.lsp.uris import uri_of
from flowcheck.lsp.workspace import Workspace
from flowcheck.reading.source import Source
from flowcheck.report import UNUSED_SUPPRESSION, Problem, Related
from flowcheck.reports.escape import shown

SOURCE: Final = "flowcheck"
_SEVERITIES: Final = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_NAME: Final = re.compile(r'\{\s*"(?:id|name)"\s*:\s*("[^"\\\n]*")')
UNNECESSARY: Final = frozenset(
    {
        *("FC210", "FC215", "FC216", "FC305", "FC307", "FC308", "FC316", "FC317", "FC403"),
        *(UNUSED_SUPPRESSION, "FC502", "FC503", "FC604", "FC612", "FC701"),
    }
)
"""Rules on what nobody uses, nothing reaches or does nothing: editors fade it."""


def diagnostics(checked: Checked, workspace: Workspace) -> list[types.Diagnostic]:
    """What is told of a text."""
    tree = checked.tree
    if checked.wrong is not None:
        return [_told(shown(f"the configuration cannot be used: {checked.wrong}"), "configuration")]
    found = [_told(shown(failure.message), "bug") for failure in checked.failures]
    found += [
        diagnostic(problem, tree, tree.source, tree.plain, workspace)
        for problem in checked.problems
    ]
    found += [
        diagnostic(problem, tree, tree.good, tree.shift, workspace) for problem in checked.mended
    ]
    return found


def _told(message: str, code: str) -> types.Diagnostic:
    """Something that is said of the file as a whole."""
    head = types.Range(types.Position(0, 0), types.Position(0, 1))
    return types.Diagnostic(
        head, message, severity=types.DiagnosticSeverity.Error, code=code, source=SOURCE
    )


def diagnostic(
    problem: Problem, tree: Tree, source: Source, shift: Shift, workspace: Workspace
) -> types.Diagnostic:
    """A problem. source: the one it was found in; shift: the way from the tree's text to it."""
    related = [_related(one, tree, source, shift, workspace) for one in problem.related]
    return _diagnostic(problem, range_of(problem, tree, source, shift), related)


def alone(problem: Problem, text: str, workspace: Workspace) -> types.Diagnostic:
    """A problem of a file that is no text of flows; text: what it holds."""
    positions = Positions(text, workspace.encoding)
    starts = positions.lines.starts
    start = starts[problem.line - 1] + problem.column - 1
    end = starts[problem.end_line - 1] + problem.end_column - 1
    return _diagnostic(problem, positions.range(start, min(end, len(text))), [])


def _diagnostic(
    problem: Problem, place: types.Range, related: list[types.DiagnosticRelatedInformation]
) -> types.Diagnostic:
    message = shown(problem.message)
    if problem.hint is not None:
        message += f"\n{shown(problem.hint)}"
    return types.Diagnostic(
        place,
        message,
        severity=_SEVERITIES[problem.severity],
        code=problem.code,
        code_description=None if problem.url is None else types.CodeDescription(problem.url),
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if problem.code in UNNECESSARY else None,
        related_information=related,
        data={"fingerprint": problem.fingerprint},
    )


def range_of(problem: Problem | Related, tree: Tree, source: Source, shift: Shift) -> types.Range:
    """Where a problem is. Of a record over several lines only its name is marked, or its first
    line; what is faded is so as a whole."""
    starts = source.lines.starts
    start = starts[problem.line - 1] + problem.column - 1
    end = starts[problem.end_line - 1] + problem.end_column - 1
    whole = isinstance(problem, Problem) and problem.code in UNNECESSARY
    if problem.end_line > problem.line and not whole:
        name = _NAME.match(source.text, start, end)
        start, end = name.span(1) if name else (start, starts[problem.line] - 1)
    start, end = shift.here(start), shift.here(end)
    return tree.positions.range(start, max(start, end))


def _related(
    related: Related, tree: Tree, source: Source, shift: Shift, workspace: Workspace
) -> types.DiagnosticRelatedInformation:
    message = shown(related.message)
    if related.file is None:
        place = range_of(related, tree, source, shift)
        return types.DiagnosticRelatedInformation(types.Location(uri_of(tree.name), place), message)
    other = next((one for one in workspace.around(tree) if one.name == related.file), None)
    if other is None:
        at = types.Position(related.line - 1, related.column - 1)
        place = types.Range(at, at)
    else:
        place = range_of(related, other, other.good, other.shift)
    return types.DiagnosticRelatedInformation(types.Location(uri_of(related.file), place), message)
