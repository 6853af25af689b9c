"""FC401–FC413: loops."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.findings import Edit
from flowcheck.graph.loops import whole_count
from flowcheck.graph.sites import NodeSite
from flowcheck.rules.loops import has_invalid_count
from tests.support import findings, raw_findings

CODES = tuple(f"FC4{n:02}" for n in range(1, 14))
ITEMS = {"name": "text0", "type": "string_array", "ref": {"node": "styles"}}
STYLES = {"id": "styles", "type": "list", "items": ["a", "b", "c"]}


def node(id: str, *refs: Any, **more: Any) -> dict[str, Any]:
    inputs = [
        {
            "name": f"in{i}",
            "type": "file",
            "ref": ref if isinstance(ref, dict) else {"node": ref},
        }
        for i, ref in enumerate(refs)
    ]
    return {"id": id, "type": "custom-model", "modelId": "m", "inputs": inputs, **more}


def loop(id: str, body: Any, *inputs: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "type": "for-each",
        "loopBodyNodeIds": body,
        "inputs": list(inputs),
        **more,
    }


def each(*body: str, **more: Any) -> list[dict[str, Any]]:
    return [STYLES, loop("L", list(body), ITEMS, **more)]


A = node("a", "L")
OUT = node("out", "L")

SAYS: list[tuple[Any, tuple[str, str, str]]] = [
    (
        [*each("a", "bb"), A, node("bbb", "a")],
        (
            "FC401",
            "/1/loopBodyNodeIds/1",
            "the body of loop `L` lists node `bb`, which is not in this flow",
        ),
    ),
    (
        [*each("a", "L"), A],
        ("FC402", "/1/loopBodyNodeIds/1", "loop `L` is in its own body"),
    ),
    (
        [*each("M", "a"), loop("M", ["N"], ITEMS), loop("N", ["L"], ITEMS), A],
        ("FC402", "/1/loopBodyNodeIds/0", "loop `L` is in its own body, through `M` and `N`"),
    ),
    (
        [*each("a", "b", "a"), A, node("b", "a")],
        ("FC403", "/1/loopBodyNodeIds/2", "the body of loop `L` lists `a` twice"),
    ),
    (
        [*each()],
        ("FC404", "/1", "loop `L` repeats nothing: it has neither `loopBodyNodeIds` nor `count`"),
    ),
    (
        [loop("L", None)],
        ("FC404", "/0", "loop `L` repeats nothing: it has neither `loopBodyNodeIds` nor `count`"),
    ),
    (
        [*each("a"), loop("M", ["a", "b"], ITEMS), node("a", "L", "M"), node("b", "M")],
        (
            "FC405",
            "/2/loopBodyNodeIds/0",
            "`a` is in the bodies of two loops, `L` and `M`, neither of which contains the other",
        ),
    ),
    (
        [*each("a", count=0), A],
        ("FC406", "/1/count", "`count` of loop `L` is 0, not a whole number of at least 1"),
    ),
    (
        [*each(count=-2.5)],
        ("FC406", "/1/count", "`count` of loop `L` is -2.5, not a whole number of at least 1"),
    ),
    (
        [loop("L", ["a"]), A],
        (
            "FC407",
            "/0",
            "loop `L` has nothing to iterate: no `count`, and no input with a list",
        ),
    ),
    (
        [loop("L", ["a"], {"name": "text0", "type": "string_array", "value": []}), A],
        (
            "FC407",
            "/0/inputs/0",
            "loop `L` has nothing to iterate: no `count`, and nothing reaches `text0`",
        ),
    ),
    (
        [
            {"id": "if", "type": "logic"},
            loop("L", ["a"], {"name": "g", "type": "string", "ref": {"node": "if", "equal": "1"}}),
            A,
        ],
        (
            "FC407",
            "/1",
            "loop `L` has nothing to iterate: no `count`, and no input with a list",
        ),
    ),
    (
        [*each("a", count=1), A],
        (
            "FC408",
            "/1/count",
            "loop `L` makes 1 iteration, but the list it walks has 3 items; `count` wins",
        ),
    ),
    (
        [
            loop("L", ["a"], {"name": "x", "type": "string_array", "value": ["p"]}, count=2),
            A,
        ],
        (
            "FC408",
            "/0/count",
            "loop `L` makes 2 iterations, but the list it walks has 1 item; `count` wins",
        ),
    ),
    (
        [loop("L", ["a"], {"name": "x", "type": "number", "value": 3}), A],
        ("FC409", "/0/inputs/0/value", "loop `L` walks `x`, which is a single value, not a list"),
    ),
    (
        {
            "inputs": [{"name": "photo", "type": "file"}],
            "flow": [
                loop(
                    "L",
                    ["a"],
                    {
                        "name": "x",
                        "type": "file_array",
                        "ref": {"node": "workflow", "name": "photo"},
                    },
                ),
                A,
            ],
        },
        (
            "FC409",
            "/flow/0/inputs/0/ref/name",
            "loop `L` walks workflow input `photo`, which is a single `file`, not a list",
        ),
    ),
    (
        [*each("a", "b"), node("a"), node("b", "a"), OUT],
        (
            "FC410",
            "/1/loopBodyNodeIds",
            "no body node of loop `L` reads it, so every iteration does the same",
        ),
    ),
    (
        [*each("a"), A, node("out", "a")],
        (
            "FC411",
            "/3/inputs/0/ref/node",
            "`out` reads `a`, a body node of loop `L`, from outside the loop; "
            "body nodes end skipped",
        ),
    ),
    (
        [*each("a"), A, OUT, node("m", {"conditional": ["out", "a"]})],
        (
            "FC411",
            "/4/inputs/0/ref/conditional/1",
            "`m` reads `a`, a body node of loop `L`, from outside the loop; body nodes end skipped",
        ),
    ),
    (  # the inner loop is outside nothing, but its template is read by the outer body
        [
            *each("M", "b"),
            loop("M", ["a"], {"name": "t", "type": "string_array", "ref": {"node": "L"}}),
            node("a", "M"),
            node("b", "a"),
        ],
        (
            "FC411",
            "/4/inputs/0/ref/node",
            "`b` reads `a`, a body node of loop `M`, from outside the loop; body nodes end skipped",
        ),
    ),
    (
        [*each("a", "b"), A, OUT, node("b", "out")],
        ("FC412", "/4/inputs/0/ref/node", "loop `L` waits for itself: `L → out → b`"),
    ),
    (
        [*each("a", "b"), A, node("x", "a"), node("y", "x"), node("b", "y")],
        ("FC412", "/5/inputs/0/ref/node", "loop `L` waits for itself: `a → x → y → b`"),
    ),
    (
        [STYLES, loop("L", ["a"], {**ITEMS, "ref": {"node": "a"}}), A],
        ("FC412", "/1/inputs/0/ref/node", "loop `L` waits for its own body node `a`"),
    ),
    (
        [*each("a", dependsOn=["x"]), A, node("x", dependsOn=["a"])],
        ("FC412", "/1/dependsOn/0", "loop `L` waits for itself: `a → x → L`"),
    ),
    (
        [loop("L", ["a"], count=5000), A],
        ("FC413", "/0/count", "loop `L` makes 5000 runs: 5000 iterations of 1 run each"),
    ),
    (
        [
            STYLES,
            loop("L", ["M", "b"], ITEMS),
            loop("M", ["a"], count=400),
            node("a", "M"),
            node("b", "L"),
        ],
        ("FC413", "/1", "loop `L` makes 1203 runs: 3 iterations of 401 runs each"),
    ),
    (  # the inner loop alone is the one to mend
        [loop("L", ["M"], count=3), loop("M", ["a"], count=2000), A],
        ("FC413", "/1/count", "loop `M` makes 2000 runs: 2000 iterations of 1 run each"),
    ),
    (
        [loop("L", ["M"], count=10**300), loop("M", ["a"], count=2), A],
        (
            "FC413",
            "/0/count",
            "loop `L` makes over 1000000000000 runs: 1000000000000 iterations of 2 runs each",
        ),
    ),
]


@pytest.mark.parametrize(("flow", "expected"), SAYS)
def test_says(flow: Any, expected: tuple[str, str, str]) -> None:
    assert findings(flow, *CODES) == [expected]


WORKFLOW = {"node": "workflow", "name": "x"}
SILENT: dict[str, Any] = {
    "a usual loop": [*each("a", "b"), A, node("b", "a"), OUT],
    "counted": [loop("L", ["a"], count=4.0), node("a"), OUT],
    "count equals the list": [*each("a", count=3), A],
    "a list somebody else must fill": [
        {**STYLES, "items": []},
        loop("L", ["a"], ITEMS, count=3),
        A,
    ],
    "count, no body": [loop("L", None, count=2)],
    "broken body": [STYLES, loop("L", "a", ITEMS), A],
    "broken entry": [STYLES, loop("L", [4, "a"], ITEMS), A, node("b", "a")],
    "broken count": [loop("L", None, count="2")],
    "broken input": [loop("L", ["a"], {"name": 4, "type": "string_array"}), A],
    "empty ref": [loop("L", ["a"], {"name": "t", "type": "string_array", "ref": {}}), A],
    "default": [loop("L", ["a"], {"name": "t", "type": "string_array", "default": ["p"]}), A],
    "contract source, no contract": [
        loop("L", ["a"], {"name": "t", "type": "string_array", "ref": WORKFLOW}),
        A,
    ],
    "scalar beside a list": [
        STYLES,
        loop("L", ["a"], ITEMS, {"name": "n", "type": "number", "value": 3}),
        A,
    ],
    "scalar into an array input": [
        loop("L", ["a"], {"name": "t", "type": "string_array", "value": "p"}),
        A,
    ],
    "counted over a scalar": [
        loop("L", ["a"], {"name": "t", "type": "string", "value": "p"}, count=2),
        A,
    ],
    "abridged run": [
        {"id": "L", "type": "for-each", "status": "success", "assets": []},
        {"id": "a", "type": "custom-model", "status": "skipped"},
    ],
    "item through sub-inputs": [
        *each("a"),
        {
            "id": "a",
            "type": "custom-model",
            "modelId": "m",
            "inputs": [
                {
                    "name": "rows",
                    "type": "inputs_array",
                    "items": [[{"name": "t", "type": "string", "ref": {"node": "L"}}]],
                }
            ],
        },
    ],
    "item in a nested body": [
        *each("M"),
        loop("M", ["a"], count=2),
        node("a", {"node": "L", "name": "text0"}),
        OUT,
    ],
    "item through conditional": [*each("a"), node("a", {"conditional": ["L"]})],
    "dangling reader": [*each("a"), node("a", "LL")],
    "reader of itself": [*each("a"), node("a", "a")],
    "misspelt body": [STYLES, {**loop("L", None, ITEMS), "loopBodyNodeId": ["a"]}, A],
    "misspelt count": [{**loop("L", ["a"]), "counts": 3}, node("a")],
    "misspelt inputs": [{"id": "L", "type": "for-each", "loopBodyNodeIds": ["a"], "input": []}, A],
    "misspelt ref": [
        loop("L", ["a"], {"name": "t", "type": "string_array", "refs": {"node": "x"}}),
        A,
    ],
    "inner loop of another type": [
        *each("M"),
        {**loop("M", ["a"], {**ITEMS, "ref": {"node": "L"}}), "type": "list"},
        node("a", "M"),
    ],
    "twin spelling": [
        STYLES,
        {
            "id": "L",
            "type": "for-each",
            "loop_body_node_ids": ["a"],
            "count": None,
            "inputs": [ITEMS],
        },
        A,
    ],
    "another type": [{"id": "L", "type": "custom-model", "loopBodyNodeIds": ["x"], "count": 0}],
    "nested": [
        *each("M", "b"),
        loop("M", ["a"], {**ITEMS, "ref": {"node": "L", "name": "text0"}}),
        node("a", {"node": "M", "name": "text0"}, "L"),
        node("b", "M", "L"),
        OUT,
    ],
    "outer body lists the inner one's nodes": [
        *each("M", "a"),
        loop("M", ["a"], {**ITEMS, "ref": {"node": "L"}}),
        node("a", "M"),
        OUT,
    ],
    "outside only waits": [*each("a"), A, node("x", dependsOn=["a"])],
    "member waits for its loop": [*each("a"), node("a", "L", dependsOn=["L"])],
    "plain cycle": [*each("a", "b"), node("a", "L", "b"), node("b", "a")],
    "plain cycle through the loop": [
        STYLES,
        loop("L", ["a"], ITEMS, {**ITEMS, "name": "text1", "ref": {"node": "x"}}),
        A,
        node("x", "L"),
    ],
    "plain cycle out of the body and back": [*each("a"), node("a", "L", "x"), node("x", "a")],
    "copies of a run": [
        {**STYLES, "status": "success"},
        {**loop("L", ["a", "b"], ITEMS), "status": "success"},
        node("a", "L", status="skipped"),
        node("b", "a", status="skipped"),
        *(
            node(f"{id}-{i}", "a", status="success", loopNodeId="L", iterationIndex=i)
            for id in "ab"
            for i in range(3)
        ),
        node("out", "L", status="success"),
    ],
    "loop copies of a run": [
        {**STYLES, "status": "success"},
        {**loop("L", ["M"], ITEMS), "status": "success"},
        loop("M", ["a"], count=2, status="skipped"),
        node("a", "L", status="skipped"),
        *(
            loop(f"M-{i}", ["a"], count=2, status="success", loopNodeId="L", iterationIndex=i)
            for i in range(3)
        ),
    ],
}


@pytest.mark.parametrize("name", SILENT)
def test_is_silent(name: str) -> None:
    assert findings(SILENT[name], *CODES) == []


def test_a_misspelt_body_entry_is_one_problem() -> None:
    flow = [*each("a", "bb"), A, node("b", "a"), node("c", "b"), OUT]
    assert [code for code, _, _ in findings(flow, *CODES)] == ["FC401"]


def test_an_entry_dropped_from_the_body_is_one_problem() -> None:
    # `a` brought the item to `b`; now it is outside, and `b` waits for it
    flow = [*each("b"), A, node("b", "a"), OUT]
    assert findings(flow, *CODES) == [
        ("FC412", "/3/inputs/0/ref/node", "loop `L` waits for itself: `L → a → b`")
    ]


def test_of_nested_loops_that_ignore_their_items_the_inner_one_is_told() -> None:
    inner = loop("M", ["a"], {"name": "t", "type": "string_array", "value": ["p"]})
    assert [(c, p) for c, p, _ in findings([*each("M"), inner, node("a")], *CODES)] == [
        ("FC410", "/2/loopBodyNodeIds")
    ]


@pytest.mark.parametrize(
    ("flow", "hint"),
    [
        (
            [*each("a"), node("a", "x"), node("x", "L")],
            "add `x` to `loopBodyNodeIds` of `L` if it is to run in each iteration; "
            "else neither the loop nor its body may wait for it",
        ),
        (
            [*each("a"), node("a", "y"), node("y", "x"), node("x", "L")],
            "add `x` and `y` to `loopBodyNodeIds` of `L` if they are to run in each iteration; "
            "else neither the loop nor its body may wait for them",
        ),
        (
            [STYLES, loop("L", ["a"], {**ITEMS, "ref": {"node": "a"}}), A],
            "what `L` waits for has to come from outside its body",
        ),
    ],
)
def test_the_way_out_of_a_loop_that_waits_for_itself(flow: list[Any], hint: str) -> None:
    ((_, finding),) = raw_findings(flow, "FC412")
    assert finding.hint == hint


def test_a_long_way_is_shortened() -> None:
    steps = [node("s0", "L"), *(node(f"s{i}", f"s{i - 1}") for i in range(1, 40))]
    ((_, finding),) = raw_findings([*each("a", "b"), A, node("b", "s39"), *steps], *CODES)
    assert finding.message == (
        "loop `L` waits for itself: "
        "`L → s0 → s1 → s2 → s3 → s4 → s5 → s6 → … 31 more … → s38 → s39 → b`"
    )
    assert finding.args["path"][:2] == ["L", "s0"]
    assert len(finding.related) == 40


def test_an_id_that_could_not_be_read_may_be_the_missing_one() -> None:
    flow = [*each("a", "b"), A, {"type": "custom-model", "modelId": "m"}]
    assert findings(flow, *CODES) == []


def test_repeated_ids_are_another_rule() -> None:
    flow = [*each("a"), A, node("a", "L"), node("out", "a")]
    assert findings(flow, *CODES) == []


def test_fix_of_a_repeated_entry() -> None:
    flow = [*each("a", "a", "b", "a"), A, node("b", "L")]
    found = raw_findings(flow, "FC403")
    assert [f.fix.edits for _, f in found if f.fix] == [
        (Edit("remove", (1, "loopBodyNodeIds", 1)),),
        (Edit("remove", (1, "loopBodyNodeIds", 3)),),
    ]
    assert [f.related[0].pointer for _, f in found] == [(1, "loopBodyNodeIds", 0)] * 2


def test_too_many_runs_follows_the_setting() -> None:
    flow = [loop("L", ["a", "b"], count=6), A, node("b", "a")]
    assert findings(flow, "FC413", max_runs=12) == []
    assert findings(flow, "FC413", max_runs=11) == [
        ("FC413", "/0/count", "loop `L` makes 12 runs: 6 iterations of 2 runs each")
    ]


def test_counts_no_json_text_can_hold() -> None:
    for count in (float("inf"), float("nan"), float("-inf")):
        site = NodeSite({"id": "L", "type": "for-each", "count": count}, 0, ())
        assert whole_count(site) is None
        assert has_invalid_count(site)


def test_two_loops_that_wait_for_each_other() -> None:
    first = loop("L", ["a"], count=2)
    second = loop("M", ["b"], count=2)
    flow = [first, second, node("a", "M"), node("b", "L")]
    assert findings(flow, *CODES) == [
        ("FC412", "/2/inputs/0/ref/node", "loop `L` waits for itself: `L → b → M → a`")
    ]


@st.composite
def nested_flows(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, str | None]]:
    """A sound flow with nested counted loops, and each node's innermost loop.

    Nodes read earlier nodes of their own body, or of a body around it, and their own loops."""
    size = draw(st.integers(3, 12))
    home: dict[str, str | None] = {}
    flow: list[dict[str, Any]] = []
    for index in range(size):
        loops = [n["id"] for n in flow if n["type"] == "for-each"]
        inside = draw(st.sampled_from([None, *loops]))
        around: list[str | None] = [inside]
        while around[-1] is not None:
            around.append(home[around[-1]])
        # of a body around its own, only what stands before the loop that leads into it
        first = [size, *(int(id[1:]) for id in around if id is not None)]
        readable = [
            id
            for id, place in home.items()
            if place in around and int(id[1:]) < first[around.index(place)]
        ]
        refs = draw(st.lists(st.sampled_from(readable), max_size=2)) if readable else []
        refs += [id for id in around if id is not None]
        id = f"n{index}"
        if draw(st.booleans()):
            record = loop(id, [], *node(id, *refs)["inputs"], count=2)
        else:
            record = node(id, *refs)
        home[id] = inside
        if inside is not None:
            next(n for n in flow if n["id"] == inside)["loopBodyNodeIds"].append(id)
        flow.append(record)
    return flow, home


@settings(max_examples=60, deadline=None)
@given(nested_flows(), st.randoms(use_true_random=False))
def test_sound_nesting_is_silent_in_any_order(
    made: tuple[list[dict[str, Any]], dict[str, str | None]], random: Any
) -> None:
    flow, _ = made
    random.shuffle(flow)
    assert findings(flow, *CODES, max_runs=10**9) == []


@settings(max_examples=60, deadline=None)
@given(nested_flows(), st.data())
def test_a_way_out_of_a_body_and_back_is_one_problem(
    made: tuple[list[dict[str, Any]], dict[str, str | None]], data: st.DataObject
) -> None:
    flow, home = made
    members = [id for id, place in home.items() if place is not None]
    if not members:
        return
    start = data.draw(st.sampled_from(members))
    within = home[start]
    back = data.draw(st.sampled_from([id for id in members if home[id] == within]))
    flow.append(node("outside", start))
    next(n for n in flow if n["id"] == back)["dependsOn"] = ["outside"]
    found = findings(flow, *CODES, "FC209", max_runs=10**9)
    plain = leads_to(back, start, flow, home)
    assert [code for code, _, _ in found] == ["FC209" if plain else "FC412"]
    assert plain or "outside" in found[0][2]


def leads_to(
    source: str, target: str, flow: list[dict[str, Any]], home: dict[str, str | None]
) -> bool:
    """Whether refs lead from one node to another, a body node's reads of its own loops aside."""
    reached, waiting = {source}, [source]
    while waiting:
        read = waiting.pop()
        for record in flow:
            around, place = set(), home.get(record["id"])
            while place is not None:
                around.add(place)
                place = home[place]
            reads = {site["ref"]["node"] for site in record["inputs"]} - around
            if read in reads and record["id"] not in reached:
                reached.add(record["id"])
                waiting.append(record["id"])
    return target in reached


def test_a_way_through_an_approval_is_not_judged() -> None:
    flow = [
        *each("draw", "up", count=2),
        {**node("up", {"node": "draw"}), "dependsOn": ["ok"]},
        {"id": "ok", "type": "user-approval", "dependsOn": ["draw"]},
    ]
    assert findings(flow, "FC209", "FC411", "FC412") == []


@pytest.mark.parametrize(
    ("count", "body", "severity"),
    [(0, ["draw"], "warning"), (0, [], None), (-1, ["draw"], None), (2.5, ["draw"], None)],
)
def test_a_count_of_nought_beside_a_body_is_let_pass(
    count: float, body: list[str], severity: str | None
) -> None:
    [(_, finding)] = raw_findings([loop("l", body, count=count), node("draw")], "FC406")
    assert finding.severity == severity
