"""Which files a workflow is checked with: those of the workflows it calls, of those that these
call, and so on."""

from __future__ import annotations

from collections.abc import Iterable

from flowcheck.batch.files import File
from flowcheck.project.project import Named
from flowcheck.project.workflows import workflow_id
from flowcheck.reading.called import called_in


def called_by(callers: Iterable[File], files: Iterable[File], named: Named = ()) -> set[int]:
    """The numbers of the files that hold a workflow that callers reach; a caller is among them
    only when it is reached. named: workflows that are not checked, by which some may be reached
    too."""
    holders: dict[str, list[tuple[int | None, tuple[str, ...]]]] = {}
    for file in files:
        for id in file.checked.workflows if file.checked else ():
            holders.setdefault(id, []).append((file.index, _called(file)))
    for _, documents in named:
        for document in documents:
            known = workflow_id(document)
            if known is not None:
                holders.setdefault(known, []).append((None, called_in([document]) or ()))
    reached: set[int] = set()
    asked: set[str] = set()
    waiting = [_called(caller) for caller in callers]
    while waiting:
        for id in waiting.pop():
            if id not in asked:
                asked.add(id)
                for index, called in holders.get(id, ()):
                    waiting.append(called)
                    if index is not None:
                        reached.add(index)
    return reached


def _called(file: File) -> tuple[str, ...]:
    return file.checked.called if file.checked else ()
