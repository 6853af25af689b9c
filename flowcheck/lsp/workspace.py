"""The folders an editor has open: their configurations, baselines, workflows and models."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

from flowcheck.config.nearest import Configurations
from flowcheck.lsp.positions import Encoding
from flowcheck.lsp.tree import Tree
from flowcheck.project.project import Project, named_models, named_workflows
from flowcheck.project.workflows import record_id, workflow_id
from flowcheck.reading.documents import Kind
from flowcheck.reading.files import find
from flowcheck.reading.source import text_of
from flowcheck.settings import SettingsError
from flowcheck.tree import inside, is_no_file

if TYPE_CHECKING:
    from pathlib import Path

    from flowcheck.config.baseline import Baseline
    from flowcheck.config.load import ConfigFile
    from flowcheck.config.resolve import Resolved
    from flowcheck.project.project import Named
    from flowcheck.reading.source import Source
    from flowcheck.settings import Settings

LARGEST = 20_000_000
"""Bytes of a file that is not open, from which on it is not looked into."""
_FIELDS = (b'"flow"', b'"inputs')
"""What a workflow or a model has one of."""
NOW_AND_THEN = 1.0
"""Seconds after which files are looked at once more, where the editor does not watch them."""
CONFIGURATIONS = ("flowcheck.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Options:
    """What an editor sets. flags: as those of the command line. inlay_hints, code_lens: whether
    there are any."""

    flags: tuple[tuple[str, Any], ...] = ()
    inlay_hints: bool = False
    code_lens: bool = True

    @classmethod
    def of(cls, told: object) -> Options:
        """The options in what an editor sends, alone or under `flowcheck`; what is of another
        type counts as not given."""
        told = told.get("flowcheck", told) if isinstance(told, dict) else {}
        told = told if isinstance(told, dict) else {}
        severity = told.get("severity")
        flags = {"severity": severity} if severity in ("error", "warning", "info") else {}
        return cls(
            tuple(flags.items()),
            inlay_hints=told.get("inlayHints") is True,
            code_lens=told.get("codeLens") is not False,
        )


@dataclass(slots=True)
class _OnDisk:
    """A file that is not open. stamp: what tells that it has changed. tree: of one that holds
    workflows or models, else None."""

    stamp: tuple[int, int]
    tree: Tree | None


@dataclass
class Workspace:
    """What is known beside the text that is checked. roots: absolute paths of the folders."""

    roots: list[str] = field(default_factory=list)
    encoding: str = Encoding.Utf16
    options: Options = field(default_factory=Options)
    open: dict[str, Tree] = field(default_factory=dict)
    """Open documents by their names."""
    watched: bool = False
    """Whether the editor tells of changed files; else they are looked at now and then."""

    def __post_init__(self) -> None:
        self._looked = monotonic()
        self._disk: dict[str, _OnDisk] = {}
        self._stale = True
        self.forget_configurations()

    def configure(self, options: Options) -> None:
        """Take other options."""
        self.options = options
        self.forget_configurations()

    def forget_configurations(self) -> None:
        """Read configurations, baselines and what they name once more when next asked."""
        self._configurations = Configurations(dict(self.options.flags), known=True)
        self._baselines: dict[Path, Baseline] = {}
        self._models: dict[tuple[str, ...], Named] = {}
        self._workflows: dict[tuple[str, ...], Named] = {}

    def forget_files(self) -> None:
        """Look for changed files when next asked."""
        self._stale = True

    def look_again(self) -> None:
        """Forget what may have changed, where nobody would tell."""
        if not self.watched and monotonic() - self._looked > NOW_AND_THEN:
            self._looked = monotonic()
            self.forget_files()
            self.forget_configurations()

    # Configurations

    def resolved(self, name: str) -> Resolved:
        """What steers the check of a document. Raises SettingsError."""
        if is_no_file(name) and self.roots:
            return self._configurations.of_folder(self.roots[0])
        return self._configurations.of(name)

    def baseline(self, path: Path) -> Baseline:
        """A baseline that a configuration names. Raises SettingsError."""
        if path not in self._baselines:
            from flowcheck.config.baseline import read_baseline

            self._baselines[path] = read_baseline(path)
        return self._baselines[path]

    # Workflows and models

    def around(self, tree: Tree) -> list[Tree]:
        """The text and those known together with it, by their names: what is open, and the files of
        its folder that hold workflows or models."""
        self._look()
        root = self.root(tree.name)
        found = {
            path: disk.tree
            for path, disk in self._disk.items()
            if disk.tree is not None and (root is None or inside(path, root))
        }
        found |= {
            name: other
            for name, other in list(self.open.items())
            if root is None or is_no_file(name) or inside(name, root)
        }
        found[tree.name] = tree
        return [found[name] for name in sorted(found)]

    def project(self, tree: Tree, settings: Settings, source: Source | None = None) -> Project:
        """What the check of a text goes by. source: what stands for the text. Raises
        SettingsError."""
        trees = self.around(tree)
        models = self._models.get(settings.models)
        if models is None:
            models = self._models[settings.models] = named_models(settings)
        workflows = self._workflows.get(settings.workflows)
        if workflows is None:
            workflows = self._workflows[settings.workflows] = named_workflows(settings, ())
        names = {os.path.realpath(other.name) for other in trees}
        return Project(
            [source or tree.source if other is tree else other.good for other in trees],
            models,
            [one for one in workflows if os.path.realpath(one[0].name) not in names],
        )

    def others(self, file: ConfigFile, names: Iterable[str]) -> list[str] | None:
        """The files on the disk that a configuration file steers, these names left out; None when
        not all of them are known."""
        self._look()
        folder = os.path.abspath(file.folder)
        if not any(inside(folder, root) for root in self.roots):
            return None
        left_out = set(names)
        return [
            path for path in self._disk if path not in left_out and self._steers(file.path, path)
        ]

    def _steers(self, config: Path, path: str) -> bool:
        try:
            return self.resolved(path).path == config
        except SettingsError:
            return False  # of another configuration, or told already

    def strict(self, name: str) -> bool:
        """Whether a text has to hold a flow, model or contract: the configuration says so of files
        in folders, and it is one that a check of the folder finds."""
        try:
            if is_no_file(name) or not self.resolved(name).settings.strict:
                return False
        except SettingsError:
            return False  # told as a diagnostic
        self._look()
        return self.root(name) is None or name in self._disk

    def root(self, name: str) -> str | None:
        """The innermost folder that a file lies in."""
        around = [root for root in self.roots if not is_no_file(name) and inside(name, root)]
        return max(around, key=len, default=None)

    def _look(self) -> None:
        """Read what is new or changed in the folders."""
        if not self._stale:
            return
        self._stale = False
        there: dict[str, _OnDisk] = {}
        for path in self._paths():
            try:
                status = os.stat(path)
            except OSError:
                continue
            stamp = (status.st_mtime_ns, status.st_size)
            known = self._disk.get(path)
            if known is None or known.stamp != stamp:
                known = _OnDisk(stamp, self._read(path) if status.st_size <= LARGEST else None)
            there[path] = known
        self._disk = there

    def _paths(self) -> Iterable[str]:
        found, _, _ = find(self.roots, self._excluded)
        return (os.path.abspath(item.path) for item in found)

    def _excluded(self, path: str) -> bool:
        try:
            return self.resolved(os.path.abspath(path)).excludes(path)
        except SettingsError:
            return False  # told of the files that are open

    def _read(self, path: str) -> Tree | None:
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError:
            return None
        if not any(field in data for field in _FIELDS):
            return None  # read no further: a folder may hold much else
        tree = Tree(path, text_of(data), self.encoding)
        return tree if _is_known(tree) else None


def _is_known(tree: Tree) -> bool:
    """Whether others may name something in it."""
    return not tree.source.broken and any(
        workflow_id(document) is not None
        or (document.kind is Kind.MODEL and record_id(document) is not None)
        for document in tree.documents
    )
