"""The options of `flowcheck check` as one value; `check-run` takes some of them."""

from __future__ import annotations

from typing import Any

from flowcheck.config.nearest import Configurations
from flowcheck.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the command line asks of a check. A field is named after its option and defaults to
    what its absence means: None or `()` for "not given", where the configuration file may speak.

    format_: None for what suits the place the report goes to. outputs: further reports, each a
    format and a file. jobs: None for as many processes as suit the number of files."""

    stdin_name: str = "<stdin>"
    format_: str | None = None
    output: str | None = None
    outputs: tuple[tuple[str, str], ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: str | None = None
    fail_on: str | None = None
    config: str | None = None
    no_config: bool = False
    show_settings: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    prune_baseline: bool = False
    add_suppressions: bool = False
    show_suppressed: bool = False
    models: tuple[str, ...] = ()
    workflows: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    jobs: int | None = None
    no_cache: bool = False
    skip_unrecognized: bool = False
    strict: bool = False
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    watch: bool = False
    statistics: bool = False

    @property
    def settings(self) -> dict[str, Any]:
        """The options that go before what a configuration file says, by field name."""
        names = ("select", "ignore", "extend_select", "severity", "fail_on", "baseline")
        paths = ("models", "workflows", "exclude")
        given = {name: getattr(self, name) for name in (*names, *paths)}
        return given | {"strict": self.strict or None}

    def configurations(self, *, known: bool = False) -> Configurations:
        """What steers the check of each file; `known` as in `resolve`."""
        return Configurations(
            self.settings, config=self.config, no_config=self.no_config, known=known
        )
