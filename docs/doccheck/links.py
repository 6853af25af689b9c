"""Where the links of the pages lead: files, headings, and addresses we know."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import unquote

from doccheck.pages import Page


def broken(
    page: Page, pages: dict[Path, Page], generated: Collection[Path], addresses: Collection[str]
) -> Iterator[tuple[int, str]]:
    """(line, message) for each link that leads nowhere.

    pages: those there are, by resolved path. generated: pages that exist only on the site.
    addresses: beginnings of web addresses that may be linked to; no network is used."""
    for line, target in page.links():
        if "://" in target:
            if not target.startswith(tuple(addresses)):
                yield line, f"`{target}` is no address this project knows"
            continue
        name, _, anchor = unquote(target).partition("#")
        path = (page.path.parent / name).resolve() if name else page.path.resolve()
        if path not in pages and path not in generated and not path.exists():
            yield line, f"`{target}` leads to no file"
        elif anchor and path in pages and anchor not in pages[path].anchors():
            yield line, f"`{target}` names no heading there"
