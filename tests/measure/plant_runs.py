"""Plants Runs: the marks of iterations and the statuses of nodes in job records."""

from __future__ import annotations

import copy
import random

from tests.measure.planting import Json, Planted, W, call, plants_in_job, text


def own_run(flow: list[Json], *, copies: int = 3, count: int | None = None) -> tuple[int, Json]:
    """A finished loop with one template and copies of it, at the end of a run; the loop's index."""
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


@plants_in_job("FC906")
def success_against_a_branch(rng: random.Random, flow: list[Json]) -> Planted | None:
    cases = [{"condition": "x == 'a'", "value": "2"}]
    router = {
        "id": "own-logic",
        "type": "logic",
        "logicType": "if-else",
        "status": "success",
        "inputs": [{"name": "x", "type": "string", "value": "a"}],
        "logic": {"cases": cases, "default": "1"},
    }
    values = rng.choice((("2", "1"), ("1", "2")))
    flow.append(router)
    for value in values:
        gate = {"name": "gate", "type": "string", "ref": {"node": "own-logic", "equal": value}}
        flow.append({**call(f"own-{value}", gate), "status": "success"})
    if rng.random() < 0.5:  # the router says so itself
        router["output"] = values[0]
        del flow[-2]
    return Planted("FC906", f"/metadata/flow/{len(flow) - 1}/inputs/0/ref", W)


@plants_in_job("FC906")
def success_before_its_approval(rng: random.Random, flow: list[Json]) -> Planted | None:
    state = rng.choice(("pending", "rejected"))
    flow.append({**call("own-guarded"), "status": "success"})
    approval = {"id": "own-ok", "type": "user-approval", "dependsOn": ["own-guarded"]}
    flow.append({**approval, "status": state})
    flow.append({**call("own-late"), "status": "success", "dependsOn": ["own-ok"]})
    return Planted("FC906", f"/metadata/flow/{len(flow) - 1}/dependsOn/0", W)


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
