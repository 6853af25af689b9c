"""The server: what editors ask and tell, and what answers.

The loop only takes messages. One thread checks texts, a moment after their last change, and answers
what is asked; what came of an older text is dropped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Final, TypeVar
from typing import Protocol as TypedProtocol

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from flowcheck._version import __version__
from flowcheck.lsp.checked import Checked, checked
from flowcheck.lsp.diagnostics import diagnostics
from flowcheck.lsp.known import Known
from flowcheck.lsp.positions import changed
from flowcheck.lsp.tree import Tree
from flowcheck.lsp.unused import unused
from flowcheck.lsp.uris import name_of, uri_of
from flowcheck.lsp.workspace import Workspace

T = TypeVar("T")

Aside = dict[Path, list[types.Diagnostic]]
"""What is told of configuration files."""
PAUSE: Final = 0.15
LONGEST_PAUSE: Final = 2.0
"""Seconds without a change after which a text is checked, at least and at most."""


class _At(TypedProtocol):
    """A request about a place of a text."""

    @property
    def text_document(self) -> types.TextDocumentIdentifier: ...

    @property
    def position(self) -> types.Position: ...


class Server(LanguageServer):
    """What is open, and what was told of it."""

    def __init__(self) -> None:
        super().__init__(
            "flowcheck",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            protocol_cls=Protocol,
        )
        self.known = Workspace()
        self.told: dict[str, Checked] = {}
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self._uris: dict[str, str] = {}  # as the editor spells them
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._took: dict[str, float] = {}
        self._aside: Aside = {}
        self._thread = ThreadPoolExecutor(1, "flowcheck")

    # Texts

    def put(self, uri: str, version: int, text: str) -> None:
        """Take a text, and check it in a moment."""
        name = name_of(uri)
        self.texts[name], self.versions[name], self._uris[name] = text, version, uri
        self.check_soon(name)

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take the changes of a text."""
        uri = params.text_document.uri
        text = self.texts.get(name_of(uri), "")
        new = changed(text, list(params.content_changes), self.known.encoding)
        self.put(uri, params.text_document.version, new)

    def drop(self, uri: str) -> None:
        """Forget a text that was closed: the file counts again."""
        name = name_of(uri)
        for held in (self.texts, self.versions, self._uris, self.told, self.known.open):
            held.pop(name, None)
        task = self._waiting.pop(name, None)
        if task is not None:
            task.cancel()
        self.known.forget_files()
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        if self._aside:  # it may rest on this text
            self._tell_aside({})
            self.check_soon()

    def tree(self, name: str, text: str) -> Tree:
        """The text as it is read; in a thread."""
        old = self.known.open.get(name)
        strict = self.known.strict(name)
        if old is not None and old.text == text and old.source.explicit == strict:
            return old
        tree = Tree(name, text, self.known.encoding, old, strict=strict)
        if self.texts.get(name) == text:
            self.known.open[name] = tree
        return tree

    # Checks

    def check_soon(self, *names: str, pause: float | None = None) -> None:
        """Check texts in a moment, all that are open when none is named; a check that waits
        already begins anew. What takes long is checked after a longer pause."""
        for name in names or tuple(self.texts):
            task = self._waiting.get(name)
            if task is not None:
                task.cancel()
            least = min(max(PAUSE, self._took.get(name, 0.0)), LONGEST_PAUSE)
            wait = least if pause is None else pause
            task = self._waiting[name] = asyncio.ensure_future(self._check(name, wait))
            task.add_done_callback(self._tell_bug)

    def _tell_bug(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            message = f"flowcheck {__version__} has a bug: {type(error).__name__}: {error}"
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))

    async def _check(self, name: str, pause: float) -> None:
        await asyncio.sleep(pause)
        text, version = self.texts[name], self.versions[name]

        def work() -> tuple[Checked, list[types.Diagnostic], Aside] | None:
            if self.texts.get(name) != text:
                return None  # it has changed while others were checked
            began = perf_counter()
            found = checked(self.known, self.tree(name, text), self.told.get(name))
            told = diagnostics(found, self.known)
            aside = unused({**self.told, name: found}, self.known)
            self._took[name] = perf_counter() - began
            return found, told, aside

        done = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        if done is None or self.texts.get(name) != text:
            return
        self.told[name] = done[0]
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(self._uris[name], done[1], version)
        )
        self._tell_aside(done[2])

    def _tell_aside(self, aside: Aside) -> None:
        """Tell what is new in configuration files, and take back what does not hold any more."""
        for path in {**self._aside, **aside}:
            told = aside.get(path, [])
            if told != self._aside.get(path, []):
                uri = uri_of(str(path))
                self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, told))
        self._aside = {path: told for path, told in aside.items() if told}

    async def now(self, name: str) -> Checked | None:
        """What came of the check of the present text; None when it is not open."""
        while name in self.texts:
            told = self.told.get(name)
            if told is not None and told.tree.text == self.texts[name]:
                return told
            task = self._waiting.get(name)
            if task is None or task.done():
                self.check_soon(name, pause=0)
            task = self._waiting[name]
            await asyncio.wait([task])
            if not task.cancelled() and task.exception() is not None:
                return None
        return None

    # Answers

    async def answer(self, uri: str, work: Callable[[Tree], T]) -> T | None:
        """What a thread answers about a text; None when it is not open."""
        name = name_of(uri)
        text = self.texts.get(name)
        if text is None:
            return None
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(self.tree(name, text)))

    async def answer_at(self, params: _At, work: Callable[[Known, Tree, int], T]) -> T | None:
        """As `answer`, about a place: told what is known together, the text and the offset."""
        position = params.position

        def at(tree: Tree) -> T:
            return work(Known(self.known.around(tree)), tree, tree.positions.offset(position))

        return await self.answer(params.text_document.uri, at)


class Protocol(LanguageServerProtocol):
    """Texts are kept here: pygls ends a line at U+2028 and form feeds too, where editors do not,
    and takes a long text apart at every key."""

    _server: Server

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take the changes of a text."""
        self._server.change(params)
