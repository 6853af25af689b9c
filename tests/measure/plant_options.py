"""Plants FC7: configuration of nodes and inputs."""

from __future__ import annotations

import copy
import random
from typing import Any

from tests.measure.planting import (
    CALLS,
    E,
    Json,
    Planted,
    W,
    append,
    call,
    first_id,
    misspelt,
    nodes,
    pick,
    plants,
    sites,
    text,
)


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


@plants("FC707")
def not_awaited(rng: random.Random, d: Json) -> Planted | None:
    source = append(d, call("own-guarded", text("x", {"node": first_id(d)})))
    append(d, {"id": "own-ok", "type": "user-approval", "dependsOn": ["own-guarded"]})
    early = append(d, call("own-early", text("x", {"node": "own-guarded"})))
    if rng.random() < 0.5:
        return Planted("FC707", f"{_next(source)}/id", W)
    append(d, call("own-late", text("x", {"node": "own-guarded"}), dependsOn=["own-ok"]))
    return Planted("FC707", f"{early}/inputs/0/ref/node", W)


def _next(pointer: str) -> str:
    """The pointer of the node behind one."""
    before, _, index = pointer.rpartition("/")
    return f"{before}/{int(index) + 1}"


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
    severity = W if at == ("step",) else "error"
    others = (*(f"{pointer}/{a}" for a in at), pointer)
    return Planted("FC711", f"{pointer}/{at[0]}", severity, others=others)


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
            ("string", ["", "a", ""], "/2"),
            ("number", [1, 20], "/1"),
            ("string", ["a", "x" * 30], "/1"),
        )
    )
    bounds = {"number": {"max": 10}, "string": {"maxLength": 20}}.get(type, {})
    d["inputs"].append({"name": "own", "type": type, "allowedValues": values, **bounds})
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


@plants("FC716")
def rows_as_value(rng: random.Random, d: Json) -> Planted | None:
    rows = [[{"name": "text", "type": "string", "value": "a fox"}]]
    site = {"name": "shots", "type": "inputs_array", "value": rows}
    place = append(d, call("own", site))
    return Planted("FC716", f"{place}/inputs/0/value", W, at_key=True)


@plants("FC715")
def sub_input_of_another_type(rng: random.Random, d: Json) -> Planted | None:
    declared = [{"name": "text", "type": "string"}, {"name": "still", "type": "file"}]
    row, at = rng.choice(
        (
            ([{"name": "text", "type": "number", "value": 3}], "0/type"),
            ([{"name": "still", "type": "file", "kind": "video", "value": "asset_1"}], "0/kind"),
        )
    )
    site = {"name": "shots", "type": "inputs_array", "inputs": declared, "items": [row]}
    place = append(d, call("own", site))
    return Planted("FC715", f"{place}/inputs/0/items/0/{at}")


@plants("FC714")
def mask_from_itself(rng: random.Random, d: Json) -> Planted | None:
    found = [(p, s, n) for p, s, n in sites(d) if "maskFrom" in s]
    if not found:
        return None
    pointer, site, node = rng.choice(found)
    site["maskFrom"] = site["name"]
    return Planted("FC714", f"{pointer}/maskFrom", E if node is None else W)


@plants("FC701")
def transform_in_a_router(rng: random.Random, d: Json) -> Planted | None:
    found = pick(rng, nodes(d, "logic"))
    if found is None:
        return None
    found[1]["logic"]["transform"] = "'a'"
    return Planted("FC701", f"{found[0]}/logic/transform", W, at_key=True)
