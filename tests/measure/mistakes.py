"""Single mistakes: each function plants one into a valid definition and says what must be reported.

A planter takes the random stream and a definition `{"flow": …, "inputs": …}`, changes it in place
and returns what it `Planted`, or None when the definition has no place for it. `companions` are
codes that may be reported beside it because they state a second fact; each has its reason."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
E, W, I = "error", "warning", "info"
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


# sites
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
    always = [
        (p, n)
        for p, n in nodes(d, "custom-model", "model", "generate-prompt", "remove-background")
        if not gated(n) and n["id"] not in inside and not n.get("dependsOn")
    ]
    return always


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


# FC1


@plants("FC104")
def missing_node_field(rng: random.Random, d: Json) -> Planted | None:
    pointer, node = rng.choice(nodes(d))
    key = rng.choice(("id", "type"))
    if rng.random() < 0.3:
        node[key] = None
    else:
        del node[key]
    return Planted("FC104", pointer)


@plants("FC104")
def missing_input_field(rng: random.Random, d: Json) -> Planted | None:
    pointer, site, node = rng.choice(list(sites(d)))
    if node is None:
        return None
    key = rng.choice(("name", "type"))
    del site[key]
    return Planted("FC104", pointer, W if key == "type" and "ref" in site else E)


@plants("FC104")
def missing_contract_field(rng: random.Random, d: Json) -> Planted | None:
    if not d["inputs"]:
        return None
    at = rng.randrange(len(d["inputs"]))
    del d["inputs"][at][rng.choice(("name", "type"))]
    return Planted("FC104", f"/inputs/{at}")


@plants("FC104")
def missing_case_field(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "logic"))
    if found is None:
        return None
    pointer, node = found
    at = rng.randrange(len(node["logic"]["cases"]))
    del node["logic"]["cases"][at][rng.choice(("condition", "value"))]
    return Planted("FC104", f"{pointer}/logic/cases/{at}")


@plants("FC105")
def wrong_node_type(rng: random.Random, d: Json) -> Planted | None:
    pointer, node = rng.choice(nodes(d))
    key = rng.choice(
        [k for k in node if k not in ("label", "includeOutputsInWorkflowJob", "count")]
    )
    node[key] = rng.choice((7, True, {"a": 1}) if isinstance(node[key], list) else (7, True, ["x"]))
    return Planted("FC105", f"{pointer}/{key}")


@plants("FC105")
def wrong_input_type(rng: random.Random, d: Json) -> Planted | None:
    pointer, site, node = rng.choice(list(sites(d)))
    keys = [k for k in site if k not in ("default", "value", "required")]
    key = rng.choice(keys)
    old = site[key]
    if isinstance(old, bool):
        site[key] = rng.choice(("true", 1))
    elif isinstance(old, int | float):
        site[key] = rng.choice((str(old), True, [old]))
    elif isinstance(old, str):
        site[key] = rng.choice((7, True, [old]))
    else:
        site[key] = rng.choice(("x", 7, True))
    return Planted("FC105", f"{pointer}/{key}")


@plants("FC105")
def wrong_ref_type(rng: random.Random, d: Json) -> Planted | None:
    pointer, ref, _ = rng.choice(refs(d))
    key = rng.choice(list(ref))
    ref[key] = rng.choice((7, True, {"a": 1}))
    return Planted("FC105", f"{pointer}/{key}")


@plants("FC105")
def wrong_logic_type(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "logic"))
    if found is None:
        return None
    pointer, node = found
    cases = node["logic"]["cases"]
    at = rng.randrange(len(cases))
    holder, key, place = rng.choice(
        (
            (node["logic"], "cases", "logic/cases"),
            (node["logic"], "default", "logic/default"),
            (cases, at, f"logic/cases/{at}"),
            (cases[at], "condition", f"logic/cases/{at}/condition"),
            (cases[at], "value", f"logic/cases/{at}/value"),
        )
    )
    holder[key] = rng.choice((7, True))
    return Planted("FC105", f"{pointer}/{place}")


@plants("FC105")
def wrong_count(rng: random.Random, d: Json) -> Planted | None:
    at, each = loop(d)
    each["count"] = rng.choice(("3", True, [3]))
    return Planted("FC105", f"/flow/{at}/count")


@plants("FC106")
def unknown_node_type(rng: random.Random, d: Json) -> Planted | None:
    pointer, node = rng.choice(nodes(d))
    node["type"] = rng.choice((misspelt(node["type"], rng), "quantum-node"))
    return Planted("FC106", f"{pointer}/type", W)


@plants("FC106")
def unknown_input_word(rng: random.Random, d: Json) -> Planted | None:
    found = [
        (p, s, k)
        for p, s, _ in sites(d)
        for k in ("type", "kind", "backgroundBehavior", "modelTypes")
        if k in s
    ]
    pointer, site, key = rng.choice(found)
    if key == "modelTypes":
        at = rng.randrange(len(site[key]))
        site[key][at] = "flux.9-nano"
        return Planted("FC106", f"{pointer}/modelTypes/{at}", W)
    site[key] = rng.choice((misspelt(site[key], rng), "quux"))
    return Planted("FC106", f"{pointer}/{key}", W)


@plants("FC106")
def unknown_logic_type(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "logic"))
    if found is None:
        return None
    found[1]["logicType"] = rng.choice(("ifelse", "switch"))
    return Planted("FC106", f"{found[0]}/logicType", W)


@plants("FC106")
def unknown_operator(rng: random.Random, d: Json) -> Planted | None:
    node = call(
        "own-rules",
        {"name": "a", "type": "string", "value": "v"},
        {"name": "b", "type": "string", "value": "v"},
    )
    node["inputs"][1]["required"] = {
        "conditional": {"values": {"a": ["v"]}, "operator": rng.choice(("xor", "AND"))}
    }
    pointer = append(d, node)
    return Planted("FC106", f"{pointer}/inputs/1/required/conditional/operator", W)


@plants("FC107")
def misspelt_node_field(rng: random.Random, d: Json) -> Planted | None:
    pointer, node = rng.choice(nodes(d))
    key = rng.choice([k for k in node if k not in ("id", "type")] or ["none"])
    if key == "none" or node[key] in (None, []):
        return None
    new = misspelt(key, rng)
    node[new] = node.pop(key)
    return Planted("FC107", f"{pointer}/{new}", W, at_key=True)


@plants("FC107")
def misspelt_input_field(rng: random.Random, d: Json) -> Planted | None:
    pointer, site, _ = rng.choice(list(sites(d)))
    key = pick(rng, [k for k in site if k not in ("name", "type")])
    if key is None or site[key] is None:
        return None
    new = misspelt(key, rng)
    site[new] = site.pop(key)
    return Planted("FC107", f"{pointer}/{new}", W, at_key=True)


@plants("FC107")
def misspelt_ref_field(rng: random.Random, d: Json) -> Planted | None:
    pointer, ref, _ = rng.choice(refs(d))
    key = rng.choice(list(ref))
    new = misspelt(key, rng)
    ref[new] = ref.pop(key)
    return Planted("FC107", f"{pointer}/{new}", W, at_key=True)


@plants("FC107")
def misspelt_logic_field(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "logic", "transform"))
    if found is None:
        return None
    key = rng.choice(list(found[1]["logic"]))
    new = misspelt(key, rng)
    found[1]["logic"][new] = found[1]["logic"].pop(key)
    return Planted("FC107", f"{found[0]}/logic/{new}", W, at_key=True)


@plants("FC107")
def strange_field(rng: random.Random, d: Json) -> Planted | None:
    pointer, holder = rng.choice(
        [(p, s) for p, s, _ in sites(d)] + nodes(d) + [(p, r) for p, r, _ in refs(d)]
    )
    holder["quux"] = rng.choice((1, "x", {}))
    return Planted("FC107", f"{pointer}/quux", I, at_key=True)


@plants("FC108")
def empty_flow(rng: random.Random, d: Json) -> Planted | None:
    d["flow"] = []
    return Planted("FC108", "/flow", W)


@plants("FC109")
def many_nodes(rng: random.Random, d: Json) -> Planted | None:
    for n in range(51):
        append(d, call(f"more{n}", text("x", {"node": first_id(d)})))
    return Planted("FC109", "/flow", I)


# FC2


@plants("FC201")
def duplicate_node_id(rng: random.Random, d: Json) -> Planted | None:
    one, other = rng.randrange(len(d["flow"])), rng.randrange(len(d["flow"]))
    if one == other or d["flow"][one]["id"] == d["flow"][other]["id"]:
        return None
    lost = d["flow"][one]["id"]
    d["flow"][one]["id"] = d["flow"][other]["id"]
    # what named the node by its old id names nobody now: a second fact
    companions = frozenset({"FC204", "FC401"} if lost in used(d) else ())
    return Planted("FC201", f"/flow/{max(one, other)}/id", companions=companions)


@plants("FC201")
def repeated_node(rng: random.Random, d: Json) -> Planted | None:
    at = rng.randrange(len(d["flow"]))
    d["flow"].append(copy.deepcopy(d["flow"][at]))
    return Planted("FC201", f"/flow/{len(d['flow']) - 1}/id")


@plants("FC202")
def reserved_id(rng: random.Random, d: Json) -> Planted | None:
    pointer, node = rng.choice(nodes(d))
    if node["id"] in used(d):
        return None
    node["id"] = "workflow"
    return Planted("FC202", f"{pointer}/id")


@plants("FC203")
def duplicate_input(rng: random.Random, d: Json) -> Planted | None:
    pointer, node = rng.choice(nodes(d))
    inputs = node.get("inputs")
    if not inputs:
        return None
    inputs.append(copy.deepcopy(rng.choice(inputs)))
    return Planted("FC203", f"{pointer}/inputs/{len(inputs) - 1}/name")


@plants("FC203")
def renamed_to_sibling(rng: random.Random, d: Json) -> Planted | None:
    found = [(p, n) for p, n in nodes(d, *CALLS) if len(n.get("inputs") or ()) > 1]
    if not found:
        return None
    pointer, node = rng.choice(found)
    one, other = rng.sample(range(len(node["inputs"])), 2)
    node["inputs"][one]["name"] = node["inputs"][other]["name"]
    return Planted("FC203", f"{pointer}/inputs/{max(one, other)}/name")


@plants("FC203")
def duplicate_contract_input(rng: random.Random, d: Json) -> Planted | None:
    if not d["inputs"]:
        return None
    d["inputs"].append(copy.deepcopy(rng.choice(d["inputs"])))
    return Planted("FC203", f"/inputs/{len(d['inputs']) - 1}/name")


@plants("FC203")
def duplicate_sub_input(rng: random.Random, d: Json) -> Planted | None:
    found = [(p, s) for p, s, n in sites(d) if n is not None and s.get("items")]
    if not found:
        return None
    pointer, site = rng.choice(found)
    at = rng.randrange(len(site["items"]))
    site["items"][at].append(copy.deepcopy(site["items"][at][0]))
    return Planted("FC203", f"{pointer}/items/{at}/{len(site['items'][at]) - 1}/name")


@plants("FC204")
def unknown_node(rng: random.Random, d: Json) -> Planted | None:
    pointer, ref, _ = rng.choice(refs(d))
    if "conditional" in ref:
        at = rng.randrange(len(ref["conditional"]))
        ref["conditional"][at] += "_missing"
        return Planted("FC204", f"{pointer}/conditional/{at}")
    if ref["node"] == "workflow":
        return None
    ref["node"] = rng.choice((ref["node"] + "x", "nowhere"))
    return Planted("FC204", f"{pointer}/node")


@plants("FC204")
def unknown_dependency(rng: random.Random, d: Json) -> Planted | None:
    pointer, node = rng.choice(nodes(d))
    depends = node.setdefault("dependsOn", [])
    if depends and rng.random() < 0.5:
        depends[0] = "nowhere"
        return Planted("FC204", f"{pointer}/dependsOn/0")
    depends.append("nowhere")
    return Planted("FC204", f"{pointer}/dependsOn/{len(depends) - 1}")


@plants("FC204")
def removed_node(rng: random.Random, d: Json) -> Planted | None:
    """A node that one other names once is taken out."""
    names = [(p, r["node"]) for p, r, _ in refs(d) if r.get("node", "workflow") != "workflow"]
    counts = [id for _, id in names]
    mention = used(d)
    lone = [
        (p, id)
        for p, id in names
        if counts.count(id) == 1
        and id not in bodies(d)
        and not any(id in (n.get("dependsOn") or ()) for _, n in nodes(d))
        and not any(id in (r.get("conditional") or ()) for _, r, _ in refs(d))
    ]
    if not lone or not mention:
        return None
    _, id = rng.choice(lone)
    at = next(i for i, n in enumerate(d["flow"]) if n["id"] == id)
    if d["flow"][at]["type"] in ("for-each", "logic") or any(
        r.get("node") == "workflow" for p, r, n in refs(d) if n["id"] == id
    ):
        return None
    if any(
        r.get("node") in {n["id"] for _, n in nodes(d, "list", "transform", "logic")}
        for p, r, n in refs(d)
        if n["id"] == id
    ):
        return None
    d["flow"] = [n for n in d["flow"] if n["id"] != id]
    pointer = next(p for p, r, _ in refs(d) if r.get("node") == id)
    return Planted("FC204", f"{pointer}/node")


@plants("FC205")
def unknown_workflow_input(rng: random.Random, d: Json) -> Planted | None:
    names = [r["name"] for _, r, _ in refs(d) if r.get("node") == "workflow"]
    found = pick(
        rng,
        [
            (p, r)
            for p, r, _ in refs(d)
            if r.get("node") == "workflow" and names.count(r["name"]) > 1
        ],
    )
    if found is None:
        return None
    found[1]["name"] = rng.choice((misspelt(found[1]["name"], rng), "nowhere"))
    return Planted("FC205", f"{found[0]}/name")


@plants("FC205")
def renamed_contract_input(rng: random.Random, d: Json) -> Planted | None:
    """The contract's name changes, its only reader's does not."""
    names = [r["name"] for _, r, _ in refs(d) if r.get("node") == "workflow"]
    rules = str([s.get("required") for _, s, _ in sites(d)]) + str(
        [s.get("maskFrom") for _, s, _ in sites(d)]
    )
    found = [s for s in d["inputs"] if names.count(s["name"]) == 1 and s["name"] not in rules]
    if not found:
        return None
    site = rng.choice(found)
    pointer = next(
        p for p, r, _ in refs(d) if r.get("node") == "workflow" and r["name"] == site["name"]
    )
    site["name"] = misspelt(site["name"], rng)
    return Planted("FC205", f"{pointer}/name")


@plants("FC206")
def missing_ref_name(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, [(p, r) for p, r, _ in refs(d) if r.get("node") == "workflow"])
    if found is None:
        return None
    pointer, ref = found
    if rng.random() < 0.5:
        del ref["name"]
        return Planted("FC206", pointer)
    ref["name"] = rng.choice(("", "  "))
    return Planted("FC206", f"{pointer}/name")


@plants("FC207")
def empty_ref(rng: random.Random, d: Json) -> Planted | None:
    pointer, ref, _ = rng.choice(refs(d))
    if "conditional" in ref and rng.random() < 0.5:
        ref["conditional"] = []
        return Planted("FC207", pointer, others=(f"{pointer}/conditional",))
    ref.pop("node", None)
    ref.pop("conditional", None)
    return Planted("FC207", pointer)


@plants("FC208")
def self_reference(rng: random.Random, d: Json) -> Planted | None:
    found = pick(
        rng,
        [
            (p, r, n)
            for p, r, n in refs(d)
            if r.get("node", "workflow") != "workflow" and "equal" not in r
        ],
    )
    if found is None:
        return None
    pointer, ref, node = found
    ref["node"] = node["id"]
    return Planted("FC208", f"{pointer}/node")


@plants("FC208")
def self_dependency(rng: random.Random, d: Json) -> Planted | None:
    pointer, node = rng.choice(nodes(d))
    depends = node.setdefault("dependsOn", [])
    depends.append(node["id"])
    return Planted("FC208", f"{pointer}/dependsOn/{len(depends) - 1}")


@plants("FC209")
def cycle(rng: random.Random, d: Json) -> Planted | None:
    """A provider starts to read its reader."""
    found = []
    for pointer, ref, reader in refs(d):
        for at, provider in enumerate(d["flow"]):
            if (
                provider["id"] == ref.get("node")
                and "equal" not in ref
                and provider["type"] in CALLS
                and reader["type"] in CALLS
                and not {provider["id"], reader["id"]} & bodies(d)
                and not gated(reader)
                and not gated(provider)
            ):
                found.append((pointer, at, provider, reader))
    if not found:
        return None
    pointer, at, provider, reader = rng.choice(found)
    provider.setdefault("inputs", []).append(text("back", {"node": reader["id"]}))
    place = f"/flow/{at}/inputs/{len(provider['inputs']) - 1}/ref/node"
    return Planted("FC209", place, others=(f"{pointer}/node", "*"))


@plants("FC210")
def duplicate_dependency(rng: random.Random, d: Json) -> Planted | None:
    found = [(f"{p}/dependsOn", n["dependsOn"]) for p, n in nodes(d) if n.get("dependsOn")]
    found += [(f"{p}/conditional", r["conditional"]) for p, r, _ in refs(d) if r.get("conditional")]
    if not found:
        return None
    pointer, ids = rng.choice(found)
    ids.append(rng.choice(ids))
    return Planted("FC210", f"{pointer}/{len(ids) - 1}", W)


@plants("FC211")
def ref_and_value(rng: random.Random, d: Json) -> Planted | None:
    found = [
        (p, s)
        for p, s, n in sites(d)
        if n is not None
        and "ref" in s
        and s["type"] == "string"
        and s["name"] not in ("gate", "condition", "logic_gate")
        and "allowedValues" not in s
    ]
    if not found:
        return None
    pointer, site = rng.choice(found)
    site["value"] = "own"
    return Planted("FC211", pointer, W, others=(f"{pointer}/value", f"{pointer}/ref"))


@plants("FC212")
def ref_to_approval(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "user-approval"))
    if found is None:
        return None
    id = found[1]["id"]
    readers = [
        (p, r)
        for p, r, n in refs(d)
        if id in (n.get("dependsOn") or ()) and r.get("node") in found[1]["dependsOn"]
    ]
    if not readers:
        return None
    pointer, ref = rng.choice(readers)
    ref["node"] = id
    return Planted("FC212", f"{pointer}/node", others=(pointer,))


@plants("FC213")
def scalar_into_array(rng: random.Random, d: Json) -> Planted | None:
    found = [
        (p, s, k)
        for p, s, _ in sites(d)
        for k in ("value", "default")
        if isinstance(s.get(k), list)
        and s[k]
        and s["type"] in ("file_array", "string_array", "number_array", "model_array")
    ]
    if not found:
        return None
    pointer, site, key = rng.choice(found)
    site[key] = site[key][0]
    return Planted("FC213", f"{pointer}/{key}")


@plants("FC214")
def kind_mismatch(rng: random.Random, d: Json) -> Planted | None:
    kind, other = rng.sample(("image", "video", "audio", "3d"), 2)
    d["inputs"].append({"name": "own file", "type": "file", "kind": kind})
    type = rng.choice(("file", "file_array"))
    pointer = append(
        d,
        call(
            "own",
            {
                "name": "x",
                "type": type,
                "kind": other,
                "ref": {"node": "workflow", "name": "own file"},
            },
        ),
    )
    return Planted(
        "FC214",
        f"{pointer}/inputs/0/ref",
        W,
        others=(f"{pointer}/inputs/0", f"{pointer}/inputs/0/ref/name"),
    )


@plants("FC214")
def type_mismatch(rng: random.Random, d: Json) -> Planted | None:
    number, asset = (
        rng.choice(("number", "boolean", "number_array")),
        rng.choice(("file", "model", "file_array")),
    )
    one, other = rng.choice(((number, asset), (asset, number)))
    d["inputs"].append({"name": "own file", "type": one})
    pointer = append(
        d,
        call("own", {"name": "x", "type": other, "ref": {"node": "workflow", "name": "own file"}}),
    )
    return Planted(
        "FC214",
        f"{pointer}/inputs/0/ref",
        W,
        others=(f"{pointer}/inputs/0", f"{pointer}/inputs/0/ref/name"),
    )


@plants("FC215")
def unused_input(rng: random.Random, d: Json) -> Planted | None:
    d["inputs"].append({"name": "own", "type": rng.choice(("string", "file", "number"))})
    return Planted(
        "FC215",
        f"/inputs/{len(d['inputs']) - 1}",
        W,
        others=(f"/inputs/{len(d['inputs']) - 1}/name",),
    )


@plants("FC216")
def dangling(rng: random.Random, d: Json) -> Planted | None:
    kind = rng.choice(("list", "transform", "logic"))
    if kind == "list":
        pointer = append(d, {"id": "own", "type": "list", "items": ["1", "2"]})
    elif kind == "logic":
        at, _ = branch(d)
        pointer = f"/flow/{at}"
    else:
        pointer = append(
            d,
            {
                "id": "own",
                "type": "transform",
                "logic": {"transform": "trim(x_output)"},
                "inputs": [text("x_output", {"node": first_id(d)})],
            },
        )
    return Planted("FC216", pointer, W, others=(f"{pointer}/id",))


# FC3


@plants("FC301")
def equal_without_branch(rng: random.Random, d: Json) -> Planted | None:
    found = pick(
        rng,
        [
            (p, r)
            for p, r, n in refs(d)
            if r.get("node") not in (None, "workflow")
            and "equal" not in r
            and n["type"] in CALLS
            and r["node"] not in bodies(d)
        ],
    )
    if found is None:
        return None
    found[1]["equal"] = "2"
    return Planted("FC301", f"{found[0]}/equal", W)


@plants("FC302")
def unknown_branch(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, [(p, r) for p, r, _ in refs(d) if "equal" in r])
    if found is None:
        return None
    found[1]["equal"] = rng.choice((found[1]["equal"] + "x", "9", ""))
    return Planted("FC302", f"{found[0]}/equal")


@plants("FC303")
def no_cases(rng: random.Random, d: Json) -> Planted | None:
    at, node = branch(d)
    append(d, call("own-waiter", gate("1")))
    if rng.random() < 0.5:
        node["logic"]["cases"] = []
        node["inputs"] = []
    else:
        del node["logic"]["cases"]
    return Planted(
        "FC303", f"/flow/{at}", W, others=(f"/flow/{at}/logic", f"/flow/{at}/logic/cases")
    )


@plants("FC303")
def cases_taken_away(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "logic"))
    if found is None:
        return None
    pointer, node = found
    if rng.random() < 0.5:
        node["logic"]["cases"] = []
    else:
        del node["logic"]["cases"]
    return Planted("FC303", pointer, W, others=(f"{pointer}/logic", f"{pointer}/logic/cases"))


@plants("FC304")
def incomplete_case(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "logic"))
    if found is None:
        return None
    pointer, node = found
    at = rng.randrange(len(node["logic"]["cases"]))
    key = rng.choice(("condition", "value"))
    node["logic"]["cases"][at][key] = rng.choice(("", " "))
    place = f"{pointer}/logic/cases/{at}"
    return Planted("FC304", f"{place}/{key}", others=(place,))


@plants("FC305")
def duplicate_condition(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, [(p, n) for p, n in nodes(d, "logic") if len(n["logic"]["cases"]) > 1])
    if found is None:
        return None
    pointer, node = found
    cases = node["logic"]["cases"]
    cases[-1]["condition"] = cases[0]["condition"]
    place = f"{pointer}/logic/cases/{len(cases) - 1}"
    return Planted("FC305", f"{place}/condition", W, others=(place,))


@plants("FC306")
def missing_default(rng: random.Random, d: Json) -> Planted | None:
    at, node = waited_branch(d)
    if rng.random() < 0.5:
        del node["logic"]["default"]
    else:
        node["logic"]["default"] = rng.choice((None, ""))
    return Planted(
        "FC306", f"/flow/{at}/logic", W, others=(f"/flow/{at}", f"/flow/{at}/logic/default")
    )


@plants("FC306")
def default_taken_away(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "logic"))
    if found is None:
        return None
    pointer, node = found
    del node["logic"]["default"]
    return Planted("FC306", f"{pointer}/logic", W, others=(pointer,))


@plants("FC307")
def unused_branch(rng: random.Random, d: Json) -> Planted | None:
    at, _ = waited_branch(d, cases=2)
    place = f"/flow/{at}/logic/cases/1"
    return Planted("FC307", f"{place}/value", I, others=(place,))


@plants("FC308")
def never_runs(rng: random.Random, d: Json) -> Planted | None:
    branch(d, cases=2)
    append(d, call("own-a", gate("2")))
    append(d, call("own-b", gate("3")))
    node = call("own-dead", gate("2"), gate("3") | {"name": "gate2"})
    pointer = append(d, node)
    return Planted(
        "FC308",
        pointer,
        others=(
            f"{pointer}/inputs/0/ref/equal",
            f"{pointer}/inputs/1/ref/equal",
            f"{pointer}/inputs/1/ref",
            f"{pointer}/inputs/0/ref",
        ),
    )


@plants("FC309")
def never_completes(rng: random.Random, d: Json) -> Planted | None:
    """A gated node's reader loses its gate, or a merge becomes an ordinary reference."""
    branch(d)
    append(d, call("own-a", gate("2")))
    if rng.random() < 0.5:
        pointer = append(d, call("own-hang", text("x", {"node": "own-a"})))
    else:
        append(d, call("own-b", gate("1")))
        pointer = append(
            d, call("own-hang", text("x", {"node": "own-a"}), text("y", {"node": "own-b"}))
        )
    return Planted(
        "FC309", pointer, others=(f"{pointer}/inputs/0/ref/node", f"{pointer}/inputs/0/ref")
    )


