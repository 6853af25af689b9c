"""Plants FC2: identity and references."""

from __future__ import annotations

import copy
import random

from tests.measure.planting import (
    CALLS,
    Json,
    Planted,
    W,
    append,
    bodies,
    branch,
    call,
    first_id,
    gated,
    misspelt,
    nodes,
    pick,
    plants,
    refs,
    sites,
    text,
    used,
)


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
    # what named the input by its old name names nobody now: a second fact
    lost = frozenset({"FC714", "FC601"})
    return Planted("FC203", f"{pointer}/inputs/{max(one, other)}/name", companions=lost)


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
