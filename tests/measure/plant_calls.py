"""Plants FC8: contracts of models and sub-workflows."""

from __future__ import annotations

import copy
import random
from typing import Any

from tests.measure.planting import INFO, E, Json, Planted, W, append, call, nodes, plants, text

CATALOGUE: tuple[Json, ...] = (
    {
        "id": "model_own",
        "name": "Own",
        "type": "flux.1",
        "capabilities": ["txt2img"],
        "inputs": [
            {"name": "prompt", "type": "string", "required": {"always": True}, "maxLength": 9},
            {"name": "image", "type": "file", "kind": "image"},
            {
                "name": "clip",
                "type": "file",
                "kind": "video",
                "required": {"ifDefined": {"image": "m"}},
            },
            {"name": "ratio", "type": "string", "allowedValues": ["1:1", "16:9"], "default": "1:1"},
            {"name": "seed", "type": "number", "min": 1, "max": 9},
            {"name": "loras", "type": "model_array", "modelTypes": ["flux.1-lora"], "maxLength": 2},
            {
                "name": "extra",
                "type": "string",
                "required": {"ifDefined": {"hiddenSwitch": "m"}},
                "default": "",
            },
        ],
    },
    {"id": "model_sdxl", "name": "Old", "type": "sd-xl-lora", "capabilities": [], "inputs": []},
)
PROMPT: Json = {"name": "prompt", "type": "string", "value": "a fox"}


def model_call(d: Json, *inputs: Json, **more: Any) -> str:
    """A call of the catalogue's model; the pointer of its last input."""
    pointer = append(d, call("own-call", *inputs) | {"modelId": "model_own"} | more)
    return f"{pointer}/inputs/{len(inputs) - 1}"


@plants("FC801")
def unknown_model(rng: random.Random, d: Json) -> Planted | None:
    near = rng.random() < 0.5
    place = model_call(d, PROMPT, modelId="model_ownn" if near else "model_elsewhere_9")
    place = place.removesuffix("/inputs/0")
    for _, node in nodes(d, "custom-model", "model"):
        if node["id"] != "own-call":
            node["modelId"] = "model_own"
            node["inputs"] = [PROMPT]
    return Planted(
        "FC801", f"{place}/modelId", W if near else INFO, models=CATALOGUE, companions=CUT
    )


CUT = frozenset({"FC215", "FC216", "FC319", "FC410", "FC505"})
"""What may follow from cutting the inputs of the other calls, their gates with them."""


@plants("FC802")
def unknown_model_input(rng: random.Random, d: Json) -> Planted | None:
    near = rng.random() < 0.5
    place = model_call(
        d, PROMPT, {"name": "seeed" if near else "quux", "type": "number", "value": 3}
    )
    return Planted("FC802", f"{place}/name", E if near else W, others=(place,), models=CATALOGUE)


@plants("FC803")
def missing_model_input(rng: random.Random, d: Json) -> Planted | None:
    way = rng.randrange(4)
    if way == 0:
        place = model_call(d, {"name": "seed", "type": "number", "value": 3})
        place = place.removesuffix("/inputs/0")
        return Planted("FC803", place, others=(f"{place}/inputs",), models=CATALOGUE)
    if way == 1:
        place = model_call(d, {"name": "prompt", "type": "string"})
        return Planted("FC803", place, models=CATALOGUE)
    if way == 2:
        place = model_call(
            d, PROMPT, {"name": "image", "type": "file", "kind": "image", "value": "asset_1"}
        )
        place = place.removesuffix("/inputs/1")
        return Planted(
            "FC803", place, others=(f"{place}/inputs", f"{place}/inputs/1"), models=CATALOGUE
        )
    d["inputs"].append({"name": "own text", "type": "string"})
    place = model_call(d, text("prompt", {"node": "workflow", "name": "own text"}))
    return Planted("FC803", place, W, others=(f"{place}/ref",), models=CATALOGUE)


