"""Plants FC6: required rules."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.measure.planting import (
    CALLS,
    INFO,
    Json,
    Planted,
    W,
    append,
    call,
    nodes,
    plants,
    sites,
    text,
)


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
        "FC601", f"{pointer}/inputs/0/required/{path}/{sibling}", W if near else INFO, at_key=True
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
    return Planted("FC604", f"{place}/always", INFO, at_key=True)


@plants("FC605")
def impossible_value(rng: random.Random, d: Json) -> Planted | None:
    which = rng.randrange(4)
    wanted, beside = rng.choice(
        (
            ("z", {"allowedValues": ["v", "w"]}),
            ("z", {"type": "number", "value": 1}),
            ("z", {"type": "boolean", "value": True}),
            (7, {"type": "number", "max": 5, "value": 1}),
            (1, {"type": "number", "min": 2, "value": 3}),
            ("zzzz", {"maxLength": 3, "value": "v"}),
        )
    )
    rules = VALUE_RULES[which]("a", [wanted])
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
    return Planted("FC612", place + path, INFO, others=(place, f"{place}{path}/own one"))
