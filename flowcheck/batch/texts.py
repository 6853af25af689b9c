"""The texts of checked files, for the formats that show lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class Texts(Mapping[str, str]):
    """Texts by file, decoded when asked for: most formats show none."""

    def __init__(self, data: Mapping[str, bytes | str]) -> None:
        self._data = data

    def __getitem__(self, name: str) -> str:
        data = self._data[name]
        if isinstance(data, str):
            return data
        from flowcheck.reading.source import text_of

        return text_of(data)

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)
