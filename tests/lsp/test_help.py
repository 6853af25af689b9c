"""Hover, completion, outline, lens and inlay hints, as an editor gets them."""

from __future__ import annotations

import pytest
from lsprotocol import types

from tests.lsp.editor import Editor
from tests.lsp.test_names import CALLER, LOOP
from tests.lsp.test_server import FLOW

pytestmark = pytest.mark.asyncio


async def hover(editor: Editor, name: str, before: str, after: str = "") -> list[str]:
    """What is said, in paragraphs."""
    params = types.HoverParams(**editor.at(name, before, after))
    found = await editor.client.text_document_hover_async(params)
    if found is None:
        return []
    assert isinstance(found.contents, types.MarkupContent)
    return found.contents.value.split("\n\n")


async def labels(editor: Editor, name: str, before: str, after: str = "") -> list[str]:
    params = types.CompletionParams(**editor.at(name, before, after))
    found = await editor.client.text_document_completion_async(params)
    if found is None:
        return []
    assert isinstance(found, types.CompletionList)
    return [item.label for item in found.items]


async def test_hover(editor: Editor) -> None:
    await editor.open("poster.json", FLOW)
    assert await hover(editor, "poster.json", '["ups') == [
        "node `upscale`: custom-model, `model_up`",
        'runs when `mode` is `"best"` (`router` takes `2`); '
        'is skipped when `mode` is `"fast"` (`router` takes `1`)',
        "awaited by `final`",
    ]
    assert await hover(editor, "poster.json", '"equal": "2') == [
        "branch `2` of `router`",
        "taken when `mode == 'best'` is the first that holds",
        "`upscale` waits for it",
    ]
    assert await hover(editor, "poster.json", '"id": "rou') == [
        "node `router`: logic",
        "- `2` → `upscale`\n- default `1` → `sketch`",
        "always runs",
        "awaited by `upscale` and `sketch`",
    ]
    assert await hover(editor, "poster.json", '"mode", "type": "string", "re') == [
        'reads the workflow input `mode`, string, required, one of `"fast"` or `"best"`, a string',
        "`ref`: Where the value comes from; in place of `value`.",
    ]
    assert await hover(editor, "poster.json", '"condition": "mode ==') == [
        "if it is the first case that holds, `router` takes `2`",
        "- `mode` reads the workflow input `mode`, string, required, "
        'one of `"fast"` or `"best"`, a string',
    ]
    assert (await hover(editor, "poster.json", '"requ'))[0] == "`mode` is always required"
    assert await hover(editor, "poster.json", '"type": "lo') == [
        "`logic`: An if/else node: takes the value of the first case whose condition holds."
    ]


async def test_hover_on_a_loops_item(editor: Editor) -> None:
    await editor.open("pages.json", LOOP)
    assert await hover(editor, "pages.json", '"node": "each", "name": "te') == [
        "item `text0` of the loop `each`: one of what it walks",
        "one run for each item of `pages`",
        "reads the workflow input `pages`, string_array, optional, a string_array",
    ]


async def test_hover_is_not_steered_by_the_file(editor: Editor) -> None:
    await editor.open("poster.json", FLOW.replace('"router"', r'"rou\u001bter\u202e\n"'))
    told = await hover(editor, "poster.json", '"id": "rou')
    assert told[0] == r"node `rou\u001bter\u202e\u000a`: logic"


async def test_completion_of_values(editor: Editor) -> None:
    await editor.open("poster.json", FLOW)
    assert await labels(editor, "poster.json", '"equal": "') == ["2", "1"]
    assert await labels(editor, "poster.json", '"node": "workflow", "name": "') == [
        "mode",
        "photo",
    ]
    assert await labels(editor, "poster.json", '"logicType": "') == ["if-else"]
    assert "image-hdr" in await labels(editor, "poster.json", '"kind": "')
    assert await labels(editor, "poster.json", '"conditional": ["') == [
        "router",
        "upscale",
        "sketch",
    ]
    assert await labels(editor, "poster.json", '"id": "') == []


