"""`flowcheck inputs` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from flowcheck.cli import cli

SAMPLES = Path(__file__).parents[2] / "samples"


def run(*args: str, input: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["inputs", *args], input=input, standalone_mode=False)


def printed(value: Any) -> str:
    result = run("-", input=json.dumps(value).encode())
    assert result.exception is None, result.output
    return result.stdout


def test_table_tells_everything() -> None:
    assert run(str(SAMPLES / "model-record.json")).stdout == (
        "FLUX.1 Kontext (model_flux-kontext): 8 inputs\n"
        "\n"
        "name         type         kind   required                default  allowed\n"
        "prompt       string              yes                              "
        "at most 2000 characters\n"
        "image        file         image  when mask is given\n"
        "mask         file         image  no                               mask of image\n"
        "aspectRatio  string              no                      auto     auto, 1:1, 16:9, 9:16\n"
        "numOutputs   number              no                      1        1 to 8, in steps of 1\n"
        "mode         string              no                      edit     edit, restyle\n"
        'concepts     model_array         when mode is "restyle"           at most 5 items\n'
        "                                                                  "
        "model type flux.1-kontext-lora\n"
        "seed         number              no                               0 to 2147483647\n"
    )


def test_either_or_group() -> None:
    lines = run(str(SAMPLES / "either-or-inputs.json")).stdout.splitlines()
    assert lines[3].split("  ")[0] == "image"
    assert "when prompt is not given" in lines[3]
    assert "when image is not given" in lines[4]


def contract(*inputs: Any, **more: Any) -> Any:
    return {"inputs": list(inputs), "flow": [], "hasFlow": True, **more}


@pytest.mark.parametrize(
    ("terms", "cells"),
    [
        ({"required": {"ifNotDefined": {"b": "", "hidden": ""}}}, "when b is not given"),
        ({"required": {"ifNotDefined": {"hidden": ""}}}, "yes"),
        ({"required": {"ifDefined": {"hidden": ""}}}, "no"),
        ({"required": True, "default": "x"}, "no        x"),
        ({"required": {"when": {"b": ["x", "y"]}}}, 'when b is "x" or "y"'),
        (
            {
                "required": {
                    "conditionalValues": {"b": {"operation": "notIn", "values": ["x", "y"]}}
                }
            },
            'when b is neither "x" nor "y"',
        ),
        (
            {"required": {"ifDefined": {"b": ""}, "when": {"b": "x"}}},
            'when b is given, or when b is "x"',
        ),
        ({"minLength": 2}, "no        at least 2 characters"),
        ({"type": "number", "min": 5, "max": 1}, "no"),
        ({"type": "number", "step": 2}, "no        in steps of 2"),
        ({"type": "number_array", "min": 0, "max": 1}, "no        each 0 to 1"),
        ({"type": "string_array", "allowedValues": ["x", "y, z"]}, 'no        each x, "y, z"'),
    ],
)
def test_cells(terms: Any, cells: str) -> None:
    lines = printed(contract({"type": "string", "name": "a", **terms}, {"name": "b", "type": "?"}))
    row = next(line for line in lines.splitlines() if line.startswith("a "))
    assert " ".join(row.split()) == " ".join(f"a {terms.get('type', 'string')} {cells}".split())


def test_long_and_hostile_text_is_cut_and_escaped() -> None:
    out = printed(
        contract(
            {"name": "e\x1b[31m\nvil\u202e", "type": "string", "default": "x" * 5000},
            {"name": "日本", "type": "string", "description": "y" * 5000},
            name="\x1b]0;title\x07",
        )
    )
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert max(map(len, out.splitlines())) < 160
    assert "e\\u001b[31m\\u000avil\\u202e  string  no        xxx" in out
    wide = next(line for line in out.splitlines() if line.startswith("日本"))
    assert wide.index("string") == out.splitlines()[2].index("type") - 2


def test_several_documents_have_headings_and_ids_choose() -> None:
    path = str(SAMPLES / "list-reply.json")
    out = run(path).stdout
    assert out.startswith("Stickers (wf_stickers): 1 input\n\nname ")
    assert "\n\nNarration (wf_voice): 2 inputs\n\nname " in out
    assert run(path, "--id", "wf_voice").stdout.startswith("Narration (wf_voice): 2 inputs\n")
    schema = json.loads(run(path, "--schema", "--id", "wf_voice").stdout)
    assert schema["title"] == "Inputs of Narration"


def test_schema() -> None:
    schema = json.loads(run(str(SAMPLES / "either-or-inputs.json"), "--schema").stdout)
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid({"prompt": "a fox"})
    assert not Draft202012Validator(schema).is_valid({})


def test_no_inputs() -> None:
    assert printed(contract(name="Fixed")) == "Fixed: no inputs\n"


@pytest.mark.parametrize(
    ("args", "text", "message"),
    [
        (("-",), "[", "<stdin>: not JSON: "),
        (("-",), '{"a": 1}', "<stdin>: no inputs contract: no workflow or model with `inputs`"),
        (("-", "--stdin-name", "x.json"), '{"flow": [], "hasFlow": true}', "x.json: no inputs "),
        (("/none.json",), "", "/none.json: no such file or directory"),
        ((str(SAMPLES / "list-reply.json"), "--schema"), "", "choose one by its id"),
        (
            (str(SAMPLES / "list-reply.json"), "--id", "x"),
            "",
            "no inputs contract with the id `x` (there is `wf_stickers` and `wf_voice`)",
        ),
    ],
)
def test_nothing_to_show_is_an_error(args: tuple[str, ...], text: str, message: str) -> None:
    result = run(*args, input=text.encode())
    assert isinstance(result.exception, click.ClickException)
    assert message in result.exception.format_message()
    assert result.stdout == ""


def test_sub_inputs_stand_below_the_input_they_belong_to() -> None:
    shots = {
        "name": "shots",
        "type": "inputs_array",
        "required": {"always": True},
        "maxLength": 8,
        "inputs": [
            {"name": "prompt", "type": "string", "required": {"ifNotDefined": {"image": ""}}},
            {"name": "image", "type": "file", "kind": "image"},
            {"name": "seconds", "type": "number", "default": 5, "min": 1, "max": 10},
        ],
    }
    title = {"name": "title", "type": "string"}
    assert printed(contract(shots, title, name="Film")) == (
        "Film: 2 inputs\n"
        "\n"
        "name       type          kind   required                 default  allowed\n"
        "shots      inputs_array         yes                               at most 8 items\n"
        "  prompt   string               when image is not given\n"
        "  image    file          image  no\n"
        "  seconds  number               no                       5        1 to 10\n"
        "title      string               no\n"
    )


@pytest.mark.parametrize("value", [None, {}, 3, "x", [1], [{"name": 2}], [{}], [[]]])
def test_broken_sub_inputs_are_left_out(value: Any) -> None:
    out = printed(contract({"name": "shots", "type": "inputs_array", "inputs": value}))
    assert [line.split()[0] for line in out.splitlines()[2:]] == ["name", "shots"]
