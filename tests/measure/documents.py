"""Valid flows in every document shape and spelling, and valid model records."""

from __future__ import annotations

import copy
import random
from typing import Any

from tests.measure.a_run import as_job
from tests.measure.valid import KINDS, MODEL_TYPES, TYPES, Json, Maker

WRAPS = (
    *("bare", "record", "update", "reply", "run reply", "list reply", "job", "job reply"),
    *("train reply", "jobs list", "abridged job", "export beside", "many"),
)


def workflow_record(definition: Json, rng: random.Random) -> Json:
    return {
        "id": "wf_Ab3" + str(rng.randint(0, 10**9)),
        "name": "Wörk flow",
        "description": "",
        "status": "ready",
        "privacy": "private",
        "ownerId": "proj_1",
        "authorId": "user_1",
        "tagSet": [],
        "hasFlow": True,
        "shortDescription": "",
        "createdAt": "2025-01-01T00:00:00Z",
        "updatedAt": "2025-01-01T00:00:00Z",
        "editorInfo": {
            "nodes": [{"id": "rf", "type": "text", "position": {"x": 1, "y": 2}}],
            "edges": [],
        },
        "outputAssetKinds": ["image"],
        "uiConfig": {"presets": [], "selects": {}},
        **copy.deepcopy(definition),
    }


def job_record(flow: list[Json], rng: random.Random, inputs: Json | None = None) -> Json:
    return {
        "jobId": "job_1",
        "jobType": "workflow",
        "status": "in-progress",
        "progress": 0.5,
        "createdAt": "2025-01-01T00:00:00Z",
        "updatedAt": "2025-01-01T00:00:00Z",
        "authorId": "u",
        "ownerId": "p",
        "billing": {"cuCost": 5, "cuDiscount": 0},
        "statusHistory": [{"date": "2025-01-01T00:00:00Z", "status": "queued"}],
        "metadata": {
            "flow": flow,
            "input": inputs or {},
            "workflowId": "wf_1",
            "assetIds": [],
            "hint": None,
        },
    }


def wrap(definition: Json, shape: str, rng: random.Random) -> Any:
    """The definition (or a run of it) inside a document of that shape."""
    flow = definition["flow"]
    match shape:
        case "bare":
            return copy.deepcopy(flow)
        case "record":
            return workflow_record(definition, rng)
        case "update":
            return copy.deepcopy(definition)
        case "reply":
            return {"workflow": workflow_record(definition, rng)}
        case "run reply":
            return {
                "workflow": workflow_record(definition, rng),
                "job": job_record(as_job(flow, rng), rng),
                "creativeUnitsCost": 5,
            }
        case "list reply":
            return {
                "workflows": [workflow_record(definition, rng) for _ in range(2)],
                "nextPaginationToken": "x",
            }
        case "job":
            return job_record(as_job(flow, rng), rng)
        case "job reply":
            return {"job": job_record(as_job(flow, rng), rng)}
        case "train reply":
            return {"model": model_record(rng), "job": job_record(as_job(flow, rng), rng)}
        case "jobs list":
            return {"jobs": [job_record(as_job(flow, rng), rng) for _ in range(2)]}
        case "abridged job":
            nodes = [
                {"id": n["id"], "status": n["status"], "assets": n.get("assets", [])}
                for n in as_job(flow, rng)
            ]
            return {"job": job_record(nodes, rng)}
        case "export beside":
            return workflow_record(definition, rng) | {
                "editorInfo": {"nodes": [], "edges": [], "flow": None}
            }
        case "many":
            return [workflow_record(definition, rng), workflow_record(definition, rng)]
    raise AssertionError(shape)


