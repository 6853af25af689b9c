"""Membership in loops against plain sets, on trees, overlaps and circles of bodies."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.graph.nesting import Members, Nesting

IDS = "abcdefgh"


def reached(loop: str, bodies: dict[str, tuple[str, ...]]) -> set[str]:
    """Everything a loop holds, by repeating until nothing is added."""
    found: set[str] = set()
    while True:
        more = set(bodies[loop]) | {m for id in found for m in bodies.get(id, ())}
        if more <= found:
            return found
        found |= more


bodies = st.dictionaries(
    st.sampled_from(IDS), st.lists(st.sampled_from(IDS), max_size=4, unique=True).map(tuple)
)


@settings(max_examples=300, deadline=None)
@given(bodies)
def test_same_as_plain_sets(drawn: dict[str, tuple[str, ...]]) -> None:
    nesting = Nesting(drawn)
    for loop in drawn:
        expected = reached(loop, drawn)
        members = Members(loop, nesting)
        assert members == expected
        assert len(members) == len(expected)
        assert {id for id in IDS if id in members} == expected
        assert sorted(members) == sorted(expected)
    for id in IDS:
        assert set(nesting.around(id)) == {loop for loop in drawn if id in reached(loop, drawn)}


def test_union_with_members_is_an_ordinary_set() -> None:
    found = {"x"}
    found |= Members("a", Nesting({"a": ("b",), "b": ("c",)}))
    assert found == {"x", "b", "c"}
    found.add("y")


def test_deep_nesting_stays_linear() -> None:
    deep = {f"l{i}": (f"t{i}", f"l{i + 1}") for i in range(30_000)}
    # an outer loop may list what its inner loops list as well
    deep["l0"] = ("t0", "l1", "t20000", "l29999")
    start = time.process_time()
    nesting = Nesting(deep)
    assert all(nesting.holds(f"l{i}", "l30000") for i in range(30_000))
    assert not any(nesting.holds(f"l{i}", "t0") for i in range(1, 30_000))
    assert nesting.size("l0") == 60_000
    assert time.process_time() - start < 3
