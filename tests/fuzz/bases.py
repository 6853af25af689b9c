"""What is damaged: valid documents, most of them small, for the time a check takes grows with
them and most faults need few nodes.

There are `BASES` of them, made once by number: of the generators of valid records, of records in
which much can go wrong, and of the samples."""

from __future__ import annotations

import json
import marshal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.measure import documents, valid
from tests.runs.records import record
from tests.runs.wider import wider_record

BASES = 6_000
_ROOT = Path(__file__).parents[2]


def base(rng: Random) -> Any:
    """One of the valid documents, to be changed as one likes."""
    return marshal.loads(_packed(rng.randrange(BASES)))


def some_text(rng: Random) -> str:
    """The text of one of them, as somebody writes it."""
    indent = rng.choice((None, None, None, None, 1, 2, "\t"))
    return json.dumps(base(rng), indent=indent, ensure_ascii=rng.random() < 0.3)


@cache
def _packed(number: int) -> bytes:
    return marshal.dumps(_made(Random(f"base {number}")))


def _made(rng: Random) -> Any:
    share = rng.random()
    if share < 0.5:
        return _alone(rng)
    if share < 0.9:
        return _tiny(rng)
    if share < 0.94:
        return documents.wrap(valid.record(rng, 0), rng.choice(documents.WRAPS), rng)
    if share < 0.96:
        return documents.model_document(rng)
    if share < 0.965:
        return documents.spell(valid.record(rng, 0), rng.choice(documents.SPELLINGS))
    if share < 0.99:
        return rng.choice(_samples())
    if share < 0.995:
        return valid.record(rng, 1)
    return rng.choice((record, wider_record))(rng)


@cache
def _samples() -> tuple[Any, ...]:
    """What the samples, the rules' samples and the cases hold, as far as it is small."""
    paths = [*(_ROOT / "samples").rglob("*.json"), *(_ROOT / "tests" / "cases").glob("*.json")]
    small = [path.read_bytes() for path in sorted(paths) if path.stat().st_size < 2_500]
    found = [value for data in small if (value := _value(data)) is not None]
    assert len(found) > 100
    return tuple(found)


def _value(data: bytes) -> Any:
    """What a file holds; None for what is no JSON on purpose, and for reports."""
    try:
        value = json.loads(data)
    except ValueError:
        return None
    return None if "problems" in value else value


_FIELDS: dict[str, tuple[dict[str, Any], ...]] = {
    "custom-model": ({"modelId": "model_a"}, {"modelId": "model_a", "dependsOn": ["b"]}),
    "generate-prompt": ({}, {"includeOutputsInWorkflowJob": True}),
    "remove-background": ({}, {"iterationIndex": 0, "loopNodeId": "a"}),
    "list": ({"items": ["oil", "ink"]}, {"items": ["asset_1", "asset_2"]}),
    "transform": ({"logic": {"transform": "x + 'a'"}}, {"logic": {"transform": "trim(x)"}}),
    "logic": (
        {"logicType": "if-else",
         "logic": {"cases": [{"condition": "x == 'a'", "value": "2"}], "default": "1"}},
    ),
    "for-each": ({"count": 3}, {"loopBodyNodeIds": ["b"]}),
    "user-approval": ({"dependsOn": ["a"]},),
    "user-selection": ({},),
    "workflow": ({"workflowId": "wf_2"},),
}  # fmt: skip
_INPUTS: tuple[dict[str, Any], ...] = (
    {"type": "string", "value": "a", "allowedValues": ["a", "b"]},
    {"type": "string", "ref": {"node": "workflow", "name": "x"}, "maxLength": 9},
    {"type": "number", "value": 1, "min": 0, "max": 2, "step": 1},
    {"type": "number_array", "value": [1, 2], "minLength": 1},
    {"type": "boolean", "default": True, "required": {"always": True}},
    {"type": "file", "kind": "image", "ref": {"node": "b"}, "maskFrom": "y"},
    {
        "type": "file_array",
        "kind": "video",
        "maxDuration": 3,
        "required": {"ifDefined": {"x": "m"}},
    },
    {"type": "string_array", "value": ["a"], "min": 1, "max": 2},
    {"type": "model_array", "modelTypes": ["flux.1"], "maxLength": 2},
    {"type": "inputs_array", "items": [[{"name": "t", "type": "string", "value": "a"}]]},
    {"type": "string", "ref": {"conditional": ["a", "b"]}, "required": {"when": {"y": ["a"]}}},
)