async def test_completion_of_fields_by_type(editor: Editor) -> None:
    await editor.open("poster.json", FLOW)
    await editor.type("poster.json", '"logicType": "if-else",', '"')
    found = await labels(editor, "poster.json", '"type": "logic", "')
    assert "logicType" in found
    assert "logic" not in found  # it is there
    assert "modelId" not in found
    assert "status" not in found
    await editor.type("poster.json", '"modelId": "model_end", ', '"modelId": "model_end", "')
    assert await labels(editor, "poster.json", '"model_end", "') == [
        "dependsOn",
        "includeOutputsInWorkflowJob",
        "label",
    ]


async def test_completion_without_quotes(editor: Editor) -> None:
    await editor.open("poster.json", FLOW)
    await editor.type("poster.json", '"equal": "1"', '"equal": ')
    params = types.CompletionParams(**editor.at("poster.json", '"equal": ', "}"))
    found = await editor.client.text_document_completion_async(params)
    assert isinstance(found, types.CompletionList)
    edit = found.items[0].text_edit
    assert isinstance(edit, types.TextEdit)
    assert edit.new_text == '"2"'
    assert edit.range.start == edit.range.end == params.position


async def test_completion_in_expressions(editor: Editor) -> None:
    await editor.open("poster.json", FLOW)
    found = await labels(editor, "poster.json", '"condition": "mo')
    assert found[0] == "mode"
    assert "trim" in found
    await editor.type("poster.json", "mode == 'best'", "mode.sta")
    found = await labels(editor, "poster.json", '"condition": "mode.sta')
    assert "startsWith" in found
    assert "mode" not in found


async def test_completion_of_what_others_declare(editor: Editor) -> None:
    (editor.folder / "pages.json").write_text(LOOP, encoding="utf-8")
    await editor.open("book.json", CALLER)
    assert await labels(editor, "book.json", '"workflowId": "') == ["wf_book", "wf_pages"]
    assert await labels(editor, "book.json", '"name": "') == ["pages"]


async def test_an_outline_has_loops(editor: Editor) -> None:
    await editor.open("pages.json", LOOP)
    params = types.DocumentSymbolParams(types.TextDocumentIdentifier(editor.uri("pages.json")))
    found = await editor.client.text_document_document_symbol_async(params) or ()
    told = [
        (one.name, one.detail, [inner.name for inner in one.children or ()])
        for one in found
        if isinstance(one, types.DocumentSymbol)
    ]
    assert told == [("pages", "string_array", []), ("each", "for-each", ["draw"])]


async def test_lenses(editor: Editor) -> None:
    await editor.open("poster.json", FLOW)
    await editor.open("pages.json", LOOP)
    titles = {}
    for name in ("poster.json", "pages.json"):
        params = types.CodeLensParams(types.TextDocumentIdentifier(editor.uri(name)))
        found = await editor.client.text_document_code_lens_async(params) or ()
        titles[name] = [one.command.title for one in found if one.command is not None]
    assert titles == {
        "poster.json": ["2 → upscale · default 1 → sketch"],
        "pages.json": ["one run for each item of pages: draw"],
    }


async def test_inlay_hints_are_off_until_asked_for(editor: Editor) -> None:
    await editor.open("pages.json", LOOP)
    everywhere = types.Range(types.Position(0, 0), types.Position(99, 0))
    document = types.TextDocumentIdentifier(editor.uri("pages.json"))
    params = types.InlayHintParams(document, everywhere)
    assert list(await editor.client.text_document_inlay_hint_async(params) or ()) == []
    editor.client.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"flowcheck": {"inlayHints": True}})
    )
    found = await editor.client.text_document_inlay_hint_async(params) or ()
    assert [one.label for one in found] == [": string_array", ": string"]
    assert "codeLens" in vars(editor.client)["refreshed"]  # what it says it refreshes
