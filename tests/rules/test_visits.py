"""Which rules visit what: what keeps a rule from a site never hides a finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given

from flowcheck.context import Context
from flowcheck.graph.flow import Flow
from flowcheck.project.project import Project
from flowcheck.reading.documents import Document
from flowcheck.reading.source import Source
from flowcheck.rules.registry import Rule, all_rules
from flowcheck.rules.visits import Visits
from flowcheck.settings import Settings
from tests.fuzz.documents import damaged
from tests.strategies import valid_flows

ROOT = Path(__file__).parents[2]
SAMPLES = sorted([*(ROOT / "samples").rglob("*.json"), *(ROOT / "tests" / "cases").glob("*.json")])
GATED = [
    rule
    for rule in all_rules().values()
    if rule.on == "Flow" and (rule.having or rule.types or rule.wants or rule.needs)
]


def contexts(source: Source) -> Iterator[Context]:
    project = Project.of([source], Settings())
    for document in source.documents:
        yield Context(document, project.flow(document), Settings(), project)


def hidden(source: Source) -> list[str]:
    """The codes of rules on flows that would have said something and were not asked."""
    found = []
    for context in contexts(source):
        asked = {rule.code for rule, _ in Visits(GATED).to(context)}
        found += [
            rule.code
            for rule in GATED
            if rule.code not in asked and any(rule.check(context.flow, context))
        ]
    return found


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_rule_that_has_something_to_say_is_passed_over(path: Path) -> None:
    assert hidden(Source.from_bytes(path.name, path.read_bytes(), explicit=True)) == []


@given(valid_flows())
def test_nor_on_flows_that_are_drawn(flow: dict[str, Any]) -> None:
    assert hidden(Source.from_value("flow.json", flow)) == []


@pytest.mark.parametrize("part", range(4))
def test_nor_on_damaged_documents(part: int) -> None:
    for number in range(part * 150, (part + 1) * 150):
        name, data = damaged(Random(number))
        assert hidden(Source.from_bytes(name, data)) == [], number


def visitors(value: Any) -> set[str]:
    (context,) = contexts(Source.from_value("flow.json", value))
    return {rule.code for rule, _ in Visits(all_rules().values()).to(context)}


def test_a_rule_on_flows_visits_those_with_the_nodes_it_speaks_of() -> None:
    plain = [{"id": "a", "type": "custom-model", "modelId": "m"}]
    assert visitors(plain).isdisjoint({"FC405", "FC707", "FC802", "FC812", "FC904", "FC906"})
    assert "FC204" in visitors(plain)
    assert "FC405" in visitors([*plain, {"id": "b", "type": "for-each"}])
    assert "FC707" in visitors([*plain, {"id": "b", "type": "user-approval"}])
    assert "FC812" in visitors([*plain, {"id": "b", "type": "workflow", "workflowId": "w"}])
    assert {"FC906", "FC907"} <= visitors([{**plain[0], "status": "success"}])
    assert {"FC903", "FC904", "FC905"} <= visitors([{**plain[0], "iteration_index": 0}])


def test_a_flow_is_heard_in_code_order() -> None:
    rules = [rule for rule in all_rules().values() if rule.on in ("Document", "Flow")]
    (context,) = contexts(Source.from_value("flow.json", [{"id": "a", "type": "for-each"}]))
    asked: list[Rule] = [rule for rule, args in Visits(rules).to(context)]
    assert [rule.on for rule in asked[:2]] == ["Document", "Flow"]
    assert [rule.code for rule in asked[1:]] == sorted(rule.code for rule in asked[1:])
    assert all(isinstance(args[0], Document | Flow) for _, args in Visits(rules).to(context))
