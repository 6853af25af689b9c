"""Plants FC4 and FC5: loops, lists, selections and outputs."""

from __future__ import annotations

import random

from tests.measure.planting import (
    INFO,
    Json,
    Planted,
    W,
    append,
    call,
    first_id,
    loop,
    nodes,
    pick,
    plants,
    text,
)


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
    _, _each = loop(d)
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
    return Planted("FC406", f"/flow/{at}/count", W if each["count"] == 0 else "error")


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
    at, _each = loop(d, count=rng.choice((1, 2, 4)))
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
    at, _each = loop(d)
    d["flow"][-1]["inputs"] = [{"name": "prompt", "type": "string", "value": "x"}]
    return Planted("FC410", f"/flow/{at}", W, others=(f"/flow/{at}/loopBodyNodeIds",))


@plants("FC411")
def reads_template(rng: random.Random, d: Json) -> Planted | None:
    _at, _each = loop(d)
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


@plants("FC423")
def more_picks_than_the_list(rng: random.Random, d: Json) -> Planted | None:
    d["flow"].append({"id": "own-list", "type": "list", "items": ["a", "b"]})
    bounds = rng.choice(({"min": 3}, {"min": 1.2, "max": 1.8}))
    array = {"name": "options", "type": "string_array", "ref": {"node": "own-list"}, **bounds}
    pointer = append(d, {"id": "own-pick", "type": "user-selection", "inputs": [array]})
    append(d, call("own", text("x", {"node": "own-pick"})))
    return Planted("FC423", f"{pointer}/inputs/0/min")


@plants("FC424")
def nothing_to_select(rng: random.Random, d: Json) -> Planted | None:
    inputs = rng.choice(([], [{"name": "images", "type": "file_array", "kind": "image"}]))
    pointer = append(d, {"id": "own-pick", "type": "user-selection", "inputs": inputs})
    append(d, call("own", text("x", {"node": "own-pick"})))
    return Planted("FC424", pointer, others=(f"{pointer}/inputs/0",))


@plants("FC414")
def unknown_item(rng: random.Random, d: Json) -> Planted | None:
    at, _each = loop(d)
    ref = d["flow"][-1]["inputs"][0]["ref"]
    if rng.random() < 0.3:
        append(d, call("own-lister", text("x", {"node": "own-loop", "name": "text0"})))
        return Planted("FC414", f"/flow/{at + 2}/inputs/0/ref/name", W)
    ref["name"] = rng.choice(("text1", "text", "item"))
    return Planted("FC414", f"/flow/{at + 1}/inputs/0/ref/name", W)


@plants("FC415")
def result_in_the_body(rng: random.Random, d: Json) -> Planted | None:
    at, _each = loop(d)
    place = f"/flow/{at + 1}/inputs/0/ref"
    ref = d["flow"][-1]["inputs"][0]["ref"]
    if rng.random() < 0.5:
        ref["name"] = None
    else:
        del ref["name"]
    return Planted("FC415", f"{place}/node", W, others=(place,))


@plants("FC501")
def include_not_true(rng: random.Random, d: Json) -> Planted | None:
    pointer, node = rng.choice(nodes(d, "custom-model", "model", "workflow") or nodes(d))
    node["includeOutputsInWorkflowJob"] = rng.choice((False, "true", 1, 0, "yes", []))
    return Planted("FC501", f"{pointer}/includeOutputsInWorkflowJob")


@plants("FC502")
def include_without_output(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "list", "logic", "transform", "user-approval"))
    if found is None:
        return None
    found[1]["includeOutputsInWorkflowJob"] = True
    return Planted("FC502", f"{found[0]}/includeOutputsInWorkflowJob", W)


@plants("FC503")
def redundant_include(rng: random.Random, d: Json) -> Planted | None:
    pointer = append(
        d, call("own", text("x", {"node": first_id(d)}), includeOutputsInWorkflowJob=True)
    )
    return Planted("FC503", f"{pointer}/includeOutputsInWorkflowJob", INFO)


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
    return Planted("FC505", pointer, INFO, others=(f"{pointer}/id",))
