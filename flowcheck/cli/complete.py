"""What the words of the command line complete to; shells ask through `shells.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def files(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of files and folders: the shell knows them."""
    return [_item(incomplete, type="file")]


def rule(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """A rule's code or its name; codes alone before anything is typed."""
    return list(_rules("", incomplete))


def rules(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """As `rule`, where several stand behind each other with commas between them."""
    before, comma, last = incomplete.rpartition(",")
    return list(_rules(before + comma, last))


def schema(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The name of a schema."""
    from flowcheck.shipped_schemas import names

    return [_item(name) for name in names() if name.startswith(incomplete)]


def branch(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """`NODE=VALUE` of the if/else nodes in the file that is named before; none while there is
    nothing to read."""
    # While an option waits for its value, click leaves the words before it unread.
    file = ctx.params.get("file") or next(iter(ctx.args), "-")
    if file == "-":
        return []
    from flowcheck.tracing.branches import branches_in

    found = (f"{node}={value}" for node, value in branches_in(file, ctx.params.get("id")))
    return [_item(words) for words in found if words.startswith(incomplete)]


def output(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """`FORMAT=FILE`: first the format, then the file."""
    from flowcheck.reports import FORMATS

    _format, equals, file = incomplete.partition("=")
    if equals:
        return [_item(file, type="file")]
    return [_item(f"{name}=") for name in FORMATS if name.startswith(incomplete)]


def _rules(before: str, start: str) -> list[CompletionItem]:
    from flowcheck.rules.pages import pages

    known = pages().values()
    found = [
        _item(before + page.code, help=page.name)
        for page in known
        if page.code.startswith(start.upper())
    ]
    if start:
        found += [
            _item(before + page.name, help=page.code)
            for page in known
            if page.name.startswith(start.lower())
        ]
    return found


def _item(value: str, *, type: str = "plain", help: str | None = None) -> CompletionItem:
    from click.shell_completion import CompletionItem  # only completion needs it

    return CompletionItem(value, type=type, help=help)
