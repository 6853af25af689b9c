"""What the server answers to: the messages of the protocol, each handed to what knows about it."""

from __future__ import annotations

import os
from functools import partial
from typing import Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from flowcheck.lsp import actions, completion, hover, inlay, lens, navigation, rename, symbols
from flowcheck.lsp.server import Server
from flowcheck.lsp.tree import Tree
from flowcheck.lsp.uris import name_of
from flowcheck.lsp.workspace import CONFIGURATIONS, Options
from flowcheck.settings import SettingsError
from flowcheck.tree import is_no_file

WATCHED: Final = "**/*.{json,jsonl,ndjson,toml}"


def register(server: Server) -> None:
    """Let a server answer."""
    _lifecycle(server)
    _texts(server)
    _places(server)
    _words(server)


def _lifecycle(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        folders = [folder.uri for folder in params.workspace_folders or ()]
        if not folders and params.root_uri is not None:
            folders = [params.root_uri]
        names = (name_of(uri) for uri in folders)
        server.known.roots = [name for name in names if not is_no_file(name)]
        server.known.encoding = str(server.workspace.position_encoding)
        server.known.configure(Options.of(params.initialization_options))

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        capabilities = server.client_capabilities.workspace
        watching = capabilities and capabilities.did_change_watched_files
        if watching and watching.dynamic_registration:
            server.known.watched = True
            options = types.DidChangeWatchedFilesRegistrationOptions(
                [types.FileSystemWatcher(WATCHED)]
            )
            registration = types.Registration(
                "flowcheck-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
            )
            await server.client_register_capability_async(types.RegistrationParams([registration]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        gone = {name_of(folder.uri) for folder in params.event.removed}
        kept = [root for root in server.known.roots if root not in gone]
        new = [name_of(folder.uri) for folder in params.event.added]
        server.known.roots = [*kept, *(name for name in new if name not in kept)]
        server.known.forget_files()
        server.check_soon()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configuration(params: types.DidChangeConfigurationParams) -> None:
        server.known.configure(Options.of(params.settings))
        server.check_soon()
        shown = server.client_capabilities.workspace
        if shown and shown.code_lens and shown.code_lens.refresh_support:
            server.workspace_code_lens_refresh(None)
        if shown and shown.inlay_hint and shown.inlay_hint.refresh_support:
            server.workspace_inlay_hint_refresh(None)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: types.DidChangeWatchedFilesParams) -> None:
        server.known.forget_files()
        server.known.forget_configurations()
        server.check_soon()


def _texts(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        server.put(document.uri, document.version, document.text)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.drop(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        name = name_of(params.text_document.uri)
        server.known.forget_files()
        if os.path.basename(name) in CONFIGURATIONS:
            server.known.forget_configurations()
        server.check_soon()

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(list(actions.KINDS)))
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        uri = params.text_document.uri
        told = await server.now(name_of(uri))
        only = None if params.context.only is None else [str(one) for one in params.context.only]

        def work(tree: Tree) -> list[types.CodeAction]:
            if told is None or told.tree.text != tree.text:
                return []  # typed on meanwhile: the editor asks again
            try:
                return actions.actions(told, server.known, params.range, only)
            except SettingsError:
                return []  # told as a diagnostic

        return await server.answer(uri, work)


def _places(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> list[types.Location] | None:
        return await server.answer_at(params, navigation.definition)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params: types.ReferenceParams) -> list[types.Location] | None:
        whole = params.context.include_declaration
        return await server.answer_at(params, partial(navigation.references, whole))

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    async def highlight(
        params: types.DocumentHighlightParams,
    ) -> list[types.DocumentHighlight] | None:
        return await server.answer_at(params, navigation.highlights)

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare_rename(params: types.PrepareRenameParams) -> types.Range | None:
        try:
            return await server.answer_at(params, rename.renamable)
        except rename.Refusal as refusal:
            raise _refused(refusal) from None

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def renamed(params: types.RenameParams) -> types.WorkspaceEdit | None:
        try:
            return await server.answer_at(params, partial(rename.renamed, params.new_name))
        except rename.Refusal as refusal:
            raise _refused(refusal) from None


def _words(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hovered(params: types.HoverParams) -> types.Hover | None:
        return await server.answer_at(params, hover.hover)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=['"'])
    )
    async def completed(params: types.CompletionParams) -> types.CompletionList | None:
        return await server.answer_at(params, completion.completion)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        return await server.answer(params.text_document.uri, symbols.symbols)

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def lenses(params: types.CodeLensParams) -> list[types.CodeLens] | None:
        if not server.known.options.code_lens:
            return []
        return await server.answer(params.text_document.uri, lens.lenses)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def hints(params: types.InlayHintParams) -> list[types.InlayHint] | None:
        if not server.known.options.inlay_hints:
            return []
        return await server.answer(
            params.text_document.uri, lambda tree: inlay.hints(tree, params.range)
        )


def _refused(refusal: rename.Refusal) -> JsonRpcException:
    return JsonRpcException(str(refusal), types.LSPErrorCodes.RequestFailed.value)
