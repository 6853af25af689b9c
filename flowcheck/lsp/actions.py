"""What an editor offers to do about a problem: the fixes of `--fix`, one by one, all of a rule or
all that are safe, and to suppress it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from lsprotocol import types

from flowcheck.config.add import new_file, with_suppressions
from flowcheck.findings import Fix
from flowcheck.fixes.applying import applied
from flowcheck.fixes.rounds import fix_sources
from flowcheck.lsp.checked import Checked, recheck
from flowcheck.lsp.diagnostics import diagnostic, range_of
from flowcheck.lsp.positions import Positions
from flowcheck.lsp.shift import between
from flowcheck.lsp.uris import uri_of
from flowcheck.lsp.workspace import Workspace
from flowcheck.reading.source import Source
from flowcheck.report import Problem, Report
from flowcheck.settings import SettingsError
from flowcheck.tree import is_no_file

FIX_ALL: Final = "source.fixAll.flowcheck"
REASON: Final = "say here why it is meant"
KINDS: Final = (types.CodeActionKind.QuickFix, FIX_ALL)


def actions(
    checked: Checked, workspace: Workspace, range: types.Range, only: list[str] | None
) -> list[types.CodeAction]:
    """What can be done about the problems that touch a range. only: the kinds that are wanted."""
    here = [problem for problem in checked.problems if _touches(problem, checked, range)]
    found: list[types.CodeAction] = []
    if _wanted(types.CodeActionKind.QuickFix, only):
        found += _fixes(here, checked, workspace)
        found += _suppressions(here, checked, workspace)
    if _wanted(FIX_ALL, only):
        found += _fix_all(checked, workspace)
    return found


def _wanted(kind: str, only: list[str] | None) -> bool:
    return only is None or any(kind == one or kind.startswith(f"{one}.") for one in only)


def _touches(problem: Problem, checked: Checked, range: types.Range) -> bool:
    tree = checked.tree
    place = range_of(problem, tree, tree.source, tree.plain)
    return _key(place.start) <= _key(range.end) and _key(range.start) <= _key(place.end)


def _key(position: types.Position) -> tuple[int, int]:
    return position.line, position.character


def _fixes(
    here: list[Problem], checked: Checked, workspace: Workspace
) -> Iterator[types.CodeAction]:
    tree = checked.tree
    for problem in here:
        if problem.fix is None or not problem.fix.text_edits:
            continue
        yield types.CodeAction(
            f"{_capital(problem.fix.title)} [{problem.code}]",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(problem, tree, tree.source, tree.plain, workspace)],
            is_preferred=problem.fix.safe,
            edit=types.WorkspaceEdit({uri_of(tree.name): _text_edits(problem.fix, checked)}),
        )
    for code in dict.fromkeys(p.code for p in here if p.fix is not None):
        alike = [p for p in checked.problems if p.code == code and p.fix is not None]
        new = applied(tree.source, alike)
        made = new.made
        if len(made) > 1:
            yield types.CodeAction(
                f"Fix all {len(made)} problems of {code} {made[0].rule}",
                kind=types.CodeActionKind.QuickFix,
                edit=_replaced(checked, new.source.text),
            )


def _text_edits(fix: Fix, checked: Checked) -> list[types.TextEdit]:
    tree = checked.tree
    starts = tree.source.lines.starts
    here = tree.plain.here
    return [
        types.TextEdit(
            tree.positions.range(
                here(starts[edit.line - 1] + edit.column - 1),
                here(starts[edit.end_line - 1] + edit.end_column - 1),
            ),
            edit.text,
        )
        for edit in fix.text_edits
    ]


def _fix_all(checked: Checked, workspace: Workspace) -> Iterator[types.CodeAction]:
    """All safe fixes, round by round, as `--fix` makes them."""
    tree = checked.tree
    if not any(p.fix is not None and p.fix.safe for p in checked.problems):
        return
    settings = workspace.resolved(tree.name).settings
    shown = {problem.fingerprint for problem in checked.problems}

    def hide(report: Report) -> Report:
        kept = tuple(p for p in report.problems if p.fingerprint in shown)
        hidden = tuple(p for p in report.problems if p.fingerprint not in shown)
        return Report(problems=kept, suppressed=hidden)

    def check(sources: list[Source]) -> Report:
        [source] = sources
        return recheck(source, settings, workspace.project(tree, settings, source))

    fixed = fix_sources([tree.source], check, hide=hide)
    if fixed.applied:
        yield types.CodeAction(
            "Make all safe fixes of flowcheck",
            kind=FIX_ALL,
            edit=_replaced(checked, fixed.mended[tree.source.name].text),
        )


def _replaced(checked: Checked, new: str) -> types.WorkspaceEdit:
    """The edit that makes another text of the checked one: what differs, as one piece."""
    tree = checked.tree
    mark = "\ufeff" if tree.text.startswith("\ufeff") else ""
    return types.WorkspaceEdit({uri_of(tree.name): _difference(tree.positions, mark + new)})


def _difference(old: Positions, new: str) -> list[types.TextEdit]:
    return [
        types.TextEdit(old.range(start, end), piece)
        for start, end, piece in between(old.text, new).changes
    ]


def _suppressions(
    here: Iterable[Problem], checked: Checked, workspace: Workspace
) -> Iterator[types.CodeAction]:
    tree = checked.tree
    if is_no_file(tree.name):
        return
    for problem in here:
        try:
            edit = _suppressing(problem, workspace)
        except SettingsError:
            continue  # there is no file for an entry that could match it: nothing to offer
        yield types.CodeAction(
            f"Suppress {problem.code} {_where(problem)} in {edit[0].name}",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(problem, tree, tree.source, tree.plain, workspace)],
            edit=edit[1],
        )


def _where(problem: Problem) -> str:
    if problem.node is not None:
        return f"of node `{problem.node}`"
    return "here" if problem.input is None else f"of input `{problem.input}`"


def _suppressing(problem: Problem, workspace: Workspace) -> tuple[Path, types.WorkspaceEdit]:
    """The configuration file that an entry goes to, and the edit that writes it. Raises
    SettingsError."""
    file = workspace.resolved(problem.file).file
    report = Report(problems=(problem,))
    if file is not None:
        path = Path(os.path.abspath(file.path))
        text, _ = with_suppressions(report, path, file, REASON)
        old = Positions(file.text, workspace.encoding)
        return path, types.WorkspaceEdit({uri_of(str(path)): _difference(old, text)})
    path = new_file(problem.file).absolute()
    root = workspace.root(problem.file)
    if root is not None:
        path = Path(root, path.name)
    if os.path.lexists(path):
        raise SettingsError(f"`{path}` is there and not in force")
    text, _ = with_suppressions(report, path, None, REASON)
    uri = uri_of(str(path))
    start = types.Position(0, 0)
    return path, types.WorkspaceEdit(
        document_changes=[
            types.CreateFile(uri, options=types.CreateFileOptions(ignore_if_exists=True)),
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri),
                [types.TextEdit(types.Range(start, start), text)],
            ),
        ]
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
