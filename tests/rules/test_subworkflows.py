"""FC811–FC814: sub-workflows among documents checked together."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck import Report, Settings
from flowcheck.engine import check_sources
from flowcheck.reading.source import Source
from tests.support import findings, raw_findings

OWN = ("FC811", "FC812", "FC813", "FC814")
PHOTO = {"name": "photo", "type": "file", "kind": "image", "required": {"always": True}}
IMAGE = {"name": "image", "type": "file", "kind": "image", "required": {"always": True}}
READS_PHOTO = {"node": "workflow", "name": "photo"}
GIVEN = {"name": "image", "type": "file", "kind": "image", "ref": READS_PHOTO}


def callee(*inputs: Any, id: str = "wf_cut") -> dict[str, Any]:
    cut = {"id": "cut", "type": "remove-background", "inputs": []}
    return {"id": id, "inputs": list(inputs), "flow": [cut]}


def call(*inputs: Any, id: str = "wf_cut", node: str = "call", **fields: Any) -> dict[str, Any]:
    return {"id": node, "type": "workflow", "workflowId": id, "inputs": list(inputs), **fields}


def caller(*nodes: Any, id: str = "wf_main", contract: Any = (PHOTO,)) -> dict[str, Any]:
    return {"id": id, "inputs": list(contract), "flow": list(nodes)}


def string(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "type": "string", **fields}


def said(*values: Any) -> list[tuple[str, str, str]]:
    return findings(list(values), *OWN)


def report(**files: Any) -> Report:
    sources = [Source.from_value(f"{name}.json", value) for name, value in files.items()]
    return check_sources(sources, Settings(select=OWN))


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ([GIVEN], []),
        (
            [{**GIVEN, "name": "imgae"}],
            [
                (
                    "FC812",
                    "/0/flow/0/inputs/0/name",
                    "sub-workflow `wf_cut` has no input `imgae`",
                )
            ],
        ),
        (
            [GIVEN, string("padding", value="4")],
            [
                (
                    "FC812",
                    "/0/flow/0/inputs/1/name",
                    "sub-workflow `wf_cut` has no input `padding`",
                )
            ],
        ),
        (
            [],
            [
                (
                    "FC813",
                    "/0/flow/0",
                    "nothing supplies `image` of node `call`: sub-workflow `wf_cut` requires it",
                )
            ],
        ),
        (
            [{**GIVEN, "ref": None, "value": " "}],
            [
                (
                    "FC813",
                    "/0/flow/0/inputs/0",
                    "nothing supplies `image` of node `call`: sub-workflow `wf_cut` requires it",
                )
            ],
        ),
        # merges may only have the node wait; near a declared name they do not
        ([GIVEN, string("after", ref={"conditional": ["cut"]})], []),
        ([GIVEN, string("branch", ref={"node": "router", "equal": "a"})], []),
        # the node's own declaration asks for it already (FC610)
        ([{**IMAGE, "required": True}], []),
        # what cannot be read, or has no name, may be the one
        ([{**GIVEN, "name": 7}], []),
        ([{**GIVEN, "name": ""}], []),
        ([GIVEN, GIVEN], []),
    ],
)
def test_inputs_of_a_call(inputs: Any, expected: list[tuple[str, str, str]]) -> None:
    router = {
        "id": "router",
        "type": "logic",
        "logicType": "if-else",
        "inputs": [],
        "logic": {"cases": [{"condition": "true", "value": "a"}], "default": "b"},
    }
    source = {"id": "cut", "type": "generate-prompt", "inputs": []}
    shadow = {"name": "shadow", "type": "boolean", "default": False}
    assert said(caller(call(*inputs), source, router), callee(IMAGE, shadow)) == expected


def test_optional_workflow_input_is_a_warning_with_its_run() -> None:
    found = report(
        a=caller(call(GIVEN), contract=[{**PHOTO, "required": None}]), b=callee(IMAGE)
    ).problems
    assert [(p.code, p.severity, p.pointer, p.message) for p in found] == [
        (
            "FC813",
            "warning",
            "/flow/0/inputs/0",
            "`image` of node `call` is missing when `photo` is not given: "
            "sub-workflow `wf_cut` requires it",
        )
    ]
    assert found[0].witness is not None
    assert found[0].witness.absent == ("photo",)
    assert [(r.file, r.pointer) for r in found[0].related] == [
        ("b.json", "/inputs/0/required"),
        (None, "/inputs/0"),
    ]


def test_severities_and_hints_of_unknown_inputs() -> None:
    found = report(
        a=caller(call(GIVEN, string("imags"), string("padding", value="4"))),
        b=callee(IMAGE, string("shadow"), string("images")),
    ).problems
    assert [(p.input, p.severity, p.hint) for p in found] == [
        ("imags", "error", "did you mean `images`?"),
        ("padding", "warning", "it takes `image`, `shadow` and `images`"),
    ]
    assert [(r.message, r.file, r.line) for r in found[0].related] == [
        ("`images` is declared here", "b.json", 16)
    ]


def test_unknown_workflow_is_information_and_near_a_known_one_a_warning() -> None:
    assert said(caller(call(GIVEN, id="wf_cutt")), callee(IMAGE)) == [
        (
            "FC811",
            "/0/flow/0/workflowId",
            "sub-workflow `wf_cutt` is not among the workflows checked together",
        )
    ]
    source = Source.from_value("a.json", [caller(call(id="wf_cutt")), callee()])
    shown = check_sources([source], Settings(select=("FC811",))).problems
    assert [(p.severity, p.hint) for p in shown] == [("warning", "did you mean `wf_cut`?")]
    far = Source.from_value("a.json", [caller(call(id="elsewhere")), callee()])
    assert check_sources([far], Settings(ignore=("FC215",))).problems == ()
    [own] = raw_findings([caller(call(id="wf_mainn")), callee()], "FC811")
    assert own[1].severity is None, "a workflow is not suggested to itself"


@pytest.mark.parametrize("id", [None, "", " ", 7])
def test_call_that_does_not_say_whom_is_left_to_other_rules(id: Any) -> None:
    assert said(caller(call(id=id)), callee(IMAGE)) == []


def test_records_of_one_id_that_contradict_each_other_prove_nothing() -> None:
    assert said(caller(call()), callee(IMAGE), callee(string("image"))) == []
    assert len(said(caller(call()), callee(IMAGE), callee(IMAGE))) == 1


def test_callee_without_contract_or_with_unreadable_inputs_proves_nothing() -> None:
    assert said(caller(call(string("x"))), {**callee(), "inputs": None}) == []
    assert said(caller(call(string("x"))), callee(IMAGE, 7)) == []
    assert said(caller(call(string("x"))), callee(IMAGE, string(" "))) == []


def test_workflow_that_takes_nothing() -> None:
    found = report(a=caller(call(string("x", value="y"))), b=callee()).problems
    assert [(p.severity, p.message, p.hint) for p in found] == [
        ("warning", "sub-workflow `wf_cut` has no input `x`", "it takes no inputs")
    ]


def test_run_is_asked_for_misspelt_names_only() -> None:
    inputs = [{**GIVEN, "name": "imgae", "value": "a"}, string("other", value="b")]
    node = call(*inputs, status="success")
    job = {"job": {"jobId": "j", "jobType": "workflow", "metadata": {"flow": [node]}}}
    assert said(job, callee(IMAGE)) == [
        (
            "FC812",
            "/0/job/metadata/flow/0/inputs/0/name",
            "sub-workflow `wf_cut` has no input `imgae`",
        )
    ]


def circle(*ids: str) -> list[dict[str, Any]]:
    return [
        caller(call(id=callee, node=f"to {callee}"), id=id, contract=())
        for id, callee in zip(ids, (*ids[1:], ids[0]), strict=True)
    ]


def test_circle_is_told_once_in_the_first_document() -> None:
    b, c, a = circle("b", "c", "a")
    found = report(x=callee(), second=[b, a], third={"workflow": c}).problems
    assert [(p.code, p.file, p.pointer, p.message) for p in found] == [
        (
            "FC814",
            "second.json",
            "/0/flow/0/workflowId",
            "workflows call each other: `b` → `c` → `a` → `b`",
        )
    ]
    assert [(r.message, r.file, r.pointer) for r in found[0].related] == [
        ("`c` calls `a` here", "third.json", "/workflow/flow/0/workflowId"),
        ("`a` calls `b` here", None, "/1/flow/0/workflowId"),
    ]


def test_workflow_that_calls_itself() -> None:
    assert said(*circle("a")) == [
        ("FC814", "/0/flow/0/workflowId", "the workflow calls itself: `a` → `a`")
    ]


def test_shortest_circle_of_a_group_and_how_many_more_there_are() -> None:
    first = caller(call(id="b", node="1"), call(id="c", node="2"), id="a", contract=())
    others = [
        caller(call(id="d"), id="b", contract=()),
        caller(call(id="a"), id="c", contract=()),
        caller(call(id="a"), id="d", contract=()),
    ]
    found = report(all=[first, *others]).problems
    assert [(p.pointer, p.message, p.hint) for p in found] == [
        (
            "/0/flow/1/workflowId",
            "workflows call each other: `a` → `c` → `a`",
            "2 more workflows call each other in circles with them",
        )
    ]


def test_separate_circles_are_separate_problems() -> None:
    pointers = [pointer for _, pointer, _ in said(*circle("a", "b"), *circle("c"), callee())]
    assert pointers == ["/0/flow/0/workflowId", "/2/flow/0/workflowId"]


def test_chains_diamonds_and_strangers_are_no_circle() -> None:
    top = caller(call(id="b", node="1"), call(id="c", node="2"), id="a", contract=())
    mid = [caller(call(id="d"), id=id, contract=()) for id in ("b", "c")]
    end = caller(call(id="nobody"), id="d", contract=())
    assert [code for code, _, _ in said(top, *mid, end)] == ["FC811"]


def test_long_circle_is_shortened() -> None:
    (found,) = said(*circle(*(f"w{n:02}" for n in range(30))))
    assert found[2].endswith("→ `w06` → `w07` → 22 more → `w00`")


def gated(target: str, count: Any, looks_at: str = "n") -> dict[str, Any]:
    """A workflow that calls another, or itself, on one branch."""
    router = {
        "id": "r",
        "type": "logic",
        "logicType": "if-else",
        "inputs": [{"name": "n", "type": "number", "ref": {"node": "workflow", "name": looks_at}}],
        "logic": {"cases": [{"condition": "n > 0.0", "value": "again"}], "default": "done"},
    }
    gate = string("gate", ref={"node": "r", "equal": "again"})
    again = call({"name": "n", "type": "number", **count}, gate, id=target)
    contract = [{"name": name, "type": "number", "default": 3} for name in ("n", "other")]
    return {"id": "wf", "inputs": contract, "flow": [router, again]}


SAME = {"ref": {"node": "workflow", "name": "n"}}


@pytest.mark.parametrize(
    ("document", "severity"),
    [
        (gated("wf", SAME), "warning"),
        (gated("wf", {"value": 0}), None),
        (gated("wf", {"ref": {"node": "workflow", "name": "other"}}), None),
        (gated("wf", SAME, looks_at="other"), None),
        (caller(call(id="wf"), id="wf"), "error"),
    ],
)
def test_a_branch_can_end_a_circle(document: Any, severity: str | None) -> None:
    found = report(wf=document).problems
    assert [(p.code, p.severity) for p in found if p.code == "FC814"] == (
        [("FC814", severity)] if severity else []
    )


def test_what_waits_for_a_gated_node_can_be_skipped_too() -> None:
    document = gated("nobody", SAME)
    document["flow"][1]["type"] = "remove-background"
    merged = {"name": "image", "type": "file", "ref": {"conditional": ["call"]}}
    document["flow"].append(call(merged, string("n", **SAME), id="wf", node="again"))
    [problem] = [p for p in report(wf=document).problems if p.code == "FC814"]
    assert problem.severity == "warning"
    assert (
        problem.hint == "a branch can end it, but each call is given what the one before was given"
    )


def test_a_circle_that_no_branch_ends_goes_before_one_that_can_end() -> None:
    document = gated("wf", SAME)
    document["flow"].append(call(string("n", **SAME), id="wf", node="always"))
    [problem] = [p for p in report(wf=document).problems if p.code == "FC814"]
    assert (problem.severity, problem.node) == ("error", "always")


SCALE = {"name": "scale", "type": "number", "max": 4, "default": 2}
TYPES_AND_VALUES = ("FC214", "FC712", "FC815", "FC816")


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ([{"name": "image", "type": "file", "kind": "video", "value": "asset_1"}], "FC815/kind"),
        ([{"name": "scale", "type": "boolean", "value": True}], "FC815/type"),
        ([{"name": "scale", "type": "number", "value": 9}], "FC816/value"),
        ([string("scale", value="large")], "FC816/value"),
        ([string("scale", value="3")], None),
        ([{"name": "scale", "type": "number", "value": 4}], None),
        ([{"name": "scale", "type": "number", "max": 3, "value": 9}], "FC712/value"),
        ([string("image", ref=READS_PHOTO)], None),
    ],
)
def test_types_and_values_of_a_call(inputs: Any, expected: str | None) -> None:
    found = findings([caller(call(*inputs)), callee(IMAGE, SCALE)], *TYPES_AND_VALUES)
    if expected is None:
        assert found == []
    else:
        code, field = expected.split("/")
        assert [(c, at) for c, at, _ in found] == [(code, f"/0/flow/0/inputs/0/{field}")]


@pytest.mark.parametrize("id", [[], {}, 7, None])
def test_a_caller_with_an_odd_id_is_no_obstacle(id: Any) -> None:
    value = {**caller(call(id="wf_gone")), "id": id}
    assert "FC811" in [code for code, _ in raw_findings(value, "FC811")]
