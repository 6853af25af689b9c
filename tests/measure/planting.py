"""What planters of single mistakes share: how they say what they planted, and where there is room.

A planter takes the random stream and a definition `{"flow": …, "inputs": …}`, changes it in place
and returns what it `Planted`, or None when the definition has no place for it. `companions` are
codes that may be reported beside it because they state a second fact; each has its reason."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
E, W, INFO = "error", "warning", "info"
CALLS = ("custom-model", "model", "generate-prompt", "remove-background", "workflow")


@dataclass(frozen=True)
class Planted:
    """What the report must hold, at a pointer into the definition. at_key: the position is the
    key's. others: more pointers that are as good a place for it ("*": anywhere). models: records of
    a catalogue. workflows: records checked together with the definition."""

    code: str
    pointer: str
    severity: str = E
    companions: frozenset[str] = frozenset()
    at_key: bool = False
    others: tuple[str, ...] = ()
    models: tuple[Json, ...] = ()
    workflows: tuple[Json, ...] = ()


Planter = Callable[[random.Random, Json], Planted | None]
JobPlanter = Callable[[random.Random, list[Json]], Planted | None]
PLANTERS: list[tuple[str, Planter]] = []
JOB_PLANTERS: list[tuple[str, JobPlanter]] = []
"""Planters into the nodes of a job record; pointers begin with `/metadata`."""


def plants(code: str) -> Callable[[Planter], Planter]:
    def register(function: Planter) -> Planter:
        PLANTERS.append((code, function))
        return function

    return register


def plants_in_job(code: str) -> Callable[[JobPlanter], JobPlanter]:
    def register(function: JobPlanter) -> JobPlanter:
        JOB_PLANTERS.append((code, function))
        return function

    return register


def document(d: Json, planted: Planted) -> tuple[Json, str]:
    """The definition as it is checked, and the pointer that leads to it."""
    if not planted.workflows:
        return d, ""
    return {
        "workflows": [{"id": "wf_main", "name": "main", **d}, *planted.workflows]
    }, "/workflows/0"


def sites(d: Json) -> Iterator[tuple[str, Json, Json | None]]:
    """(pointer, input, node) of node inputs, sub-inputs of rows and contract inputs."""
    for i, node in enumerate(d["flow"]):
        for j, site in enumerate(node.get("inputs") or ()):
            yield f"/flow/{i}/inputs/{j}", site, node
            for r, row in enumerate(site.get("items") or ()):
                for k, sub in enumerate(row):
                    yield f"/flow/{i}/inputs/{j}/items/{r}/{k}", sub, node
    for i, site in enumerate(d["inputs"]):
        yield f"/inputs/{i}", site, None


def refs(d: Json) -> list[tuple[str, Json, Json]]:
    """(pointer of the ref, ref, node)."""
    return [(f"{p}/ref", s["ref"], n) for p, s, n in sites(d) if n is not None and "ref" in s]


def nodes(d: Json, *types: str) -> list[tuple[str, Json]]:
    return [(f"/flow/{i}", n) for i, n in enumerate(d["flow"]) if not types or n["type"] in types]


def pick(rng: random.Random, found: list[Any]) -> Any:
    return rng.choice(found) if found else None


def used(d: Json) -> set[str]:
    """Ids of nodes that anything names."""
    found: set[str] = set()
    for _, ref, _ in refs(d):
        found |= {ref["node"]} if "node" in ref else set()
        found |= set(ref.get("conditional") or ())
    for _, node in nodes(d):
        found |= set(node.get("dependsOn") or ()) | set(node.get("loopBodyNodeIds") or ())
    return found


def bodies(d: Json) -> set[str]:
    return {id for _, n in nodes(d) for id in n.get("loopBodyNodeIds") or ()}


def gated(node: Json) -> bool:
    return any(
        "equal" in s["ref"] or "conditional" in s["ref"]
        for s in node.get("inputs") or ()
        if "ref" in s
    )


def free_calls(d: Json) -> list[tuple[str, Json]]:
    """Producing nodes that always run and are no loop's body."""
    inside = bodies(d)
    return [
        (p, n)
        for p, n in nodes(d, "custom-model", "model", "generate-prompt", "remove-background")
        if not gated(n) and n["id"] not in inside and not n.get("dependsOn")
    ]


def append(d: Json, node: Json) -> str:
    d["flow"].append(node)
    return f"/flow/{len(d['flow']) - 1}"


def first_id(d: Json) -> str:
    """A producing node that always runs."""
    return str(d["flow"][0]["id"])


def call(id: str, *inputs: Json, **more: Any) -> Json:
    return {"id": id, "type": "custom-model", "modelId": "model_x", "inputs": list(inputs), **more}


def text(name: str, ref: Json) -> Json:
    return {"name": name, "type": "string", "ref": ref}


def branch(d: Json, *, cases: int = 1, **more: Any) -> tuple[int, Json]:
    """An if/else node of its own at the end of the flow; its index."""
    logic = {
        "id": "own-logic",
        "type": "logic",
        "logicType": "if-else",
        "inputs": [text("x_output", {"node": first_id(d)})],
        "logic": {
            "cases": [
                {"condition": f"trim(x_output) == '{n}'", "value": str(n + 2)} for n in range(cases)
            ],
            "default": "1",
        },
        **more,
    }
    d["flow"].append(logic)
    return len(d["flow"]) - 1, logic


def gate(value: str, logic: str = "own-logic") -> Json:
    return {"name": "gate", "type": "string", "ref": {"node": logic, "equal": value}}


def waited_branch(d: Json, **more: Any) -> tuple[int, Json]:
    """The same, with a reader that waits for its case."""
    found = branch(d, **more)
    append(d, call("own-waiter", gate("2")))
    return found


def loop(d: Json, **more: Any) -> tuple[int, Json]:
    """A loop of its own over a list of three, with one body node."""
    d["flow"].append({"id": "own-list", "type": "list", "items": ["a", "b", "c"]})
    each = {
        "id": "own-loop",
        "type": "for-each",
        "loopBodyNodeIds": ["own-body"],
        "inputs": [{"name": "text0", "type": "string_array", "ref": {"node": "own-list"}}],
        **more,
    }
    d["flow"].append(each)
    d["flow"].append(call("own-body", text("item", {"node": "own-loop", "name": "text0"})))
    return len(d["flow"]) - 2, each


def misspelt(word: str, rng: random.Random) -> str:
    """One letter doubled."""
    at = rng.randrange(len(word))
    return word[:at] + word[at] + word[at:]
