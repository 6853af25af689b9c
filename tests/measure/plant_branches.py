"""Plants FC3: branches and expressions."""

from __future__ import annotations

import random

from tests.measure.planting import (
    CALLS,
    INFO,
    Json,
    Planted,
    W,
    append,
    bodies,
    branch,
    call,
    first_id,
    gate,
    gated,
    nodes,
    pick,
    plants,
    refs,
    text,
    used,
    waited_branch,
)


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
    return Planted("FC307", f"{place}/value", INFO, others=(place,))


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
        if (
            len(gates) == 1
            and by
            and not n.get("dependsOn")
            and n["id"] not in used(d)
            and n["id"] not in inside
        ):
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
    return Planted("FC314", expression(rng, d, 'trim(x_output) == "a"', 'x_output + "a"'), INFO)


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


@plants("FC317")
def unreachable_case(rng: random.Random, d: Json) -> Planted | None:
    at, node = waited_branch(d, cases=2)
    first, second = rng.choice(
        (
            ("x_output.contains('a')", "x_output.startsWith('ba')"),
            ("x_output in ['a', 'b'] || size(x_output) > 9", "x_output == 'b'"),
            ("x_output.endsWith('z')", "x_output.endsWith('yz') && size(x_output) > 2"),
        )
    )
    for case, condition in zip(node["logic"]["cases"], (first, second), strict=True):
        case["condition"] = condition
    place = f"/flow/{at}/logic/cases/1"
    return Planted("FC317", place, W, others=(f"{place}/condition",))


@plants("FC318")
def expression_may_fail(rng: random.Random, d: Json) -> Planted | None:
    d["inputs"].append({"name": "own", "type": "string"})
    at, node = waited_branch(d)
    node["inputs"] = [text("own_text", {"node": "workflow", "name": "own"})]
    condition = rng.choice(("size(own_text) > 3", "own_text.contains('a')"))
    node["logic"]["cases"][0]["condition"] = condition
    return Planted("FC318", f"/flow/{at}/logic/cases/0/condition", INFO)


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


@plants("FC319")
def merge_of_both(rng: random.Random, d: Json) -> Planted | None:
    for id in ("own-a", "own-b"):
        append(d, call(id, text("x", {"node": first_id(d)})))
    pointer = append(d, call("own-merge", text("x", {"conditional": ["own-a", "own-b"]})))
    return Planted("FC319", f"{pointer}/inputs/0/ref/conditional", W)


@plants("FC506")
def may_end_empty(rng: random.Random, d: Json) -> Planted | None:
    d["inputs"] = []
    d["flow"] = [{"id": "own-words", "type": "list", "items": ["a"]}]
    waited_branch(d)
    return Planted("FC506", "/flow", INFO)