@plants("FC309")
def gate_lost(rng: random.Random, d: Json) -> Planted | None:
    """The gate of a node that reads another gated node is taken away."""
    inside = bodies(d)
    found = []
    for p, n in nodes(d, *CALLS):
        gates = [s for s in n.get("inputs") or () if "equal" in s.get("ref", ())]
        others = [
            s for s in n.get("inputs") or () if s not in gates and s.get("ref", {}).get("node")
        ]
        sources = {s["ref"]["node"] for s in others}
        by = [
            m
            for _, m in nodes(d)
            if m["id"] in sources
            and gated(m)
            and any(s["ref"] == g["ref"] for s in m["inputs"] for g in gates if "ref" in s)
        ]
        if len(gates) == 1 and by and n["id"] not in used(d) and n["id"] not in inside:
            found.append((p, n, gates[0]))
    if not found:
        return None
    pointer, node, site = rng.choice(found)
    node["inputs"].remove(site)
    return Planted(
        "FC309",
        pointer,
        others=tuple(f"{pointer}/inputs/{i}/ref{k}" for i in range(9) for k in ("", "/node")),
    )


def own_condition(d: Json, condition: str, type: str = "string") -> str:
    at, node = waited_branch(d)
    node["logic"]["cases"][0]["condition"] = condition
    return f"/flow/{at}/logic/cases/0/condition"


