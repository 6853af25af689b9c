"""What a problem is known by: not by where it stands."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowcheck import Settings, Severity, check, check_run
from flowcheck.report import Problem

REF = {"node": "gone"}
FLOW: list[dict[str, Any]] = [
    {"id": "draw", "type": "custom-model", "modelId": "m", "dependsOn": ["nope"], "inputs": [
        {"name": "image", "type": "file", "ref": REF},
        {"name": "images", "type": "file_array", "ref": {"conditional": ["gone", "lost"]}},
        {"name": "rows", "type": "inputs_array", "items": [
            [{"name": "first", "type": "file", "ref": REF}],
            [{"name": "second", "type": "file", "ref": REF}]]}]},
    {"id": "bare", "type": "custom-model"},
]  # fmt: skip
EVERYTHING = Settings(severity=Severity.INFO)


def problems(value: Any, name: str = "a.json") -> tuple[Problem, ...]:
    return check(json.dumps(value), name=name, settings=EVERYTHING).problems


def prints(value: Any, code: str | None = None, name: str = "a.json") -> list[str]:
    return [p.fingerprint for p in problems(value, name) if code in (None, p.code)]


def insertions() -> list[Any]:
    """The flow with something put before what it has, at each list there is."""
    found = []
    for at in (
        lambda flow: flow[0]["dependsOn"],
        lambda flow: flow[0]["inputs"][1]["ref"]["conditional"],
    ):
        flow = copy.deepcopy(FLOW)
        at(flow).insert(0, "bare")
        found.append(flow)
    flow = copy.deepcopy(FLOW)
    flow[0]["inputs"].insert(0, {"name": "prompt", "type": "string", "value": "x"})
    found.append(flow)
    flow = copy.deepcopy(FLOW)
    flow[0]["inputs"][2]["items"].insert(0, [{"name": "first", "type": "string", "value": "x"}])
    found.append(flow)
    found.append([{"id": "more", "type": "custom-model", "modelId": "m"}, *copy.deepcopy(FLOW)])
    found.append(copy.deepcopy(FLOW)[::-1])
    return found


@pytest.mark.parametrize("number", range(6))
def test_what_is_put_before_a_problem_does_not_rename_it(number: int) -> None:
    missing = prints(FLOW, "FC204")
    assert len(missing) == len(set(missing)) == 6
    assert sorted(prints(insertions()[number], "FC204")) == sorted(missing)
    assert prints(FLOW, "FC702")[0] in prints(insertions()[number], "FC702")


def test_wrapping_a_record_changes_nothing() -> None:
    record = {"id": "wf_1", "inputs": [{"name": "x"}], "flow": FLOW}
    known = prints(record)
    assert prints({"workflow": record}) == known
    empty = {"id": "wf_0", "inputs": [], "flow": []}
    assert set(known) <= set(prints({"workflows": [empty, record]}))


def test_flows_of_one_file_are_told_apart_by_their_ids() -> None:
    first = {"id": "wf_1", "inputs": [], "flow": FLOW}
    second = {"id": "wf_2", "inputs": [], "flow": FLOW}
    both = prints([first, second])
    assert len(set(both)) == len(both)
    assert set(prints(first)) < set(both)
    assert set(prints(second)) < set(both)
    lines = json.dumps(first) + "\n" + json.dumps(second) + "\n"
    found = check(lines, name="a.jsonl", settings=EVERYTHING).problems
    assert sorted(p.fingerprint for p in found) == sorted(both)


def test_the_next_run_of_a_workflow_has_the_same_problems() -> None:
    node = [{"id": "a", "type": "custom-model", "modelId": "m", "dependsOn": ["gone"]}]
    jobs = [
        {"jobId": id, "id": id, "status": "success", "metadata": {"flow": node}}
        for id in ("job_1", "job_2")
    ]
    assert prints(jobs[0])
    assert prints(jobs[0]) == prints(jobs[1])


def test_what_nothing_tells_apart_is_numbered_in_the_order_of_the_text() -> None:
    one = [{"id": "a", "type": "custom-model", "modelId": "m", "inputs": [
        {"name": "x", "type": "file", "ref": REF}]}]  # fmt: skip
    two = copy.deepcopy(one)
    two[0]["inputs"].append(one[0]["inputs"][0])
    first, second = [p for p in problems(two) if p.code == "FC204"]
    assert first.column < second.column or first.line < second.line
    assert first.fingerprint == prints(one, "FC204")[0] != second.fingerprint
    nameless = [{"type": "custom-model"}] * 3
    assert len(set(prints(nameless, "FC104"))) == 3
    assert prints(nameless[:2], "FC104") == prints(nameless, "FC104")[:2]


def test_elements_of_run_inputs_have_no_position() -> None:
    contract = {"inputs": [{"name": "tags", "type": "string_array"}], "flow": []}
    found = [
        {p.fingerprint for p in check_run(contract, {"tags": tags}).problems}
        for tags in ([7], ["x", 7])
    ]
    assert found[0]
    assert found[0] == found[1]


names = st.sampled_from(["draw", "bare", "nope", "gone", "lost"])


@given(st.lists(names, max_size=6), st.lists(names, max_size=6), st.integers(0, 6))
def test_a_longer_list_keeps_what_was_known(old: list[str], more: list[str], at: int) -> None:
    def found(wanted: list[str]) -> list[str]:
        return prints([{**FLOW[1], "modelId": "m", "dependsOn": wanted}], "FC204")

    known, new = found(old), found(old[:at] + more + old[at:])
    assert set(known) <= set(new)
    assert len(new) == len(set(new))
