"""FC712, FC715, FC213, FC214: literals, sub-inputs, and wires from the contract."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.findings import Severity
from flowcheck.wire.vocabulary import INPUT_TYPES, KINDS
from tests.support import findings, raw_findings

CODES = ("FC213", "FC214", "FC712", "FC713", "FC715")


def node(*inputs: dict[str, Any], type: str = "custom-model") -> list[dict[str, Any]]:
    return [{"id": "n", "type": type, "modelId": "m", "inputs": list(inputs)}]


def workflow(*contract: dict[str, Any], flow: Any = ()) -> dict[str, Any]:
    return {"inputs": list(contract), "flow": list(flow)}


@pytest.mark.parametrize(
    ("input", "expected"),
    [
        (
            {"type": "number", "max": 50, "value": 80},
            ("FC712", "/value", "`value` of `x` is 80, above the `max` of 50"),
        ),
        (
            {"type": "number", "default": "28"},
            ("FC712", "/default", "`default` of `x` is a string, but a number is needed"),
        ),
        (
            {"type": "string", "allowedValues": ["a", "b"], "value": "c"},
            (
                "FC712",
                "/value",
                '`value` of `x` is `"c"`, which is not one of its `allowedValues`',
            ),
        ),
        (
            {"type": "number_array", "max": 1, "value": [0, 2]},
            ("FC712", "/value/1", "an item in `value` of `x` is 2, above the `max` of 1"),
        ),
        (
            {"type": "file_array", "value": "asset_1"},
            (
                "FC213",
                "/value",
                "`value` of `x` is a string, but a `file_array` input takes an array: "
                "the value is dropped and the run still charged",
            ),
        ),
        (
            {"type": "number_array", "max": 1, "default": 5},
            (
                "FC213",
                "/default",
                "`default` of `x` is a number, but a `number_array` input takes an array: "
                "the value is dropped and the run still charged",
            ),
        ),
    ],
)
def test_literals(input: dict[str, Any], expected: tuple[str, str, str]) -> None:
    code, rest, message = expected
    input = {"name": "x", **input}
    assert findings(node(input), *CODES) == [(code, f"/0/inputs/0{rest}", message)]
    assert findings(workflow(input), *CODES) == [(code, f"/inputs/0{rest}", message)]
    job = {"metadata": {"flow": [{"status": "success", **node(input)[0]}]}}
    assert findings(job, *CODES) == [(code, f"/metadata/flow/0/inputs/0{rest}", message)]


@pytest.mark.parametrize(
    "input",
    [
        {"type": "file_array", "value": None, "default": ""},
        {"type": "file_array", "value": [], "minLength": 2},
        {"type": "number", "value": " "},
        {"type": "number", "allowedValues": ["1", "2"], "value": 3, "step": 7},
        {"type": "number", "min": 5, "max": 1, "value": 3},
        {"type": "hologram", "value": 5},
        {"value": 5},
        {"type": "string_array", "value": "a", "ref": {"node": "list"}},
        {"type": "number", "value": "a", "ref": {"node": "list"}},
        {"type": "number", "value": "a", "ref": 7},
    ],
)
def test_literals_that_are_not_judged(input: dict[str, Any]) -> None:
    found = findings(node({"name": "x", **input}), *CODES)
    assert [line for line in found if line[0] != "FC713"] == []


def test_default_beside_a_ref_is_judged() -> None:
    input = {"name": "x", "type": "string_array", "default": "a", "ref": {"node": "list"}}
    assert [p for _, p, _ in findings(node(input), *CODES)] == ["/0/inputs/0/default"]


def test_below_a_min_of_0_warns() -> None:
    for low, severity in ((0, Severity.WARNING), (1, None)):
        ((_, found),) = raw_findings(
            node({"name": "x", "type": "number", "min": low, "value": -1}), *CODES
        )
        assert found.severity is severity


def test_selection_bounds_its_picks_not_its_items() -> None:
    picks = {"name": "x", "type": "number_array", "min": 1, "max": 2, "value": [5, 6, 7]}
    assert findings(node(picks, type="user-selection"), *CODES) == []
    scalar = {"name": "x", "type": "file_array", "value": "asset_1"}
    assert [c for c, _, _ in findings(node(scalar, type="user-selection"), *CODES)] == ["FC213"]


def test_arrays_in_scalar_inputs() -> None:
    input = {"name": "x", "type": "string", "value": ["a"]}
    assert [c for c, _, _ in findings(node(input), *CODES)] == ["FC712"]
    assert findings(node(input, type="for-each"), *CODES) == []
    job = [{"status": "success", **node(input)[0]}]
    assert findings(job, *CODES) == []


def test_hint_writes_the_array() -> None:
    ((_, found),) = raw_findings(
        node({"name": "x", "type": "file_array", "value": "asset_1"}), "FC213"
    )
    assert found.hint == 'write `["asset_1"]`'


# sub-inputs

DECLARED = [
    {"name": "prompt", "type": "string", "required": {"always": True}},
    {"name": "scale", "type": "number", "max": 2},
]
VALUE = {"name": "prompt", "type": "string", "value": "a fox"}


def rows(*rows: Any, inputs: Any = DECLARED) -> list[dict[str, Any]]:
    return node({"name": "shots", "type": "inputs_array", "inputs": inputs, "items": list(rows)})


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            [VALUE, {"name": "sclae", "type": "number", "value": 1}],
            ("FC715", "/1/name", "`shots` declares no sub-input `sclae`"),
        ),
        (
            [{"name": "promt", "type": "string", "value": "a fox"}],
            ("FC715", "/0/name", "`shots` declares no sub-input `promt`"),
        ),
        (
            [{"name": "scale", "type": "number", "value": 1}],
            ("FC715", "", "this entry of `shots` lacks `prompt`, which is always required"),
        ),
        ([], ("FC715", "", "this entry of `shots` lacks `prompt`, which is always required")),
        (
            [{"name": "prompt", "type": "string", "value": " ", "required": {"always": True}}],
            ("FC715", "/0", "`prompt` is always required in `shots`, and has no value here"),
        ),
        (
            [VALUE, {"name": "scale", "type": "number", "value": 9}],
            ("FC712", "/1/value", "`value` of `scale` is 9, above the `max` of 2"),
        ),
        (
            [VALUE, {"name": "scale", "type": "number", "max": 5, "value": 9}],
            ("FC712", "/1/value", "`value` of `scale` is 9, above the `max` of 5"),
        ),
    ],
)
def test_sub_inputs(row: list[Any], expected: tuple[str, str, str]) -> None:
    code, rest, message = expected
    assert findings(rows([VALUE], row), *CODES) == [(code, f"/0/inputs/0/items/1{rest}", message)]


def test_misspelt_sub_input_has_its_nearest_match_and_the_declaration() -> None:
    ((_, found),) = raw_findings(rows([{"name": "promt", "type": "string"}]), "FC715")
    assert found.hint == "did you mean `prompt`?"
    ((_, found),) = raw_findings(rows([]), "FC715")
    assert [r.pointer for r in found.related] == [(0, "inputs", 0, "inputs", 0)]


@pytest.mark.parametrize(
    "value",
    [
        rows([{"name": "other", "type": "string"}], inputs=None),
        rows([{"name": "other", "type": "string"}], inputs=[]),
        rows([{"name": "other", "type": "string"}], inputs=[{"name": "a"}]),
        rows([{"name": "prompt", "type": "string", "ref": {"node": "workflow", "name": "p"}}]),
        rows([{"name": "prompt", "type": "string", "ref": 7}]),
        rows([{"name": "prompt", "type": "string", "default": "a fox"}]),
        rows([{"type": "string"}]),
        rows([VALUE], inputs=[{"name": "", "type": "string"}]),
        rows([None], inputs=[{"name": "prompt", "type": "string"}]),
        rows(None),
        rows("x"),
        rows([7]),
        rows([], inputs=[{"name": "a", "type": "string", "required": True, "default": "d"}]),
        rows([], inputs=[{"name": "a", "type": "string", "required": {"always": False}}]),
    ],
)
def test_sub_inputs_that_are_right_or_unknowable(value: Any) -> None:
    assert findings(value, *CODES) == []


# wires from the contract


def wired(source: dict[str, Any], target: dict[str, Any], type: str = "custom-model") -> Any:
    ref = {"node": "workflow", "name": "in"}
    return workflow(
        {"name": "in", **source}, flow=node({"name": "x", "ref": ref, **target}, type=type)
    )


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        (
            {"type": "file", "kind": "video"},
            {"type": "file", "kind": "image"},
            "workflow input `in` is of kind `video`, but `x` takes kind `image`",
        ),
        (
            {"type": "file"},
            {"type": "file_array", "kind": "audio"},
            "workflow input `in` is of kind `image`, but `x` takes kind `audio`",
        ),
        (
            {"type": "number"},
            {"type": "file"},
            "workflow input `in` is of type `number`, but `x` takes type `file`",
        ),
        (
            {"type": "model_array"},
            {"type": "boolean"},
            "workflow input `in` is of type `model_array`, but `x` takes type `boolean`",
        ),
    ],
)
def test_type_mismatch(source: dict[str, Any], target: dict[str, Any], message: str) -> None:
    assert findings(wired(source, target), *CODES) == [
        ("FC214", "/flow/0/inputs/0/ref/name", message)
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ({"type": "file"}, {"type": "file", "kind": "image"}),
        ({"type": "file", "kind": "video"}, {"type": "file_array", "kind": "video"}),
        ({"type": "file", "kind": "image-hdr"}, {"type": "file"}),
        ({"type": "file", "kind": "text"}, {"type": "file", "kind": "document"}),
        ({"type": "file", "kind": "hologram"}, {"type": "file", "kind": "image"}),
        ({"type": "file", "kind": 7}, {"type": "file", "kind": "video"}),
        ({"type": "file", "kind": ""}, {"type": "file", "kind": "video"}),
        ({"type": "string"}, {"type": "file"}),
        ({"type": "string"}, {"type": "number"}),
        ({"type": "number"}, {"type": "string_array"}),
        ({"type": "number"}, {"type": "boolean"}),
        ({"type": "file"}, {"type": "model"}),
        ({"type": "file"}, {"type": "string"}),
        ({"type": "number"}, {"type": "hologram"}),
        ({"type": "number"}, {}),
        ({"type": "inputs_array"}, {"type": "file"}),
    ],
)
def test_wires_without_a_claim(source: dict[str, Any], target: dict[str, Any]) -> None:
    assert findings(wired(source, target), *CODES) == []


def test_wires_that_cannot_be_judged() -> None:
    video, image = {"type": "file", "kind": "video"}, {"type": "file", "kind": "image"}
    assert findings(wired(video, {"type": "file"}), *CODES) == []
    assert findings(wired(video, {"type": "file"}, type="for-each"), *CODES) == []
    value = wired(video, image)
    value["inputs"].append({"name": "in", "type": "file"})
    assert findings(value, *CODES) == []
    value = wired(video, image)
    value["flow"][0]["inputs"][0]["ref"]["equal"] = "2"
    assert findings(value, *CODES) == []
    assert findings(wired(video, image)["flow"], *CODES) == []


def test_absent_kind_is_explained() -> None:
    ((_, found),) = raw_findings(
        wired({"type": "file"}, {"type": "file", "kind": "video"}), "FC214"
    )
    assert found.hint == "an absent `kind` means `image`"
    assert [r.pointer for r in found.related] == [("inputs", 0)]


INPUTS = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(INPUT_TYPES))},
    optional={"kind": st.sampled_from([None, *sorted(KINDS)])},
)


@settings(max_examples=100, deadline=None)
@given(INPUTS)
def test_an_input_fits_its_own_wire(input: dict[str, Any]) -> None:
    assert findings(wired(input, input), "FC214") == []


SCALARS = st.text() | st.booleans() | st.integers()


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(INPUT_TYPES)),
    SCALARS | st.lists(SCALARS, max_size=3),
    st.sampled_from(["value", "default"]),
)
def test_one_literal_is_one_rules_business(type: str, value: Any, field: str) -> None:
    codes = {c for c, _, _ in findings(workflow({"name": "x", "type": type, field: value}), *CODES)}
    assert len(codes) <= 1
    blank = value == [] or (isinstance(value, str) and not value.strip())
    assert (codes == {"FC213"}) == (
        type.endswith("_array") and not isinstance(value, list) and not blank
    )


DECLARED = [
    {"name": "text", "type": "string"},
    {"name": "still", "type": "file"},
    {"name": "seeds", "type": "number_array"},
    {"name": "scale", "type": "number"},
    {"name": "tiled", "type": "boolean"},
]


def entry(**input: Any) -> dict[str, Any]:
    site = {"name": "shots", "type": "inputs_array", "inputs": DECLARED, "items": [[input]]}
    return {"flow": [{"id": "x", "type": "custom-model", "modelId": "m", "inputs": [site]}]}


@pytest.mark.parametrize(
    ("input", "field", "message"),
    [
        (
            {"name": "text", "type": "number", "value": 3},
            "type",
            "`text` is of type `number`, but `shots` declares it with type `string`",
        ),
        (
            {"name": "still", "type": "file", "kind": "video", "value": "asset_1"},
            "kind",
            "`still` is of kind `video`, but `shots` declares it with kind `image`",
        ),
        (
            {"name": "scale", "type": "string", "value": "lots"},
            "value",
            '`scale` is `"lots"`, but `shots` declares it with type `number`',
        ),
        (
            {"name": "tiled", "type": "string", "value": "perhaps"},
            "value",
            '`tiled` is `"perhaps"`, but `shots` declares it with type `boolean`',
        ),
    ],
)
def test_a_sub_input_of_another_type(input: Any, field: str, message: str) -> None:
    at = f"/flow/0/inputs/0/items/0/0/{field}"
    assert findings(entry(**input), *CODES) == [("FC715", at, message)]


@pytest.mark.parametrize(
    "input",
    [
        {"name": "still", "type": "string", "value": "asset_1"},
        {"name": "still", "type": "file", "value": "asset_1"},
        {"name": "seeds", "type": "number", "value": 3},
        {"name": "text", "type": "hologram", "value": 3},
        {"name": "scale", "type": "string", "value": "2.5"},
        {"name": "scale", "type": "string", "value": " "},
        {"name": "tiled", "type": "string", "value": "true"},
        {"name": "scale", "type": "string", "ref": {"node": "words"}, "value": None},
    ],
)
def test_sub_inputs_that_are_adapted(input: Any) -> None:
    assert findings(entry(**input), "FC715") == []


ROWS = [[{"name": "text", "type": "string", "value": "a fox"}]]


def test_rows_as_value() -> None:
    site = {"name": "shots", "type": "inputs_array", "value": ROWS}
    node = {"id": "x", "type": "custom-model", "modelId": "m", "inputs": [site]}
    [(code, finding)] = raw_findings([node], "FC712", "FC713", "FC716")
    assert (code, finding.pointer, finding.at_key) == ("FC716", (0, "inputs", 0, "value"), True)
    assert finding.hint == "move the rows to `items`"


@pytest.mark.parametrize(
    ("more", "node"),
    [
        ({"items": ROWS}, {}),
        ({"value": []}, {}),
        ({"value": ROWS, "ref": {"node": "y"}}, {}),
        ({"value": ROWS}, {"status": "success"}),
        ({"value": ROWS, "type": "string_array"}, {}),
    ],
)
def test_rows_that_are_right_or_not_judged(more: Any, node: Any) -> None:
    site = {"name": "shots", "type": "inputs_array", **more}
    x = {"id": "x", "type": "custom-model", "modelId": "m", "inputs": [site], **node}
    assert findings([x], "FC716") == []


def test_undeclared_sub_input_that_resembles_none_is_told_what_there_is() -> None:
    [(_, told)] = raw_findings(rows([VALUE, {"name": "extra", "type": "string"}]), "FC715")
    assert told.hint == "it declares `prompt` and `scale`"


@pytest.mark.parametrize(
    ("kind", "value", "hint"),
    [
        ("number", "12.5", "write it without quotes"),
        ("number", "twelve", None),
        ("number", "\u0661", None),
        ("boolean", "true", "write it without quotes"),
        ("boolean", "yes", None),
        ("boolean", 1, None),
        ("string", 12, "put it in quotes"),
        ("string", True, "put it in quotes"),
        ("string", ["a"], None),
    ],
)
def test_literal_of_another_type_whose_quotes_are_wrong(kind: str, value: Any, hint: Any) -> None:
    [(_, told)] = raw_findings(node({"name": "a", "type": kind, "value": value}), "FC712")
    assert told.hint == hint


def test_allowed_values_of_another_type_say_nothing_about_conditions() -> None:
    given = {"name": "n", "type": "number", "required": True, "allowedValues": [1, "2"]}
    router = {
        "id": "router",
        "type": "logic",
        "logicType": "if-else",
        "inputs": [{"name": "n", "type": "number", "ref": {"node": "workflow", "name": "n"}}],
        "logic": {"cases": [{"condition": "n == 2", "value": "2"}], "default": "1"},
    }
    record = {"inputs": [given], "flow": [router]}
    assert [code for code, _, _ in findings(record, "FC315", "FC317", "FC713")] == ["FC713"]