@plants("FC804")
def model_input_type(rng: random.Random, d: Json) -> Planted | None:
    site = rng.choice(
        (
            {"name": "seed", "type": "file", "kind": "image", "value": "asset_1"},
            {"name": "image", "type": "file", "kind": "video", "value": "asset_1"},
            {"name": "image", "type": "number", "value": 3},
        )
    )
    inputs = [PROMPT, site] + (
        [{"name": "clip", "type": "file", "kind": "video", "value": "asset_2"}]
        if site["name"] == "image"
        else []
    )
    place = model_call(d, *inputs).rpartition("/")[0] + "/1"
    return Planted(
        "FC804",
        place,
        others=(f"{place}/type", f"{place}/kind", f"{place}/value"),
        models=CATALOGUE,
    )


@plants("FC805")
def model_input_value(rng: random.Random, d: Json) -> Planted | None:
    site = rng.choice(
        (
            {"name": "ratio", "type": "string", "value": "2:1"},
            {"name": "seed", "type": "number", "value": 10},
            {"name": "seed", "type": "number", "value": 0},
            {"name": "loras", "type": "model_array", "value": ["a", "b", "c"]},
            {"name": "seed", "type": "string", "value": "lots"},
        )
    )
    place = model_call(d, PROMPT, site)
    return Planted("FC805", f"{place}/value", models=CATALOGUE)


@plants("FC805")
def value_that_reaches_a_model(rng: random.Random, d: Json) -> Planted | None:
    way = rng.randrange(4)
    if way == 0:
        d["flow"].append({"id": "own-list", "type": "list", "items": ["2:1", "1:1"]})
        inputs = [{"name": "text0", "type": "string_array", "ref": {"node": "own-list"}}]
        each = {"id": "own-each", "type": "for-each", "loopBodyNodeIds": ["own-call"]}
        d["flow"].append({**each, "inputs": inputs})
        model_call(d, PROMPT, text("ratio", {"node": "own-each", "name": "text0"}))
        return Planted("FC805", f"/flow/{len(d['flow']) - 3}/items/0", models=CATALOGUE)
    terms = (
        {"name": "own", "type": "number", "default": 10},
        {"name": "own", "type": "number", "min": 1, "max": 99},
        {"name": "own", "type": "number", "allowedValues": [1, 2, 12]},
    )[way - 1]
    d["inputs"].append(terms)
    model_call(d, PROMPT, {"name": "seed", "type": "number", "ref": {**OWN}})
    place = f"/inputs/{len(d['inputs']) - 1}"
    field = ("default", "max", "allowedValues/2")[way - 1]
    return Planted("FC805", f"{place}/{field}", E if way == 1 else W, models=CATALOGUE)


OWN: Json = {"node": "workflow", "name": "own"}


@plants("FC806")
def wrong_model_type(rng: random.Random, d: Json) -> Planted | None:
    way = rng.random() < 0.5
    if way:
        place = model_call(
            d, PROMPT, {"name": "loras", "type": "model_array", "value": ["model_sdxl"]}
        )
    else:
        place = (
            append(
                d,
                call(
                    "own-call",
                    {
                        "name": "m",
                        "type": "model",
                        "modelTypes": ["flux.1-lora"],
                        "value": "model_sdxl",
                    },
                ),
            )
            + "/inputs/0"
        )
    d["flow"][-1]["modelId"] = "model_own" if way else "m"
    return Planted("FC806", f"{place}/value", others=(f"{place}/value/0",), models=CATALOGUE)


CALLEE: Json = {
    "id": "wf_callee",
    "name": "callee",
    "status": "ready",
    "inputs": [
        {"name": "prompt", "type": "string", "required": {"always": True}},
        {"name": "image", "type": "file", "kind": "image"},
        {"name": "scale", "type": "number", "max": 4},
    ],
    "flow": [
        call(
            "c",
            text("prompt", {"node": "workflow", "name": "prompt"}),
            {
                "name": "image",
                "type": "file",
                "kind": "image",
                "ref": {"node": "workflow", "name": "image"},
            },
            {"name": "scale", "type": "number", "ref": {"node": "workflow", "name": "scale"}},
        )
    ],
}