def own_transform(d: Json, expression: str) -> str:
    pointer = append(
        d,
        {
            "id": "own-t",
            "type": "transform",
            "logic": {"transform": expression},
            "inputs": [text("x_output", {"node": first_id(d)})],
        },
    )
    append(d, call("own-t-reader", text("x", {"node": "own-t"})))
    return f"{pointer}/logic/transform"


def expression(rng: random.Random, d: Json, condition: str, transform: str) -> str:
    return own_condition(d, condition) if rng.random() < 0.5 else own_transform(d, transform)


@plants("FC310")
def bad_syntax(rng: random.Random, d: Json) -> Planted | None:
    bad = rng.choice(
        (
            "trim(x_output == 'a'",
            "x_output == ",
            "x_output = 'a'",
            "x_output && ",
            "'a",
            "x_output == 'a')",
        )
    )
    return Planted("FC310", expression(rng, d, bad, bad))


@plants("FC310")
def cut_expression(rng: random.Random, d: Json) -> Planted | None:
    """A compiler's condition loses one bracket or quote."""
    found = [
        (f"{p}/logic/cases/{i}/condition", c, "condition")
        for p, n in nodes(d, "logic")
        for i, c in enumerate(n["logic"]["cases"])
        if any(q in c["condition"] for q in "()")
    ]
    found += [
        (f"{p}/logic/transform", n["logic"], "transform")
        for p, n in nodes(d, "transform")
        if any(q in n["logic"]["transform"] for q in "()")
    ]
    if not found:
        return None
    pointer, holder, key = rng.choice(found)
    at = rng.choice([i for i, c in enumerate(holder[key]) if c in "()"])
    holder[key] = holder[key][:at] + holder[key][at + 1 :]
    return Planted("FC310", pointer)