def model_record(rng: random.Random) -> Json:
    """A model record with rules that name hidden siblings, blank defaults and message objects."""
    maker = Maker(rng)
    inputs: list[Json] = []
    for _ in range(rng.randint(1, 6)):
        type = rng.choice(TYPES)
        site: Json = {"name": maker.name("p"), "type": type}
        if type in ("file", "file_array"):
            site["kind"] = rng.choice(KINDS)
        if type == "inputs_array":
            site["inputs"] = [{"name": "text", "type": "string", "required": {"always": True}}]
        maker.options(site, default=maker.chance(0.5))
        inputs.append(site)
    names = [site["name"] for site in inputs]
    for site in inputs:
        sibling = rng.choice([n for n in names if n != site["name"]] + ["hiddenUpscaleFactor"])
        message: Any = rng.choice(("needed", {"message": "needed"}, {}))
        if maker.chance(0.4):
            site["required"] = rng.choice(
                (
                    True,
                    False,
                    {"always": True},
                    {"ifDefined": {sibling: message}},
                    {"ifNotDefined": {sibling: message, "hiddenControlImage": message}},
                    {},
                    None,
                )
            )
    files = [s["name"] for s in inputs if s["type"] in ("file", "file_array")]
    if files:
        inputs.append(
            {"name": "mask", "type": "file", "kind": "image", "maskFrom": rng.choice(files)}
        )
    return {
        "id": "model_" + str(rng.randint(0, 10**9)),
        "name": "Flux",
        "type": rng.choice(MODEL_TYPES),
        "status": "trained",
        "source": "scenario",
        "privacy": "public",
        "custom": rng.random() < 0.5,
        "tags": [],
        "capabilities": ["txt2img"],
        "collectionIds": [],
        "exampleAssetIds": [],
        "trainingImagesNumber": 0,
        "createdAt": "2025-01-01T00:00:00Z",
        "updatedAt": "2025-01-01T00:00:00Z",
        "inputs": inputs,
        "parameters": {"width": 512},
        "uiConfig": {"selects": {}},
        "concepts": None,
        "epoch": "",
    }


def model_document(rng: random.Random) -> Any:
    model = model_record(rng)
    return rng.choice((model, {"model": model}, {"models": [model]}))


# spellings

SPELLINGS = ("camel", "snake", "snake twins", "nulls")
NODE_FIELDS = (
    "count",
    "dependsOn",
    "includeOutputsInWorkflowJob",
    "inputs",
    "items",
    "iterationIndex",
    "logic",
    "logicType",
    "loopBodyNodeIds",
    "loopNodeId",
    "modelId",
    "workflowId",
)
INPUT_FIELDS = (
    "allowedValues",
    "backgroundBehavior",
    "color",
    "costImpact",
    "default",
    "description",
    "group",
    "hint",
    "inputs",
    "items",
    "kind",
    "label",
    "maskFrom",
    "max",
    "maxDuration",
    "maxLength",
    "maxSize",
    "min",
    "minDuration",
    "minLength",
    "modelTypes",
    "parent",
    "placeholder",
    "prompt",
    "promptSpark",
    "ref",
    "required",
    "step",
    "value",
)
REF_FIELDS = ("conditional", "equal", "name", "node")
RULE_FIELDS = ("always", "conditional", "ifDefined", "ifNotDefined")


def _snake(word: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in word)


def _typed(value: Json, sort: str, how: str) -> Json:
    fields = {
        "node": NODE_FIELDS,
        "input": INPUT_FIELDS,
        "ref": REF_FIELDS,
        "rule": RULE_FIELDS,
        "logic": ("cases", "default", "transform"),
    }
    full = {**dict.fromkeys(fields[sort]), **value} if how != "camel" else dict(value)
    result: Json = {}
    for key, item in full.items():
        if isinstance(item, list) and key in ("inputs",) and sort in ("node", "input"):
            item = [_typed(site, "input", how) for site in item]
        elif isinstance(item, list) and key == "items" and sort == "input":
            item = [[_typed(site, "input", how) for site in row] for row in item]
        elif isinstance(item, dict) and key == "ref":
            item = _typed(item, "ref", how)
        elif isinstance(item, dict) and key == "required":
            item = _typed(item, "rule", how)
        elif isinstance(item, dict) and key == "logic":
            item = _typed(item, "logic", how)
        name = key
        if how.startswith("snake") and key in fields[sort]:
            name = _snake(key)
            if key in ("modelId", "modelTypes"):
                name = "api_" + name
                if how == "snake twins":
                    result[key] = copy.deepcopy(item)
        result[name] = item
    return result


def spell(definition: Json, how: str) -> Json:
    """The definition in another spelling; every unset field is null except in plain camelCase."""
    return {
        "flow": [_typed(node, "node", how) for node in definition["flow"]],
        "inputs": [_typed(site, "input", how) for site in definition["inputs"]],
    }
