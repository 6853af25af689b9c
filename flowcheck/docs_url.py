"""Where the documentation is published: the one place that says so.

Everything that links to a page asks here, and has to read well without an address."""

from __future__ import annotations

from typing import Final

from flowcheck.pattern import late_pattern

DOCS_URL: Final[str | None] = None
"""Where the documentation of flowcheck is published, with a slash at its end; None while that is
nowhere. The setting `docs-url` names another place."""

SUPPRESSIONS: Final = "configuration/#suppressions"
"""The page about suppressions, FC001 with them."""

_ADDRESS: Final = late_pattern(r"https?://[!#-;=?-\[\]^_a-~]+")
"""ASCII, and nothing that would end a link in Markdown, HTML or a terminal."""


def base(address: str | None) -> str | None:
    """An address as everything below takes it: with a slash at its end; None for an empty one,
    which stands for nowhere. Raises ValueError for what is no http(s) address."""
    if not address:
        return None
    if not _ADDRESS.fullmatch(address):
        raise ValueError(f"`{address}` is no http(s) address")
    return address.rstrip("/") + "/"


def rule_url(code: str, docs: str | None) -> str | None:
    """Where a rule's page stands, below the documentation's address; None without one."""
    return page_url(f"rules/{code}/", docs)


def page_url(page: str, docs: str | None) -> str | None:
    """Where a page stands, below the documentation's address; None without one."""
    return None if docs is None else docs + page