@plants("FC311")
def unknown_variable(rng: random.Random, d: Json) -> Planted | None:
    which = rng.choice(("x_outptu", "other_output"))
    return Planted(
        "FC311",
        expression(rng, d, f"trim({which}) == 'a' || x_output == 'b'", f"x_output + {which}"),
    )


@plants("FC311")
def renamed_logic_input(rng: random.Random, d: Json) -> Planted | None:
    """A logic or transform node's input is renamed, its expression is not."""
    found = []
    for p, n in nodes(d, "logic", "transform"):
        name = n["inputs"][0]["name"]
        texts = [n["logic"].get("transform", "")] + [
            c["condition"] for c in n["logic"].get("cases", ())
        ]
        if sum(name in t for t in texts) == 1 and name != "mode":
            found.append((p, n, name))
    if not found:
        return None
    pointer, node, name = rng.choice(found)
    node["inputs"][0]["name"] = name + rng.choice(("x", "_2"))
    cases = node["logic"].get("cases", ())
    at = next(
        (
            f"{pointer}/logic/cases/{i}/condition"
            for i, c in enumerate(cases)
            if name in c["condition"]
        ),
        f"{pointer}/logic/transform",
    )
    return Planted("FC311", at)


@plants("FC312")
def unknown_function(rng: random.Random, d: Json) -> Planted | None:
    function = rng.choice(("tirm(x_output)", "frobnicate(x_output)", "x_output.lowerAsci()"))
    return Planted("FC312", expression(rng, d, f"{function} == 'a'", f"{function} + 'a'"), W)


@plants("FC313")
def wrong_arguments(rng: random.Random, d: Json) -> Planted | None:
    bad = rng.choice(
        (
            "trim()",
            "trim(x_output, 1)",
            "slice(x_output, 1)",
            "slice(x_output, 'a', 2)",
            "x_output.startsWith(1)",
            "random('a')",
        )
    )
    return Planted(
        "FC313", expression(rng, d, f"{bad} == x_output", f"{bad} == x_output ? 'a' : 'b'")
    )


@plants("FC313")
def non_boolean(rng: random.Random, d: Json) -> Planted | None:
    return Planted(
        "FC313",
        own_condition(
            d, rng.choice(("size(x_output)", "trim(x_output) + 'a'", "x_output.lowerAscii()"))
        ),
    )


@plants("FC314")
def double_quoted(rng: random.Random, d: Json) -> Planted | None:
    return Planted("FC314", expression(rng, d, 'trim(x_output) == "a"', 'x_output + "a"'), I)


@plants("FC315")
def constant_condition(rng: random.Random, d: Json) -> Planted | None:
    at, node = branch(d)
    node["logic"]["cases"][0]["condition"] = rng.choice(
        ("true", "false", "1 > 2", "'a' == 'a'", "size('ab') == 2")
    )
    node["inputs"] = []
    append(d, call("own-waiter", gate("1"), text("z", {"node": first_id(d)})))
    # a node that waits for a branch the constant excludes never runs: a second fact
    return Planted("FC315", f"/flow/{at}/logic/cases/0/condition", W, frozenset({"FC308"}))


@plants("FC316")
def unused_expression_input(rng: random.Random, d: Json) -> Planted | None:
    found = pick(
        rng, [(p, n) for p, n in nodes(d, "logic", "transform") if n["inputs"][0]["name"] != "mode"]
    )
    if found is None:
        return None
    pointer, node = found
    node["inputs"].append(text("own_output", {"node": first_id(d)}))
    if node["id"] in bodies(d) and node["id"] == first_id(d):
        return None
    place = f"{pointer}/inputs/{len(node['inputs']) - 1}"
    return Planted("FC316", place, W, others=(f"{place}/name",))


# FC4


