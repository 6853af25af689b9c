"""What must not matter to the run model does not: the order of nodes and inputs, names, and in
which words two conditions ask the same."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from flowcheck.findings import Finding
from tests.runs.records import record
from tests.runs.respelling import Names, flow_of, permuted, respelled
from tests.runs.wider import wider_record
from tests.support import load_rules, raw_findings

CODES = ("FC305", "FC306", "FC308", "FC309", "FC315", "FC317", "FC319", "FC610", "FC611")
RECORDS = 150


def told(value: Any, names: Names | None = None) -> list[str]:
    """Code, severity, node, and input or case of each verdict. names: to say it with."""
    severities = {rule.code: rule.severity for rule in load_rules(*CODES)}
    found = []
    for code, finding in raw_findings(value, *CODES):
        severity = (finding.severity or severities[code]).value
        word = "FC305/315" if code in ("FC305", "FC315") else code  # see test_conditions
        found.append(f"{word} {severity} {_place(value, finding, names)}")
    return sorted(found)


def _place(value: Any, finding: Finding, names: Names | None) -> str:
    pointer = finding.pointer[isinstance(value, dict) :]
    node = flow_of(value)[int(pointer[0])]
    if pointer[1] != "inputs":
        rest = "/".join(map(str, pointer[1:]))
        return f"{node['id'] if names is None else names.nodes[node['id']]} {rest}"
    one = node["inputs"][pointer[2]]
    group = finding.args.get("group")
    words = [one["name"], *map(str, pointer[3:])]
    if group is not None:
        words = sorted(group if names is None else map(names.inputs.__getitem__, group))
    elif names is not None:
        words[0] = names.inputs[words[0]]
    return f"{node['id'] if names is None else names.nodes[node['id']]} {'/'.join(words)}"


@pytest.mark.parametrize("make", [record, wider_record])
def test_order_does_not_matter(make: Any) -> None:
    rng = Random("order")
    for _ in range(RECORDS):
        value = make(rng)
        other = permuted(value, rng)
        assert told(other) == told(value), f"{json.dumps(value)}\n{json.dumps(other)}"


@pytest.mark.parametrize("make", [record, wider_record])
def test_names_do_not_matter(make: Any) -> None:
    rng = Random("names")
    for _ in range(RECORDS):
        value = make(rng)
        names = Names(value, rng)
        other = names.given_to(value)
        assert told(other) == told(value, names), f"{json.dumps(value)}\n{json.dumps(other)}"


@pytest.mark.parametrize("make", [record, wider_record])
def test_words_do_not_matter(make: Any) -> None:
    rng = Random("words")
    for _ in range(RECORDS):
        value = make(rng)
        other = respelled(value, rng)
        assert told(other) == told(value), f"{json.dumps(value)}\n{json.dumps(other)}"
