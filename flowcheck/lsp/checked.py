"""The problems of a text, as `flowcheck check` would tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowcheck.engine import Judged, check_each
from flowcheck.lsp.tree import Tree
from flowcheck.lsp.workspace import Workspace
from flowcheck.project.project import Project
from flowcheck.reading.decode import collector_paused
from flowcheck.reading.source import Source
from flowcheck.report import Failure, Problem, Report, Summary, gaps_together, report_of
from flowcheck.settings import Settings, SettingsError
from flowcheck.tree import is_no_file

if TYPE_CHECKING:
    from flowcheck.config.resolve import Resolved
    from flowcheck.config.suppressions import Uses


@dataclass(frozen=True)
class Checked:
    """What came of the check of a text.

    problems: those shown, in the text itself. mended: those shown in what is read of a text that
    is no JSON (`Tree.good`), only such as were there before. prints: the fingerprints of both.
    wrong: why the configuration cannot be meant. failures: rules that have a bug. by: what steered
    the check; uses: what the entries of its configuration file did."""

    tree: Tree
    problems: tuple[Problem, ...] = ()
    mended: tuple[Problem, ...] = ()
    wrong: str | None = None
    failures: tuple[Failure, ...] = ()
    prints: frozenset[str] = field(default=frozenset())
    by: Resolved | None = None
    uses: Uses | None = None


def checked(workspace: Workspace, tree: Tree, before: Checked | None) -> Checked:
    """Check a text among all that is known. before: what was told last, which in a broken text is
    told on where it still holds: what mending makes up is never told."""
    try:
        return _checked(workspace, tree, before)
    except SettingsError as error:
        return Checked(tree, wrong=str(error))


def _checked(workspace: Workspace, tree: Tree, before: Checked | None) -> Checked:
    workspace.look_again()
    resolved = workspace.resolved(tree.name)
    if resolved.excludes(tree.name) and not is_no_file(tree.name):
        return Checked(tree)
    project = workspace.project(tree, resolved.settings)
    known = before.prints if before is not None else frozenset()
    report, uses = Report(), None
    if tree.source.explicit or not tree.source.unrecognised or (known and tree.source.broken):
        report, uses = _report(workspace, resolved, tree.source, project)
    mended: list[Problem] = []
    if tree.good is not tree.source and known:
        told = {problem.fingerprint for problem in report.problems}
        project = workspace.project(tree, resolved.settings, tree.good)
        good, _ = _report(workspace, resolved, tree.good, project)
        mended = [p for p in good.problems if p.fingerprint in known and p.fingerprint not in told]
    # What a typing error hides for a moment is not forgotten.
    seen = {problem.fingerprint for problem in (*report.problems, *mended)}
    return Checked(
        tree,
        report.problems,
        tuple(mended),
        failures=report.failures,
        prints=frozenset(seen) | (known if tree.source.broken else frozenset()),
        by=resolved,
        uses=uses,
    )


def _report(
    workspace: Workspace, resolved: Resolved, source: Source, project: Project
) -> tuple[Report, Uses | None]:
    """The report of one source, without what configuration and baseline hide, and what the
    entries of the configuration did."""
    with collector_paused():
        judged = list(check_each([source], resolved.settings, project))
    report, uses = _of(source, judged), None
    if resolved.file is not None:
        from flowcheck.config.suppressions import hidden

        report, uses = hidden(report, resolved.file)
    if resolved.baseline is not None:
        from flowcheck.config.baseline import baselined

        report = baselined(report, workspace.baseline(resolved.baseline))
    return report, uses


def _of(source: Source, judged: Iterable[Judged]) -> Report:
    found = list(judged)
    return report_of(
        (problem for one in found for problem in one.problems),
        (failure for one in found for failure in one.failures),
        Summary(files=1),
        {source.name: source.text},
        gaps=gaps_together((source.name, one.gaps) for one in found),
    )


def recheck(source: Source, settings: Settings, project: Project) -> Report:
    """The report of a text after a fix, nothing hidden. project: with that very source."""
    return _of(source, check_each([source], settings, project))
