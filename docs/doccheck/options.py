"""Commands the pages only mention: every option has to exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import click

from doccheck.pages import Page
from flowcheck.cli import cli

_COMMAND: Final = re.compile(r"(?<![\w/.-])flowcheck ([a-z][a-z-]*)((?:[^\n`|;&#]|\\\n)*)")
_OPTION: Final = re.compile(r"(?<=\s)(--[a-z][a-z-]*)")


def unknown(page: Page) -> Iterator[tuple[int, str]]:
    """(line, message) for each command or option that flowcheck has not.

    Looks at what is set as code: fenced blocks, and text between backticks."""
    for line, text in _code(page):
        for match in _COMMAND.finditer(text):
            name, rest = match[1], f" {match[2]}"
            context = click.Context(cli)
            command = cli.get_command(context, name)
            at = line + text.count("\n", 0, match.start())
            if command is None:
                yield at, f"`flowcheck {name}` is no command"
                continue
            known = {option for parameter in command.params for option in parameter.opts}
            for option in _OPTION.findall(rest):
                if option not in known | {"--help", "--version"}:
                    yield at, f"`flowcheck {name}` has no option `{option}`"


def _code(page: Page) -> Iterator[tuple[int, str]]:
    for block in page.blocks():
        if block.language == "console":
            commands = re.sub(r"^(?!\$ |> ).*$", "", block.text, flags=re.MULTILINE)
            yield block.line + 1, commands
        elif block.language in ("sh", "yaml", "bash"):
            yield block.line + 1, block.text
    prose = page.prose()
    for match in re.finditer(r"(?<!`)`([^`\n]+)`(?!`)", prose):
        yield prose.count("\n", 0, match.start()) + 1, match[1]
