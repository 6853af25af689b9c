"""Hypothesis strategies: whole workflows without a mistake, and every way they arrive.

`valid_flows()` draws workflow records that no rule has anything to say about at warning level:
models, prompts, lists, transforms, if/else nodes with merges, loops, approvals and selections over
a contract. `wrap` and `spell` turn one into every document and spelling Scenario sends."""

from __future__ import annotations

import copy
import re
from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]

CODES = ("2", "3", "4")
WORDS = ("oil", "ink", "chalk", "gouache", "pastel")


def text(name: str, ref: Json) -> Json:
    return {"name": name, "type": "string", "ref": ref}


def image(name: str, ref: Json) -> Json:
    return {"name": name, "type": "file", "kind": "image", "ref": ref}


class _Builder:
    """A workflow that grows node by node; what is not read yet is kept in `texts` (strings),
    `lists` (arrays of strings), `images` and `albums` (arrays of images)."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.nodes: list[Json] = []
        self.contract: list[Json] = []
        self.texts: list[Json] = []
        self.lists: list[Json] = []
        self.images: list[Json] = []
        self.albums: list[Json] = []
        self.guards: dict[str, str] = {}

    def pick(self, values: list[Any]) -> Any:
        return self.draw(st.sampled_from(values))

    def add(self, type: str, **fields: Any) -> str:
        id = f"{type.split('-')[-1]}-{len(self.nodes)}"
        self.nodes.append({"id": id, "type": type, **fields})
        return id

    def ask(self, **fields: Any) -> Json:
        """A new workflow input; the ref that reads it."""
        name = f"input{len(self.contract)}"
        self.contract.append({"name": name, "type": "string", **fields})
        return {"node": "workflow", "name": name}

    def prompt(self) -> Json:
        """A ref to some text: one that waits for a reader, else a new workflow input."""
        if self.texts and self.draw(st.booleans()):
            return self.texts.pop()
        return self.ask(required={"always": True})

    def model(self, *inputs: Json, **fields: Any) -> str:
        waits = [self.guards[id] for id in self.read(inputs) if id in self.guards]
        if waits:
            fields["dependsOn"] = sorted(set(waits))
        return self.add("custom-model", modelId="model_a", inputs=list(inputs), **fields)

    @staticmethod
    def read(inputs: tuple[Json, ...]) -> list[str]:
        return [i["ref"]["node"] for i in inputs if i.get("ref", {}).get("node")]

    def step_model(self) -> None:
        inputs = [text("prompt", self.prompt())]
        if self.images and self.draw(st.booleans()):
            inputs.append(image("image", self.images.pop()))
        self.images.append({"node": self.model(*inputs)})

    def step_prompt(self) -> None:
        id = self.add("generate-prompt", inputs=[text("prompt", self.prompt())])
        self.texts.append({"node": id})

    def step_transform(self) -> None:
        id = self.add(
            "transform", inputs=[text("a", self.prompt())], logic={"transform": "trim(a)"}
        )
        self.texts.append({"node": id})

    def step_list(self) -> None:
        items = self.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True))
        self.lists.append({"node": self.add("list", items=items)})

    def step_branch(self) -> None:
        """An if/else node, a model on each branch, and a merge."""
        values = list(CODES[: self.draw(st.integers(1, 3))])
        cases = [{"condition": f"mode == '{WORDS[int(v)]}'", "value": v} for v in values]
        mode = self.ask(default="none", allowedValues=["none", *(WORDS[int(v)] for v in values)])
        router = self.add(
            "logic",
            logicType="if-else",
            inputs=[text("mode", mode)],
            logic={"cases": cases, "default": "1"},
        )
        prompt = self.ask(required={"always": True})
        branches = [
            self.model(text("prompt", prompt), text("gate", {"node": router, "equal": value}))
            for value in [*values, "1"]
        ]
        self.images.append({"node": self.model(image("image", {"conditional": branches}))})

    def step_loop(self) -> None:
        """A loop over a list or with a count, and one or two templates."""
        templates = self.draw(st.integers(1, 2))
        first = len(self.nodes) + 1
        body = [f"model-{first + i}" for i in range(templates)]
        if self.lists:
            item = {"name": "text0", "type": "string_array", "ref": self.lists.pop()}
            loop = self.add("for-each", loopBodyNodeIds=body, inputs=[item])
            prompt = text("prompt", {"node": loop, "name": "text0"})
        else:
            count = self.draw(st.integers(1, 5))
            loop = self.add("for-each", loopBodyNodeIds=body, count=count)
            prompt = text("prompt", self.ask(required={"always": True}))
        made = self.model(prompt)
        if templates == 2:
            self.model(image("image", {"node": made}))
        self.albums.append({"node": loop})

    def step_approval(self) -> None:
        ids = [ref["node"] for ref in self.images if ref["node"] not in self.guards]
        if ids:
            self.guards[ids[-1]] = self.add("user-approval", dependsOn=[ids[-1]])

    def step_selection(self) -> None:
        if self.albums:
            choice = {"name": "images", "type": "file_array", "kind": "image", "min": 1, "max": 2}
            self.add("user-selection", inputs=[{**choice, "ref": self.albums.pop()}])

    def finish(self) -> None:
        """A last model that reads everything nobody has read."""
        inputs = [text(f"text{i}", ref) for i, ref in enumerate(self.texts)]
        inputs += [
            {"name": f"list{i}", "type": "string_array", "ref": ref}
            for i, ref in enumerate(self.lists)
        ]
        inputs += [image(f"image{i}", ref) for i, ref in enumerate(self.images)]
        inputs += [
            {"name": f"album{i}", "type": "file_array", "kind": "image", "ref": ref}
            for i, ref in enumerate(self.albums)
        ]
        if not inputs:
            inputs = [text("prompt", self.prompt())]
        self.model(*inputs)


_STEPS = ("model", "prompt", "transform", "list", "branch", "loop", "approval", "selection")


@st.composite
def valid_flows(draw: st.DrawFn, max_steps: int = 6) -> Json:
    """A workflow record `{"inputs": …, "flow": …}` that is clean at warning level."""
    builder = _Builder(draw)
    for step in draw(st.lists(st.sampled_from(_STEPS), max_size=max_steps)):
        getattr(builder, f"step_{step}")()
    builder.finish()
    return {"inputs": builder.contract, "flow": builder.nodes}


SHAPES = ("bare", "workflow", "reply", "run", "workflows", "job", "job-reply", "jobs")
"""The documents that hold a flow; `wrap` knows how each looks."""
WITH_CONTRACT = frozenset({"workflow", "reply", "run", "workflows"})


def wrap(flow: list[Any], inputs: list[Any] | None, shape: str) -> Any:
    """The document of that shape around a flow and its contract."""
    record: Json = {"id": "wf_1", "name": "sample", "flow": flow, "inputs": inputs}
    ran = [{**node, "status": "pending"} if isinstance(node, dict) else node for node in flow]
    job: Json = {"jobId": "job_1", "jobType": "workflow", "metadata": {"flow": ran}}
    match shape:
        case "bare":
            return flow
        case "workflow":
            return record
        case "reply":
            return {"workflow": record}
        case "run":
            return {"workflow": record, "job": job}
        case "workflows":
            return {"workflows": [record], "nextPaginationToken": None}
        case "job":
            return job
        case "job-reply":
            return {"job": job}
        case "jobs":
            return {"jobs": [job]}
    raise ValueError(shape)


SPELLINGS = ("camel", "snake", "nulls", "both")
_ALIASES = {"modelId": "api_model_id", "modelTypes": "api_model_types"}
_UNSET = ("dependsOn", "loopBodyNodeIds", "count", "items", "inputs", "modelId", "ref", "value")


def spell(value: Any, spelling: str) -> Any:
    """A document in another spelling: as the API sends it, or as the SDK's `model_dump()` writes
    it (snake_case, unset fields as null, or a field in both spellings)."""
    value = copy.deepcopy(value)
    if spelling == "camel":
        return value
    if spelling == "nulls":
        return _with_nulls(value)
    return _snaked(value, keep=spelling == "both")


def _with_nulls(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_nulls(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {key: _with_nulls(item) for key, item in value.items()}
    if {"id", "type"} <= result.keys() or {"name", "type"} <= result.keys():
        for name in _UNSET:
            if name not in result:
                result[name] = None
    if "node" in result or "conditional" in result:
        result = {"node": None, "name": None, "equal": None, "conditional": None} | result
    return result


def _snaked(value: Any, *, keep: bool) -> Any:
    if isinstance(value, list):
        return [_snaked(item, keep=keep) for item in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for key, item in value.items():
        item = _snaked(item, keep=keep)
        twin = _ALIASES.get(key, re.sub(r"(?<!^)([A-Z])", r"_\1", key).lower())
        result[twin] = item
        if keep:
            result[key] = item
    return result
