"""What is told of cases and defaults (FC305, FC306, FC315, FC317) and of merges (FC319) is what
brute force finds.

A case that no play takes is told once; nothing is told of one that some play takes, unless its
condition is the same in every run or asks again what may fail. A merge of both is one in which
several sources run in every play of its node."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tests.runs.asking import empty
from tests.runs.brute import EITHER, READINGS, Run, Table
from tests.support import raw_findings

TOLD = ("FC305", "FC315", "FC317")
ELSEWHERE = ("FC304", "FC310", "FC313")
"""Rules that speak instead about a condition."""
BLANKS = (None, "")
"""What is left out reads as null or as empty."""


class Cases:
    """The cases of a table's if/else nodes in all plays.

    taken: node → the places of usable cases that are the first to hold. results: node and place →
    what the condition comes to, None where it fails. falls: the nodes that take no case."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.taken: dict[str, set[int]] = defaultdict(set)
        self.results: dict[tuple[str, int], set[bool | None]] = defaultdict(set)
        self.falls: set[str] = set()
        self.ran: set[str] = set()
        for run in table.runs:
            for reading in READINGS:
                for play in table.plays(run, reading, EITHER):
                    for n in table.space.cases:
                        self._look(n, run, play.branches, play.outcome.get(n) == "runs")

    def _look(self, n: str, run: Run, branches: Any, runs: bool) -> None:
        ways = [
            [self.table._result(n, at, case, run, branches, blank) for blank in BLANKS]
            for at, case in enumerate(self.table.space.cases[n])
        ]
        if runs or not self.table._chained:
            for at, way in enumerate(ways):
                self.results[n, at] |= set(way)
        if not runs:
            return
        self.ran.add(n)
        for at, way in enumerate(ways):
            if way != [False, False]:
                self.taken[n].add(at)
            if way == [True, True]:
                break
        if any(all(way[at] is not True for way in ways) for at in range(len(BLANKS))):
            self.falls.add(n)


def asks_for_null(value: Any, node: Any) -> bool:
    """Whether a condition asks whether something is null that nobody says is never so."""
    conditions = [case["condition"] for case in (node.get("logic") or {}).get("cases") or []]
    if not any("null" in text or "exists" in text for text in conditions):
        return False
    refs = [one.get("ref") or {} for one in node.get("inputs") or []]
    bare = isinstance(value, list) or "inputs" not in value
    return bare or any(ref.get("node") != "workflow" for ref in refs)


def case_differences(value: Any, table: Table) -> list[str]:
    flow = value if isinstance(value, list) else value["flow"]
    depth = 0 if isinstance(value, list) else 1
    told: dict[tuple[str, Any], list[tuple[str, str]]] = defaultdict(list)
    no_default = set()
    for code, finding in raw_findings(value, "FC306", *TOLD, *ELSEWHERE):
        pointer = finding.pointer[depth:]
        if code == "FC306":
            no_default.add(flow[pointer[0]]["id"])
        elif pointer[1:3] == ("logic", "cases"):
            told[flow[pointer[0]]["id"], pointer[3]].append((code, finding.message))
    cases, wrong = Cases(table), []
    for node in flow:
        n = node["id"]
        if n not in cases.ran or n in table.closed or asks_for_null(value, node):
            continue
        listed = (node.get("logic") or {}).get("cases") or []
        usable = [
            at
            for at, case in enumerate(listed)
            if not empty(case["condition"]) and not empty(case["value"])
        ]
        settled = elsewhere = False
        for place, at in enumerate(usable):
            said = told[n, at]
            codes = [code for code, _ in said if code in TOLD]
            results = cases.results[n, place]
            if len(codes) > 1:
                wrong.append(f"case {at} of {n} is told twice: {codes}")
            if len(said) != len(codes):
                elsewhere = True
                continue
            dead = place not in cases.taken[n]
            sure = len(results) == 1 and None not in results
            if codes == ["FC317"] and not dead:
                wrong.append(f"case {at} of {n} is taken")
            if codes == ["FC305"] and not dead and len(results) == 1 and not table._chained:
                wrong.append(f"case {at} of {n} does not repeat")
            if codes == ["FC315"] and (not sure or str(*results).lower() not in said[0][1]):
                wrong.append(f"case {at} of {n} comes to {results}")
            always = sure and True in results
            if not codes and not settled and (dead or (always and not table._chained)):
                wrong.append(f"nothing is said of case {at} of {n}")
            settled = settled or always
        default = (node.get("logic") or {}).get("default")
        # An incomplete case is told instead: it may be the one that is missing.
        falls = n in cases.falls and len(usable) == len(listed)
        if usable and empty(default) and not elsewhere and falls != (n in no_default):
            wrong.append(f"FC306 at {n}: {n in no_default}, but it falls through: {falls}")
    return wrong


def merge_differences(value: Any, table: Table) -> list[str]:
    said = {(f.args["node"], tuple(f.args["sources"])) for _, f in raw_findings(value, "FC319")}
    wrong = []
    for n in table.order:
        if n in table.closed:
            continue
        inputs = table.nodes[n].get("inputs") or []
        every = [*inputs, *(s for one in inputs for row in one.get("items") or [] for s in row)]
        plays = [list(table.every_play(reading, EITHER)) for reading in READINGS]
        in_some = all(any(play.outcome[n] == "runs" for play in some) for some in plays)
        for one in every:
            ref = one.get("ref") or {}
            sources = tuple(dict.fromkeys(ref.get("conditional") or ()))
            if len(sources) < 2 or ref.get("equal") or one["type"].endswith("_array"):
                continue
            both = in_some and all(
                sum(play.outcome[s] == "runs" for s in sources) > 1
                for some in plays
                for play in some
            )
            if both != ((n, sources) in said):
                wrong.append(f"merge of {sources} at {n}: {not both}, but brute force says {both}")
    return wrong
