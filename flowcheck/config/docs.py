"""The setting `docs-url` alone, for commands that need no other and must not load pydantic."""

from __future__ import annotations

import os

from flowcheck.config.load import find_config, read_toml
from flowcheck.docs_url import DOCS_URL, base
from flowcheck.settings import SettingsError


def docs_url_here() -> str | None:
    """Where the documentation is published, as the configuration nearest to the working directory
    has it. Raises SettingsError when that cannot be read or says no address."""
    found = find_config(os.getcwd())
    if found is None:
        return DOCS_URL
    _, data, _ = read_toml(found)
    value = data.get("docs-url", DOCS_URL)
    if value is not None and not isinstance(value, str):
        raise SettingsError(f"{found}: `docs-url`: expected a string")
    try:
        return base(value)
    except ValueError as error:
        raise SettingsError(f"{found}: `docs-url`: {error}") from None