@plants("FC401")
def unknown_body_node(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, [(p, n) for p, n in nodes(d, "for-each") if n["loopBodyNodeIds"]])
    if found is None:
        return None
    pointer, node = found
    ids = node["loopBodyNodeIds"]
    if rng.random() < 0.5:
        ids.append("nowhere")
        return Planted("FC401", f"{pointer}/loopBodyNodeIds/{len(ids) - 1}")
    at = rng.randrange(len(ids))
    ids[at] += "x"
    return Planted("FC401", f"{pointer}/loopBodyNodeIds/{at}")


@plants("FC402")
def loop_in_own_body(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "for-each"))
    if found is None:
        return None
    pointer, node = found
    node["loopBodyNodeIds"].append(node["id"])
    return Planted("FC402", f"{pointer}/loopBodyNodeIds/{len(node['loopBodyNodeIds']) - 1}")


@plants("FC403")
def duplicate_body_node(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, [(p, n) for p, n in nodes(d, "for-each") if n["loopBodyNodeIds"]])
    if found is None:
        return None
    pointer, node = found
    node["loopBodyNodeIds"].append(rng.choice(node["loopBodyNodeIds"]))
    return Planted("FC403", f"{pointer}/loopBodyNodeIds/{len(node['loopBodyNodeIds']) - 1}", W)


@plants("FC404")
def empty_loop(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, [(p, n) for p, n in nodes(d, "for-each") if "count" not in n])
    if found is None:
        return None
    pointer, node = found
    if rng.random() < 0.5:
        node["loopBodyNodeIds"] = []
    else:
        del node["loopBodyNodeIds"]
    return Planted("FC404", pointer, others=(f"{pointer}/loopBodyNodeIds",))


@plants("FC405")
def overlapping_loops(rng: random.Random, d: Json) -> Planted | None:
    _, each = loop(d)
    d["flow"].append(
        {
            "id": "own-loop2",
            "type": "for-each",
            "count": 2,
            "loopBodyNodeIds": ["own-body"],
            "inputs": [],
        }
    )
    pointer = f"/flow/{len(d['flow']) - 1}"
    return Planted(
        "FC405", f"{pointer}/loopBodyNodeIds/0", W, others=(pointer, f"{pointer}/loopBodyNodeIds")
    )


@plants("FC406")
def invalid_count(rng: random.Random, d: Json) -> Planted | None:
    at, each = loop(d)
    each["count"] = rng.choice((0, -1, 2.5))
    return Planted("FC406", f"/flow/{at}/count")


@plants("FC407")
def nothing_to_iterate(rng: random.Random, d: Json) -> Planted | None:
    at, each = loop(d)
    if rng.random() < 0.5:
        each["inputs"] = []
        d["flow"][-1]["inputs"][0]["ref"] = {"node": "own-loop"}
    else:
        del each["inputs"][0]["ref"]
    append(d, call("own-lister", text("x", {"node": "own-list"})))
    return Planted("FC407", f"/flow/{at}", others=(f"/flow/{at}/inputs/0", f"/flow/{at}/inputs"))


@plants("FC408")
def other_count(rng: random.Random, d: Json) -> Planted | None:
    at, each = loop(d, count=rng.choice((1, 2, 4)))
    return Planted("FC408", f"/flow/{at}/count", W)


@plants("FC409")
def loop_over_scalar(rng: random.Random, d: Json) -> Planted | None:
    at, each = loop(d)
    append(d, call("own-lister", text("x", {"node": "own-list"})))
    if rng.random() < 0.5:
        each["inputs"][0] |= {"type": "string", "value": "x"}
        del each["inputs"][0]["ref"]
    else:
        d["inputs"].append({"name": "own text", "type": "string", "required": {"always": True}})
        each["inputs"][0]["ref"] = {"node": "workflow", "name": "own text"}
    place = f"/flow/{at}/inputs/0"
    return Planted(
        "FC409",
        place,
        W,
        others=(f"{place}/type", f"{place}/ref", f"{place}/ref/name", f"{place}/value"),
    )


@plants("FC410")
def body_ignores_item(rng: random.Random, d: Json) -> Planted | None:
    at, each = loop(d)
    d["flow"][-1]["inputs"] = [{"name": "prompt", "type": "string", "value": "x"}]
    return Planted("FC410", f"/flow/{at}", W, others=(f"/flow/{at}/loopBodyNodeIds",))


@plants("FC411")
def reads_template(rng: random.Random, d: Json) -> Planted | None:
    at, each = loop(d)
    pointer = append(d, call("own-reader", text("x", {"node": "own-body"})))
    return Planted("FC411", f"{pointer}/inputs/0/ref/node", W)


@plants("FC412")
def loop_waits_for_itself(rng: random.Random, d: Json) -> Planted | None:
    at, each = loop(d)
    if rng.random() < 0.5:
        each["inputs"].append({"name": "image1", "type": "file_array", "ref": {"node": "own-body"}})
    else:
        append(d, call("own-out", text("x", {"node": "own-loop"})))
        d["flow"][at + 1]["inputs"].append(text("y", {"node": "own-out"}))
    return Planted("FC412", f"/flow/{at}", others=("*",))


@plants("FC413")
def too_many_runs(rng: random.Random, d: Json) -> Planted | None:
    at, each = loop(d, count=1001)
    each["inputs"] = []
    d["flow"][at + 1]["inputs"][0]["ref"] = {"node": "own-list"}
    return Planted("FC413", f"/flow/{at}/count", W, others=(f"/flow/{at}",))


@plants("FC420")
def empty_list(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "list"))
    if found is None:
        return None
    pointer, node = found
    if rng.random() < 0.5:
        del node["items"]
        return Planted("FC420", pointer)
    node["items"] = []
    return Planted("FC420", f"{pointer}/items", others=(pointer,))


@plants("FC421")
def blank_item(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "list"))
    if found is None:
        return None
    pointer, node = found
    at = rng.randrange(len(node["items"]))
    node["items"][at] = rng.choice(("", "  ", "\n"))
    return Planted("FC421", f"{pointer}/items/{at}", W)


@plants("FC422")
def mixed_items(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, [(p, n) for p, n in nodes(d, "list") if n["items"][0].startswith("asset_")])
    if found is None:
        return None
    pointer, node = found
    node["items"].append("a castle")
    return Planted(
        "FC422",
        f"{pointer}/items",
        W,
        others=(pointer, f"{pointer}/items/{len(node['items']) - 1}", f"{pointer}/items/0"),
    )


@plants("FC423")
def impossible_selection(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "user-selection"))
    if found is None:
        return None
    pointer, node = found
    if "items" in node:
        node["inputs"][0] |= {"min": len(node["items"]) + 1, "max": 50}
        return Planted("FC423", f"{pointer}/inputs/0/min", others=(f"{pointer}/inputs/0", pointer))
    node["inputs"][0] |= {"min": 3, "max": 2}
    return Planted(
        "FC423",
        f"{pointer}/inputs/0/min",
        others=(f"{pointer}/inputs/0", pointer, f"{pointer}/inputs/0/max"),
    )


# FC5


@plants("FC501")
def include_not_true(rng: random.Random, d: Json) -> Planted | None:
    pointer, node = rng.choice(nodes(d, "custom-model", "model", "workflow") or nodes(d))
    node["includeOutputsInWorkflowJob"] = rng.choice((False, "true", 1, 0, "yes", []))
    return Planted("FC501", f"{pointer}/includeOutputsInWorkflowJob")


@plants("FC502")
def include_without_output(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "list", "logic", "transform", "user-approval", "for-each"))
    if found is None:
        return None
    found[1]["includeOutputsInWorkflowJob"] = True
    return Planted("FC502", f"{found[0]}/includeOutputsInWorkflowJob", W)


@plants("FC503")
def redundant_include(rng: random.Random, d: Json) -> Planted | None:
    pointer = append(
        d, call("own", text("x", {"node": first_id(d)}), includeOutputsInWorkflowJob=True)
    )
    return Planted("FC503", f"{pointer}/includeOutputsInWorkflowJob", I)


@plants("FC504")
def no_output(rng: random.Random, d: Json) -> Planted | None:
    """Only a list and a transform that feed each other's readers, none of which produces."""
    d["inputs"] = []
    d["flow"] = [
        {"id": "l", "type": "list", "items": ["a"]},
        {
            "id": "t",
            "type": "transform",
            "inputs": [text("l_output", {"node": "l"})],
            "logic": {"transform": "l_output"},
        },
        {
            "id": "s",
            "type": "user-selection",
            "inputs": [{"name": "x", "type": "string_array", "ref": {"node": "t"}}],
        },
    ]
    return Planted("FC504", "/flow")


