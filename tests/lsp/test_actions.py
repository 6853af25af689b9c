"""Quick fixes are those of `--fix`, and a suppression is what the configuration file needs."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types

from flowcheck import Settings, check, fixed_text
from tests.lsp.editor import Editor, edited

pytestmark = pytest.mark.asyncio

TWICE = """[
  {"id": "a", "type": "list", "items": ["x"]},
  {"id": "b", "type": "custom-model", "modelId": "m", "dependsOn": ["a", "a"]},
  {"id": "c", "type": "custom-model", "modelId": "m", "dependsOn": ["a", "a", "b"],
   "includeOutputsInWorkflowJob": false}
]
"""


async def actions(
    editor: Editor, name: str, line: int, only: list[str] | None = None
) -> list[types.CodeAction]:
    """What is offered on a line."""
    place = types.Range(types.Position(line, 0), types.Position(line, 200))
    params = types.CodeActionParams(
        types.TextDocumentIdentifier(editor.uri(name)), place, types.CodeActionContext([], only)
    )
    found = await editor.client.text_document_code_action_async(params) or ()
    return [one for one in found if isinstance(one, types.CodeAction)]


def after(editor: Editor, name: str, action: types.CodeAction) -> str:
    """The text of a file once an action is taken."""
    assert action.edit is not None
    assert action.edit.changes is not None
    [(uri, edits)] = action.edit.changes.items()
    assert uri == editor.uri(name)
    text = editor.texts.get(uri)
    path = editor.folder / name
    return edited(path.read_text(encoding="utf-8") if text is None else text, list(edits))


async def test_a_fix_is_that_of_the_command_line(editor: Editor) -> None:
    await editor.open("a.json", TWICE)
    found = await actions(editor, "a.json", 2)
    fix = found[0]
    assert fix.title == "Remove the repeated `a` [FC210]"
    assert fix.kind == types.CodeActionKind.QuickFix
    assert fix.is_preferred
    assert [one.code for one in fix.diagnostics or ()] == ["FC210"]
    assert after(editor, "a.json", fix) == TWICE.replace('["a", "a"]}', '["a"]}')


async def test_all_of_a_rule_and_all_that_is_safe(editor: Editor) -> None:
    await editor.open("a.json", TWICE)
    found = await actions(editor, "a.json", 2)
    [all_of_rule] = [one for one in found if one.title.startswith("Fix all")]
    assert all_of_rule.title == "Fix all 2 problems of FC210 duplicate-dependency"
    assert after(editor, "a.json", all_of_rule) == TWICE.replace('"a", "a"', '"a"')
    [everything] = await actions(editor, "a.json", 0, ["source.fixAll"])
    assert everything.kind == "source.fixAll.flowcheck"
    assert after(editor, "a.json", everything) == fixed_text(TWICE)[0]


async def test_a_guess_is_not_preferred(editor: Editor) -> None:
    text = TWICE.replace('["a", "a", "b"]', '["a", "bb"]').replace('"id": "b"', '"id": "bbb"')
    await editor.open("a.json", text)
    guesses = [one for one in await actions(editor, "a.json", 3) if "FC204" in one.title]
    assert [one.is_preferred for one in guesses if "Suppress" not in one.title] in ([], [False])


async def test_a_suppression_goes_to_a_new_file(editor: Editor) -> None:
    await editor.open("a.json", TWICE)
    [entry] = [one for one in await actions(editor, "a.json", 2) if "Suppress" in one.title]
    assert entry.title == "Suppress FC210 of node `b` in flowcheck.toml"
    assert entry.edit is not None
    create, change = entry.edit.document_changes or ()
    assert isinstance(create, types.CreateFile)
    assert isinstance(change, types.TextDocumentEdit)
    assert create.uri == change.text_document.uri == editor.uri("flowcheck.toml")
    written = "".join(str(edit.new_text) for edit in _texts(change))
    assert written == (
        '[[suppress]]\nfile = "/a.json"\nnode = "b"\ncodes = ["FC210"]\n'
        'reason = "say here why it is meant"\n'
    )
    (editor.folder / "flowcheck.toml").write_text(written, encoding="utf-8")
    changed = types.FileEvent(editor.uri("flowcheck.toml"), types.FileChangeType.Created)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
    told = await editor.told(editor.uri("a.json"))
    assert [(one.code, one.range.start.line) for one in told if one.code == "FC210"] == [
        ("FC210", 3)
    ]


async def test_a_suppression_is_added_to_the_file_there_is(editor: Editor) -> None:
    there = "# ours\nmax-nodes = 9\n"
    (editor.folder / "flowcheck.toml").write_text(there, encoding="utf-8")
    await editor.open("a.json", TWICE)
    [entry] = [one for one in await actions(editor, "a.json", 2) if "Suppress" in one.title]
    text = after(editor, "flowcheck.toml", entry)
    assert text.startswith(there)
    assert 'node = "b"' in text


async def test_fixes_of_columns_behind_wide_characters(editor: Editor) -> None:
    text = '[{"id": "𝒜", "type": "list", "items": ["x"], "dependsOn": ["b", "b"]}, {"id": "b", "type": "custom-model", "modelId": "m"}]'  # noqa: E501
    await editor.open("a.json", text)
    fix = (await actions(editor, "a.json", 0))[0]
    assert "FC210" in fix.title
    assert after(editor, "a.json", fix) == text.replace('["b", "b"]', '["b"]')


def _texts(change: Any) -> list[Any]:
    return list(change.edits)


async def test_the_same_problems_as_check(editor: Editor) -> None:
    told = await editor.open("a.json", TWICE)
    report = check(TWICE, settings=Settings())
    assert sorted(str(one.code) for one in told) == sorted(p.code for p in report.problems)
