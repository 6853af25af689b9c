"""Where the commands that explain rules find the documentation's address."""

from __future__ import annotations

import click


def docs_url() -> str | None:
    """The address that the configuration of the working directory names, else flowcheck's own;
    None where the documentation is published nowhere."""
    from flowcheck.config.docs import docs_url_here
    from flowcheck.settings import SettingsError

    try:
        return docs_url_here()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
