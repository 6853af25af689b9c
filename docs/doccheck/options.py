"""Commands the pages only mention: every option has to exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import click

from doccheck.pages import Page
from flowcheck.cli import cli

_COMMAND: Final = re.compile(r"(?<![\w/.-])flowcheck ([a-z][a-z-]*)((?:\\\n|[^\n`|;&#])*)")
_OPTION: Final = re.compile(r"(?<=\s)(--[a-z][a-z-]*)")


def unknown(page: Page) -> Iterator[tuple[int, str]]:
    """(line, message) for each command or option that flowcheck has not.

    Looks at what is set as code: fenced blocks, and text between backticks."""
    everywhere = {option for name in cli.list_commands(click.Context(cli)) for option in _of(name)}
    for line, text in _code(page):
        lone = _OPTION.match(f" {text}", 1)
        if lone is not None and lone[1] not in everywhere:
            yield line, f"no command has the option `{lone[1]}`"
        for match in _COMMAND.finditer(text):
            name, rest = match[1], f" {match[2]}"
            at = line + text.count("\n", 0, match.start())
            known = _of(name)
            if not known:
                yield at, f"`flowcheck {name}` is no command"
                continue
            for option in _OPTION.findall(rest):
                if option not in known:
                    yield at, f"`flowcheck {name}` has no option `{option}`"


def _of(name: str) -> set[str]:
    """The options of a command; none when there is no such command."""
    command = cli.get_command(click.Context(cli), name)
    if command is None:
        return set()
    return {"--help", "--version"} | {o for parameter in command.params for o in parameter.opts}


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
