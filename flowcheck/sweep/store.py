"""What a sweep keeps beside its tables: the plan, what records know of each other, and a marker for
each part that is committed. A part is there exactly when its marker is."""

from __future__ import annotations

import gzip
import json
import os
import sys
import uuid
from typing import Any

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from flowcheck.settings import SettingsError

OWN = "_flowcheck"
"""The folder of what is no table; Parquet readers pass over names that begin so."""


_LIBRARIES = (
    ("botocore.exceptions", "BotoCoreError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("azure.core.exceptions", "AzureError"),
    ("aiohttp", "ClientError"),
)
"""What reaches object stores, and what each raises that is no OSError: without credentials, say."""


def store_errors() -> tuple[type[Exception], ...]:
    """What may be raised where a store cannot be used, beside OSError."""
    there = ((sys.modules.get(module), name) for module, name in _LIBRARIES)
    return tuple(getattr(module, name) for module, name in there if module is not None)


def located(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it: of a file one path, however it is spelled.
    Raises SettingsError for a protocol that nobody knows."""
    try:
        fs, path = url_to_fs(url)
    except ValueError as error:
        raise SettingsError(f"`{url}`: {str(error)[:1].lower()}{str(error)[1:]}") from error
    if isinstance(fs, LocalFileSystem):
        path = os.path.normpath(path).replace(os.sep, "/")
    return fs, path.rstrip("/")


class Store:
    """The output of a sweep, by its URL."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._fs, self._root = located(url)

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all. In an object store an object is there only when it is
        complete; elsewhere a temporary file is renamed."""
        path = f"{self._root}/{name}"
        self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        if not isinstance(self._fs, LocalFileSystem):
            self._fs.pipe_file(path, data)
            return
        folder, _, last = path.rpartition("/")
        temporary = f"{folder}/.{last}.{uuid.uuid4().hex}.tmp"
        self._fs.pipe_file(temporary, data)
        self._fs.mv(temporary, path)

    def get(self, name: str) -> bytes | None:
        """What a file holds; None when it is not there."""
        try:
            data: bytes = self._fs.cat_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return None
        return data

    def put_json(self, name: str, value: Any) -> None:
        """As JSON, packed where the name says so."""
        data = json.dumps(value, sort_keys=True).encode()
        self.put(name, gzip.compress(data, mtime=0) if name.endswith(".gz") else data)

    def get_json(self, name: str) -> Any:
        """None when it is not there."""
        data = self.get(name)
        if data is None:
            return None
        return json.loads(gzip.decompress(data) if name.endswith(".gz") else data)

    def committed(self) -> dict[int, str]:
        """The markers that are there, by number of the part."""
        self._fs.invalidate_cache()
        try:
            names = self._fs.ls(f"{self._root}/{OWN}/parts", detail=False)
        except FileNotFoundError:
            return {}
        own = [name.rpartition("/")[2] for name in names]
        return {
            int(name.partition(".")[0]): f"{OWN}/parts/{name}"
            for name in own
            if name.endswith(".json") and not name.startswith(".")
        }


def part_name(index: int) -> str:
    """The name of a part's files, without their ending: the same for every attempt."""
    return f"{index:07d}"
