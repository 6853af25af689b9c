"""Which files a workflow is checked with: those of the workflows it calls, of those that these
call, and so on."""

from __future__ import annotations

from collections.abc import Iterable

from flowcheck.batch.files import File


def called_by(callers: Iterable[File], files: Iterable[File]) -> set[int]:
    """The numbers of the files that hold a workflow that callers reach; a caller is among them
    only when it is reached."""
    holders: dict[str, list[File]] = {}
    for file in files:
        for id in file.checked.workflows if file.checked else ():
            holders.setdefault(id, []).append(file)
    reached: set[int] = set()
    asked: set[str] = set()
    waiting = list(callers)
    while waiting:
        caller = waiting.pop()
        for id in caller.checked.called if caller.checked else ():
            if id not in asked:
                asked.add(id)
                found = [file for file in holders.get(id, ()) if file.index not in reached]
                reached.update(file.index for file in found)
                waiting += found
    return reached