@plants("FC505")
def output_may_be_lost(rng: random.Random, d: Json) -> Planted | None:
    pointer = append(d, call("own", text("x", {"node": first_id(d)})))
    append(d, call("own2", text("x", {"node": first_id(d)}), dependsOn=["own"]))
    return Planted("FC505", pointer, I, others=(f"{pointer}/id",))


# FC6


def ruled(d: Json, rules: Any, *, value: Any = "v", beside: Json | None = None) -> str:
    """A node with an input under these rules beside an input `a`; the pointer of the rules."""
    one = {"name": "a", "type": "string", "value": "v", **(beside or {})}
    two: Json = {"name": "beta", "type": "string", "required": rules}
    if value is not None:
        two["value"] = value
    pointer = append(d, call("own-ruled", {k: v for k, v in one.items() if v is not None}, two))
    return f"{pointer}/inputs/1/required"


VALUE_RULES: tuple[Callable[[str, list[Any]], Json], ...] = (
    lambda s, v: {"conditionalValues": {s: v}},
    lambda s, v: {"when": {s: v}},
    lambda s, v: {"conditional": {"values": {s: v}}},
    lambda s, v: {"conditional": {"values": {s: v}, "operator": "or"}},
)
VALUE_PATHS = ("conditionalValues", "when", "conditional/values", "conditional/values")


@plants("FC601")
def unknown_sibling(rng: random.Random, d: Json) -> Planted | None:
    kind = rng.randrange(3)
    near = rng.random() < 0.5
    sibling = "beeta" if near else "hiddenThing"
    rules: Json = {"ifDefined": {sibling: "m"}} if kind == 0 else {"ifNotDefined": {sibling: "m"}}
    path = "ifDefined" if kind == 0 else "ifNotDefined"
    if kind == 2:
        which = rng.randrange(4)
        rules, path = VALUE_RULES[which](sibling, ["v"]), VALUE_PATHS[which]
    one = {"name": "alpha", "type": "string", "value": "v", "required": rules}
    pointer = append(d, call("own-ruled", one, {"name": "beta", "type": "string", "value": "v"}))
    return Planted(
        "FC601", f"{pointer}/inputs/0/required/{path}/{sibling}", W if near else I, at_key=True
    )


@plants("FC602")
def self_required(rng: random.Random, d: Json) -> Planted | None:
    which = rng.randrange(3)
    rules, path = (
        ({"ifDefined": {"beta": "m"}}, "ifDefined"),
        ({"ifNotDefined": {"beta": "m"}}, "ifNotDefined"),
        ({"when": {"beta": ["v"]}}, "when"),
    )[which]
    return Planted("FC602", ruled(d, rules) + f"/{path}/beta", W, at_key=True)


@plants("FC603")
def malformed_required(rng: random.Random, d: Json) -> Planted | None:
    rules, path = rng.choice(
        (
            ("yes", ""),
            (1, ""),
            ([], ""),
            ({"always": "yes"}, "/always"),
            ({"always": 1}, "/always"),
            ({"ifDefined": "a"}, "/ifDefined"),
            ({"ifNotDefined": ["a"]}, "/ifNotDefined"),
            ({"when": 3}, "/when"),
            ({"conditional": {"values": 3}}, "/conditional/values"),
            ({"conditional": ["a"]}, "/conditional"),
        )
    )
    return Planted("FC603", ruled(d, rules) + path)


@plants("FC603")
def malformed_contract_rule(rng: random.Random, d: Json) -> Planted | None:
    if not d["inputs"]:
        return None
    at = rng.randrange(len(d["inputs"]))
    d["inputs"][at]["required"] = rng.choice(("yes", 1, [], ["always"]))
    return Planted("FC603", f"/inputs/{at}/required")


@plants("FC603")
def unknown_rule(rng: random.Random, d: Json) -> Planted | None:
    word = rng.choice(("ifdefined", "ifDefind", "unless", "alway"))
    return Planted(
        "FC603",
        ruled(d, {word: True if word == "alway" else {"a": "m"}}) + f"/{word}",
        W,
        at_key=True,
    )


@plants("FC604")
def redundant_always(rng: random.Random, d: Json) -> Planted | None:
    place = ruled(d, {"always": True, "ifDefined": {"a": "m"}})
    return Planted("FC604", place, I, others=(f"{place}/always", f"{place}/ifDefined"))


@plants("FC605")
def impossible_value(rng: random.Random, d: Json) -> Planted | None:
    which = rng.randrange(4)
    rules = VALUE_RULES[which]("a", ["z"])
    beside = rng.choice(
        (
            {"allowedValues": ["v", "w"]},
            {"type": "number", "value": 1},
            {"type": "boolean", "value": True},
        )
    )
    place = ruled(d, rules, beside=beside) + f"/{VALUE_PATHS[which]}/a"
    return Planted("FC605", place, W, others=(f"{place}/0",))


@plants("FC610")
def missing_required(rng: random.Random, d: Json) -> Planted | None:
    rules: Any = rng.choice(
        (
            True,
            {"always": True},
            {"ifDefined": {"a": "m"}},
            {"ifNotDefined": {"hiddenThing": "m"}},
            {"when": {"a": ["v"]}},
            {"conditional": {"values": {"a": ["v", "w"]}}},
            {"conditionalValues": {"a": ["v"]}},
        )
    )
    place = ruled(d, rules, value=None).removesuffix("/required")
    if rng.random() < 0.3:
        d["flow"][-1]["inputs"][1]["value"] = rng.choice(("", None, "  "))
        place_value = f"{place}/value"
    else:
        place_value = place
    return Planted("FC610", place, others=(f"{place}/required", place_value, "*"))


@plants("FC610")
def required_value_lost(rng: random.Random, d: Json) -> Planted | None:
    found = [
        (p, s, k)
        for p, s, n in sites(d)
        for k in ("ref", "value")
        if n is not None
        and s.get("required") in (True, {"always": True})
        and k in s
        and not s.get("default")
        and s.get("default") not in (0, False)
        and n["type"] in CALLS
        and "/items/" not in p
        and (k == "value" or s["ref"].get("node") not in (None, "workflow"))
        and not any(s["name"] in str(t.get("required")) for t in n["inputs"])
    ]
    if not found:
        return None
    pointer, site, key = rng.choice(found)
    if key == "ref":
        source = next(n for _, n in nodes(d) if n["id"] == site["ref"]["node"])
        if source["type"] not in CALLS:
            return None
    del site[key]
    return Planted("FC610", pointer, others=(f"{pointer}/required",))


@plants("FC611")
def maybe_missing(rng: random.Random, d: Json) -> Planted | None:
    d["inputs"].append({"name": "own text", "type": "string"})
    place = ruled(d, {"always": True}, value=None).removesuffix("/required")
    d["flow"][-1]["inputs"][1]["ref"] = {"node": "workflow", "name": "own text"}
    return Planted(
        "FC611", place, W, others=(f"{place}/required", f"{place}/ref", f"{place}/ref/name")
    )


@plants("FC611")
def maybe_required(rng: random.Random, d: Json) -> Planted | None:
    d["inputs"].append({"name": "own text", "type": "string"})
    rule_ = rng.choice(({"ifDefined": {"a": "m"}}, {"ifNotDefined": {"a": "m"}}))
    place = ruled(
        d,
        rule_,
        value=None,
        beside={"value": None, "ref": {"node": "workflow", "name": "own text"}},
    ).removesuffix("/required")
    return Planted("FC611", place, W, others=(f"{place}/required",))


@plants("FC611")
def maybe_required_by_value(rng: random.Random, d: Json) -> Planted | None:
    d["inputs"].append(
        {"name": "own text", "type": "string", "allowedValues": ["v", "w"], "default": "w"}
    )
    which = rng.randrange(4)
    place = ruled(
        d,
        VALUE_RULES[which]("a", ["v"]),
        value=None,
        beside={"value": None, "ref": {"node": "workflow", "name": "own text"}},
    ).removesuffix("/required")
    return Planted("FC611", place, W, others=(f"{place}/required",))


