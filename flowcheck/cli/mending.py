"""The files of a run that mends: checked together as any check does, one at a time mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flowcheck.batch.check import Batch
from flowcheck.dataclass import replace
from flowcheck.fixes.applying import Applied
from flowcheck.fixes.rounds import NOT_UTF_8
from flowcheck.reading.files import Found, read_bytes, shown_name
from flowcheck.reading.mended import Mended
from flowcheck.reading.source import Source
from flowcheck.report import Failure, Report

_UNKNOWN = "\ufffd"
"""What a text has in place of bytes that are not UTF-8; it may be meant."""


class Files:
    """Files on the disk, and what was read but once. Of a mended text only the pieces are held
    that differ: the report has the texts with problems, and the disk has all.

    names: of the files that were checked; skipped: of those that hold no flow. Both are known from
    the first check on."""

    def __init__(
        self, found: Sequence[Found], stdin_name: str, check: Callable[[list[Found]], Batch]
    ) -> None:
        self._found = {shown_name(item, stdin_name): item for item in found}
        self._stdin_name = stdin_name
        self._check = check
        self.names: tuple[str, ...] = ()
        self.skipped: tuple[str, ...] = ()

    def check(self, mended: Mapping[str, Mended]) -> Report:
        """The report of all files, some of them mended."""
        batch = self._check(
            [replace(item, mended=mended.get(name)) for name, item in self._found.items()]
        )
        if not mended:
            self.names, self.skipped = batch.names, batch.skipped
        return batch.report

    def source(self, name: str, mended: Mended | None, report: Report) -> Source | str:
        """A file as it was when the report was made; or why it must stay as it is."""
        text = report.sources[name]
        if _UNKNOWN in text:
            data = self.bytes(name)
            if isinstance(data, Failure) or not _is_utf_8(data):
                return NOT_UTF_8
        return Source.from_text(name, text)

    def hold(self, mended: Mended | None, source: Source, new: Applied) -> Mended:
        """The pieces that a file is to be written with."""
        if mended is None:
            return Mended.of(source.text, new.pieces)
        return mended.and_then(new.pieces)

    def bytes(self, name: str, mended: Mended | None = None) -> bytes | Failure:
        """What a file holds, or is to hold."""
        item = replace(self._found[name], mended=mended)
        return read_bytes(item, stdin_name=self._stdin_name)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
