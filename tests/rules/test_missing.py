"""FC610–FC613: code, place and words, and where they must be silent."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck.findings import Severity, Witness
from flowcheck.report import pointer_text
from tests.runs.support import gate, given, input_, merge, node, record, router
from tests.support import findings, raw_findings

ALWAYS = {"always": True}
CODES = ("FC610", "FC611")


def told(value: Any) -> list[tuple[str, str]]:
    return [(code, message) for code, _, message in findings(value, *CODES)]


def one_node(*inputs: Any, contract: Any = (), **fields: Any) -> Any:
    return record([node("n", *inputs, **fields)], *contract)


PHOTO = input_("photo", "file")
MODE = input_("mode", allowedValues=["a", "b"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            one_node(input_("x", required=ALWAYS)),
            [("FC610", "`x` of node `n` is required, but nothing supplies it")],
        ),
        (
            one_node(input_("x", required=True, value="  ")),
            [("FC610", "`x` of node `n` is required, but nothing supplies it")],
        ),
        (
            one_node(given("photo", "x", required=ALWAYS), contract=[PHOTO]),
            [("FC611", "`x` of node `n` is required, but missing when `photo` is not given")],
        ),
        (
            one_node(
                given("photo", "x"),
                input_("y", required={"ifDefined": {"x": ""}}),
                contract=[PHOTO],
            ),
            [
                (
                    "FC611",
                    "`y` of node `n` is required because `x` is given, but missing when "
                    "`photo` is given",
                )
            ],
        ),
        (
            one_node(input_("y", required={"ifNotDefined": {"x": ""}})),
            [
                (
                    "FC610",
                    "`y` of node `n` is required because `x` is not given, but nothing supplies it",
                )
            ],
        ),
        (
            one_node(input_("y", required={"ifNotDefined": {"x": "", "hidden": {}}})),
            [
                (
                    "FC610",
                    "`y` of node `n` is required because `x` and `hidden` are not given, "
                    "but nothing supplies it",
                )
            ],
        ),
        (
            one_node(
                given("mode", "m"), input_("y", required={"when": {"m": ["a"]}}), contract=[MODE]
            ),
            [
                (
                    "FC611",
                    '`y` of node `n` is required because `m` is `"a"`, but missing when '
                    '`mode` is `"a"`',
                )
            ],
        ),
        (
            one_node(
                given("mode", "m", default="a"),
                input_("y", required={"conditional": {"values": {"m": ["a", "b"]}}}),
                contract=[MODE],
            ),
            [
                (
                    "FC610",
                    '`y` of node `n` is required because `m` is `"a"` or `"b"`, '
                    "but nothing supplies it",
                )
            ],
        ),
        (
            one_node(
                input_("flag", "boolean", value=True), input_("y", required={"when": {"flag": [1]}})
            ),
            [],
        ),
        (
            one_node(
                input_("m", value=1), input_("y", required={"when": {"m": [1.0], "z": ["a"]}})
            ),
            [],
        ),
        (
            one_node(
                input_("m", value=1),
                input_(
                    "y",
                    required={
                        "conditional": {"values": {"m": [1.0], "z": ["a"]}, "operator": "or"}
                    },
                ),
            ),
            [
                (
                    "FC610",
                    '`y` of node `n` is required because `m` is `1` or `z` is `"a"`, '
                    "but nothing supplies it",
                )
            ],
        ),
    ],
)
def test_told(value: Any, expected: list[tuple[str, str]]) -> None:
    assert told(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        one_node(input_("x", required=ALWAYS, value=False)),
        one_node(input_("x", required=ALWAYS, value=0)),
        one_node(input_("x", required=ALWAYS, default="d")),
        one_node(input_("x", "inputs_array", required=ALWAYS, items=[[]])),
        one_node(input_("x", required=False)),
        one_node(input_("x", required={"always": False})),
        one_node(input_("x", required={"always": None, "ifDefined": None})),
        one_node(input_("x", required={"ifDefined": {"hidden": ""}})),
        one_node(given("photo", "x", required=ALWAYS), contract=[{**PHOTO, "required": ALWAYS}]),
        one_node(given("photo", "x", required=ALWAYS), contract=[{**PHOTO, "default": "asset_1"}]),
        # either the one or the other is given, in the workflow and in the node
        one_node(
            given("photo", "x", required={"ifNotDefined": {"y": ""}}),
            given("mode", "y", required={"ifNotDefined": {"x": ""}}),
            contract=[
                {**PHOTO, "required": {"ifNotDefined": {"mode": ""}}},
                {**MODE, "required": {"ifNotDefined": {"photo": ""}}},
            ],
        ),
        # without a contract every workflow input counts as given
        [node("n", given("photo", "x", required=ALWAYS))],
        # a ref that leads nowhere is another rule's
        one_node(given("foto", "x", required=ALWAYS), contract=[PHOTO]),
        one_node(input_("x", required=ALWAYS), input_("y", ref={"node": "nobody"})),
        one_node(input_("x", required=ALWAYS), input_("x", value="v")),
        # nothing is known about a value that a node makes
        record(
            [
                node("m"),
                node(
                    "n",
                    input_("v", ref={"node": "m"}),
                    input_(
                        "y",
                        required={"conditionalValues": {"v": {"operator": "ne", "value": "a"}}},
                    ),
                ),
            ]
        ),
        # a rule that cannot be read claims nothing
        one_node(input_("x", required={"always": "true"})),
        one_node(given("photo", "x", required=ALWAYS), contract=[{**PHOTO, "required": 7}]),
        # FC715 speaks about an entry that lacks what its declaration always asks for
        one_node(
            input_(
                "rows",
                "inputs_array",
                inputs=[input_("a", required=ALWAYS)],
                items=[[input_("a", required=ALWAYS)]],
            )
        ),
        # a job tells what happened
        [node("n", input_("x", required=ALWAYS), status="success")],
        [
            router("r", "2"),
            node("a", gate("r", "2"), gate("r", "1", "g"), input_("x", required=ALWAYS)),
        ],
    ],
)
def test_silent(value: Any) -> None:
    assert told(value) == []


def test_the_rule_that_always_requires_it_is_told() -> None:
    rules = {"ifDefined": {"x": ""}, "when": {"m": ["a"]}}
    value = one_node(
        given("photo", "x"), input_("m", value="a"), input_("y", required=rules), contract=[PHOTO]
    )
    assert told(value) == [
        (
            "FC610",
            '`y` of node `n` is required because `m` is `"a"`, but nothing supplies it',
        )
    ]


def test_required_only_where_the_node_runs() -> None:
    value = record(
        [
            router("r", "2"),
            node("a", gate("r", "2"), given("photo", "x", required=ALWAYS)),
            node("b", gate("r", "1"), input_("y", required=ALWAYS)),
            node("c", merge("a", "b")),
        ],
        PHOTO,
    )
    assert findings(value, *CODES) == [
        ("FC610", "/flow/2/inputs/1", "`y` of node `b` is required, but nothing supplies it"),
        (
            "FC611",
            "/flow/1/inputs/1",
            "`x` of node `a` is required, but missing when `photo` is not given and `r` takes `2`",
        ),
    ]


def test_sub_inputs_are_each_others_siblings() -> None:
    row = [given("photo", "image"), input_("mask", required={"ifDefined": {"image": ""}})]
    value = one_node(input_("rows", "inputs_array", items=[[], row]), contract=[PHOTO])
    assert findings(value, *CODES) == [
        (
            "FC611",
            "/flow/0/inputs/0/items/1/1",
            "`mask` of node `n` is required because `image` is given, but missing when "
            "`photo` is given",
        )
    ]


def test_hints_and_related_places() -> None:
    value = one_node(
        given("mode", "m"),
        given("photo", "x", required={"when": {"m": ["a"]}}),
        input_("y", required=ALWAYS),
        contract=[PHOTO, MODE],
    )
    (_, plain), (_, maybe) = raw_findings(value, *CODES)
    assert plain.hint == "give `y` a `ref`, a `value` or a `default`"
    assert plain.witness is None
    assert maybe.hint == "make workflow input `photo` required, or give it a default"
    assert [(r.message, pointer_text(r.pointer)) for r in maybe.related] == [
        ("required by this rule", "/flow/0/inputs/1/required/when"),
        ("`m` is this input", "/flow/0/inputs/0"),
        ("workflow input `photo` may be left out", "/inputs/0"),
    ]
    assert maybe.args == {"node": "n", "input": "x", "rule": "when", "siblings": ["m"]}


def test_certain_only_when_dependencies_skip_is_a_warning() -> None:
    value = record(
        [
            router("r", "2"),
            node("a", gate("r", "2")),
            node(
                "n",
                input_("m", ref={"conditional": ["a", "r"]}),
                given("photo", "x", required=ALWAYS),
                dependsOn=["a"],
            ),
        ],
        {**PHOTO, "required": False},
    )
    [(code, finding)] = raw_findings(value, *CODES)
    assert (code, finding.severity) == ("FC611", None)


# FC612


def dead(*inputs: Any) -> list[tuple[str, str, str]]:
    return findings({"inputs": list(inputs)}, "FC612")


def test_dead_rules() -> None:
    prompt = input_("prompt", required=ALWAYS)
    for named in ({"prompt": ""}, {"hidden": "", "prompt": ""}):
        assert dead(prompt, input_("x", required={"ifNotDefined": named})) == [
            (
                "FC612",
                "/inputs/1/required/ifNotDefined",
                "`ifNotDefined` of `x` never requires it: `prompt` is always given",
            )
        ]
    either = [
        input_("a", required={"ifNotDefined": {"b": ""}}),
        input_("b", required={"ifNotDefined": {"a": ""}}),
    ]
    assert dead(*either) == []
    assert dead(*either, input_("x", required={"ifNotDefined": {"a": "", "b": ""}})) == [
        (
            "FC612",
            "/inputs/2/required/ifNotDefined",
            "`ifNotDefined` of `x` never requires it: every accepted run gives `a` or `b`",
        )
    ]


@pytest.mark.parametrize(
    "required",
    [
        {"ifDefined": {"hidden": ""}},  # FC601
        {"ifNotDefined": {"hidden": ""}},
        {"ifNotDefined": {"x": ""}},  # FC602
        {"always": True, "ifNotDefined": {"prompt": ""}},  # FC604
        {"when": {"mode": ["z"]}},  # FC605
        {"when": {"mode": ["a"]}},
        {"when": {"prompt": ["a"]}},
        {"ifDefined": {"prompt": ""}},
        7,  # FC603
    ],
)
def test_rules_that_are_not_dead_or_explained_by_others(required: Any) -> None:
    prompt = input_("prompt", required=ALWAYS)
    assert dead(prompt, MODE, input_("x", required=required)) == []


def test_declared_sub_inputs_have_rules_of_their_own() -> None:
    inner = [input_("a", default="d"), input_("b", required={"ifNotDefined": {"a": ""}})]
    assert dead(input_("rows", "inputs_array", inputs=inner)) == [
        (
            "FC612",
            "/inputs/0/inputs/1/required/ifNotDefined",
            "`ifNotDefined` of `b` never requires it: `a` is always given",
        )
    ]


# Shape errors


NAMELESS, ODD_LABEL = {"name": 7, "type": "string"}, input_("y", label=7)


@pytest.mark.parametrize(
    ("broken", "codes"),
    [(NAMELESS, []), (7, []), (input_("y", items=7), []), (ODD_LABEL, ["FC610"])],
)
def test_no_verdict_beside_what_cannot_be_read(broken: Any, codes: list[str]) -> None:
    """Only a shape error in what the verdict needs silences it."""
    value = one_node(input_("x", required=ALWAYS), broken)
    assert [code for code, _ in told(value)] == codes


@pytest.mark.parametrize(("broken", "rows"), [(NAMELESS, [1]), (ODD_LABEL, [0, 1])])
def test_a_broken_row_does_not_silence_the_others(broken: Any, rows: list[int]) -> None:
    items = [[input_("x", required=ALWAYS), broken], [input_("x", required=ALWAYS)]]
    found = findings(one_node(input_("rows", "inputs_array", items=items)), *CODES)
    assert [at for _, at, _ in found] == [f"/flow/0/inputs/0/items/{row}/0" for row in rows]


# FC613


def test_undecided_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import flowcheck.runs.search as search

    value = one_node(
        given("photo", "x", required=ALWAYS), given("photo", "y", required=ALWAYS), contract=[PHOTO]
    )
    assert findings(value, "FC613") == []
    monkeypatch.setattr(search, "_GATES", 0)
    monkeypatch.setattr(search.Search, "_simulate", lambda self, literal: None)
    assert findings(value, "FC611", "FC613", solver_budget=0) == [
        (
            "FC613",
            "/flow",
            "the run model stopped at its budget: what may never run, hang or be missing here "
            "is not fully decided",
        )
    ]
    assert [code for code, _ in told(value)] == ["FC611", "FC611"]


def test_past_the_budget_what_needs_no_search_is_still_told() -> None:
    """That one of twenty is given takes a proof; that `prompt` is given does not."""
    names = [f"i{n}" for n in range(20)]
    ring = [
        input_(name, required={"ifNotDefined": dict.fromkeys(set(names) - {name}, "")})
        for name in names
    ]
    value = {
        "inputs": [
            *ring,
            input_("x", required={"ifNotDefined": dict.fromkeys(names, "")}),
            input_("prompt", required=ALWAYS),
            input_("y", required={"ifNotDefined": {"prompt": ""}}),
        ]
    }
    found = findings(value, "FC612", "FC613", solver_budget=0)
    assert [(code, at) for code, at, _ in found if code == "FC612"] == [
        ("FC612", "/inputs/22/required/ifNotDefined")
    ]
    assert [code for code, _, _ in found].count("FC613") == 1


def test_what_is_always_missing_may_need_an_example() -> None:
    rules = {"ifDefined": {"a": ""}, "ifNotDefined": {"a": ""}}
    value = one_node(given("photo", "a"), input_("x", required=rules), contract=[PHOTO])
    [(code, finding)] = raw_findings(value, *CODES)
    assert (code, finding.witness) == ("FC610", Witness(given=("photo",)))


def test_severities() -> None:
    from tests.support import load_rules

    assert [
        (rule.code, rule.severity) for rule in load_rules("FC610", "FC611", "FC612", "FC613")
    ] == [
        ("FC610", Severity.ERROR),
        ("FC611", Severity.WARNING),
        ("FC612", Severity.INFO),
        ("FC613", Severity.INFO),
    ]


@pytest.mark.parametrize(
    "declared",
    [
        {"type": "string", "allowedValues": ["a", "b"]},
        {"type": "select", "options": ["a", "b"]},
        {"type": "select", "options": [{"label": "A", "value": "a"}, {"value": "b"}]},
    ],
)
@pytest.mark.parametrize(("awaited", "codes"), [("b", ["FC611"]), ("zz", [])])
def test_choices_are_the_only_values(
    declared: dict[str, Any], awaited: str, codes: list[str]
) -> None:
    required = {"conditional": {"values": {"mode": [awaited]}}}
    mode = {"name": "mode", "type": declared["type"], "ref": {"node": "workflow", "name": "mode"}}
    text = {"name": "text", "type": "string", "ref": {"node": "workflow", "name": "text"}}
    record = {
        "inputs": [{"name": "mode", **declared}, {"name": "text", "type": "string"}],
        "flow": [
            {
                "id": "n",
                "type": "custom-model",
                "modelId": "m",
                "inputs": [mode, {**text, "required": required}],
            }
        ],
    }
    assert [code for code, _, _ in findings(record, "FC610", "FC611")] == codes


def either_or(*names: str, refs: Any = None) -> list[dict[str, Any]]:
    """Inputs of which one is required."""
    return [
        {
            "name": name,
            "type": "file",
            "required": {"ifNotDefined": {other: {} for other in names if other != name}},
            **({} if refs is None else {"ref": {"node": "workflow", "name": refs[name]}}),
        }
        for name in names
    ]


def test_an_either_or_group_is_told_once() -> None:
    node = {"id": "x", "type": "custom-model", "modelId": "m", "inputs": either_or("a", "b", "c")}
    [(code, finding)] = raw_findings({"inputs": [], "flow": [node]}, "FC610", "FC611")
    assert (code, finding.pointer) == ("FC610", ("flow", 0, "inputs", 0))
    assert (
        finding.message
        == "one of `a`, `b` or `c` of node `x` is required, but nothing supplies any"
    )
    assert finding.hint == "give one of them a `ref`, a `value` or a `default`"
    assert [related.message for related in finding.related] == [
        "the rule of `a`",
        "the rule of `b`",
        "the rule of `c`",
    ]
    assert finding.related[2].pointer == ("flow", 0, "inputs", 2, "required", "ifNotDefined")


def test_an_either_or_group_that_reads_the_contract_is_mended_there() -> None:
    contract = [{"name": name, "type": "file"} for name in ("p", "q")]
    inputs = either_or("a", "b", refs={"a": "p", "b": "q"})
    node = {"id": "x", "type": "custom-model", "modelId": "m", "inputs": inputs}
    [(code, finding)] = raw_findings({"inputs": contract, "flow": [node]}, "FC610", "FC611")
    assert (code, finding.pointer) == ("FC611", ("flow", 0, "inputs", 0))
    assert finding.message == (
        "one of `a` or `b` of node `x` is required, "
        "but none is given when `p` and `q` are not given"
    )
    assert finding.hint == (
        'have a run give one of `p` or `q`: `"required": {"ifNotDefined": {"q": {}}}` on `p`, '
        "and likewise on the others"
    )
    mended = either_or("p", "q")
    assert findings({"inputs": mended, "flow": [node]}, "FC610", "FC611") == []


def test_rules_that_are_no_group_are_told_apart() -> None:
    first, second, third = either_or("a", "b", "c")
    third["required"] = {"ifNotDefined": {"a": {}}}
    node = {"id": "x", "type": "custom-model", "modelId": "m", "inputs": [first, second, third]}
    found = findings({"inputs": [], "flow": [node]}, "FC610")
    assert [pointer for _, pointer, _ in found] == [f"/flow/0/inputs/{i}" for i in range(3)]


def shots(*rows: Any, **declared: Any) -> dict[str, Any]:
    still = {"name": "still", "type": "file", **declared}
    text = {"name": "text", "type": "string"}
    site = {"name": "shots", "type": "inputs_array", "inputs": [still, text], "items": list(rows)}
    node = {"id": "x", "type": "custom-model", "modelId": "m", "inputs": [site]}
    return {"inputs": [{"name": "photo", "type": "file"}], "flow": [node]}


READS_PHOTO = {"name": "still", "type": "file", "ref": {"node": "workflow", "name": "photo"}}
EMPTY = {"name": "still", "type": "file"}
TEXT = {"name": "text", "type": "string", "value": "x"}


def test_a_sub_input_has_the_rules_of_its_declaration() -> None:
    document = shots([READS_PHOTO], required={"always": True})
    [(code, finding)] = raw_findings(document, "FC610", "FC611", "FC715")
    assert (code, finding.pointer) == ("FC611", ("flow", 0, "inputs", 0, "items", 0, 0))
    assert (
        finding.message == "`still` of node `x` is required, but missing when `photo` is not given"
    )
    assert finding.related[0].pointer == ("flow", 0, "inputs", 0, "inputs", 0, "required")


def test_a_declared_rule_looks_at_the_row() -> None:
    rule = {"ifDefined": {"text": "needed"}}
    document = shots([EMPTY, TEXT], [EMPTY], required=rule)
    [(code, finding)] = raw_findings(document, "FC610", "FC611", "FC715")
    assert (code, finding.pointer) == ("FC610", ("flow", 0, "inputs", 0, "items", 0, 0))


def test_a_rule_of_its_own_goes_before_the_declared_one() -> None:
    own = {**READS_PHOTO, "required": {"ifDefined": {"text": "needed"}}}
    assert findings(shots([own], required={"always": True}), "FC610", "FC611") == []
    supplied = {**EMPTY, "value": "asset_1"}
    assert findings(shots([supplied], required={"always": True}), "FC610", "FC611") == []
