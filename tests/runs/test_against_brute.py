"""The run model says exactly what brute force says, of nodes, inputs, cases, defaults and merges,
and every witness replays in brute force."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from flowcheck.findings import Finding, Severity
from tests.runs.brute import LARGE, Key, Table
from tests.runs.records import records
from tests.runs.told_of_cases import case_differences, merge_differences
from tests.runs.wider import wider_record
from tests.support import load_rules, raw_findings

CODES = ("FC308", "FC309", "FC610", "FC611")
BATCHES, BATCH = 20, 260


def key_of(value: Any, code: str, finding: Finding) -> Key:
    """Which node and input a finding speaks about, by its pointer."""
    pointer = finding.pointer
    if isinstance(value, dict):
        assert pointer[0] == "flow", f"{code} at {pointer}, outside the flow"
        pointer = pointer[1:]
    node = (value["flow"] if isinstance(value, dict) else value)[pointer[0]]
    if code in ("FC308", "FC309"):
        return code, node["id"], ()
    assert pointer[1] == "inputs", f"{code} at {pointer}, on no input"
    one = node["inputs"][pointer[2]]
    if pointer[3:4] == ("items",):
        entry, inner = pointer[4], pointer[5]
        return code, node["id"], (one["name"], entry, one["items"][entry][inner]["name"])
    return code, node["id"], (one["name"],)


def found_in(value: Any) -> dict[Key, tuple[Severity, Finding]]:
    default = {rule.code: rule.severity for rule in load_rules(*CODES)}
    found: dict[Key, tuple[Severity, Finding]] = {}
    for code, finding in raw_findings(value, *CODES):
        at = key_of(value, code, finding)
        # an either/or group is one mistake, told once; brute force tells each of its inputs
        group = finding.args.get("group")
        keys = [at] if group is None else [(*at[:2], (*at[2][:-1], name)) for name in group]
        for key in keys:
            assert key not in found, f"{key} is told twice"
            found[key] = (finding.severity or default[code], finding)
    return found


def every_difference(value: Any) -> list[str] | None:
    """Every way in which the rules and brute force disagree on a record, cases and merges among
    them; None when it is too large for brute force, or not sure to be decided by it."""
    table = Table(value)
    if table.size > LARGE or table.doubtful:
        return None
    wrong = differences(value, table)
    if table.runs:
        wrong += case_differences(value, table) + merge_differences(value, table)
    return wrong


def differences(value: Any, table: Table | None = None) -> list[str]:
    """The verdicts on nodes and inputs of which the rules and brute force disagree."""
    table = table or Table(value)
    try:
        found = found_in(value)
    except Exception as error:
        error.add_note(json.dumps(value))
        raise
    said = {key: severity.value for key, (severity, _) in found.items()}
    wrong = [
        f"{key}: brute force says {table.verdicts.get(key)}, the rules say {said.get(key)}"
        for key in sorted({*said, *table.verdicts}, key=repr)
        if said.get(key) != table.verdicts.get(key)
    ]
    for key in said.keys() & table.verdicts.keys():
        wrong += bad_witness(table, key, found[key][1])
    return wrong


def bad_witness(table: Table, key: Key, finding: Finding) -> list[str]:
    """FC308 and FC610 speak of every run and may go without a witness; the others may not."""
    witness = finding.witness
    if witness is None:
        return [] if key[0] in ("FC308", "FC610") else [f"{key}: no witness"]
    shown = table.replay(key, witness)
    if shown and all(shown):
        return []
    return [f"{key}: {witness} shows the fault in {sum(shown)} of the {len(shown)} runs it fits"]


def smallest(value: Any, wrong: Callable[[Any], list[str] | None]) -> Any:
    """Leave out nodes, inputs, fields and cases for as long as something stays wrong."""
    best = json.loads(json.dumps(value))
    shrunk = True
    while shrunk:
        shrunk = False
        for path in list(removable(best)):
            smaller = json.loads(json.dumps(best))
            parent = smaller
            for step in path[:-1]:
                parent = parent[step]
            del parent[path[-1]]
            if _is_read_and(wrong, smaller):
                best, shrunk = smaller, True
                break
    return best


def _is_read_and(wrong: Callable[[Any], list[str] | None], value: Any) -> bool:
    """Whether something is wrong with a record that brute force can read."""
    try:
        return bool(wrong(value))
    except (LookupError, StopIteration):  # a condition has lost its variable
        return False


NEEDED = {"id", "type", "name", "flow", "modelId", "logicType", "logic", "condition"}
NEEDED |= {"node", "equal", "kind"}


def removable(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Paths of what may be deleted without breaking the shape of a record."""
    if path[-2:-1] == ("required",):
        return []
    if isinstance(value, dict):
        needed = NEEDED | {"value"} if "condition" in value else NEEDED
        steps: list[tuple[str | int, bool]] = [(key, key not in needed) for key in value]
    elif isinstance(value, list):
        steps = [(at, path[-1:] != ("conditional",) or len(value) > 1) for at in range(len(value))]
    else:
        return []
    found: list[tuple[str | int, ...]] = [(*path, step) for step, free in steps if free]
    for step, _ in steps:
        found += removable(value[step], (*path, step))
    return found


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_seeded_stream(batch: int) -> None:
    """5 200 records; the first that differs is shown as small as it gets."""
    rng, judged = Random(f"flowcheck {batch}"), 0
    while judged < BATCH:
        value = wider_record(rng)
        wrong = every_difference(value)
        if wrong:
            value = smallest(value, every_difference)
            raise AssertionError("\n".join([*wrong, json.dumps(value, indent=1)]))
        judged += wrong is not None


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(records)
def test_what_hypothesis_finds(value: Any) -> None:
    assert differences(value) == []
