"""Model records: which shapes are read, from where, and that real ones raise no alarm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from scenario_sdk.types import ModelRetrieveResponse

from flowcheck import Settings, check, check_files
from flowcheck.project.catalogue import Catalogue, model_type, read_models
from flowcheck.project.project import Project
from flowcheck.reading.source import Source
from flowcheck.settings import SettingsError

MODELS = Path(__file__).parent / "models"
FILES = sorted(MODELS.iterdir())


def write(path: Path, value: Any) -> str:
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return str(path)


def ids(*paths: str | Path) -> list[str]:
    return [d.record["id"] for _, found in read_models(map(str, paths)) for d in found]


def model(id: str = "model_a", **fields: Any) -> dict[str, Any]:
    inputs = [{"name": "prompt", "type": "string", "required": {"always": True}}]
    return {"id": id, "custom": True, "collectionIds": [], "inputs": inputs, **fields}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_corpus_is_clean(path: Path) -> None:
    report = check_files([path])
    assert [(p.line, p.code, p.message) for p in report.problems] == []
    assert report.summary.documents > 0


def test_corpus_is_one_catalogue() -> None:
    found = ids(MODELS)
    assert len(FILES) >= 12
    assert found[:3] == ["model_text-to-image", "model_array-one", "model_array-two"]
    catalogue = Catalogue(d for _, documents in read_models([str(MODELS)]) for d in documents)
    assert len(catalogue) == len(set(found)) == 21
    fox = catalogue.get("model_fox-lora")
    assert fox is not None
    assert model_type(fox) == "flux.1-lora"


def test_corpus_holds_every_shape() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FILES)
    for word in (
        *("always", "ifDefined", "ifNotDefined", "conditional", "conditionalValues", "when"),
        *("if_not_defined", "api_model_types", "modelTypes", "inputs_array", "maskFrom", "step"),
        *("3d", "audio", "document", "image", "image-hdr", "json", "text", "video", "message"),
        *("minLength", "maxLength", "minDuration", "maxDuration", "maxSize", "allowedValues"),
    ):
        assert f'"{word}"' in text, word
    for piece in ('"required": true', '"default": ""', '"default": []', '"strength": {}'):
        assert piece in text, piece


CALLS: list[tuple[str, dict[str, Any]]] = [
    ("model_video", {"firstFrame": "asset_1", "voiceTrack": "asset_2"}),
    ("model_video", {"sourceVideoId": "asset_1"}),
    ("model_normalised", {"prompt": "a fox", "steps": 30, "palette": []}),
    ("model_image-edit", {"image": "asset_1"}),
    ("model_image-edit", {"referenceImages": ["asset_1"], "prompt": ""}),
    ("model_inpaint", {"prompt": "a fox"}),
    ("model_upscale", {"image": "asset_1", "mode": ""}),
    ("model_speech", {"text": "hello", "engine": "v2", "stability": 0.5}),
    ("model_mesh", {"source": "retexture", "mesh": "asset_1"}),
    ("model_dumped", {"prompt": "a fox", "lora": []}),
    ("model_flux-composition", {"prompt": "a fox", "base": "", "concepts": []}),
    ("model_relight", {"image": "asset_1", "light": "left"}),
    ("model_fox-lora", {"anything": "goes"}),
]
"""Calls of models in the corpus that give what is asked."""


@pytest.mark.parametrize(("id", "values"), CALLS, ids=[id for id, _ in CALLS])
def test_caller_that_gives_what_is_asked_is_clean(id: str, values: dict[str, Any]) -> None:
    inputs = [{"name": n, "type": _type(v), "value": v} for n, v in values.items()]
    flow = [{"id": "n", "type": "custom-model", "modelId": id, "inputs": inputs}]
    settings = Settings(models=(str(MODELS),), select=("FC6", "FC8"))
    assert [(p.code, p.message) for p in check(flow, settings=settings).problems] == []


def _type(value: Any) -> str:
    scalar = "number" if isinstance(value, int | float) else "string"
    return "string_array" if isinstance(value, list) else scalar


def test_sdk_objects_are_models_to_check_and_to_check_against() -> None:
    wire = json.loads((MODELS / "reply.json").read_text(encoding="utf-8"))
    reply = ModelRetrieveResponse.model_validate(wire)
    assert check(reply).problems == ()
    node = {"id": "n", "type": "custom-model", "modelId": "model_relight", "inputs": []}
    for model_reply in (reply, reply.model_dump(), reply.model):
        report = check([model_reply, {"id": "wf", "inputs": [], "flow": [node]}])
        assert [(p.code, p.pointer, p.message) for p in report.problems] == [
            ("FC803", "/1/flow/0", message)
            for message in (
                "model `model_relight` requires one of `light` or `prompt` of node `n`, but "
                "nothing supplies any",
                "nothing supplies `image` of node `n`: model `model_relight` requires it",
            )
        ]


def test_first_record_that_tells_inputs_counts(tmp_path: Path) -> None:
    bare = write(tmp_path / "0.json", [model(inputs=None, name="bare")])
    full = write(tmp_path / "1.json", model(name="full"))
    later = write(tmp_path / "2.json", model(name="later"))
    read_in = read_models([bare, full, later])
    catalogue = Catalogue(d for _, documents in read_in for d in documents)
    found = catalogue.get("model_a")
    assert found is not None
    assert found.record["name"] == "full"


def test_records_named_by_the_user_go_before_checked_ones(tmp_path: Path) -> None:
    path = write(tmp_path / "m.json", model(name="named"))
    source = Source.from_value("checked.json", model(name="checked"))
    project = Project.of([source], Settings(models=(path,)))
    found = project.model("model_a")
    assert found is not None
    assert found.record["name"] == "named"
    assert found.key in project.places


def test_folder_is_walked_ignored_files_too_and_what_is_no_model_passed_over(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "models"
    (folder / "deep").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".gitignore", "models/\n")
    write(folder / "b.jsonl", json.dumps(model("model_b")) + "\n\n" + json.dumps(model("model_c")))
    write(folder / "deep" / "a.json", {"model": model("model_a")})
    write(folder / "flow.json", [{"id": "model_x", "type": "list", "items": ["a"]}])
    write(folder / "workflow.json", {"id": "wf", "flow": []})
    write(folder / "package.json", {"id": "no-model", "name": "x"})
    write(folder / "settings.json", "// an editor's\n{}")
    write(folder / "lora.json", {"id": "model_l", "type": "flux.1-lora"})
    assert ids(folder, folder / "b.jsonl") == ["model_b", "model_c", "model_l", "model_a"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("missing.json", None, "cannot read models from `{}`: no such file or directory"),
        (
            "broken.json",
            '[\n  {"id": }]',
            "cannot read models from `{}`: line 2, column 10: expected a value",
        ),
        ("other.json", '{"version": 1}', "`{}` holds no model record"),
        ("flow.json", '[{"id": "a", "type": "list", "items": []}]', "`{}` holds no model record"),
    ],
)
def test_what_cannot_be_meant_is_a_settings_error(
    tmp_path: Path, name: str, text: str | None, said: str
) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        check([], settings=Settings(models=(str(path),)))
    assert str(error.value).startswith(said.format(path))


def test_folder_without_models_and_broken_file_in_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="holds no model record"):
        read_models([str(tmp_path)])
    write(tmp_path / "broken.json", "{")
    with pytest.raises(SettingsError, match=r"broken\.json`: line 1, column 2"):
        read_models([str(tmp_path)])


@pytest.mark.parametrize("empty", ["[]", '{"models": []}'])
def test_empty_list_is_an_empty_catalogue(tmp_path: Path, empty: str) -> None:
    assert ids(write(tmp_path / "models.json", empty)) == []
