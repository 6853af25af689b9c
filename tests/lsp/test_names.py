"""Where names are defined and used, and what cannot be renamed."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.editor import Editor, edited
from tests.lsp.test_server import FLOW

pytestmark = pytest.mark.asyncio

LOOP = """{"id": "wf_pages", "inputs": [{"name": "pages", "type": "string_array"}], "flow": [
  {"id": "each", "type": "for-each", "loopBodyNodeIds": ["draw"], "inputs": [
    {"name": "text0", "type": "string_array", "ref": {"node": "workflow", "name": "pages"}}]},
  {"id": "draw", "type": "custom-model", "modelId": "m", "inputs": [
    {"name": "prompt", "type": "string", "ref": {"node": "each", "name": "text0"}}]}
]}
"""
CALLER = """{"id": "wf_book", "flow": [
  {"id": "inner", "type": "workflow", "workflowId": "wf_pages", "inputs": [
    {"name": "pages", "type": "string_array", "value": ["one"]}]}
]}
"""


def said(editor: Editor, places: Any) -> list[tuple[str, int]]:
    """Which text each place holds, and its line."""
    found = []
    for place in places:
        name = place.uri.removeprefix(editor.folder.as_uri() + "/")
        found.append((f"{name} {editor.said(name, place.range)}", place.range.start.line))
    return sorted(found)


async def definition(editor: Editor, name: str, before: str, after: str = "") -> Any:
    params = types.DefinitionParams(**editor.at(name, before, after))
    return said(editor, await editor.client.text_document_definition_async(params) or ())


async def references(editor: Editor, name: str, before: str, after: str = "") -> Any:
    context = types.ReferenceContext(include_declaration=False)
    params = types.ReferenceParams(context=context, **editor.at(name, before, after))
    return said(editor, await editor.client.text_document_references_async(params) or ())


async def test_definitions(editor: Editor) -> None:
    await editor.open("poster.json", FLOW)
    assert await definition(editor, "poster.json", '["ups') == [("poster.json upscale", 11)]
    assert await definition(editor, "poster.json", '"node": "rou') == [("poster.json router", 8)]
    assert await definition(editor, "poster.json", '"equal": "2') == [("poster.json 2", 10)]
    assert await definition(editor, "poster.json", '"name": "pho', 'to"}}') == [
        ("poster.json photo", 5)
    ]
    assert await definition(editor, "poster.json", '"condition": "mo') == [("poster.json mode", 9)]


async def test_references(editor: Editor) -> None:
    await editor.open("poster.json", FLOW)
    assert await references(editor, "poster.json", '"id": "rou') == [
        ("poster.json router", 12),
        ("poster.json router", 15),
    ]
    assert await references(editor, "poster.json", '"name": "pho') == [
        ("poster.json photo", 13),
        ("poster.json photo", 16),
    ]


async def test_the_places_of_a_loop(editor: Editor) -> None:
    await editor.open("pages.json", LOOP)
    assert await definition(editor, "pages.json", '"loopBodyNodeIds": ["dr') == [
        ("pages.json draw", 3)
    ]
    assert await definition(editor, "pages.json", '"node": "each", "name": "te') == [
        ("pages.json text0", 2)
    ]


async def test_an_input_is_known_in_the_files_that_call_the_workflow(editor: Editor) -> None:
    (editor.folder / "book.json").write_text(CALLER, encoding="utf-8")
    await editor.open("pages.json", LOOP)
    editor.texts[editor.uri("book.json")] = CALLER
    assert await references(editor, "pages.json", '[{"name": "pa') == [("pages.json pages", 2)]
    params = types.RenameParams(new_name="sheets", **editor.at("pages.json", '[{"name": "pa'))
    edit = await editor.client.text_document_rename_async(params)
    assert edit is not None
    assert edit.changes is not None
    assert edited(CALLER, list(edit.changes[editor.uri("book.json")])) == CALLER.replace(
        '"name": "pages"', '"name": "sheets"'
    )
    assert edited(LOOP, list(edit.changes[editor.uri("pages.json")])) == LOOP.replace(
        '"name": "pages"', '"name": "sheets"'
    )


async def test_definition_of_what_a_caller_gives(editor: Editor) -> None:
    await editor.open("pages.json", LOOP)
    await editor.open("book.json", CALLER)
    assert await definition(editor, "book.json", '"name": "pa') == [("pages.json pages", 0)]
    assert await definition(editor, "book.json", '"workflowId": "wf') == [
        ('pages.json "wf_pages"', 0)
    ]


@pytest.mark.parametrize(
    ("before", "new", "why"),
    [
        ('"id": "rou', "workflow", "`workflow` always means the workflow's inputs"),
        ('"id": "rou', "final", "there is a node `final` already"),
        ('"id": "rou', " ", "a name cannot be blank"),
        ('"default": "', "2", "there is a branch `2` of `router` already"),
        (
            '"condition": "mo',
            "my-mode",
            "expressions cannot read an input that is called `my-mode`",
        ),
        ('"condition": "mo', "while", "expressions cannot read an input that is called `while`"),
        ('{"name": "im', "picture", "`image` is the name that the model of `upscale` gives it"),
    ],
)
async def test_what_cannot_be_renamed(editor: Editor, before: str, new: str, why: str) -> None:
    await editor.open("poster.json", FLOW)
    params = types.RenameParams(new_name=new, **editor.at("poster.json", before))
    with pytest.raises(JsonRpcException) as refused:
        await editor.client.text_document_rename_async(params)
    assert refused.value.message == why


async def test_prepare_rename_names_the_word(editor: Editor) -> None:
    await editor.open("poster.json", FLOW)
    params = types.PrepareRenameParams(**editor.at("poster.json", '"condition": "mo'))
    place = await editor.client.text_document_prepare_rename_async(params)
    assert isinstance(place, types.Range)
    assert editor.said("poster.json", place) == "mode"
    nowhere = types.PrepareRenameParams(**editor.at("poster.json", '"modelId": "mo'))
    assert await editor.client.text_document_prepare_rename_async(nowhere) is None


async def test_highlights(editor: Editor) -> None:
    await editor.open("poster.json", FLOW)
    params = types.DocumentHighlightParams(**editor.at("poster.json", '"id": "ups'))
    found = await editor.client.text_document_document_highlight_async(params) or ()
    assert sorted((one.range.start.line, one.kind) for one in found) == [
        (11, types.DocumentHighlightKind.Write),
        (18, types.DocumentHighlightKind.Read),
    ]
