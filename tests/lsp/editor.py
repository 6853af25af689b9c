"""An editor for tests: texts with a `|` where the cursor is."""

from __future__ import annotations

import asyncio
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import LanguageClient

from flowcheck.lsp.positions import Positions


def positions(text: str, encoding: str = "utf-16") -> Positions:
    return Positions(text, encoding)


def edited(text: str, edits: list[Any], encoding: str = "utf-16") -> str:
    """The text with edits made as an editor makes them."""
    places = positions(text, encoding)
    cuts = sorted(
        (places.offset(edit.range.start), places.offset(edit.range.end), edit.new_text)
        for edit in edits
    )
    for (_, end, _), (start, _, _) in pairwise(cuts):
        assert end <= start, "edits overlap"
    for start, end, new in reversed(cuts):
        text = text[:start] + new + text[end:]
    return text


def accept_requests(client: LanguageClient) -> None:
    """Let a client say yes to what the server asks, and remember it."""
    held = vars(client)
    held["registered"], held["refreshed"] = [], []

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        held["registered"] += params.registrations

    @client.feature(types.WORKSPACE_CODE_LENS_REFRESH)
    def lenses(*_: None) -> None:
        held["refreshed"].append("codeLens")

    @client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)
    def hints(*_: None) -> None:
        held["refreshed"].append("inlayHint")


class Editor:
    """What a person does in an editor."""

    def __init__(self, client: LanguageClient, folder: Path, encoding: str = "utf-16") -> None:
        self.encoding = encoding
        self.client = client
        self.folder = folder
        self.version = 0
        self.texts: dict[str, str] = {}

    def uri(self, name: str) -> str:
        return name if ":" in name else (self.folder / name).as_uri()

    async def open(self, name: str, value: Any) -> list[types.Diagnostic]:
        """Open a text (or JSON), and wait for what is told of it."""
        text = value if isinstance(value, str) else json.dumps(value, indent=2)
        uri = self.uri(name)
        self.texts[uri] = text
        self.version += 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "json", self.version, text))
        )
        return await self.told(uri)

    async def type(self, name: str, old: str, new: str) -> list[types.Diagnostic]:
        """Put `new` in the place of `old`, as one change, and wait for what is told."""
        uri = self.uri(name)
        text = self.texts[uri]
        start = text.index(old)
        place = positions(text, self.encoding).range(start, start + len(old))
        self.texts[uri] = text.replace(old, new, 1)
        self.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, uri),
                [types.TextDocumentContentChangePartial(place, new)],
            )
        )
        return await self.told(uri)

    async def told(self, uri: str) -> list[types.Diagnostic]:
        """The diagnostics of the present version, when they come."""
        while True:
            told = await asyncio.wait_for(
                self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS), 60
            )
            if told.uri == uri and told.version == self.version:
                return list(told.diagnostics)

    def at(self, name: str, before: str, after: str = "") -> dict[str, Any]:
        """Parameters of a request about the place between two pieces of a text."""
        uri = self.uri(name)
        text = self.texts[uri]
        offset = text.index(before + after) + len(before)
        return {
            "text_document": types.TextDocumentIdentifier(uri),
            "position": positions(text, self.encoding).position(offset),
        }

    def said(self, name: str, place: types.Range) -> str:
        """The piece of a text in a range."""
        text = self.texts[self.uri(name)]
        places = positions(text, self.encoding)
        return text[places.offset(place.start) : places.offset(place.end)]
