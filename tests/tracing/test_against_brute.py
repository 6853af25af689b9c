"""A trace says of a run what brute force says of it, and shows every hang that `check` tells."""

from __future__ import annotations

import json
from collections import defaultdict
from random import Random
from typing import Any

import pytest

import flowcheck
from tests.runs.brute import EITHER, LARGE, READINGS, Run, Table
from tests.runs.cel import sources
from tests.runs.records import record

BATCHES, BATCH = 10, 60
_WORDS = {"runs": "runs", "skipped": "skipped", "stuck": "hangs"}


def body_of(table: Table, run: Run) -> dict[str, Any]:
    return {key[1]: held.value for key, held in run.values.items() if key[0] == "in"}


def outcomes(table: Table) -> dict[str, dict[str, set[str]]]:
    """Body, as JSON → node → what becomes of it in the ways such a run may go."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for run in table.runs:
        nodes = found[json.dumps(body_of(table, run), sort_keys=True)]
        for reading in READINGS:
            for play in table.plays(run, reading, EITHER):
                for id, outcome in play.outcome.items():
                    nodes[id].add(_WORDS[outcome])
    return found


def asks_inputs(table: Table) -> bool:
    """Whether brute force leaves a test of a workflow input open that has an answer for a value."""
    return any(
        key[0] != "atom" or any(source.key[0] in ("in", "cast") for source in sources(key[1]))
        for key in table._bit_keys
    )


def differences(value: Any) -> list[str]:
    """Every node of which a trace says something else than brute force."""
    table = Table(value)
    if table.size > LARGE or table.untrusted or table.contract is None:
        return []
    exact = not asks_inputs(table)
    wrong = []
    for text, nodes in list(outcomes(table).items())[:24]:
        trace = flowcheck.trace(value, json.loads(text))
        if not trace.accepted:
            # Brute force gives an input values that only a required rule of another type knows.
            assert all("FC82" in reason.message for reason in trace.refused)
            continue
        for node in trace.nodes:
            possible = nodes[node.id]
            if node.outcome == "open":
                if exact and len(possible) == 1:
                    wrong.append(f"{text}: {node.id} is open, not {possible}: {node.because}")
            elif node.outcome not in possible or (exact and len(possible) > 1):
                wrong.append(f"{text}: {node.id} {node.outcome}, not {possible}")
    return wrong


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_outcome_is_that_of_brute_force(batch: int) -> None:
    rng = Random(f"trace {batch}")
    for _ in range(BATCH):
        value = record(rng)
        found = differences(value)
        assert not found, f"{found[:3]}\n{json.dumps(value)}"


def test_every_hang_that_check_tells_hangs_in_a_run_like_its_example() -> None:
    rng, shown = Random("hangs"), 0
    for _ in range(700):
        value = record(rng)
        table = Table(value)
        if table.size > LARGE or table.untrusted or table.contract is None or asks_inputs(table):
            continue
        for problem in flowcheck.check(value).problems:
            if problem.code != "FC309" or problem.severity is not flowcheck.Severity.ERROR:
                continue
            witness = problem.witness
            assert witness is not None
            like = [run for run in table.runs if table._agrees(run, witness)]
            body = body_of(table, like[0])
            trace = flowcheck.trace(value, body)
            open_ = {id: v for id, v in witness.branches.items() if id in trace.open}
            decided = {node.id: node.branch for node in trace.nodes if node.id not in open_}
            if not trace.accepted or (
                # An answer about a value that nothing compares with: this value gives another.
                witness.answers
                and any(decided.get(id, v) != v for id, v in witness.branches.items())
            ):
                continue
            trace = flowcheck.trace(value, body, take=open_)
            (node,) = (node for node in trace.nodes if node.id == problem.node)
            assert node.outcome == "hangs", f"{witness}\n{node}\n{json.dumps(value)}"
            assert trace.hangs
            shown += 1
    assert shown > 25


def test_a_branch_asked_for_leaves_the_ways_that_take_it() -> None:
    rng, asked = Random("takes"), 0
    for _ in range(250):
        value = record(rng)
        table = Table(value)
        if table.size > LARGE or table.untrusted or table.contract is None or asks_inputs(table):
            continue
        trace = flowcheck.trace(value)
        plays = [p for reading in READINGS for p in table.every_play(reading, EITHER)]
        for node in trace.nodes:
            for branch in node.branches if node.id in trace.open else ():
                able = [p for p in plays if p.branches.get(node.id, branch) == branch]
                taken = flowcheck.trace(value, take={node.id: branch})
                assert node.id not in taken.open
                for each in taken.nodes:
                    # Brute force may lack a text that is both long and holds a word.
                    possible = {_WORDS[p.outcome[each.id]] for p in able}
                    sure = each.outcome == "open" or possible <= {each.outcome}
                    assert sure, f"{each} {branch} {possible}\n{json.dumps(value)}"
                asked += 1
    assert asked > 100