@plants("FC612")
def dead_rule(rng: random.Random, d: Json) -> Planted | None:
    rules = {"ifNotDefined": {"own one": rng.choice(("m", {"message": "m"}, {}))}}
    path = "/ifNotDefined"
    one: Json = {"name": "own one", "type": "string", "required": {"always": True}}
    d["inputs"] += [one, {"name": "own two", "type": "string", "required": rules}]
    inputs = [text(n, {"node": "workflow", "name": f"own {n}"}) for n in ("one", "two")]
    append(d, call("own", *inputs))
    place = f"/inputs/{len(d['inputs']) - 1}/required"
    return Planted("FC612", place + path, I, others=(place, f"{place}{path}/own one"))


# FC7


@plants("FC701")
def foreign_field(rng: random.Random, d: Json) -> Planted | None:
    field, value, types = rng.choice(
        (
            ("count", 2, ("custom-model", "list", "logic")),
            ("loopBodyNodeIds", [], ()),
            ("items", ["a"], ("custom-model", "logic", "transform")),
            ("logicType", "if-else", ("custom-model", "list")),
            ("logic", {"transform": "'a'"}, ("custom-model", "list", "for-each")),
            (
                "modelId",
                "model_x",
                (
                    "list",
                    "logic",
                    "transform",
                    "for-each",
                    "user-approval",
                    "user-selection",
                    "workflow",
                ),
            ),
            ("workflowId", "wf_1", ("custom-model", "list", "logic")),
            ("iterationIndex", 0, ()),
            ("loopNodeId", None, ()),
        )
    )
    found = pick(rng, nodes(d, *types) if types else nodes(d, "custom-model", "model"))
    if found is None:
        return None
    if field == "loopBodyNodeIds":
        value = [first_id(d)]
        if found[1]["id"] == first_id(d):
            return None
    if field == "loopNodeId":
        loops = nodes(d, "for-each")
        if not loops:
            return None
        value = loops[0][1]["id"]
    found[1][field] = value
    return Planted("FC701", f"{found[0]}/{field}", W, at_key=True)


@plants("FC702")
def no_model(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "custom-model", "model"))
    if found is None:
        return None
    pointer, node = found
    node["modelId"] = rng.choice((None, "", " "))
    if rng.random() < 0.5:
        del node["modelId"]
    return Planted(
        "FC702", pointer, E if node["type"] == "custom-model" else W, others=(f"{pointer}/modelId",)
    )


@plants("FC703")
def no_workflow(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "workflow"))
    if found is None:
        return None
    pointer, node = found
    node["workflowId"] = rng.choice((None, ""))
    if rng.random() < 0.5:
        del node["workflowId"]
    return Planted("FC703", pointer, others=(f"{pointer}/workflowId",))


@plants("FC704")
def no_logic_type(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "logic"))
    if found is None:
        return None
    found[1].pop("logicType")
    return Planted("FC704", found[0])


@plants("FC705")
def no_transform(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "transform"))
    if found is None:
        return None
    pointer, node = found
    way = rng.randrange(3)
    if way == 0:
        del node["logic"]
    elif way == 1:
        node["logic"] = {}
    else:
        node["logic"]["transform"] = rng.choice(("", " "))
    return Planted("FC705", pointer, W, others=(f"{pointer}/logic", f"{pointer}/logic/transform"))


@plants("FC706")
def guards_nothing(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "user-approval"))
    if found is None:
        return None
    if rng.random() < 0.5:
        del found[1]["dependsOn"]
    else:
        found[1]["dependsOn"] = []
    return Planted("FC706", found[0], W, others=(f"{found[0]}/dependsOn",))


OPTIONS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("color", True, ("number", "file", "boolean", "string_array")),
    ("prompt", True, ("number", "file", "boolean", "model")),
    ("promptSpark", True, ("number", "file", "boolean", "model")),
    ("placeholder", "x", ("number", "file", "boolean")),
    ("step", 1, ("string", "file", "boolean", "model", "string_array")),
    ("min", 1, ("string", "file", "boolean", "model")),
    ("max", 9, ("string", "file", "boolean", "model")),
    ("kind", "image", ("string", "number", "boolean", "model", "number_array")),
    ("parent", True, ("string", "number", "boolean", "model", "model_array")),
    ("backgroundBehavior", "opaque", ("string", "number", "boolean")),
    ("maxSize", 5, ("string", "number", "boolean", "model")),
    ("maxDuration", 5, ("string", "number", "boolean", "string_array")),
    ("minDuration", 5, ("string", "number", "boolean", "string_array")),
    ("maskFrom", "other", ("string", "number", "boolean")),
    ("modelTypes", ["custom"], ("string", "number", "boolean", "file")),
    (
        "items",
        [[{"name": "x", "type": "string", "value": "v"}]],
        ("string", "number", "file_array"),
    ),
    ("inputs", [{"name": "x", "type": "string"}], ("string", "number", "file_array")),
    ("minLength", 1, ("number", "file", "boolean")),
    ("maxLength", 99, ("number", "file", "boolean")),
)


@plants("FC710")
def foreign_option(rng: random.Random, d: Json) -> Planted | None:
    option, value, types = rng.choice(OPTIONS)
    found = [
        (p, s)
        for p, s, n in sites(d)
        if s["type"] in types
        and option not in s
        and "/items/" not in p
        and (n is None or n["type"] in CALLS)
        and not (n is None and option == "items")
    ]
    if not found:
        return None
    pointer, site = rng.choice(found)
    site[option] = copy.deepcopy(value)
    if option == "maskFrom":
        files = [s["name"] for s in d["inputs"] if s["type"] == "file"]
        if not pointer.startswith("/inputs") or not files:
            return None
        site[option] = files[0]
    return Planted("FC710", f"{pointer}/{option}", W, at_key=True)


@plants("FC711")
def invalid_bounds(rng: random.Random, d: Json) -> Planted | None:
    type, options, at = rng.choice(
        (
            ("number", {"min": 5, "max": 4}, ("min", "max")),
            ("string", {"minLength": 5, "maxLength": 4}, ("minLength", "maxLength")),
            ("string_array", {"minLength": 5, "maxLength": 4}, ("minLength", "maxLength")),
            ("number_array", {"min": 1, "max": 0.5}, ("min", "max")),
            ("string", {"minLength": -1}, ("minLength",)),
            ("string", {"maxLength": -1}, ("maxLength",)),
            ("file", {"maxSize": -1}, ("maxSize",)),
            ("number", {"step": 0}, ("step",)),
            ("number", {"step": -1}, ("step",)),
            ("number", {"min": 0, "max": -1}, ("min", "max")),
        )
    )
    if type == "file" and rng.random() < 0.5:
        options, at = (
            {"kind": "video", "minDuration": 5, "maxDuration": 4},
            ("minDuration", "maxDuration"),
        )
    d["inputs"].append({"name": "own", "type": type, **options})
    append(
        d,
        call(
            "own",
            {
                "name": "x",
                "type": type,
                **({"kind": options["kind"]} if "kind" in options else {}),
                "ref": {"node": "workflow", "name": "own"},
            },
        ),
    )
    pointer = f"/inputs/{len(d['inputs']) - 1}"
    return Planted("FC711", f"{pointer}/{at[0]}", others=(*(f"{pointer}/{a}" for a in at), pointer))


@plants("FC712")
def value_not_allowed(rng: random.Random, d: Json) -> Planted | None:
    type, options, value = rng.choice(
        (
            ("string", {"allowedValues": ["a", "b"]}, "c"),
            ("number", {"allowedValues": [1, 2]}, 3),
            ("number", {"min": 1}, 0),
            ("number", {"max": 9}, 10),
            ("number", {}, "5"),
            ("boolean", {}, "true"),
            ("string", {}, 5),
            ("boolean", {}, 1),
            ("string", {"maxLength": 2}, "abc"),
            ("string", {"minLength": 4}, "abc"),
            ("string_array", {"maxLength": 1}, ["a", "b"]),
            ("file", {}, 5),
            ("model", {}, 5),
            ("number", {"min": 0}, -1),
            ("number", {}, True),
        )
    )
    severity = W if options == {"min": 0} else E
    key = rng.choice(("value", "default"))
    if key == "value":
        pointer = (
            append(d, call("own", {"name": "x", "type": type, **options, "value": value}))
            + "/inputs/0"
        )
    else:
        d["inputs"].append({"name": "own", "type": type, **options, "default": value})
        append(
            d, call("own", {"name": "x", "type": type, "ref": {"node": "workflow", "name": "own"}})
        )
        pointer = f"/inputs/{len(d['inputs']) - 1}"
    return Planted("FC712", f"{pointer}/{key}", severity)


