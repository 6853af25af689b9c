"""Scenes of flows, for tests of pictures."""

from __future__ import annotations

import json
import random
from typing import Any

from flowcheck.engine import check_sources
from flowcheck.graph.flow import Flow
from flowcheck.pictures.build import scene_of
from flowcheck.pictures.painted import Painted
from flowcheck.pictures.scene import Scene
from flowcheck.reading.source import Source
from flowcheck.settings import Settings

NASTY = [
    '"',
    "<script>",
    "&amp;",
    "]]>",
    "%%{init}",
    "a\nb",
    "\x1b[31m",
    "#quot;",
    "end",
    "|",
    "猫",
]


def scene(record: Any, painted: Painted | None = None) -> Scene:
    """The scene of a record with its problems."""
    source = Source.of("app.json", record)
    [flow] = [Flow(document) for document in source.documents]
    problems = check_sources([source], Settings()).problems
    return scene_of(flow, problems, painted, title="app.json")


def random_record(rng: random.Random) -> dict[str, Any]:
    """Nodes of all types, loops in loops, cycles at times, and names that mean something to the
    formats."""
    count = rng.randrange(1, 14)
    ids = [f"n{n}" + (rng.choice(NASTY) if rng.random() < 0.3 else "") for n in range(count)]
    kinds = ("custom-model", "logic", "list", "transform", "for-each", "user-approval", "workflow")
    flow: list[dict[str, Any]] = []
    for at, id in enumerate(ids):
        node: dict[str, Any] = {"id": id, "type": rng.choice(kinds), "inputs": []}
        earlier = ids if rng.random() < 0.1 else ids[:at]
        for number in range(rng.randrange(3)):
            ref: dict[str, Any] = {"node": "workflow", "name": rng.choice(["prompt", *NASTY[:3]])}
            if earlier and rng.random() < 0.8:
                ref = {"node": rng.choice(earlier)}
                if rng.random() < 0.3:
                    ref["equal"] = rng.choice(["2", *NASTY])
                elif rng.random() < 0.2:
                    ref = {"conditional": rng.sample(earlier, min(2, len(earlier)))}
            node["inputs"].append({"name": f"x{number}", "type": "string", "ref": ref})
        if node["type"] == "for-each":
            node["loopBodyNodeIds"] = rng.sample(ids, rng.randrange(min(4, count)))
        if earlier and rng.random() < 0.2:
            node["dependsOn"] = [rng.choice(earlier)]
        if node["type"] == "custom-model":
            node["modelId"] = rng.choice(["model_a", *NASTY])
        flow.append(node)
    declared = {"name": "prompt", "type": "string", "required": {"always": True}}
    return json.loads(json.dumps({"id": "wf", "name": "w", "inputs": [declared], "flow": flow}))


HANGS: dict[str, Any] = {
    "id": "wf",
    "name": "hangs",
    "inputs": [
        {
            "name": "mode",
            "type": "string",
            "required": {"always": True},
            "allowedValues": ["fast", "best"],
        }
    ],
    "flow": [
        {
            "id": "router",
            "type": "logic",
            "logicType": "if-else",
            "inputs": [
                {"name": "mode", "type": "string", "ref": {"node": "workflow", "name": "mode"}}
            ],
            "logic": {"cases": [{"condition": "mode == 'fast'", "value": "2"}], "default": "1"},
        },
        {
            "id": "draft",
            "type": "custom-model",
            "modelId": "model_a",
            "inputs": [{"name": "g", "type": "string", "ref": {"node": "router", "equal": "2"}}],
        },
        {
            "id": "up",
            "type": "custom-model",
            "modelId": "model_b",
            "inputs": [{"name": "image", "type": "file", "ref": {"node": "draft"}}],
        },
    ],
}
LOOPS: dict[str, Any] = {
    "id": "wf",
    "name": "loops",
    "inputs": [],
    "flow": [
        {"id": "words", "type": "list", "items": ["a", "b"]},
        {
            "id": "outer",
            "type": "for-each",
            "loopBodyNodeIds": ["inner", "draw"],
            "inputs": [{"name": "t", "type": "string_array", "ref": {"node": "words"}}],
        },
        {
            "id": "inner",
            "type": "for-each",
            "loopBodyNodeIds": ["paint"],
            "inputs": [{"name": "u", "type": "string_array", "ref": {"node": "words"}}],
        },
        {
            "id": "draw",
            "type": "custom-model",
            "modelId": "model_a",
            "inputs": [{"name": "p", "type": "string", "ref": {"node": "outer", "name": "t"}}],
        },
        {
            "id": "paint",
            "type": "custom-model",
            "modelId": "model_b",
            "inputs": [
                {"name": "p", "type": "string", "ref": {"node": "inner", "name": "u"}},
                {"name": "i", "type": "file", "ref": {"node": "draw"}},
            ],
        },
        {
            "id": "sheet",
            "type": "custom-model",
            "modelId": "model_c",
            "inputs": [{"name": "i", "type": "file_array", "ref": {"node": "outer"}}],
        },
    ],
}
