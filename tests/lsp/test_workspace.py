"""Configurations, baselines, workflows and models, nearest to each file and as they change."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from lsprotocol import types

from flowcheck.lsp.workspace import NOW_AND_THEN
from tests.lsp.editor import Editor
from tests.lsp.test_names import CALLER, LOOP
from tests.lsp.test_server import FLOW

pytestmark = pytest.mark.asyncio

WRONG = FLOW.replace('"equal": "1"', '"equal": "7"')


async def changed(editor: Editor, *names: str) -> None:
    """Tell the server that files have changed."""
    events = [types.FileEvent(editor.uri(name), types.FileChangeType.Changed) for name in names]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))


def codes(told: list[types.Diagnostic]) -> list[str]:
    return sorted(str(one.code) for one in told)


async def test_changed_files_are_watched(editor: Editor) -> None:
    await editor.open("poster.json", FLOW)
    [asked] = vars(editor.client)["registered"]
    assert asked.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES


async def test_a_configuration_is_read_again(editor: Editor) -> None:
    assert "FC302" in codes(await editor.open("poster.json", WRONG))
    file = editor.folder / "flowcheck.toml"
    file.write_text('ignore = ["FC302"]\ndocs-url = "https://lint.example"\n', encoding="utf-8")
    await changed(editor, "flowcheck.toml")
    told = await editor.told(editor.uri("poster.json"))
    assert "FC302" not in codes(told)
    assert [one.code_description.href for one in told if one.code_description] == [
        f"https://lint.example/rules/{one.code}/" for one in told
    ]


async def test_a_configuration_is_read_again_where_nobody_watches(plain_editor: Editor) -> None:
    editor = plain_editor
    assert "FC302" in codes(await editor.open("poster.json", WRONG))
    file = editor.folder / "flowcheck.toml"
    file.write_text('ignore = ["FC302"]\n', encoding="utf-8")
    await asyncio.sleep(NOW_AND_THEN)
    assert "FC302" not in codes(await editor.type("poster.json", "\n  ]\n}", "\n  ] \n}"))


async def test_the_nearest_configuration_counts(editor: Editor) -> None:
    (editor.folder / "drafts").mkdir()
    (editor.folder / "drafts" / "flowcheck.toml").write_text('ignore = ["FC3"]', encoding="utf-8")
    assert "FC302" not in codes(await editor.open("drafts/poster.json", WRONG))
    assert "FC302" in codes(await editor.open("poster.json", WRONG))


async def test_a_wrong_configuration_is_told(editor: Editor) -> None:
    (editor.folder / "flowcheck.toml").write_text('ignor = ["FC3"]', encoding="utf-8")
    [told] = await editor.open("poster.json", FLOW)
    assert told.code == "configuration"
    assert "unknown key `ignor`" in told.message


async def test_an_excluded_file_gets_nothing(editor: Editor) -> None:
    (editor.folder / "flowcheck.toml").write_text('exclude = ["poster.json"]', encoding="utf-8")
    assert await editor.open("poster.json", WRONG) == []


async def test_a_baseline_hides_what_it_knows(editor: Editor) -> None:
    from click.testing import CliRunner

    from flowcheck.cli import cli

    path = editor.folder / "poster.json"
    path.write_text(WRONG, encoding="utf-8")
    base = editor.folder / "base.json"
    CliRunner().invoke(cli, ["check", str(path), "--write-baseline", str(base), "--no-cache"])
    assert json.loads(base.read_text(encoding="utf-8"))["problems"]
    (editor.folder / "flowcheck.toml").write_text('baseline = "base.json"', encoding="utf-8")
    assert await editor.open("poster.json", WRONG) == []
    told = await editor.type("poster.json", '"equal": "2"', '"equal": "8"')
    assert "FC302" in codes(told)


async def test_workflows_of_the_folder_are_known(editor: Editor) -> None:
    (editor.folder / "pages.json").write_text(LOOP, encoding="utf-8")
    wrong = CALLER.replace('"name": "pages"', '"name": "page"')
    [told] = [one for one in await editor.open("book.json", wrong) if one.code == "FC812"]
    assert "did you mean `pages`?" in told.message
    await editor.open("pages.json", LOOP)
    editor.version = 1
    await editor.type("pages.json", '[{"name": "pages"', '[{"name": "page"')
    assert "FC812" not in codes(await editor.type("book.json", "\n]}", "\n]} "))


async def test_a_workflow_that_is_being_typed_stays_known(editor: Editor) -> None:
    await editor.open("pages.json", LOOP)
    assert "FC811" not in codes(await editor.open("book.json", CALLER))
    await editor.type("pages.json", '"name": "text0"}}', '"name": "te')
    told = await editor.type("book.json", "\n]}", "\n]} ")
    assert codes(told) == []


async def test_an_excluded_workflow_is_not_known(editor: Editor) -> None:
    (editor.folder / "old").mkdir()
    (editor.folder / "old" / "pages.json").write_text(LOOP, encoding="utf-8")
    (editor.folder / "flowcheck.toml").write_text('exclude = ["old"]', encoding="utf-8")
    wrong = CALLER.replace('"name": "pages"', '"name": "page"')
    assert "FC812" not in codes(await editor.open("book.json", wrong))


async def test_models_of_the_folder_are_known(editor: Editor) -> None:
    model = {"id": "model_up", "name": "Up", "type": "custom", "capabilities": ["img2img"],
             "inputs": [{"name": "picture", "type": "file", "kind": "image"}]}  # fmt: skip
    (editor.folder / "model.json").write_text(json.dumps({"model": model}), encoding="utf-8")
    assert "FC802" in codes(await editor.open("poster.json", FLOW))


async def test_a_folder_that_is_added_is_known(editor: Editor, tmp_path_factory: pytest.TempPathFactory) -> None:  # fmt: skip  # noqa: E501
    other: Path = tmp_path_factory.mktemp("other")
    (other / "flowcheck.toml").write_text('ignore = ["FC302"]', encoding="utf-8")
    folder = types.WorkspaceFolder(other.as_uri(), "other")
    event = types.WorkspaceFoldersChangeEvent(added=[folder], removed=[])
    editor.client.workspace_did_change_workspace_folders(
        types.DidChangeWorkspaceFoldersParams(event)
    )
    assert "FC302" not in codes(await editor.open((other / "poster.json").as_uri(), WRONG))
    assert "FC302" in codes(await editor.open("poster.json", WRONG))


async def test_a_closed_text_is_told_nothing_of(editor: Editor) -> None:
    await editor.open("poster.json", WRONG)
    uri = editor.uri("poster.json")
    closing = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
    editor.client.text_document_did_close(closing)
    told = await editor.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert (told.uri, list(told.diagnostics)) == (uri, [])


async def aside(editor: Editor, file: str, *messages: str) -> list[types.Diagnostic]:
    """What is told of a file that is not open, once it is that."""
    for _ in range(600):
        told = list(editor.client.diagnostics.get(editor.uri(file), ()))
        if [one.message.partition("\n")[0] for one in told] == list(messages):
            return told
        await asyncio.sleep(0.1)
    raise AssertionError(told)


ENTRY = '[[suppress]]\nfile = "{}"\ncodes = ["FC302"]\nreason = "é"\n'


ANY = "`suppress` of FC302 in `*.json` hides nothing"
POSTER = "`suppress` of FC302 in `poster.json` hides nothing"


async def test_an_entry_that_hides_nothing_is_told_in_its_file(editor: Editor) -> None:
    file = editor.folder / "flowcheck.toml"
    file.write_text(ENTRY.format("*.json") + ENTRY.format("poster.json"), encoding="utf-8")
    assert "FC302" not in codes(await editor.open("poster.json", WRONG))
    assert editor.uri("flowcheck.toml") not in editor.client.diagnostics
    await editor.type("poster.json", '"equal": "7"', '"equal": "1"')
    told = await aside(editor, "flowcheck.toml", ANY, POSTER)
    warning = types.DiagnosticSeverity.Warning
    assert {(one.code, one.severity) for one in told} == {("FC001", warning)}
    assert told[1].range == types.Range(types.Position(4, 0), types.Position(4, 12))
    await editor.type("poster.json", '"equal": "1"', '"equal": "7"')
    await aside(editor, "flowcheck.toml")


async def test_an_entry_for_files_that_are_not_open_is_not_judged(editor: Editor) -> None:
    file = editor.folder / "flowcheck.toml"
    file.write_text(ENTRY.format("*.json") + ENTRY.format("poster.json"), encoding="utf-8")
    (editor.folder / "other.json").write_text(WRONG, encoding="utf-8")
    await editor.open("poster.json", FLOW)
    await aside(editor, "flowcheck.toml", POSTER)
    editor.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri("poster.json")))
    )
    await aside(editor, "flowcheck.toml")


async def test_a_file_without_a_flow_is_told_where_the_configuration_is_strict(
    editor: Editor,
) -> None:
    for name in ("notes.json", "left-out.json"):
        (editor.folder / name).write_text("{}", encoding="utf-8")
    (editor.folder / ".gitignore").write_text("left-out.json\n", encoding="utf-8")
    assert await editor.open("notes.json", "{}") == []
    (editor.folder / "flowcheck.toml").write_text("strict = true\n", encoding="utf-8")
    await changed(editor, "flowcheck.toml")
    assert codes(await editor.told(editor.uri("notes.json"))) == ["FC103"]
    assert await editor.open("left-out.json", "{}") == []
    assert await editor.open("untitled:Untitled-1", "{}") == []