@plants("FC712")
def item_not_allowed(rng: random.Random, d: Json) -> Planted | None:
    type, options, value, at = rng.choice(
        (
            ("string_array", {"allowedValues": ["a", "b"]}, ["a", "c"], 1),
            ("number_array", {"max": 1}, [0.5, 2], 1),
            ("number_array", {}, ["1"], 0),
            ("file_array", {}, ["asset_1", 7], 1),
            ("string_array", {}, [5], 0),
            ("number_array", {"min": 0}, [-1], 0),
        )
    )
    pointer = (
        append(d, call("own", {"name": "x", "type": type, **options, "value": value}))
        + "/inputs/0/value"
    )
    return Planted("FC712", f"{pointer}/{at}", W if options == {"min": 0} else E, others=(pointer,))


@plants("FC713")
def bad_allowed_values(rng: random.Random, d: Json) -> Planted | None:
    type, values, at = rng.choice(
        (
            ("string", [], ""),
            ("string", ["a", "b", "a"], "/2"),
            ("number", [1, 1.0], "/1"),
            ("number", [1, "2"], "/1"),
            ("string", ["a", 2], "/1"),
            ("string_array", ["a", 5], "/1"),
            ("number_array", ["a"], "/0"),
        )
    )
    d["inputs"].append({"name": "own", "type": type, "allowedValues": values})
    append(d, call("own", {"name": "x", "type": type, "ref": {"node": "workflow", "name": "own"}}))
    pointer = f"/inputs/{len(d['inputs']) - 1}/allowedValues"
    return Planted("FC713", pointer + at, W, others=(pointer,))


@plants("FC714")
def unknown_mask(rng: random.Random, d: Json) -> Planted | None:
    found = [(p, s, n) for p, s, n in sites(d) if "maskFrom" in s]
    if not found:
        return None
    pointer, site, node = rng.choice(found)
    site["maskFrom"] = rng.choice((misspelt(site["maskFrom"], rng), "nowhere"))
    return Planted("FC714", f"{pointer}/maskFrom", E if node is None else W)


@plants("FC715")
def bad_rows(rng: random.Random, d: Json) -> Planted | None:
    found = [(p, s) for p, s, n in sites(d) if n is not None and s.get("items") and s.get("inputs")]
    if not found:
        return None
    pointer, site = rng.choice(found)
    at = rng.randrange(len(site["items"]))
    row = site["items"][at]
    place = f"{pointer}/items/{at}"
    if rng.random() < 0.5:
        row.append({"name": "quux", "type": "string", "value": "x"})
        return Planted("FC715", f"{place}/{len(row) - 1}/name", others=(f"{place}/{len(row) - 1}",))
    if any(s["name"] == "image" for s in row) or "ref" in row[0]:
        return None
    row[0] = {"name": "start", "type": "number", "value": 1} if len(row) == 1 else row[1]
    del row[1:]
    # without its text the row's image is required too: the row lacks two things
    return Planted("FC715", place, companions=frozenset({"FC610"}))


# FC8

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
    return Planted("FC801", f"{place}/modelId", W if near else I, models=CATALOGUE, companions=CUT)


CUT = frozenset({"FC215", "FC216", "FC410", "FC505"})
"""What may follow from cutting the inputs of the other calls."""


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
        )
    )
    place = model_call(d, PROMPT, site)
    return Planted("FC805", f"{place}/value", models=CATALOGUE)


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
    place = sub_call(d, PROMPT, workflowId="wf_nowhere")
    return Planted("FC811", f"{place}/workflowId", I, workflows=(copy.deepcopy(CALLEE),))


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


# FC9


def own_run(flow: list[Json], *, copies: int = 3, count: int | None = None) -> tuple[int, Json]:
    """A finished loop with one template and its copies at the end of a run; the index of the loop."""
    at = len(flow)
    loop_node: Json = {
        "id": "own-loop",
        "type": "for-each",
        "loopBodyNodeIds": ["own-body"],
        "status": "success",
        "inputs": [{"name": "text0", "type": "string_array", "value": ["a", "b", "c"]}],
    }
    if count is not None:
        loop_node |= {"count": count, "inputs": []}
    body = call("own-body", text("item", {"node": "own-loop", "name": "text0"}), status="skipped")
    flow += [loop_node, body]
    for index in range(copies):
        flow.append(
            copy.deepcopy(body)
            | {
                "id": f"own-body_{index}",
                "status": "success",
                "loopNodeId": "own-loop",
                "iterationIndex": index,
            }
        )
    return at, loop_node


@plants_in_job("FC901")
def half_mark(rng: random.Random, flow: list[Json]) -> Planted | None:
    at, _ = own_run(flow)
    which = at + 2 + rng.randrange(3)
    del flow[which][rng.choice(("loopNodeId", "iterationIndex"))]
    return Planted(
        "FC901",
        f"/metadata/flow/{which}",
        others=tuple(f"/metadata/flow/{which}/{k}" for k in ("loopNodeId", "iterationIndex")),
    )


@plants_in_job("FC902")
def no_loop(rng: random.Random, flow: list[Json]) -> Planted | None:
    at, _ = own_run(flow)
    which = at + 2 + rng.randrange(3)
    flow[which]["loopNodeId"] = "own-body"
    return Planted("FC902", f"/metadata/flow/{which}/loopNodeId")


@plants_in_job("FC204")
def unknown_loop(rng: random.Random, flow: list[Json]) -> Planted | None:
    at, _ = own_run(flow)
    which = at + 2 + rng.randrange(3)
    flow[which]["loopNodeId"] = "nowhere"
    return Planted("FC204", f"/metadata/flow/{which}/loopNodeId")


@plants_in_job("FC903")
def bad_index(rng: random.Random, flow: list[Json]) -> Planted | None:
    at, _ = own_run(flow)
    which = at + 2 + rng.randrange(3)
    flow[which]["iterationIndex"] = rng.choice(
        (-1, 0.5, rng.choice([i for i in range(3) if i != which - at - 2]))
    )
    place = f"/metadata/flow/{which}/iterationIndex"
    return Planted("FC903", place, others=("*",))


@plants_in_job("FC904")
def index_gap(rng: random.Random, flow: list[Json]) -> Planted | None:
    at, _ = own_run(flow)
    del flow[at + 2 + rng.randrange(2)]
    return Planted("FC904", f"/metadata/flow/{at}", W, others=("*",))


@plants_in_job("FC905")
def beyond_count(rng: random.Random, flow: list[Json]) -> Planted | None:
    at, _ = own_run(flow, count=2)
    return Planted(
        "FC905", f"/metadata/flow/{at + 4}/iterationIndex", W, others=(f"/metadata/flow/{at + 4}",)
    )


def reader_of(flow: list[Json], source_status: str, status: str) -> int:
    flow.append(
        call("own-source", {"name": "prompt", "type": "string", "value": "x"}, status=source_status)
    )
    flow.append(call("own-reader", text("x", {"node": "own-source"}), status=status))
    return len(flow) - 1


@plants_in_job("FC906")
def success_too_early(rng: random.Random, flow: list[Json]) -> Planted | None:
    at = reader_of(flow, rng.choice(("pending", "processing", "failure")), "success")
    return Planted("FC906", f"/metadata/flow/{at}/status", W, others=("*",))


@plants_in_job("FC907")
def waits_for_skipped(rng: random.Random, flow: list[Json]) -> Planted | None:
    at = reader_of(flow, "skipped", "pending")
    return Planted("FC907", f"/metadata/flow/{at}/status", others=("*",))


@plants_in_job("FC106")
def unknown_status(rng: random.Random, flow: list[Json]) -> Planted | None:
    at = rng.randrange(len(flow))
    flow[at]["status"] = rng.choice(("sucess", "paused"))
    return Planted("FC106", f"/metadata/flow/{at}/status", W)


@plants_in_job("FC104")
def missing_status(rng: random.Random, flow: list[Json]) -> Planted | None:
    at = rng.randrange(len(flow))
    del flow[at][rng.choice(("status", "type"))]
    return Planted("FC104", f"/metadata/flow/{at}", W)
