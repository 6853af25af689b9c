"""The everyday arguments of `flowcheck check`, read without click: paths, flags, and options whose
value is one of a few words. It is what hooks and editors call, many times an hour, and click takes
as long to load as such a check.

Whatever else there is (help, a mistake, an option with a value of its own) is left to click, which
reads these arguments the same way: the tests hold the two to each other."""

from __future__ import annotations

import os
from typing import Any

from flowcheck.reports import FORMATS

FLAGS = {
    "--no-cache": "no_cache",
    "--no-config": "no_config",
    "--quiet": "quiet",
    "-q": "quiet",
    "--show-suppressed": "show_suppressed",
    "--skip-unrecognized": "skip_unrecognized",
    "--statistics": "statistics",
    "--strict": "strict",
    "--verbose": "verbose",
    "-v": "verbose",
}
LEVELS = ("error", "warning", "info")
WORDS = {
    "--color": ("color", ("auto", "always", "never")),
    "--fail-on": ("fail_on", (*LEVELS, "never")),
    "--format": ("format_", tuple(FORMATS)),
    "--severity": ("severity", LEVELS),
}
"""Option → its field in `CheckOptions` (and the words it takes)."""


def plain_check(args: list[str]) -> tuple[tuple[str, ...], dict[str, Any]] | None:
    """The paths and the options that `args` give to `check`; None for click to say."""
    if args[:1] != ["check"] or os.name == "nt":  # click expands `*.json` there
        return None
    paths: list[str] = []
    options: dict[str, Any] = {}
    words = iter(args[1:])
    for word in words:
        option, equals, value = word.partition("=")
        if not word or word == "-":
            return None
        if not word.startswith("-"):
            paths.append(word)
        elif word in FLAGS:
            options[FLAGS[word]] = True
        elif option in WORDS:
            field, known = WORDS[option]
            options[field] = value if equals else next(words, "")
            if options[field] not in known:
                return None
        else:
            return None
    if "strict" in options and "skip_unrecognized" in options:
        return None
    return tuple(paths) or (".",), options
