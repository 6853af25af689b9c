"""Entries of configuration files that hide nothing, told in those files as `flowcheck check` tells
them: FC001. The check is of the texts that are open, so an entry is judged only where it is for no
other file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from lsprotocol import types

from flowcheck.lsp.checked import Checked
from flowcheck.lsp.diagnostics import alone
from flowcheck.lsp.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from flowcheck.report import Problem


def unused(told: Mapping[str, Checked], workspace: Workspace) -> dict[Path, list[types.Diagnostic]]:
    """What is to be told in each configuration file that steers an open text, maybe nothing.

    told: the last checks of the texts that are open, by name."""
    steered: dict[Path, list[Checked]] = {}
    for checked in told.values():
        if checked.by is not None and checked.by.path is not None:
            steered.setdefault(checked.by.path, []).append(checked)
    found = {}
    for path, some in steered.items():
        problems = _unused(some, told.keys(), workspace)
        found[path] = [alone(problem, text, workspace) for problem, text in problems]
    return found


def _unused(
    checked: list[Checked], names: Iterable[str], workspace: Workspace
) -> Iterator[tuple[Problem, str]]:
    """The entries of one configuration file that hide nothing, with its text. checked: all texts
    that it steers."""
    by = checked[-1].by
    file = by.file if by is not None else None
    if by is None or file is None:
        return
    from flowcheck.config.globs import GlobIndex
    from flowcheck.config.suppressions import Uses, unused

    uses = Uses()
    for one in checked:
        held = one.by.file if one.by is not None else None
        if held is None or held.text != file.text:
            return  # it was checked under an older configuration, and soon will be again
        uses |= one.uses or Uses()
    others = workspace.others(file, names)
    if others is None:
        return

    def open_all(glob: str) -> bool:
        index = GlobIndex([glob], file.folder)
        return not any(map(index.matching, others))

    for problem in unused(uses, file, by.settings, open_all):
        yield problem, file.text
