"""Workflows as others call them: by the id of their record. Those of files that are read because
nodes call them, and not checked."""

from __future__ import annotations

import os
from collections.abc import Iterable

from flowcheck.graph.sites import NodeSite
from flowcheck.reading.documents import Document, Kind
from flowcheck.reading.files import Found, flow_files, read
from flowcheck.reading.source import Source
from flowcheck.report import Failure
from flowcheck.settings import SettingsError
from flowcheck.tree import is_no_file

_OF_WORKFLOWS = frozenset({Kind.WORKFLOW, Kind.CONTRACT, Kind.AUTHORING})


def read_workflows(
    paths: Iterable[str], checked: Iterable[str]
) -> list[tuple[Source, list[Document]]]:
    """Read the files and directories that `--workflows` names, in that order, each file once.

    Of a directory every file counts that holds workflow records; what is broken in it is told when
    it is checked. .gitignore means nothing here: fetched records are often ignored. Files that are
    `checked` themselves, by their names, are left out. Raises SettingsError for a path that cannot
    be read, and for one without any workflow record."""
    own = {os.path.realpath(name) for name in checked if not is_no_file(name)}
    seen: set[str] = set()
    found: list[tuple[Source, list[Document]]] = []
    for path in paths:
        is_folder = os.path.isdir(path)
        holds_any = False
        for name in _files(path) if is_folder else [os.path.normpath(path)]:
            place = os.path.realpath(name)
            if place in own or place in seen:
                holds_any = True
                continue
            seen.add(place)
            source = _read(Found(name.replace(os.sep, "/"), explicit=not is_folder))
            documents = workflows_in(source)
            if documents:
                holds_any = True
                found.append((source, documents))
        if not holds_any:
            raise SettingsError(f"`{path}` holds no workflow record")
    return found


def workflows_in(source: Source) -> list[Document]:
    """The workflow records in a file, those that nodes can call."""
    return [document for document in source.documents if workflow_id(document) is not None]


def _files(folder: str) -> list[str]:
    def failed(error: OSError) -> None:
        raise _unreadable(str(error.filename), error.strerror or "unreadable")

    return [os.path.normpath(name) for name in flow_files(folder, failed)]


def _read(file: Found) -> Source:
    source = read(file)
    if isinstance(source, Failure):
        raise _unreadable(source.file, source.message)
    for record in source.records if file.explicit else ():
        problem = record.decoded.problem
        if problem is not None:
            line, column = source.lines.position(problem.offset)
            raise _unreadable(source.name, f"line {line}, column {column}: {problem.message}")
    return source


def _unreadable(path: str, why: str) -> SettingsError:
    return SettingsError(f"cannot read workflows from `{path}`: {why[:1].lower()}{why[1:]}")


def workflow_id(document: Document) -> str | None:
    """The id by which nodes call the workflow of a document; None when none can."""
    return record_id(document) if document.kind in _OF_WORKFLOWS else None


def called_workflow(node: NodeSite) -> str | None:
    """The id of the workflow a node runs; None when it runs none or does not say which."""
    id = node.get("workflowId") if node.type == "workflow" else None
    return id if id and id.strip() else None


def record_id(document: Document) -> str | None:
    """The id of a record; None for a bare node list or a record without one."""
    id = document.record.get("id") if isinstance(document.record, dict) else None
    return id if isinstance(id, str) and id.strip() else None
