"""What VS Code's JSON language service makes of the schemas: completion, hover, underlining."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from flowcheck.shipped_schemas import load
from flowcheck.wire import vocabulary as words
from flowcheck.wire.applies import INPUT_OPTIONS
from flowcheck.wire.required_reader import RULE_KINDS
from flowcheck.wire.shapes import SHAPES
from tests.editors.service import AVAILABLE, MISSING, ask, hover, labels, underlined

pytestmark = pytest.mark.skipif(not AVAILABLE, reason=MISSING)
SAMPLES = Path(__file__).parents[2] / "samples"
SHARED = ["dependsOn", "includeOutputsInWorkflowJob", "inputs", "label"]
ANY = sorted(
    [*SHARED, "count", "items", "logic", "logicType", "loopBodyNodeIds", "modelId", "workflowId"]
)
FOREIGN = {"array", "enum", "maxItems", "maximum", "minItems", "minimum", "options"}
"""Words of other layers: known, but not offered."""
OF_ANY_INPUT = sorted(SHAPES["Input"].keys() - INPUT_OPTIONS.keys() - FOREIGN - {"name", "type"})
OF_STRINGS = ["color", "placeholder", "prompt", "promptSpark"]
OF_FILES = [
    *("backgroundBehavior", "kind", "maxDuration", "maxSize"),
    *("minDuration", "parent"),
]


def node(text: str) -> str:
    """A workflow record around the text of its only node."""
    return f'{{"inputs": [], "flow": [{text}]}}'


def entry(text: str) -> str:
    """A workflow record around the text of the only input of its only node."""
    return node(f'{{"id": "a", "type": "custom-model", "modelId": "m", "inputs": [{text}]}}')


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        (node('{"id": "a", "type": "|"}'), sorted(words.NODE_TYPES)),
        (node('{"id": "a", "type": |}'), sorted(words.NODE_TYPES)),
        (node('{"id": "a", "type": "custom-model", |}'), sorted([*SHARED, "modelId"])),
        (node('{"id": "a", "type": "for-each", |}'), sorted([*SHARED, "count", "loopBodyNodeIds"])),
        (node('{"id": "a", "type": "list", |}'), sorted([*SHARED, "items"])),
        (node('{"id": "a", "type": "logic", |}'), sorted([*SHARED, "logic", "logicType"])),
        (node('{"id": "a", "type": "transform", |}'), sorted([*SHARED, "logic"])),
        (node('{"id": "a", "type": "user-approval", |}'), SHARED),
        (node('{"id": "a", "type": "workflow", |}'), sorted([*SHARED, "workflowId"])),
        (node('{"id": "a", "type": "brand-new", |}'), ANY),
        (node('{"id": "a", |}'), sorted([*ANY, "type"])),
        (node('{"id": "a", "type": "logic", "logic": {|}}'), ["cases", "default"]),
        (node('{"id": "a", "type": "transform", "logic": {|}}'), ["transform"]),
        (
            node('{"id": "a", "type": "logic", "logic": {"cases": [{|}]}}'),
            ["condition", "value"],
        ),
        (node('{"id": "a", "type": "logic", "logicType": "|"}'), ["if-else", "null"]),
        (
            entry('{"name": "x", "type": "|"}'),
            sorted([*words.INPUT_TYPES, *words.INPUT_TYPE_ALIASES]),
        ),
        (entry('{"name": "x", "type": "file", "kind": "|"}'), sorted([*words.KINDS, "null"])),
        (entry('{"name": "x", "type": "boolean", |}'), OF_ANY_INPUT),
        (
            entry('{"name": "x", "type": "string", |}'),
            sorted([*OF_ANY_INPUT, *OF_STRINGS, "allowedValues", "maxLength", "minLength"]),
        ),
        (entry('{"name": "x", "type": "file", |}'), sorted([*OF_ANY_INPUT, *OF_FILES, "maskFrom"])),
        (entry('{"name": "x", |}'), sorted(SHAPES["Input"].keys() - FOREIGN - {"name"})),
        (entry('{"ref": {|}}'), sorted(SHAPES["Ref"])),
        (entry('{"required": {|}}'), sorted(RULE_KINDS)),
        (entry('{"required": {"conditional": {"operator": "|"}}}'), ["and", "null", "or"]),
        (
            entry('{"name": "x", "type": "model_array", "modelTypes": ["|"]}'),
            sorted([*words.MODEL_TYPES, "null"]),
        ),
    ],
)
def test_completion(text: str, offered: list[str]) -> None:
    assert labels("workflow", text) == offered


def test_a_run_offers_what_runs_have() -> None:
    text = '{"metadata": {"flow": [{"id": "a", "type": "list", "status": "|"}]}}'
    assert labels("job", text) == sorted(words.NODE_STATUSES)
    text = '{"metadata": {"flow": [{"id": "a", "type": "list", |}]}}'
    assert {"status", "jobId", "assets", "iterationIndex"} <= set(labels("job", text))


def test_a_whole_node_of_each_type_is_offered() -> None:
    (items,) = ask("complete", "flow", ["[|]"])
    offered = {item["label"]: item["text"] for item in items}
    assert {*words.NODE_TYPES} <= offered.keys()
    written = re.sub(r"\$\{?(\d)\}?", r"v\1", offered["for-each"])
    assert json.loads(written) == {
        "id": "v1",
        "type": "for-each",
        "inputs": [],
        "loopBodyNodeIds": ["v2"],
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            node('{"id": "a", "type": "lo|gic"}'),
            "What the node does.\n\n`logic`: An if/else node: takes the value of the first case "
            "whose condition holds.",
        ),
        (
            node('{"id": "a", "type": "list", "it|ems": []}'),
            "What a list hands out (numbers and asset ids as strings), or the candidates a "
            "user-selection froze.",
        ),
        (
            node('{"id": "a", "type": "list", "depends_|on": []}'),
            "Ids of nodes that must have run before, besides those the inputs read; of a "
            "user-approval node, the nodes it guards.",
        ),
        (
            entry('{"name": "x", "type": "string", "ref": {"equ|al": "2"}}'),
            "A gate: the reader runs only when the if/else node took this value, else it is "
            "skipped.",
        ),
        (
            entry('{"name": "x", "type": "file", "kind": "im|age-hdr"}'),
            "The asset kind of a file or file_array; absent means image.\n\n"
            "`image-hdr`: An image with high dynamic range.",
        ),
        (
            entry('{"name": "x", "type": "string", "required": {"ifNot|Defined": {"y": "m"}}}'),
            "Required when none of these inputs is given: name → message.",
        ),
    ],
)
def test_hover(text: str, shown: str) -> None:
    assert hover("workflow", text) == shown


def test_every_field_has_a_hover() -> None:
    record: dict[str, dict[str, Any]] = {
        "Ref": {"node": "a"},
        "Case": {"condition": "a", "value": "2"},
        "Logic": {"cases": []},
        "Input": {"name": "x", "type": "string"},
        "Node": {"id": "a", "type": "list"},
        "Asset": {"assetId": "a"},
    }
    around = {
        "Ref": [{"id": "a", "type": "list", "inputs": [{"ref": "RECORD"}]}],
        "Case": [{"id": "a", "type": "logic", "logic": {"cases": ["RECORD"]}}],
        "Logic": [{"id": "a", "type": "logic", "logic": "RECORD"}],
        "Input": [{"id": "a", "type": "list", "inputs": ["RECORD"]}],
        "Node": ["RECORD"],
        "Asset": [{"id": "a", "type": "list", "assets": ["RECORD"]}],
    }
    places = [(model, field) for model, fields in SHAPES.items() for field in fields]
    texts = []
    for model, field in places:
        inside = json.dumps({field: None} | record[model]).replace(f'"{field}"', f'"|{field}"', 1)
        texts.append(json.dumps(around[model]).replace('"RECORD"', inside))
    shown = ask("hover", "flow", texts)
    assert [place for place, text in zip(places, shown, strict=True) if not text] == []


LISTED = json.dumps([*words.NODE_TYPES])[1:-1]


@pytest.mark.parametrize(
    ("text", "marked", "message"),
    [
        (
            node('{"id": "a", "type": "list", "dependOn": ["b"]}'),
            '"dependOn"',
            "Property dependOn is not allowed.",
        ),
        (
            node('{"id": "a", "type": "lists", "items": ["b"], "count": 1}'),
            '"lists"',
            f"Value is not accepted. Valid values: {LISTED}.",
        ),
        (
            node('{"id": "a", "type": "list", "items": ["b"], "count": 1}'),
            "1",
            "`count` is for nodes of type `for-each`, and does nothing here.",
        ),
        (
            node('{"id": "a", "type": "list", "items": ["b"], "loop_body_node_ids": ["b"]}'),
            '["b"]',
            "`loopBodyNodeIds` is for nodes of type `for-each`, and does nothing here.",
        ),
        (
            node('{"id": "a", "type": "transform", "logic": {"default": "1"}}'),
            '"1"',
            "`logic.default` is for nodes of type `logic`, and does nothing here.",
        ),
        (
            node('{"id": "a", "type": "for-each", "count": "3"}'),
            '"3"',
            "Incorrect type. Expected one of number, null.",
        ),
        (node('{"type": "list"}'), "{", 'Missing property "id".'),
        (
            node('{"id": "a", "type": "list", "includeOutputsInWorkflowJob": false}'),
            "false",
            "Value is not accepted. Valid values: true, null.",
        ),
        (
            entry('{"name": "x", "type": "file", "kind": "gif"}'),
            '"gif"',
            f"Value is not accepted. Valid values: {json.dumps([*words.KINDS, None])[1:-1]}.",
        ),
        (
            entry('{"name": "x", "type": "string", "kind": "image", "prompt": false}'),
            '"image"',
            "`kind` is for inputs of type `file` or `file_array`, and does nothing here.",
        ),
        (
            entry('{"name": "x", "type": "boolean", "min": 0, "placeholder": "", "color": true}'),
            "true",
            "`color` is for inputs of type `string`, and does nothing here.",
        ),
        (
            entry('{"name": "x", "type": "string", "ref": {"nod": "b"}}'),
            '"nod"',
            "Property nod is not allowed.",
        ),
        (
            entry('{"name": "x", "type": "string", "required": {"allways": true}}'),
            '"allways"',
            "Property allways is not allowed.",
        ),
        (
            '{"inputs": {"x": {"type": "string", "defualt": "a"}}, "flow": []}',
            '"defualt"',
            "Property defualt is not allowed.",
        ),
        (
            '{"workflow": {"flow": [{"id": "a", "type": "list", "item": []}]}}',
            '"item"',
            "Property item is not allowed.",
        ),
    ],
)
def test_one_mistake_is_underlined_once(text: str, marked: str, message: str) -> None:
    assert underlined("workflow", text) == [[(marked, message)]]


@pytest.mark.parametrize("schema", ["flow", "workflow", "job", "model"])
def test_samples_are_not_underlined(schema: str) -> None:
    texts = []
    for path in sorted(SAMPLES.glob("*.json")):
        text = path.read_text(encoding="utf-8")
        value = json.loads(text)
        kinds = {"flow"} if isinstance(value, list) else {"job", "model"} & value.keys()
        if (kinds or {"workflow"}) == {schema}:
            texts.append(text)
    assert texts
    assert [found for found in underlined(schema, *texts) if found] == []


@pytest.mark.parametrize("name", ["flow", "workflow", "job", "model", "report", "trace", "config"])
def test_schemas_need_nothing_from_elsewhere(name: str) -> None:
    text = "[]" if name == "flow" else "{}"
    assert "$schema" in load(name)
    (problems,) = ask("problems", name, [text])
    assert [problem for problem in problems if not problem.startswith("Missing property")] == []