def _alone(rng: Random) -> Any:
    """One node of any type with an input or two, or a contract alone."""
    asked = [{"name": name, **rng.choice(_INPUTS)} for name in rng.choice(("", "x", "x", "xy"))]
    if rng.random() < 0.1:
        return {"inputs": asked, "flow": []}
    type_ = rng.choice([*_FIELDS])
    node = {"id": "a", "type": type_, **rng.choice(_FIELDS[type_]), "inputs": asked}
    return [node] if rng.random() < 0.7 else {"id": "wf_1", "flow": [node]}


def _tiny(rng: Random) -> Any:
    """A node or two of each type, in a record or bare."""
    prompt = {"name": "prompt", "type": "string", "ref": {"node": "workflow", "name": "prompt"}}
    mode = {"name": "mode", "type": "string", "ref": {"node": "workflow", "name": "mode"}}
    image = {"name": "image", "type": "file", "kind": "image"}
    draw = {"id": "draw", "type": "custom-model", "modelId": "model_a", "inputs": [prompt]}
    cases = [{"condition": "mode == 'fast'", "value": "2"}]
    router = {
        "id": "router", "type": "logic", "logicType": "if-else", "inputs": [mode],
        "logic": {"cases": cases, "default": "1"},
    }  # fmt: skip
    gate = {"name": "gate", "type": "string", "ref": {"node": "router", "equal": "2"}}
    words = {"id": "words", "type": "list", "items": ["oil", "ink"]}
    item = {"name": "text0", "type": "string_array", "ref": {"node": "words"}}
    each = {"name": "prompt", "type": "string", "ref": {"node": "loop", "name": "text0"}}
    pairs = [
        [draw],
        [draw, {"id": "up", "type": "remove-background",
                "inputs": [image | {"ref": {"node": "draw"}}]}],
        [draw, {"id": "ok", "type": "user-approval", "dependsOn": ["draw"]}],
        [router, draw | {"inputs": [prompt, gate]}],
        [words, {"id": "loop", "type": "for-each", "loopBodyNodeIds": ["draw"], "inputs": [item]},
         draw | {"inputs": [each]}],
        [{"id": "loop", "type": "for-each", "loopBodyNodeIds": ["draw"], "count": 2}, draw],
        [{"id": "join", "type": "transform", "inputs": [prompt],
          "logic": {"transform": "trim(prompt)"}},
         draw | {"inputs": [prompt | {"ref": {"node": "join"}}]}],
        [words, {"id": "pick", "type": "user-selection",
                 "inputs": [item | {"min": 1, "max": 2}]}],
        [{"id": "call", "type": "workflow", "workflowId": "wf_2", "inputs": [prompt]}],
        [draw | {"inputs": [{"name": "rows", "type": "inputs_array",
                             "items": [[prompt, image | {"value": "asset_1"}]]}]}],
        [draw | {"id": "a"}, draw | {"id": "b"},
         draw | {"id": "c", "inputs": [image | {"ref": {"conditional": ["a", "b"]}}]}],
    ]  # fmt: skip
    flow = rng.choice(pairs)
    asked = [
        {"name": "prompt", "type": "string", "required": {"always": True}},
        {"name": "mode", "type": "string", "default": "fast", "allowedValues": ["fast", "best"]},
        {"name": "size", "type": "number", "min": 1, "max": 4,
         "required": {"ifDefined": {"mode": "needed"}}},
    ]  # fmt: skip
    if rng.random() < 0.5:
        return flow
    if rng.random() < 0.1:
        ran = [{**node, "status": rng.choice(("success", "pending", "skipped"))} for node in flow]
        return {"job": {"jobId": "job_1", "jobType": "workflow", "metadata": {"flow": ran}}}
    return {"id": "wf_1", "name": "tiny", "inputs": asked[: rng.choice((1, 1, 2, 3))], "flow": flow}
