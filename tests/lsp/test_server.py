"""The server as an editor meets it: problems while typing, completion, names, fixes."""

from __future__ import annotations

import json

import pytest
from lsprotocol import types

from tests.lsp.editor import Editor, edited

pytestmark = pytest.mark.asyncio

FLOW = """{
  "id": "wf_poster",
  "inputs": [
    {"name": "mode", "type": "string", "allowedValues": ["fast", "best"],
     "required": {"always": true}},
    {"name": "photo", "type": "file", "kind": "image", "required": {"always": true}}
  ],
  "flow": [
    {"id": "router", "type": "logic", "logicType": "if-else",
     "inputs": [{"name": "mode", "type": "string", "ref": {"node": "workflow", "name": "mode"}}],
     "logic": {"cases": [{"condition": "mode == 'best'", "value": "2"}], "default": "1"}},
    {"id": "upscale", "type": "custom-model", "modelId": "model_up", "inputs": [
      {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "2"}},
      {"name": "image", "type": "file", "ref": {"node": "workflow", "name": "photo"}}]},
    {"id": "sketch", "type": "custom-model", "modelId": "model_up", "inputs": [
      {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "1"}},
      {"name": "image", "type": "file", "ref": {"node": "workflow", "name": "photo"}}]},
    {"id": "final", "type": "custom-model", "modelId": "model_end", "inputs": [
      {"name": "image", "type": "file", "ref": {"conditional": ["upscale", "sketch"]}}]}
  ]
}
"""


async def test_problems_are_told_while_typing(editor: Editor) -> None:
    assert await editor.open("poster.json", FLOW) == []
    told = await editor.type("poster.json", '"equal": "2"', '"equal": "3"')
    [branch] = [one for one in told if one.code == "FC302"]
    assert branch.severity is types.DiagnosticSeverity.Error
    assert editor.said("poster.json", branch.range) == '"3"'
    assert branch.source == "flowcheck"
    assert await editor.type("poster.json", '"equal": "3"', '"equal": "2"') == []


async def test_related_places_are_in_the_text(editor: Editor) -> None:
    told = await editor.open("poster.json", FLOW.replace('"id": "sketch"', '"id": "upscale"'))
    [twice] = [one for one in told if one.code == "FC201"]
    assert twice.related_information is not None
    [first] = twice.related_information
    assert first.location.uri == editor.uri("poster.json")
    assert editor.said("poster.json", first.location.range) == '"upscale"'


async def test_what_nobody_uses_is_faded(editor: Editor) -> None:
    told = await editor.open("poster.json", FLOW.replace('"name": "photo"}', '"name": "mode"}'))
    [unused] = [one for one in told if one.code == "FC215"]
    assert list(unused.tags or ()) == [types.DiagnosticTag.Unnecessary]


async def test_a_half_typed_ref_is_completed(editor: Editor) -> None:
    await editor.open("poster.json", FLOW)
    told = await editor.type(
        "poster.json", '{"conditional": ["upscale", "sketch"]}}]}', '{"node": "'
    )
    assert [one.code for one in told] == ["FC101"]
    found = await editor.client.text_document_completion_async(
        types.CompletionParams(**editor.at("poster.json", '{"node": "', "\n"))
    )
    assert isinstance(found, types.CompletionList)
    assert [item.label for item in found.items] == ["workflow", "router", "upscale", "sketch"]
    [sketch] = [item for item in found.items if item.label == "sketch"]
    assert isinstance(sketch.text_edit, types.TextEdit)
    assert sketch.detail == "custom-model"
    text = editor.texts[editor.uri("poster.json")]
    assert edited(text, [sketch.text_edit]) == text.replace('{"node": "\n', '{"node": "sketch"\n')


async def test_problems_elsewhere_stay_told_in_a_broken_text(editor: Editor) -> None:
    text = FLOW.replace('"equal": "1"', '"equal": "4"')
    before = [one.code for one in await editor.open("poster.json", text)]
    assert "FC302" in before
    told = await editor.type("poster.json", '["upscale", "sketch"]', '["upscale", "sk')
    assert told[0].code == "FC101"
    [branch] = [one for one in told if one.code == "FC302"]
    assert editor.said("poster.json", branch.range) == '"4"'


async def test_each_line_of_json_lines_is_checked(editor: Editor) -> None:
    good = json.dumps(json.loads(FLOW))
    told = await editor.open(
        "log.jsonl", good.replace('"equal": "2"', '"equal": "9"') + '\n{"flow": [\n'
    )
    assert [(one.code, one.range.start.line) for one in told] == [("FC302", 0), ("FC101", 1)]


async def test_columns_are_utf_16(editor: Editor) -> None:
    text = (
        '[{"id": "𝒜", "type": "list", "items": ["x"]}, {"id": "b", "type": "custom-model",'
        ' "modelId": "m", "inputs": [{"name": "a", "type": "string_array",'
        ' "ref": {"node": "𝒜𝒜"}}]}]'
    )
    told = await editor.open("a.json", text)
    [unknown] = [one for one in told if one.code == "FC204"]
    assert editor.said("a.json", unknown.range) == '"𝒜𝒜"'
    assert unknown.range.end.character == text.index('"𝒜𝒜"') + 6 + 1


async def test_columns_are_utf_8_where_the_editor_likes_that(plain_editor: Editor) -> None:
    await plain_editor.open("poster.json", FLOW.replace('"sketch"', '"é𝒜"'))
    told = await plain_editor.type("poster.json", '"é𝒜"]}}', '"é𝒜", "é𝒜é"]}}')
    [unknown] = [one for one in told if one.code == "FC204"]
    assert plain_editor.said("poster.json", unknown.range) == '"é𝒜é"'
    assert unknown.range.end.character - unknown.range.start.character == 10


async def test_a_record_over_lines_is_marked_at_its_name(editor: Editor) -> None:
    text = FLOW.replace('"modelId": "model_end", ', "")
    told = await editor.open("poster.json", text)
    [missing] = [one for one in told if one.code == "FC702"]
    assert editor.said("poster.json", missing.range) == '"final"'


async def test_an_untitled_text_is_checked(editor: Editor) -> None:
    told = await editor.open("untitled:Untitled-1", FLOW.replace('"equal": "1"', '"equal": "7"'))
    assert "FC302" in [one.code for one in told]


async def test_addresses_are_those_of_the_editor(editor: Editor) -> None:
    uri = editor.uri("poster.json").replace("poster", "p%6Fster")
    told = await editor.open(uri, FLOW.replace('"equal": "1"', '"equal": "7"'))
    assert "FC302" in [one.code for one in told]


async def test_what_is_no_flow_gets_nothing(editor: Editor) -> None:
    assert await editor.open("package.json", '{"name": "x", "version": 1}') == []
