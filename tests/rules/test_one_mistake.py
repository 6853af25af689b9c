"""Whole flows: clean in every document and spelling, and one mistake gives problems of one code."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.strategies import SHAPES, SPELLINGS, spell, valid_flows, wrap
from tests.support import findings

OWN = (
    *("FC201", "FC202", "FC203", "FC204", "FC205", "FC206", "FC207", "FC208", "FC209", "FC210"),
    *("FC211", "FC212", "FC215", "FC216", "FC301", "FC302", "FC303", "FC304", "FC305", "FC306"),
    *("FC414", "FC415", "FC424", "FC707", "FC716", "FC815", "FC816"),
    *("FC501", "FC502", "FC504", "FC901", "FC902", "FC903", "FC904", "FC905", "FC906", "FC907"),
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(valid_flows(), st.sampled_from(SHAPES), st.sampled_from(SPELLINGS))
def test_valid_flow_is_clean_in_every_wrapper_and_spelling(
    record: Any, shape: str, spelling: str
) -> None:
    document = spell(wrap(record["flow"], record["inputs"], shape), spelling)
    assert findings(document, *OWN) == []


@QUICK
@given(valid_flows(), st.randoms(use_true_random=False), st.data())
def test_order_of_nodes_changes_nothing_but_the_place(
    record: Any, rng: random.Random, data: st.DataObject
) -> None:
    broken = data.draw(_broken(record))
    before = _said(broken)
    rng.shuffle(broken["flow"])
    assert _said(broken) == before


@QUICK
@given(valid_flows(), st.data())
def test_renaming_nodes_changes_no_code(record: Any, data: st.DataObject) -> None:
    broken = data.draw(_broken(record))
    ids = {node["id"] for node in broken["flow"]} - {""}  # a blank id is no name
    names = {id: f"renamed {number} é" for number, id in enumerate(sorted(ids))}
    renamed = _renamed(broken, names)
    assert [code for code, _, _ in _counted(renamed)] == [code for code, _, _ in _counted(broken)]


def _said(document: Any) -> list[tuple[str, str]]:
    return sorted((code, message) for code, _, message in _counted(document))


def _counted(document: Any) -> list[tuple[str, str, str]]:
    codes = [code for code in OWN if code != "FC201"]  # which of two is the first depends on order
    return findings(document, *codes)


_ID_FIELDS = frozenset({"node", "conditional", "dependsOn", "loopBodyNodeIds", "id"})


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for key, item in value.items():
        if key in _ID_FIELDS and isinstance(item, str):
            result[key] = names.get(item, item)
        elif key in _ID_FIELDS and isinstance(item, list):
            result[key] = [names.get(id, id) if isinstance(id, str) else id for id in item]
        else:
            result[key] = _renamed(item, names)
    return result


Place = tuple[Any, ...]
Mistake = Callable[[Any, Any, Any], None]
"""Called with the container, the key or index, and a draw."""


def _remove(holder: Any, key: Any, value: Any) -> None:
    del holder[key]


def _blank(holder: Any, key: Any, value: Any) -> None:
    if isinstance(value, str):
        holder[key] = ""


def _misspell(holder: Any, key: Any, value: Any) -> None:
    if isinstance(value, str):
        holder[key] = value + "x"


def _retype(holder: Any, key: Any, value: Any) -> None:
    holder[key] = [7] if isinstance(value, str | int | bool) else 7


def _repeat(holder: Any, key: Any, value: Any) -> None:
    if isinstance(holder, list):
        holder.insert(key, copy.deepcopy(value))


MISTAKES: tuple[Mistake, ...] = (_remove, _blank, _misspell, _retype, _repeat)


def _places(value: Any, holder: Any = None, key: Any = None) -> list[tuple[Any, Any]]:
    found = [] if holder is None else [(holder, key)]
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for inner, item in items:
        if isinstance(item, dict | list):
            found += _places(item, value, inner)
        else:
            found.append((value, inner))
    return found


@st.composite
def _broken(draw: st.DrawFn, record: Any) -> Any:
    """The record with one thing in its flow removed, blanked, misspelt, retyped or repeated."""
    broken = copy.deepcopy(record)
    holder, key = draw(st.sampled_from(_places(broken["flow"])))
    draw(st.sampled_from(MISTAKES))(holder, key, holder[key])
    assume(broken != record)
    assume(all(isinstance(n, dict) and isinstance(n.get("id"), str) for n in broken["flow"]))
    return broken


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(valid_flows(), st.data())
def test_one_mistake_is_one_problem(record: Any, data: st.DataObject) -> None:
    broken = copy.deepcopy(record)
    holder, key = data.draw(st.sampled_from(_places(broken["flow"])))
    mistake = data.draw(st.sampled_from(MISTAKES))
    assume(not (mistake is _remove and _is_a_node_or_its_wires(holder, key, broken["flow"])))
    mistake(holder, key, holder[key])
    codes = {code for code, _, _ in findings(broken, *OWN)}
    assert len(codes) <= 1, (broken, codes)


def _is_a_node_or_its_wires(holder: Any, key: Any, flow: Any) -> bool:
    """Whether removing it takes several wires away at once, which is several mistakes."""
    return holder is flow or key == "inputs" or any(holder is node.get("inputs") for node in flow)
