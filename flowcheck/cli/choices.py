"""Words of the command line that are one of a few: a misspelt one is told the nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    _Choice = click.Choice[str]
else:  # generic since click 8.2
    _Choice = click.Choice


class Word(_Choice):
    """A choice that says which word was likely meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        words = [str(word) for word in self.choices]
        if value not in words:
            from flowcheck.nearest import did_you_mean

            hint = did_you_mean(str(value), words, vocabulary=True)
            if hint is not None:
                self.fail(f"`{value}` is not known; {hint}", param, ctx)
        return super().convert(value, param, ctx)


def words(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Comma-separated and repeatable: `--select FC2,FC301 --select never-runs`."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def with_nearest(error: click.NoSuchOption) -> click.NoSuchOption:
    """The error about an unknown option with the nearest one at most."""
    from flowcheck.nearest import nearest

    near = nearest(error.option_name, error.possibilities or (), vocabulary=True)
    return click.NoSuchOption(error.option_name, None, [near] if near else None, error.ctx)