def sub_call(d: Json, *inputs: Json, **more: Any) -> str:
    return append(
        d,
        {
            "id": "own-sub",
            "type": "workflow",
            "workflowId": "wf_callee",
            "inputs": list(inputs),
            **more,
        },
    )


@plants("FC811")
def unknown_sub_workflow(rng: random.Random, d: Json) -> Planted | None:
    near = rng.random() < 0.5
    place = sub_call(d, PROMPT, workflowId="wf_calle" if near else "wf_nowhere")
    severity = W if near else INFO
    return Planted("FC811", f"{place}/workflowId", severity, workflows=(copy.deepcopy(CALLEE),))


@plants("FC812")
def unknown_sub_input(rng: random.Random, d: Json) -> Planted | None:
    near = rng.random() < 0.5
    place = sub_call(
        d, PROMPT, {"name": "imagee" if near else "quux", "type": "string", "value": "asset_1"}
    )
    return Planted(
        "FC812",
        f"{place}/inputs/1/name",
        E if near else W,
        others=(f"{place}/inputs/1",),
        workflows=(copy.deepcopy(CALLEE),),
    )


@plants("FC813")
def missing_sub_input(rng: random.Random, d: Json) -> Planted | None:
    if rng.random() < 0.5:
        place = sub_call(d)
        return Planted(
            "FC813", place, others=(f"{place}/inputs",), workflows=(copy.deepcopy(CALLEE),)
        )
    d["inputs"].append({"name": "own text", "type": "string"})
    place = sub_call(d, text("prompt", {"node": "workflow", "name": "own text"}))
    return Planted(
        "FC813",
        f"{place}/inputs/0",
        W,
        others=(f"{place}/inputs/0/ref", place),
        workflows=(copy.deepcopy(CALLEE),),
    )


@plants("FC815")
def sub_input_type(rng: random.Random, d: Json) -> Planted | None:
    site, field = rng.choice(
        (
            ({"name": "image", "type": "file", "kind": "video", "value": "asset_1"}, "kind"),
            ({"name": "scale", "type": "boolean", "value": True}, "type"),
        )
    )
    place = sub_call(d, PROMPT, site)
    return Planted("FC815", f"{place}/inputs/1/{field}", workflows=(copy.deepcopy(CALLEE),))


@plants("FC816")
def sub_input_value(rng: random.Random, d: Json) -> Planted | None:
    site = {
        "name": "scale",
        **rng.choice(
            (
                {"type": "number", "value": 9},
                {"type": "string", "value": "large"},
            )
        ),
    }
    place = sub_call(d, PROMPT, site)
    return Planted("FC816", f"{place}/inputs/1/value", workflows=(copy.deepcopy(CALLEE),))


@plants("FC814")
def recursive(rng: random.Random, d: Json) -> Planted | None:
    place = sub_call(d, PROMPT)
    callee = copy.deepcopy(CALLEE)
    if rng.random() < 0.3:
        d["flow"][-1] |= {"workflowId": "wf_main", "inputs": []}
        return Planted("FC814", f"{place}/workflowId", workflows=(callee,), companions=MAIN)
    callee["flow"].append(
        {
            "id": "back",
            "type": "workflow",
            "workflowId": "wf_main",
            "inputs": [text("prompt", {"node": "c"})],
        }
    )
    return Planted(
        "FC814", f"{place}/workflowId", workflows=(callee,), others=("*",), companions=MAIN
    )


MAIN = frozenset({"FC812", "FC813"})
"""The call of the definition itself names and supplies none of its random inputs."""
