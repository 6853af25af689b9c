"""FC301–FC307: if/else nodes and the readers that wait for them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import findings, raw_findings

CODES = ("FC204", "FC208", "FC301", "FC302", "FC303", "FC304", "FC305", "FC306")
CASES = [{"condition": "m == 'a'", "value": "fast"}, {"condition": "m == 'b'", "value": "best"}]
AT = "/2/inputs/0/ref/equal"


def router(id: str = "router", **logic: Any) -> dict[str, Any]:
    logic = {"cases": CASES, "default": "none"} | logic
    return {"id": id, "type": "logic", "logicType": "if-else", "logic": logic}


def reader(*refs: Any, id: str = "reader") -> dict[str, Any]:
    inputs = [{"name": f"i{n}", "type": "string", "ref": ref} for n, ref in enumerate(refs)]
    return {"id": id, "type": "custom-model", "modelId": "m", "inputs": inputs}


MODEL = {"id": "model", "type": "custom-model", "modelId": "m"}


def found(ref: Any, *nodes: Any) -> list[tuple[str, str, str]]:
    first = nodes or (router(),)
    return findings([*first, *([MODEL] if len(first) < 2 else []), reader(ref)], *CODES)


@pytest.mark.parametrize(
    ("ref", "what"),
    [
        ({"node": "model", "equal": "fast"}, "`model` is a custom-model node"),
        ({"conditional": ["model"], "equal": "fast"}, "`model` is a custom-model node"),
        ({"node": "workflow", "name": "mode", "equal": "fast"}, "`mode` is a workflow input"),
    ],
)
def test_equal_without_branch(ref: Any, what: str) -> None:
    message = f"`equal` waits for a branch of an if/else node, but {what}"
    assert found(ref) == [("FC301", AT, message)]


@pytest.mark.parametrize(
    "ref",
    [
        {"node": "router", "equal": "fast"},
        {"node": "router", "equal": "none"},
        {"node": "model", "equal": None},
        {"conditional": ["model", "router"], "equal": "best"},
        {"node": "model", "conditional": ["router"], "equal": "best"},
        {"node": "router"},
    ],
)
def test_gate_is_right(ref: Any) -> None:
    assert found(ref) == []


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ({"id": "router", "type": "logc"}, []),
        ({"id": "router", "type": 5}, []),
        ({"id": "router"}, []),
        ({"id": "other", "type": "list"}, ["FC204"]),
    ],
)
def test_unclear_source_is_not_judged(source: Any, codes: list[str]) -> None:
    assert [code for code, _, _ in found({"node": "router", "equal": "x"}, source)] == codes


def test_unknown_branch() -> None:
    [(code, finding)] = raw_findings(
        [router(), MODEL, reader({"node": "router", "equal": "fasst"})], *CODES
    )
    assert (code, finding.pointer) == ("FC302", (2, "inputs", 0, "ref", "equal"))
    assert finding.message == "`router` never takes the value `fasst`"
    assert finding.hint == "did you mean `fast`?"
    assert [related.pointer for related in finding.related] == [(0, "logic")]
    [(_, finding)] = raw_findings([router(), reader({"node": "router", "equal": "7"})], *CODES)
    assert finding.hint == "it takes `fast`, `best` or `none`"


def test_unknown_branch_of_several_sources_is_in_none_of_them() -> None:
    other = router("other", cases=[{"condition": "x", "value": "slow"}])
    both = {"conditional": ["router", "other"], "equal": "slow"}
    assert found(both, router(), other) == []
    assert found(both | {"equal": "no"}, router(), other) == [
        ("FC302", AT, "`router` or `other` never takes the value `no`")
    ]


@pytest.mark.parametrize(
    ("logic", "code"),
    [
        ({"cases": []}, "FC303"),
        ({"cases": None}, "FC303"),
        ({"cases": [{"condition": "x", "value": " "}]}, "FC304"),
        ({"cases": [{"condition": "x"}]}, None),
        ({"cases": [{"condition": "x", "value": 2}]}, None),
        ({"cases": "x"}, None),
        ({"default": 1}, None),
    ],
)
def test_unknown_branch_is_silent_where_the_source_is_at_fault(logic: Any, code: Any) -> None:
    codes = [item[0] for item in found({"node": "router", "equal": "x"}, router(**logic))]
    assert codes == ([code] if code else [])


def test_missing_default_that_a_reader_waits_for_is_told_to_write() -> None:
    waits = [reader({"node": "router", "equal": v}, id=f"r{v}") for v in ("fast", "none")]
    [(_, finding)] = raw_findings([router(default=None), *waits], "FC306")
    assert finding.hint == 'a reader waits for `none`: if it is meant, write `"default": "none"`'
    # nobody waits for another value than those of the cases
    [(_, finding)] = raw_findings([router(default=None), waits[0]], "FC306")
    assert finding.hint is None


def test_missing_default_that_readers_wait_for_is_one_mistake() -> None:
    waits = [reader({"node": "router", "equal": v}, id=f"r{v}") for v in ("fast", "none")]
    nodes = [router(default=None), *waits]
    assert [code for code, _, _ in findings(nodes, *CODES)] == ["FC306"]
    # two such values can not both be the default
    nodes.append(reader({"node": "router", "equal": "other"}, id="r3"))
    assert [code for code, _, _ in findings(nodes, *CODES)] == ["FC302", "FC302", "FC306"]
    alone = [router(default=None), waits[1]]
    assert [code for code, _, _ in findings(alone, *CODES)] == ["FC306"]
    # one that stands alone and looks like a case is that case misspelt
    misspelt = [router(default=None), reader({"node": "router", "equal": "fastt"}, id="r4")]
    assert [code for code, _, _ in findings(misspelt, *CODES)] == ["FC302", "FC306"]


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (
            {"id": "r", "type": "logic"},
            ("FC303", "/0", "if/else node `r` has no cases: it never chooses anything"),
        ),
        (
            {"id": "r", "type": "logic", "logic": {"default": "1"}},
            ("FC303", "/0/logic", "if/else node `r` has no cases: it always takes its default `1`"),
        ),
        (
            router("r", cases=[None]),
            ("FC303", "/0/logic/cases",
             "if/else node `r` has no cases: it always takes its default `none`"),
        ),
        (
            router("r", cases=[{"condition": " ", "value": "2"}]),
            ("FC304", "/0/logic/cases/0/condition", "a case of `r` has a blank `condition`"),
        ),
        (
            router("r", cases=[{"condition": "", "value": ""}]),
            ("FC304", "/0/logic/cases/0",
             "a case of `r` has a blank `condition` and a blank `value`"),
        ),
        (
            router("r", cases=[*CASES, {"condition": "m=='a'", "value": "x"}]),
            ("FC305", "/0/logic/cases/2/condition",
             "the same condition stands in an earlier case of `r`: this case never matches"),
        ),
        (
            router("r", default=None),
            ("FC306", "/0/logic",
             "if/else node `r` has no `default`: nothing is chosen when no case matches"),
        ),
        (
            router("r", default=" "),
            ("FC306", "/0/logic/default",
             "if/else node `r` has a blank `default`: nothing is chosen when no case matches"),
        ),
    ],
)  # fmt: skip
def test_cases_and_default(node: Any, expected: tuple[str, str, str]) -> None:
    assert findings([node], *CODES) == [expected]


@pytest.mark.parametrize(
    "node",
    [
        router(),
        # missing or of a wrong type is said elsewhere
        router(cases=[{"condition": "x"}]),
        router(cases=[{"condition": 5, "value": "2"}, {"condition": 6, "value": "3"}]),
        router(cases=[5]),
        router(cases="x", default=None),
        router(default=5),
        {"id": "r", "type": "logic", "logic": 5},
        # white space inside a literal counts
        router(cases=[{"condition": "m == 'a b'", "value": "1"},
                      {"condition": "m == 'a  b'", "value": "2"}]),
        # cases of a node that is no if/else
        {"id": "t", "type": "transform", "logic": {"cases": [{"condition": "", "value": ""}]}},
    ],
)  # fmt: skip
def test_cases_are_fine_or_said_elsewhere(node: Any) -> None:
    assert findings([node], *CODES) == []


FAST = {"node": "router", "equal": "fast"}


def test_unused_branch() -> None:
    nodes = [router(), reader(FAST)]
    assert findings(nodes, "FC307") == [
        ("FC307", "/0/logic/cases/1/value", "no reader waits for the value `best` of `router`")
    ]


@pytest.mark.parametrize(
    "nodes",
    [
        [router()],
        [router(), reader({"node": "router"})],
        [router(), reader(FAST, {"node": "router"})],
        [router(), reader(FAST, {"conditional": ["router"], "equal": "best"})],
        [router(default="best"), reader(FAST)],
        [router(), reader(FAST, {"node": "router", "equal": "bets"})],
        [router(), reader(FAST, {"node": "rooter", "equal": "best"})],
        [router(), router(), reader(FAST)],
    ],
)
def test_branches_are_used_or_may_be(nodes: Any) -> None:
    assert findings(nodes, "FC307") == []


def test_equal_beside_conditional_is_information() -> None:
    generate = {"id": "generate", "type": "custom-model", "modelId": "m"}
    ref = {"conditional": ["generate"], "equal": "2"}
    [(code, finding)] = raw_findings([generate, reader(ref)], "FC301")
    assert (code, finding.severity) == ("FC301", "info")
    [(code, finding)] = raw_findings(
        [generate, reader({"node": "generate", "equal": "2"})], "FC301"
    )
    assert (code, finding.severity) == ("FC301", None)
