"""Flows of any size, clean under flowcheck, for the benchmarks."""

from __future__ import annotations

import json
from random import Random
from typing import Any
from uuid import UUID

Json = dict[str, Any]


def model(id: str, *inputs: Json, **fields: Any) -> Json:
    return {
        "id": id,
        "type": "custom-model",
        "modelId": "model_flux-dev",
        "inputs": list(inputs),
        **fields,
    }


def wire(input: str, kind: str, **ref: Any) -> Json:
    return {"name": input, "type": kind, "ref": ref}


def _value(name: str, kind: str, value: Any) -> Json:
    return {"name": name, "type": kind, "value": value}


def record(flow: list[Json], inputs: list[Json]) -> Json:
    return {
        "id": "wf_bench",
        "name": "bench",
        "description": "",
        "status": "ready",
        "inputs": inputs,
        "flow": flow,
    }


PROMPT = {"name": "prompt", "type": "string", "prompt": True, "required": {"always": True}}


def everyday() -> Json:
    """Twelve nodes: a loop, an approval and an either/or contract; no expressions."""
    inputs: list[Json] = [
        PROMPT,
        {
            "name": "photo",
            "type": "file",
            "kind": "image",
            "required": {"ifNotDefined": {"sketch": "give a photo or a sketch"}},
        },
        {
            "name": "sketch",
            "type": "file",
            "kind": "image",
            "required": {"ifNotDefined": {"photo": "give a photo or a sketch"}},
        },
    ]
    flow = [
        {"id": "styles", "type": "list", "items": ["oil", "ink", "pastel"]},
        model("base", wire("prompt", "string", node="workflow", name="prompt"),
               wire("image", "file", node="workflow", name="photo")
               | {"required": {"ifNotDefined": {"sketch": "one of both"}}},
               wire("sketch", "file", node="workflow", name="sketch")
               | {"required": {"ifNotDefined": {"image": "one of both"}}}),
        {"id": "each", "type": "for-each", "loopBodyNodeIds": ["paint", "clean"],
         "inputs": [wire("text0", "string_array", node="styles")]},
        model("paint", wire("prompt", "string", node="each", name="text0"),
               wire("image", "file", node="base", name="all")),
        model("clean", wire("image", "file", node="paint")),
        model("sheet", wire("images", "file_array", node="each")),
        {"id": "check", "type": "user-approval", "dependsOn": ["sheet"]},
        model("crop", wire("image", "file", node="sheet"), dependsOn=["check"]),
        model("upscale", wire("image", "file", node="crop"), _value("scale", "number", 2)),
        model("matte", wire("image", "file", node="upscale")),
        model("tone", wire("image", "file", node="matte")),
        model("final", wire("image", "file", node="tone")),
    ]  # fmt: skip
    return record(flow, inputs)


def branching() -> Json:
    """Twelve nodes with an if/else, a merge and a transform."""
    flow = [
        {"id": "text", "type": "transform",
         "inputs": [wire("prompt", "string", node="workflow", name="prompt")],
         "logic": {"transform": "prompt + ', studio light'"}},
        {"id": "router", "type": "logic", "logicType": "if-else",
         "inputs": [wire("mode", "string", node="workflow", name="mode")],
         "logic": {"cases": [{"condition": "mode == 'fast'", "value": "2"}], "default": "1"}},
        model("fast", wire("prompt", "string", node="text"),
               wire("gate", "string", node="router", equal="2")),
        model("good", wire("prompt", "string", node="text"),
               wire("gate", "string", node="router", equal="1")),
        model("joined", wire("image", "file", conditional=["fast", "good"])),
        *(model(f"step{i}", wire("image", "file", node=f"step{i - 1}" if i else "joined"))
          for i in range(7)),
    ]  # fmt: skip
    mode = {"name": "mode", "type": "string", "allowedValues": ["fast", "good"], "default": "good"}
    return record(flow, [PROMPT, mode])


def chain(size: int) -> Json:
    flow = [model("n0", wire("prompt", "string", node="workflow", name="prompt"))]
    flow += [
        model(f"n{i}", wire("image", "file", node=f"n{i - 1}"), _value("strength", "number", 0.5))
        for i in range(1, size)
    ]
    return record(flow, [PROMPT])


def wide(size: int) -> Json:
    prompt = wire("prompt", "string", node="workflow", name="prompt")
    return record([model(f"n{i}", dict(prompt)) for i in range(size)], [PROMPT])


