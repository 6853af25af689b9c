"""The names flowcheck knows documents by, and the addresses editors know them by."""

from __future__ import annotations

import os

from pygls.uris import from_fs_path, to_fs_path

from flowcheck.tree import is_no_file


def name_of(uri: str) -> str:
    """The path of a file; what is no file, such as an untitled document, goes by `<…>`."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return f"<{uri}>" if path is None else os.path.normpath(path)


def uri_of(name: str) -> str:
    """The address of what goes by a name."""
    if is_no_file(name):
        return name[1:-1]
    return from_fs_path(os.path.abspath(name)) or name
