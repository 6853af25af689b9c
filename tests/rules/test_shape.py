"""FC104–FC107."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck import check
from flowcheck.findings import Severity
from flowcheck.wire import vocabulary as words
from flowcheck.wire.shapes import SHAPES
from flowcheck.wire.spelling import TWINS
from flowcheck.wording import json_type
from tests.support import findings, raw_findings

CODES = ("FC104", "FC105", "FC106", "FC107")
NODE: dict[str, Any] = {"id": "a", "type": "custom-model", "modelId": "m"}
OTHER: dict[str, Any] = {"id": "b", "type": "remove-background"}


def node(**more: Any) -> dict[str, Any]:
    return {**NODE, **more}


def with_input(**fields: Any) -> list[Any]:
    return [node(inputs=[fields]), OTHER]


def without(field: str, record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != field}


def case(**fields: Any) -> list[Any]:
    logic = {"cases": [fields], "default": "1"}
    return [{"id": "r", "type": "logic", "logicType": "if-else", "logic": logic}]


@pytest.mark.parametrize(
    ("flow", "pointer", "message", "hint"),
    [
        ([without("id", NODE), OTHER], "/0", "node has no `id`", None),
        ([node(id=None), OTHER], "/0", "node has no `id`", None),
        ([node(id=""), OTHER], "/0/id", "the `id` of a node is blank", None),
        ([without("type", NODE)], "/0", "node `a` has no `type`", None),
        (
            [{**without("type", NODE), "typ": "custom-model"}, OTHER],
            "/0",
            "node `a` has no `type`",
            "is `typ` meant to be `type`?",
        ),
        (with_input(type="string"), "/0/inputs/0", "input has no `name`", None),
        (
            with_input(name="", type="string"),
            "/0/inputs/0/name",
            "the `name` of an input is blank",
            None,
        ),
        (with_input(name="p"), "/0/inputs/0", "input `p` has no `type`", None),
        (
            with_input(name="p", type="inputs_array", items=[[{"type": "string"}]]),
            "/0/inputs/0/items/0/0",
            "input has no `name`",
            None,
        ),
        (case(value="2"), "/0/logic/cases/0", "case has no `condition`", None),
        (
            case(condition="x", vlue="2"),
            "/0/logic/cases/0",
            "case has no `value`",
            "is `vlue` meant to be `value`?",
        ),
    ],
)
def test_missing_field(flow: Any, pointer: str, message: str, hint: str | None) -> None:
    assert findings(flow, *CODES) == [("FC104", pointer, message)]
    ((_, finding),) = raw_findings(flow, *CODES)
    assert finding.hint == hint
    assert finding.severity is None


def test_missing_field_of_a_contract() -> None:
    record = {"inputs": [{"name": "p"}, {"type": "string", "label": "x"}, None], "flow": [NODE]}
    assert findings(record, *CODES) == [
        ("FC104", "/inputs/0", "input `p` has no `type`"),
        ("FC104", "/inputs/1", "input has no `name`"),
    ]


def job(*nodes: Any) -> dict[str, Any]:
    return {"jobId": "j", "metadata": {"flow": list(nodes)}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (job({"id": "a", "status": "success"}), ["node `a` has no `type`"]),
        (job(NODE), ["node `a` has no `status`"]),
        (job({"id": "a"}), ["node `a` has no `status`", "node `a` has no `type`"]),
        (job(node(status=None)), ["node `a` has no `status`"]),
        (job(node(statu="success")), ["node `a` has no `status`"]),
        ([node(status="success"), OTHER], ["node `b` has no `status`"]),
        (with_input(name="p", ref={"node": "b"}), ["input `p` has no `type`"]),
    ],
)
def test_missing_field_is_a_warning_where_records_are_abridged(
    value: Any, expected: list[str]
) -> None:
    found = raw_findings(value, *CODES)
    assert sorted(f.message for _, f in found) == expected
    assert {code for code, _ in found} == {"FC104"}
    assert {f.severity for _, f in found} == {Severity.WARNING}


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        ([{**NODE, "type": "", "typo": 1}, OTHER], ["FC106"]),
        (with_input(name="", nmae="p", type="string"), ["FC104"]),
        ([{**NODE, "id": "", "idd": "a"}, OTHER], ["FC104"]),
    ],
)
def test_a_blank_beside_a_misspelt_key_is_said_once(flow: Any, expected: list[str]) -> None:
    warned = [(code, f) for code, f in raw_findings(flow, *CODES) if f.severity != Severity.INFO]
    assert [code for code, _ in warned] == expected


def test_a_misspelt_optional_field_silences_what_would_miss_it() -> None:
    misspelt = {"id": "a", "type": "custom-model", "modleId": "m"}
    assert [problem.code for problem in check([misspelt, OTHER]).problems] == ["FC107"]


def test_a_missing_id_stays_an_error_in_a_job() -> None:
    ((code, finding),) = raw_findings(job({"type": "list", "status": "success"}), *CODES)
    assert (code, finding.severity) == ("FC104", None)


@pytest.mark.parametrize(
    ("value", "pointer", "message", "hint"),
    [
        ([5, NODE], "/0", "a node must be an object, found a number", None),
        (
            [node(count="3")],
            "/0/count",
            "`count` must be a number, found a string",
            "write it without quotes",
        ),
        ([node(count="three")], "/0/count", "`count` must be a number, found a string", None),
        ([node(id=7), OTHER], "/0/id", "`id` must be a string, found a number", "put it in quotes"),
        (
            [node(status=7)],
            "/0/status",
            "`status` must be a string, found a number",
            "put it in quotes",
        ),
        (
            [node(dependsOn="b"), OTHER],
            "/0/dependsOn",
            "`dependsOn` must be an array, found a string",
            "put it in `[` and `]`",
        ),
        (
            [node(depends_on=["b", 5]), OTHER],
            "/0/dependsOn/1",
            "an entry of `dependsOn` must be a string, found a number",
            "put it in quotes",
        ),
        ([node(inputs={})], "/0/inputs", "`inputs` must be an array, found an object", None),
        (
            [node(inputs=["p"])],
            "/0/inputs/0",
            "an entry of `inputs` must be an object, found a string",
            None,
        ),
        (
            with_input(name="p", type="string", ref="b"),
            "/0/inputs/0/ref",
            "`ref` must be an object, found a string",
            'write `{"node": "b"}`',
        ),
        (
            with_input(name="p", type="string", color="true"),
            "/0/inputs/0/color",
            "`color` must be a boolean, found a string",
            "write it without quotes",
        ),
        (
            with_input(name="p", type="string", ref={"node": "b", "equal": True}),
            "/0/inputs/0/ref/equal",
            "`equal` must be a string, found a boolean",
            "put it in quotes",
        ),
        ([node(logic=[])], "/0/logic", "`logic` must be an object, found an array", None),
        (
            case(condition="x", value=2),
            "/0/logic/cases/0/value",
            "`value` must be a string, found a number",
            "put it in quotes",
        ),
        (
            {"flow": {"a": NODE}},
            "/flow",
            "`flow` must be an array, found an object",
            "write an array of nodes, each with its `id` in it",
        ),
        (
            {"flow": [NODE], "inputs": "p"},
            "/inputs",
            "`inputs` must be an array, found a string",
            None,
        ),
        (
            {"flow": [NODE], "inputs": [True]},
            "/inputs/0",
            "an input must be an object, found a boolean",
            None,
        ),
    ],
)
def test_wrong_type(value: Any, pointer: str, message: str, hint: str | None) -> None:
    assert findings(value, *CODES) == [("FC105", pointer, message)]
    ((_, finding),) = raw_findings(value, *CODES)
    assert finding.hint == hint


def test_nesting_beyond_sense_is_one_error() -> None:
    value: dict[str, Any] = {"name": "p", "type": "string"}
    for _ in range(150):
        value = {"name": "p", "type": "inputs_array", "items": [[value]]}
    ((code, finding),) = raw_findings([node(inputs=[value])], *CODES)
    assert code == "FC105"
    assert finding.message == "inputs are nested more than 32 deep here"


def test_include_outputs_has_a_rule_of_its_own() -> None:
    assert findings([node(includeOutputsInWorkflowJob="true")], *CODES) == []


@pytest.mark.parametrize(
    ("value", "pointer", "message", "hint"),
    [
        (
            [node(type="customModel")],
            "/0/type",
            "`customModel` is no known node type",
            "did you mean `custom-model`?",
        ),
        ([node(type="warp"), OTHER], "/0/type", "`warp` is no known node type", None),
        ([node(type="")], "/0/type", "a blank is no known node type", None),
        (
            [node(type="logic", logicType="switch")],
            "/0/logicType",
            "`switch` is no known logic type",
            "known is `if-else`",
        ),
        (
            [node(status="sucess")],
            "/0/status",
            "`sucess` is no known node status",
            "did you mean `success`?",
        ),
        (
            with_input(name="p", type="strings"),
            "/0/inputs/0/type",
            "`strings` is no known input type",
            "did you mean `string`?",
        ),
        (
            with_input(name="p", type="file", kind="vidoe"),
            "/0/inputs/0/kind",
            "`vidoe` is no known asset kind",
            "did you mean `video`?",
        ),
        (
            with_input(name="p", type="file", background_behavior="opaq"),
            "/0/inputs/0/backgroundBehavior",
            "`opaq` is no known background behavior",
            "did you mean `opaque`?",
        ),
        (
            with_input(name="p", type="model", modelTypes=["flux.1", None, "flux-1"]),
            "/0/inputs/0/modelTypes/2",
            "`flux-1` is no known model type",
            "did you mean `flux.1`?",
        ),
        (
            with_input(name="p", type="string", required={"conditional": {"operator": "nor"}}),
            "/0/inputs/0/required/conditional/operator",
            "`nor` is no known operator",
            "did you mean `or`?",
        ),
        (
            {
                "flow": [NODE],
                "inputs": [
                    {"name": "p", "type": "inputs_array", "inputs": [{"name": "q", "type": "no"}]}
                ],
            },
            "/inputs/0/inputs/0/type",
            "`no` is no known input type",
            "known are `boolean`, `file`, `file_array`, `inputs_array`, `model`, `model_array`, "
            "`number`, `number_array`, `string`, `string_array`",
        ),
        (
            with_input(name="p", type="text"),
            "/0/inputs/0/type",
            "`text` is no known input type",
            "did you mean `string`?",
        ),
        (
            with_input(name="p", type="image"),
            "/0/inputs/0/type",
            "`image` is no known input type",
            'an asset is of type `file` (several: `file_array`) with `"kind": "image"`',
        ),
    ],
)
def test_unknown_value(value: Any, pointer: str, message: str, hint: str | None) -> None:
    assert findings(value, *CODES) == [("FC106", pointer, message)]
    ((_, finding),) = raw_findings(value, *CODES)
    assert finding.hint == hint


@pytest.mark.parametrize("kind", [*words.INPUT_TYPES, "integer", "select"])
def test_every_known_input_type_is_known(kind: str) -> None:
    assert findings(with_input(name="p", type=kind, options=["a"]), *CODES) == []


@pytest.mark.parametrize("kind", words.NODE_TYPES)
def test_every_known_node_type_is_known(kind: str) -> None:
    assert findings([node(type=kind, status="rejected")], *CODES) == []


@pytest.mark.parametrize(
    ("value", "pointer", "message", "hint", "severity"),
    [
        (
            [node(dependson=["b"]), OTHER],
            "/0/dependson",
            "`dependson` is no field of a node",
            "did you mean `dependsOn`?",
            None,
        ),
        (
            [node(depend_on=["b"]), OTHER],
            "/0/depend_on",
            "`depend_on` is no field of a node",
            "did you mean `depends_on`?",
            None,
        ),
        (
            [node(position={"x": 1})],
            "/0/position",
            "`position` is no field of a node",
            None,
            Severity.INFO,
        ),
        (
            with_input(name="p", type="string", dependsOn=["b"]),
            "/0/inputs/0/dependsOn",
            "`dependsOn` is no field of an input",
            "it is a field of a node",
            Severity.INFO,
        ),
        (
            with_input(name="p", type="string", ref={"node": "b", "equals": "1"}),
            "/0/inputs/0/ref/equals",
            "`equals` is no field of a ref",
            "did you mean `equal`?",
            None,
        ),
        (
            [node(logic={"transfrom": "x"})],
            "/0/logic/transfrom",
            "`transfrom` is no field of `logic`",
            "did you mean `transform`?",
            None,
        ),
        (
            case(condition="x", value="2", values="3"),
            "/0/logic/cases/0/values",
            "`values` is no field of a case",
            "did you mean `value`?",
            None,
        ),
        (
            {"flow": [NODE], "inputs": [{"name": "p", "type": "string", "allowedValue": []}]},
            "/inputs/0/allowedValue",
            "`allowedValue` is no field of an input",
            "did you mean `allowedValues`?",
            None,
        ),
        (
            with_input(
                name="p", type="inputs_array", items=[[{"name": "q", "type": "file", "knd": ""}]]
            ),
            "/0/inputs/0/items/0/0/knd",
            "`knd` is no field of an input",
            "did you mean `kind`?",
            None,
        ),
    ],
)
def test_unknown_field(
    value: Any, pointer: str, message: str, hint: str | None, severity: Severity | None
) -> None:
    assert findings(value, *CODES) == [("FC107", pointer, message)]
    ((_, finding),) = raw_findings(value, *CODES)
    assert (finding.hint, finding.severity, finding.at_key) == (hint, severity, True)


@pytest.mark.parametrize(
    "value",
    [
        [node(label="Good?", jobId="j", assets=[], output=1, outputAssetIds=["x"])],
        [node(unknown=None, assets=[{"assetId": "x", "url": "u", "width": 5}])],
        [node(assets=[{"assetId": "x"}])],
        with_input(name="p", type="string", required={"whenn": {}}),
        {"flow": [NODE], "flows": 1, "Inputs": []},
    ],
)
def test_unknown_field_is_silent(value: Any) -> None:
    assert findings(value, *CODES) == []


@pytest.mark.parametrize("twin", [t for t, camel in TWINS.items() if camel in SHAPES["Node"]])
def test_snake_case_twins_are_known(twin: str) -> None:
    assert findings([node(**{twin: None}), OTHER], *CODES) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
FLOW: dict[str, Any] = {
    "id": "wf",
    "inputs": [{"name": "image", "type": "file", "kind": "image", "maskFrom": "mask"}],
    "flow": [
        {
            **NODE,
            "dependsOn": ["b"],
            "inputs": [
                {"name": "image", "type": "file", "ref": {"node": "workflow", "name": "image"}},
                {"name": "n", "type": "inputs_array", "items": [[{"name": "q", "type": "string"}]]},
            ],
        },
        {
            "id": "r",
            "type": "logic",
            "logicType": "if-else",
            "logic": {"cases": [{"condition": "true", "value": "2"}], "default": "1"},
        },
        {"id": "b", "type": "for-each", "count": 2, "loopBodyNodeIds": ["a"]},
    ],
}


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = []
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in steps:
        found.append((*at, step))
        if isinstance(inner, dict | list):
            found += places(inner, (*at, step))
    return found


def put(value: Any, at: tuple[Any, ...], new: Any) -> Any:
    if not at:
        return new
    changed = value.copy()
    changed[at[0]] = put(value[at[0]], at[1:], new)
    return changed


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([p for p in places(FLOW) if p not in {("flow",), ("id",)}]), JSON)
def test_one_replaced_value_never_raises_and_is_named_where_it_is(
    at: tuple[Any, ...], new: Any
) -> None:
    old: Any = FLOW
    for step in at:
        old = old[step]
    found = raw_findings(put(FLOW, at, new), *CODES)
    for code, finding in found:
        inside = min(len(at), len(finding.pointer))
        assert finding.pointer[:inside] == at[:inside], (code, finding)
    retyped = new is not None and json_type(new) != json_type(old)
    if at == ("inputs",) and isinstance(new, dict):
        return  # a contract may be an object of inputs by name
    if retyped:
        assert [(code, f.pointer) for code, f in found] == [("FC105", at)]


def test_the_base_of_the_mutations_is_clean() -> None:
    assert findings(FLOW, *CODES) == []