def diamonds(size: int) -> Json:
    flow = [model("n0", wire("prompt", "string", node="workflow", name="prompt"))]
    top = "n0"
    for i in range(1, size, 3):
        flow.append(model(f"n{i}", wire("image", "file", node=top)))
        flow.append(model(f"n{i + 1}", wire("image", "file", node=top)))
        flow.append(
            model(f"n{i + 2}", wire("image", "file", node=f"n{i}"),
                   wire("mask", "file", node=f"n{i + 1}"))
        )  # fmt: skip
        top = f"n{i + 2}"
    return record(flow, [PROMPT])


def branches(size: int, splits: int = 1000) -> Json:
    """`splits` if/else diamonds in a row, joined by merges, the rest a chain."""
    flow = [model("n0", wire("prompt", "string", node="workflow", name="prompt"))]
    top = "n0"
    for i in range(min(splits, size // 4)):
        flow.append(
            {"id": f"if{i}", "type": "logic", "logicType": "if-else",
             "inputs": [wire("text", "string", node=top)],
             "logic": {"cases": [{"condition": "text == 'a'", "value": "2"}], "default": "1"}}
        )  # fmt: skip
        for arm, value in (("yes", "2"), ("no", "1")):
            flow.append(
                model(f"{arm}{i}", wire("image", "file", node=top),
                       wire("gate", "string", node=f"if{i}", equal=value))
            )  # fmt: skip
        flow.append(model(f"m{i}", wire("image", "file", conditional=[f"yes{i}", f"no{i}"])))
        top = f"m{i}"
    for i in range(size - len(flow)):
        flow.append(model(f"c{i}", wire("image", "file", node=top)))
        top = f"c{i}"
    return record(flow, [PROMPT])


def loops(size: int) -> Json:
    """Loops of two levels, five nodes each."""
    flow: list[Json] = [{"id": "names", "type": "list", "items": ["a", "b"]}]
    for i in range(size // 5):
        flow += [
            {"id": f"outer{i}", "type": "for-each", "loopBodyNodeIds": [f"inner{i}", f"draw{i}"],
             "inputs": [wire("text0", "string_array", node="names")]},
            model(f"draw{i}", wire("prompt", "string", node=f"outer{i}", name="text0")),
            {"id": f"inner{i}", "type": "for-each", "loopBodyNodeIds": [f"vary{i}"],
             "inputs": [wire("image0", "file_array", node=f"draw{i}")]},
            model(f"vary{i}", wire("image", "file", node=f"inner{i}", name="image0")),
            model(f"sheet{i}", wire("images", "file_array", node=f"outer{i}")),
        ]  # fmt: skip
    return record(flow, [])


def one_component(size: int) -> Json:
    """Every node reads two of those before it, near and far: no part stands alone."""
    flow = [model("n0", wire("prompt", "string", node="workflow", name="prompt"))]
    for i in range(1, size):
        near, far = wire("image", "file", node=f"n{i - 1}"), wire("mask", "file", node=f"n{i // 2}")
        flow.append(model(f"n{i}", near, far))
    return record(flow, [PROMPT])


def lines(count: int) -> str:
    """A JSON Lines text of that many workflow records of one node."""
    prompt = wire("prompt", "string", node="workflow", name="prompt")
    text = json.dumps(record([model("draw", prompt)], [PROMPT]))
    return f"{text}\n" * count


def strangers(count: int) -> Json:
    """Models under UUIDs, each waiting for a node under a UUID that is not there: not clean."""
    random = Random(0)
    ids = [str(UUID(int=random.getrandbits(128))) for _ in range(2 * count)]
    pairs = zip(ids[:count], ids[count:], strict=True)
    return record([model(id, dependsOn=[gone]) for id, gone in pairs], [])


SHAPES = {
    "chain": chain,
    "wide": wide,
    "diamonds": diamonds,
    "1000 if/else": branches,
    "nested loops": loops,
    "one component": one_component,
}


def rows(size: int) -> list[Json]:
    """A node with that many rows of `items`, each with one fault and a rule to ask about."""
    row: list[Json] = [
        {**_value("speaker", "string", "a"), "min": "low"},
        {**_value("text", "string", "hello"), "required": {"always": True}},
    ]
    return [model("talk", {"name": "lines", "type": "inputs_array", "items": [row] * size})]


def faulty(size: int) -> list[Json]:
    """Nodes `n0`, `n1`, … that name no model."""
    return [{"id": f"n{number}", "type": "custom-model"} for number in range(size)]
