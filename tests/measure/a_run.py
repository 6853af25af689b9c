"""The record of one run of a valid flow."""

from __future__ import annotations

import copy
import random
from typing import Any

from tests.measure.valid import Json, refs_in


def as_job(flow: list[Json], rng: random.Random) -> list[Json]:
    """The nodes of one run of the flow: finished, waiting for a decision, failed or under way."""
    nodes = copy.deepcopy(flow)
    by_id = {node["id"]: node for node in nodes}
    loop_of = {id: n["id"] for n in nodes for id in n.get("loopBodyNodeIds") or ()}
    taken = {
        n["id"]: rng.choice([c["value"] for c in n["logic"]["cases"]] + [n["logic"]["default"]])
        for n in nodes
        if n["type"] == "logic"
    }
    status: dict[str, str] = {}
    order = _order(nodes, by_id, loop_of)
    cut = rng.randint(0, len(order)) if rng.random() < 0.5 else len(order)
    for place, id in enumerate(order):
        status[id] = _status(by_id[id], status, taken, loop_of, late=place >= cut)
    stop = next((id for id in order if status[id] == "pending"), None)
    if stop is not None:
        waiting = by_id[stop]["type"] in ("user-approval", "user-selection")
        status[stop] = rng.choice(
            ("pending", "rejected") if waiting else ("processing", "failure", "pending")
        )
    result: list[Json] = []
    for node in nodes:
        node["status"] = status[node["id"]]
        if node["status"] == "success":
            node["jobId"] = "job_" + str(rng.randint(0, 999))
            node["assets"] = rng.choice(([], [{"assetId": "asset_1", "url": "https://cdn/x.png"}]))
            if rng.random() < 0.3:
                node["output"] = rng.choice(("text", ["a"], 3, {"x": None}, None))
            for site in node.get("inputs") or ():
                if "ref" in site and "equal" not in site["ref"] and rng.random() < 0.5:
                    site["value"] = _found_value(site)
        result.append(node)
    for node in nodes:
        if node["type"] == "for-each" and node["status"] == "success" and node["id"] not in loop_of:
            result += _copies(node, by_id, loop_of, rng)
    return result


def _found_value(site: Json) -> Any:
    value: Any = {
        "string": "found",
        "number": 1,
        "boolean": True,
        "file": "asset_9",
        "model": "model_9",
    }.get(site["type"].removesuffix("_array"), "found")
    if site.get("allowedValues"):
        value = site["allowedValues"][0]
    return [value] if site["type"].endswith("_array") else value


def _sources(node: Json) -> list[str]:
    found = list(node.get("dependsOn") or ())
    for ref in refs_in(node):
        found += [ref["node"]] if "node" in ref else []
        found += ref.get("conditional") or []
    return [id for id in found if id != "workflow"]


def _order(nodes: list[Json], by_id: dict[str, Json], loop_of: dict[str, str]) -> list[str]:
    order: list[str] = []
    seen: set[str] = set()

    def visit(id: str) -> None:
        if id in seen:
            return
        seen.add(id)
        for source in _sources(by_id[id]):
            visit(source)
        order.append(id)

    for node in nodes:
        visit(node["id"])
    return order


def _status(
    node: Json,
    status: dict[str, str],
    taken: dict[str, str],
    loop_of: dict[str, str],
    *,
    late: bool,
) -> str:
    if node["id"] in loop_of:
        return "skipped"
    for ref in refs_in(node):
        sources = [ref["node"]] if "node" in ref else ref.get("conditional") or []
        if "equal" in ref and all(
            status[s] == "skipped" or (status[s] == "success" and taken[s] != ref["equal"])
            for s in sources
        ):
            return "skipped"
        if (
            "node" not in ref
            and "equal" not in ref
            and all(status[s] == "skipped" for s in sources)
        ):
            return "skipped"
    if any(status[id] == "skipped" for id in node.get("dependsOn") or ()):
        return "skipped"
    if late or any(status.get(s) == "pending" for s in _sources(node)):
        return "pending"
    return "success"


def _copies(
    loop: Json, by_id: dict[str, Json], loop_of: dict[str, str], rng: random.Random
) -> list[Json]:
    """Iteration copies of a plain body (no loops or branches inside)."""
    body = [by_id[id] for id in loop.get("loopBodyNodeIds") or ()]
    if any(node["type"] in ("for-each", "logic") for node in body):
        return []
    count = int(loop.get("count") or rng.randint(1, 3))
    copies = []
    for index in range(count):
        names = {node["id"]: f"{node['id']}_{index}" for node in body}
        for node in body:
            clone = copy.deepcopy(node)
            clone |= {
                "id": names[node["id"]],
                "status": "success",
                "loopNodeId": loop["id"],
                "iterationIndex": rng.choice((index, float(index))),
                "jobId": "job_c",
                "assets": [],
            }
            for ref in refs_in(clone):
                if ref.get("node") in names:
                    ref["node"] = names[ref["node"]]
                if "conditional" in ref:
                    ref["conditional"] = [names.get(id, id) for id in ref["conditional"]]
            if "dependsOn" in clone:
                clone["dependsOn"] = [names.get(id, id) for id in clone["dependsOn"]]
            copies.append(clone)
    return copies
