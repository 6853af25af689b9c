"""Plants FC1: documents and the shape of nodes, inputs and refs."""

from __future__ import annotations

import random

from tests.measure.planting import (
    INFO,
    E,
    Json,
    Planted,
    W,
    append,
    call,
    first_id,
    loop,
    misspelt,
    nodes,
    pick,
    plants,
    refs,
    sites,
    text,
)


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
    pointer, site, _node = rng.choice(list(sites(d)))
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
    return Planted("FC107", f"{pointer}/quux", INFO, at_key=True)


@plants("FC108")
def empty_flow(rng: random.Random, d: Json) -> Planted | None:
    d["flow"] = []
    return Planted("FC108", "/flow", W)


@plants("FC109")
def many_nodes(rng: random.Random, d: Json) -> Planted | None:
    for n in range(51):
        append(d, call(f"more{n}", text("x", {"node": first_id(d)})))
    return Planted("FC109", "/flow", INFO)
