"""FC801–FC806: nodes that run a model, against model records."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck import Settings, check, nearest
from flowcheck.findings import Finding
from tests.support import findings, raw_findings

OWN = ("FC801", "FC802", "FC803", "FC804", "FC805", "FC806")
# With these a mistake is not told twice.
OTHERS = ("FC104", "FC105", "FC106", "FC203", "FC204", "FC213", "FC214", "FC610", "FC611", "FC712")

MODEL: dict[str, Any] = {
    "id": "model_paint",
    "custom": True,
    "collectionIds": [],
    "inputs": [
        {"name": "prompt", "type": "string", "required": {"always": True}, "maxLength": 20},
        {"name": "image", "type": "file", "required": {"ifDefined": {"mask": {"message": "x"}}}},
        {"name": "mask", "type": "file", "kind": "image", "maskFrom": "image"},
        {"name": "clip", "type": "file", "kind": "video"},
        {"name": "notes", "type": "file", "kind": "text"},
        {"name": "ratio", "type": "string", "allowedValues": ["1:1", "16:9"], "default": "1:1"},
        {"name": "count", "type": "number", "min": 0, "max": 8, "default": 1},
        {"name": "steps", "type": "number", "min": 4},
        {"name": "tiled", "type": "boolean", "default": False},
        {"name": "extras", "type": "file_array", "kind": "image", "maxLength": 2, "default": []},
        {"name": "scales", "type": "number_array", "min": -1, "max": 1},
        {"name": "styles", "type": "model_array", "modelTypes": ["flux.1-lora"]},
        {
            "name": "shots",
            "type": "inputs_array",
            "inputs": [
                {"name": "text", "type": "string", "required": {"always": True}, "maxLength": 5},
                {"name": "seconds", "type": "number", "max": 10},
            ],
        },
        {"name": "seed", "type": "number", "required": {"ifDefined": {"seedSource": ""}}},
    ],
}
FOX = {"id": "model_fox", "type": "flux.1-lora", "custom": True, "collectionIds": []}
INK = {"id": "model_ink", "type": "qwen-image-lora", "custom": True, "collectionIds": []}
PROMPT = {"name": "prompt", "type": "string", "value": "a fox"}
CONTRACT = [
    {"name": "idea", "type": "string", "required": {"always": True}},
    {"name": "photo", "type": "file", "kind": "image"},
    {"name": "area", "type": "file", "kind": "image"},
    {"name": "film", "type": "file", "kind": "video"},
]


def inp(name: str, type: str = "string", **fields: Any) -> dict[str, Any]:
    return {"name": name, "type": type, **fields}


def read(name: str, source: str, type: str = "file", **fields: Any) -> dict[str, Any]:
    return inp(name, type, ref={"node": "workflow", "name": source}, **fields)


def paint(*inputs: Any, **fields: Any) -> dict[str, Any]:
    node = {"id": "paint", "type": "custom-model", "modelId": "model_paint"}
    return {**node, "inputs": list(inputs), **fields}


def project(*nodes: Any) -> list[Any]:
    return [{"id": "wf", "inputs": CONTRACT, "flow": list(nodes)}, MODEL, FOX, INK]


def said(*nodes: Any, codes: tuple[str, ...] = OWN) -> list[tuple[str, str, str]]:
    """(code, pointer in the node list, message)."""
    found = findings(project(*nodes), *codes)
    return [(code, pointer.removeprefix("/0/flow"), message) for code, pointer, message in found]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        pytest.param([PROMPT], [], id="enough"),
        pytest.param(
            [{**PROMPT, "name": "promt"}],
            [("FC802", "/0/inputs/0/name", "model `model_paint` has no input `promt`")],
            id="misspelt, and not missing as well",
        ),
        pytest.param(
            [PROMPT, inp("guidance", "number", value=3)],
            [("FC802", "/0/inputs/1/name", "model `model_paint` has no input `guidance`")],
            id="stranger",
        ),
        pytest.param([PROMPT, inp("seedSource", value="x"), inp("seed", "number", value=1)], []),
        pytest.param([PROMPT, inp("gate", ref={"node": "l", "equal": "a"})], [], id="gate"),
        pytest.param([PROMPT, inp("when", ref={"conditional": ["l"]})], [], id="merge"),
        pytest.param(
            [PROMPT, inp("imagee", ref={"conditional": ["l"]})],
            [("FC802", "/0/inputs/1/name", "model `model_paint` has no input `imagee`")],
            id="merge near a name",
        ),
        pytest.param(
            [],
            [
                (
                    "FC803",
                    "/0",
                    "nothing supplies `prompt` of node `paint`: model `model_paint` requires it",
                )
            ],
            id="missing",
        ),
        pytest.param(
            [{**PROMPT, "value": ""}],
            [
                (
                    "FC803",
                    "/0/inputs/0",
                    "nothing supplies `prompt` of node `paint`: model `model_paint` requires it",
                )
            ],
            id="blank",
        ),
        pytest.param(
            [PROMPT, inp("mask", "file", value="asset_1")],
            [
                (
                    "FC803",
                    "/0",
                    "nothing supplies `image` of node `paint`: model `model_paint` requires it "
                    "because `mask` is given",
                )
            ],
            id="because of a sibling",
        ),
        pytest.param(
            [PROMPT, read("mask", "area"), read("image", "photo")],
            [
                (
                    "FC803",
                    "/0/inputs/2",
                    "`image` of node `paint` is missing when `photo` is not given and `area` is "
                    "given: model `model_paint` requires it because `mask` is given",
                )
            ],
            id="in some runs",
        ),
        pytest.param(
            [PROMPT, read("image", "film", kind="video")],
            [
                (
                    "FC804",
                    "/0/inputs/1/kind",
                    "`image` is of kind `video`, but model `model_paint` takes kind `image`",
                )
            ],
            id="kind; an absent one of the model means image",
        ),
        pytest.param(
            [PROMPT, inp("tiled", "number", value=1), inp("steps", "file", value="asset_1")],
            [
                (
                    "FC804",
                    "/0/inputs/1/type",
                    "`tiled` is of type `number`, but model `model_paint` takes type `boolean`",
                ),
                (
                    "FC804",
                    "/0/inputs/2/type",
                    "`steps` is of type `file`, but model `model_paint` takes type `number`",
                ),
            ],
            id="types",
        ),
        pytest.param(
            [
                PROMPT,
                read("extras", "photo"),
                read("clip", "film"),
                inp("steps", value="12"),
                inp("notes", "file", kind="json", value="asset_1"),
                inp("image", "file", kind="image-hdr", value="asset_1"),
                inp("tiled", "novelty", value=3),
                inp("count", "integer", value=3),
            ],
            [],
            id="adapted, alike, or not known",
        ),
        pytest.param(
            [inp("prompt", value="twenty-one characters")],
            [
                (
                    "FC805",
                    "/0/inputs/0/value",
                    "model `model_paint` does not take `value` of `prompt`: it has 21 characters, "
                    "more than the `maxLength` of 20",
                )
            ],
            id="length",
        ),
        pytest.param(
            [PROMPT, inp("scales", "number_array", value=[0, 2]), inp("ratio", default="16:10")],
            [
                (
                    "FC805",
                    "/0/inputs/1/value/1",
                    "model `model_paint` does not take an item in `value` of `scales`: it is 2, "
                    "above the `max` of 1",
                ),
                (
                    "FC805",
                    "/0/inputs/2/default",
                    'model `model_paint` does not take `default` of `ratio`: it is `"16:10"`, '
                    "which is not one of its `allowedValues`",
                ),
            ],
            id="bounds and allowed values",
        ),
        pytest.param(
            [PROMPT, inp("extras", "file", value="asset_1")],
            [
                (
                    "FC805",
                    "/0/inputs/1/value",
                    "`value` of `extras` is a string, but model `model_paint` takes an array: it "
                    "may be dropped and the run still charged",
                )
            ],
            id="single value for an array",
        ),
        pytest.param(
            [PROMPT, inp("ratio", value=" "), inp("extras", "file_array", value=[])],
            [],
            id="blank values mean none",
        ),
        pytest.param(
            [PROMPT, inp("styles", "model_array", value=["model_fox", "model_ink", "model_x"])],
            [
                (
                    "FC806",
                    "/0/inputs/1/value/1",
                    "model `model_ink` is of type `qwen-image-lora`, which `styles` of model "
                    "`model_paint` does not take",
                )
            ],
            id="type of a literal model",
        ),
        pytest.param(
            [
                PROMPT,
                inp("styles", "model", modelTypes=["flux.1-lora"], value="model_ink"),
            ],
            [
                (
                    "FC805",
                    "/0/inputs/1/value",
                    "`value` of `styles` is a string, but model `model_paint` takes an array: it "
                    "may be dropped and the run still charged",
                ),
                (
                    "FC806",
                    "/0/inputs/1/value",
                    "model `model_ink` is of type `qwen-image-lora`, which `styles` does not take",
                ),
            ],
            id="own types, once",
        ),
        pytest.param(
            [PROMPT, inp("styles", "model_array", modelTypes=["flux.9"], value=["model_fox"])],
            [],
            id="types nobody knows prove nothing",
        ),
        pytest.param(
            [
                PROMPT,
                inp(
                    "shots",
                    "inputs_array",
                    items=[
                        [inp("text", value="dawn"), inp("seconds", "number", value=11)],
                        [inp("text", value="midnight"), inp("second", "number", value=1)],
                    ],
                ),
            ],
            [
                (
                    "FC802",
                    "/0/inputs/1/items/1/1/name",
                    "model `model_paint` has no input `second` in `shots`",
                ),
                (
                    "FC805",
                    "/0/inputs/1/items/0/1/value",
                    "model `model_paint` does not take `value` of `seconds`: it is 11, above the "
                    "`max` of 10",
                ),
                (
                    "FC805",
                    "/0/inputs/1/items/1/0/value",
                    "model `model_paint` does not take `value` of `text`: it has 8 characters, "
                    "more than the `maxLength` of 5",
                ),
            ],
            id="sub-inputs",
        ),
    ],
)
def test_inputs_of_a_node(inputs: Any, expected: list[tuple[str, str, str]]) -> None:
    logic = {
        "id": "l",
        "type": "logic",
        "logicType": "if-else",
        "inputs": [],
        "logic": {"cases": [{"condition": "true", "value": "a"}], "default": "b"},
    }
    assert said(paint(*inputs), logic) == expected
    assert said(paint(*inputs, type="model"), logic) == expected


def test_unknown_model_is_a_warning_only_near_a_known_one() -> None:
    nodes = [paint(modelId="model_pain"), paint(id="b", modelId="model_of-others")]
    found = raw_findings(project(*nodes), *OWN)
    assert [(code, f.message, f.hint, f.severity) for code, f in found] == [
        (
            "FC801",
            "no model record has the id `model_pain`",
            "did you mean `model_paint`?",
            "warning",
        ),
        (
            "FC801",
            "no model record has the id `model_of-others`",
            "its inputs are not checked",
            None,
        ),
    ]


def test_without_any_model_record_nothing_is_said() -> None:
    assert findings(project(paint(inp("zzz")))[:1], *OWN) == []


@pytest.mark.parametrize("type", ["workflow", "generate-prompt", "remove-background", "list"])
def test_other_nodes_are_not_judged(type: str) -> None:
    assert said(paint(inp("promt"), type=type)) == []


@pytest.mark.parametrize("inputs", [None, [], "none", [7], [{"name": 7, "type": "string"}]])
def test_model_that_does_not_tell_its_inputs_proves_nothing(inputs: Any) -> None:
    flow = {"id": "wf", "inputs": [], "flow": [paint(inp("zzz", value="x"))]}
    model = {**MODEL, "inputs": inputs}
    assert findings([flow, model, FOX], *OWN) == []


def test_severities() -> None:
    inputs = [
        *(inp("guidance", "number", value=1), inp("promt", value="x")),
        *(inp("count", "number", value=-1), inp("steps", "number", value=1)),
        *(inp("extras", "file", value="a"), read("mask", "area"), read("image", "photo")),
    ]
    found = raw_findings(project(paint(*inputs)), *OWN)
    assert [(code, f.args["input"], f.severity) for code, f in found] == [
        ("FC802", "guidance", "warning"),
        ("FC802", "promt", None),
        ("FC803", "image", "warning"),
        ("FC805", "count", "warning"),
        ("FC805", "steps", None),
        ("FC805", "extras", "warning"),
    ]


@pytest.mark.parametrize(
    ("inputs", "codes"),
    [
        ([{**PROMPT, "value": None, "required": {"always": True}}], ["FC610"]),
        ([read("prompt", "photo", "string", required=True)], ["FC611"]),
        ([{**PROMPT, "value": 7}], ["FC712"]),
        ([PROMPT, inp("extras", "file_array", value="asset_1")], ["FC213"]),
        ([PROMPT, inp("count", "number", max=5, value=9)], ["FC712"]),
        ([PROMPT, read("image", "photo", kind="video")], ["FC214"]),
        ([{**PROMPT, "ref": {"node": "gone"}, "value": None}], ["FC204"]),
        ([{**PROMPT, "type": 7}], ["FC105"]),
        ([{**PROMPT, "type": "strin"}], ["FC106"]),
        ([{"type": "string", "value": "x"}], ["FC104"]),
        ([PROMPT, PROMPT], ["FC203"]),
    ],
)
def test_one_mistake_is_told_once(inputs: Any, codes: list[str]) -> None:
    assert [code for code, _, _ in said(paint(*inputs), codes=OWN + OTHERS)] == codes


def test_runs_are_asked_for_what_surely_is_wrong() -> None:
    node = paint(inp("promt", value="x"), inp("guidance", "number", value=1), status="success")
    wired = {**PROMPT, "ref": {"node": "workflow", "name": "idea"}, "value": "x" * 99}
    job = {"jobId": "j", "jobType": "workflow", "metadata": {"flow": [node]}}
    later = {**job, "metadata": {"flow": [{**node, "inputs": [wired]}]}}
    assert findings([{"job": job, "model": MODEL}, later], *OWN) == [
        (
            "FC802",
            "/0/job/metadata/flow/0/inputs/0/name",
            "model `model_paint` has no input `promt`",
        )
    ]


def test_body_of_a_loop_may_be_tied_to_it() -> None:
    loop = {"id": "each", "type": "for-each", "count": 3, "loopBodyNodeIds": ["paint"]}
    assert said(loop, paint(PROMPT, inp("previous", ref={"node": "each"}))) == []
    assert [m for _, _, m in said(loop, paint(PROMPT, inp("imagee", ref={"node": "each"})))] == [
        "model `model_paint` has no input `imagee`"
    ]


def test_contract_defaults_and_model_defaults_are_judged_by_their_own_types() -> None:
    style = {"name": "style", "type": "model", "modelTypes": ["flux.1-lora"]}
    flow = {"id": "wf", "inputs": [{**style, "default": "model_ink"}], "flow": [paint(PROMPT)]}
    other = {
        **MODEL,
        "id": "model_2",
        "inputs": [{**style, "default": "model_ink"}, *MODEL["inputs"]],
    }
    assert [(code, pointer) for code, pointer, _ in findings([flow, other, FOX, INK], "FC806")] == [
        ("FC806", "/0/inputs/0/default"),
        ("FC806", "/1/inputs/0/default"),
    ]


def test_related_places_lie_in_the_model_file(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    text = json.dumps(MODEL, indent=2)
    path.write_text(text, encoding="utf-8")
    assert '"name": "count"' in text.splitlines()[50]
    flow = project(paint(inp("promt", value="x"), inp("count", "number", value=9)))[0]
    settings_ = Settings(models=(str(path),), select=("FC8",))
    found = check(flow, settings=settings_).problems
    assert [(p.code, r.message, r.file, r.pointer, r.line) for p in found for r in p.related] == [
        ("FC802", "`prompt` is declared here", str(path), "/inputs/0", 6),
        ("FC805", "`count` is declared here", str(path), "/inputs/6", 50),
    ]


NAMES = ("a", "b", "c")
RULES = st.sampled_from(
    [
        *(None, True, {}, {"always": True}, {"ifDefined": {"a": "x"}}),
        *({"ifDefined": {"hidden": {"message": "x"}}}, {"ifNotDefined": {"b": ""}}),
        *({"ifNotDefined": {"a": "", "c": {}}}, {"ifNotDefined": {"hidden": ""}}),
        *({"conditional": {"values": {"a": ["x"]}}}, {"when": {"b": ["x", "y"]}}),
        {"conditional": {"values": {"a": ["x"], "c": ["x"]}, "operator": "or"}},
    ]
)
DEFAULTS = st.sampled_from([None, None, "", "x"])
SUPPLIES = st.sampled_from(
    [
        None,
        *({}, {"value": "x"}, {"value": " "}, {"value": "z"}),
        *({"ref": {"node": "workflow", "name": name}} for name in ("must", "may", "pick")),
        {"ref": {"node": "before"}},
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.fixed_dictionaries({name: st.tuples(RULES, DEFAULTS) for name in NAMES}),
    st.fixed_dictionaries(dict.fromkeys(NAMES, SUPPLIES)),
)
def test_a_models_rules_decide_as_the_nodes_own_would(
    declared: dict[str, Any], supplies: dict[str, Any]
) -> None:
    terms = {n: inp(n, required=rules, default=d) for n, (rules, d) in declared.items()}
    contract = [
        inp("must", required={"always": True}),
        inp("may"),
        inp("pick", allowedValues=["x", "y"]),
    ]
    given_ = [inp(name, **fields) for name, fields in supplies.items() if fields is not None]
    own = [{**terms[name], **(fields or {})} for name, fields in supplies.items()]
    before = {"id": "before", "type": "generate-prompt", "inputs": []}

    def flow(inputs: Any) -> dict[str, Any]:
        return {"id": "wf", "inputs": contract, "flow": [before, paint(*inputs)]}

    model = {**MODEL, "inputs": list(terms.values())}
    calling = raw_findings([flow(given_), model], "FC803")
    asking = raw_findings([flow(own)], "FC610", "FC611")

    def told(finding: Finding, warns: bool) -> Any:
        names = finding.args.get("group", [finding.args["input"]])
        return frozenset(names), finding.args["rule"], warns

    against = {told(f, f.severity == "warning") for _, f in calling}
    assert against == {told(f, code == "FC611") for code, f in asking}


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_hostile_models_and_nodes_raise_nothing(data: st.DataObject) -> None:
    junk = st.sampled_from([None, 7, "", "x", [], {}, [7], {"x": {"y": 1}}, True, 1e999, "\ud800"])
    model, node = copy.deepcopy(MODEL), paint(PROMPT, inp("shots", "inputs_array", items=[[]]))
    for record in (model, node):
        for _ in range(data.draw(st.integers(0, 3))):
            holder = data.draw(st.sampled_from([record, *record["inputs"]]))
            if isinstance(holder, dict) and holder:
                key = data.draw(st.sampled_from(sorted(holder)))
                if key != "inputs" or holder is not record:
                    holder[key] = data.draw(junk)
    for code, finding in raw_findings([{"id": "wf", "inputs": [], "flow": [node]}, model], *OWN):
        assert code in OWN
        assert finding.message


def test_hints_do_not_depend_on_what_is_checked_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "MOST_WORK", 2000)
    strangers = [inp(f"stranger_{n}") for n in range(20)]
    crowd = [paint(*strangers), *(paint(id=f"n{n}", modelId=f"zz{n}") for n in range(20))]
    last = [paint(inp("promt")), paint(id="b", modelId="model_foxx")]
    alone = [f.hint for _, f in raw_findings(project(*last), "FC801", "FC802")]
    documents = [{"id": "crowd", "flow": crowd}, *project(*last)]
    along = [(f.pointer[0], f.hint) for _, f in raw_findings(documents, "FC801", "FC802")]
    assert alone == ["did you mean `model_fox`?", "did you mean `prompt`?"]
    assert [hint for document, hint in along if document == 1] == alone


@pytest.mark.parametrize(
    ("kind", "expected"), [("video", []), ("image", ["FC214"]), (None, ["FC214"])]
)
def test_a_wired_input_without_kind_has_the_models(kind: str | None, expected: list[str]) -> None:
    contract = [{"name": "clip", "type": "file", "kind": "video"}]
    model = {**MODEL, "id": "m", "inputs": [inp("source", "file", kind=kind)]}
    wired = inp("source", "file", ref={"node": "workflow", "name": "clip"})
    flow = {"id": "wf", "inputs": contract, "flow": [paint(wired, modelId="m")]}
    found = findings([flow, model], "FC214", "FC804")
    assert [code for code, _, _ in found] == expected
    if expected:
        assert found[0][2] == (
            "workflow input `clip` is of kind `video`, but `source` of model `m` takes kind `image`"
        )


def test_a_numbered_name_may_be_a_hidden_input() -> None:
    model = {**MODEL, "id": "m", "inputs": [inp("image", "file"), inp("seed", "number")]}
    node = paint(inp("image2", "file", value="asset_1"), inp("mood", value="x"), modelId="m")
    found = raw_findings([{"id": "wf", "inputs": [], "flow": [node]}, model], "FC802")
    assert [(f.args["input"], f.severity) for _, f in found] == [
        ("image2", "info"),
        ("mood", "warning"),
    ]
    model["inputs"] = [inp("shots", "inputs_array", inputs=[inp("text"), inp("seconds")])]
    shots = inp("shots", "inputs_array", items=[[inp("text2", value="x"), inp("mood", value="x")]])
    record = {"id": "wf", "inputs": [], "flow": [paint(shots, modelId="m")]}
    found = raw_findings([record, model], "FC802")
    assert [(f.args["input"], f.severity) for _, f in found] == [
        ("text2", "info"),
        ("mood", "warning"),
    ]


STEPS = {"name": "steps", "type": "number", "min": 1, "max": 50}
RATIO = {"name": "ratio", "type": "string", "allowedValues": ["1:1", "16:9"]}
REACHED = {**MODEL, "inputs": [STEPS, RATIO, {**RATIO, "name": "ratios", "type": "string_array"}]}


def reaching(contract: list[Any], *nodes: Any) -> list[tuple[str, str | None, str, str]]:
    flow = {"id": "wf", "inputs": contract, "flow": list(nodes)}
    found = raw_findings([flow, REACHED], "FC712", "FC805")
    return [(code, f.severity, "/".join(map(str, f.pointer[1:])), f.message) for code, f in found]


def contract_of(**terms: Any) -> list[Any]:
    return [{"name": "n", "type": "number", **terms}]


CALLS_IT = paint(read("steps", "n", "number"))


@pytest.mark.parametrize(
    ("terms", "severity", "at", "message"),
    [
        (
            {"default": 80},
            None,
            "inputs/0/default",
            "model `model_paint` does not take the default of workflow input `n`, which reaches "
            "`steps` of `paint`: it is 80, above the `max` of 50",
        ),
        (
            {"max": 99},
            "warning",
            "inputs/0/max",
            "workflow input `n` has a `max` of 99, which model `model_paint` does not take for "
            "`steps`",
        ),
        (
            {"min": 0.5, "max": 9},
            "warning",
            "inputs/0/min",
            "workflow input `n` has a `min` of 0.5, which model `model_paint` does not take for "
            "`steps`",
        ),
        (
            {"allowedValues": [1, 60, 70]},
            "warning",
            "inputs/0/allowedValues/1",
            "workflow input `n` allows `60`, which model `model_paint` does not take for `steps`",
        ),
    ],
)
def test_what_reaches_a_model_from_the_contract(
    terms: Any, severity: str | None, at: str, message: str
) -> None:
    assert reaching(contract_of(**terms), CALLS_IT) == [("FC805", severity, at, message)]
    again = paint(read("steps", "n", "number"), id="again")
    assert len(reaching(contract_of(**terms), CALLS_IT, again)) == 1, "told once"


def test_a_refused_default_shows_what_the_contract_lets_through() -> None:
    found = reaching(contract_of(max=99, default=80), CALLS_IT)
    assert [at for _, _, at, _ in found] == ["inputs/0/default"]


@pytest.mark.parametrize("terms", [{}, {"default": 50}, {"max": 50}, {"min": 1, "max": 4}])
def test_a_contract_that_says_no_more_than_the_model(terms: Any) -> None:
    assert reaching(contract_of(**terms), CALLS_IT) == []


def test_a_branch_may_keep_values_away() -> None:
    router = {
        "id": "r",
        "type": "logic",
        "logicType": "if-else",
        "inputs": [read("n", "n", "number")],
        "logic": {"cases": [{"condition": "n < 50.0", "value": "2"}], "default": "1"},
    }
    gate = inp("gate", ref={"node": "r", "equal": "2"})
    gated = paint(read("steps", "n", "number"), gate)
    assert reaching(contract_of(max=99, default=80), router, gated) == []


def test_items_that_reach_a_model() -> None:
    listed = {"id": "l", "type": "list", "items": ["1:1", "2:1"]}
    message = (
        "model `model_paint` does not take an item of `l`, which reaches `{}` of "
        '`paint`: it is `"2:1"`, which is not one of its `allowedValues`'
    )
    direct = paint(inp("ratios", "string_array", ref={"node": "l"}))
    assert reaching([], listed, direct) == [
        ("FC805", None, "flow/0/items/1", message.format("ratios"))
    ]
    each = {
        "id": "each",
        "type": "for-each",
        "loopBodyNodeIds": ["paint"],
        "inputs": [inp("text0", "string_array", ref={"node": "l"})],
    }
    body = paint(inp("ratio", ref={"node": "each", "name": "text0"}))
    assert reaching([], listed, each, body) == [
        ("FC805", None, "flow/0/items/1", message.format("ratio"))
    ]
    assert reaching([], listed, {**each, "count": 1}, body) == []
    outside = paint(inp("ratio", ref={"node": "each", "name": "text0"}), id="outside")
    assert reaching(
        [], listed, {**each, "loopBodyNodeIds": ["b"]}, {**body, "id": "b"}, outside
    ) == [("FC805", None, "flow/0/items/1", message.format("ratio").replace("`paint`", "`b`"))]


def test_numbers_stand_in_lists_as_text() -> None:
    listed = {"id": "l", "type": "list", "items": ["20", "80", "many"]}
    each = {
        "id": "each",
        "type": "for-each",
        "loopBodyNodeIds": ["paint"],
        "inputs": [inp("text0", "string_array", ref={"node": "l"})],
    }
    body = paint(inp("steps", ref={"node": "each", "name": "text0"}))
    [(_, _, at, message)] = reaching([], listed, each, body)
    assert at == "flow/0/items/1"
    assert message.endswith("it is 80, above the `max` of 50")


@pytest.mark.parametrize(
    ("value", "refused"), [("lots", True), ("20", False), (" 20 ", False), ("1e2", False)]
)
def test_a_text_that_spells_no_number(value: str, refused: bool) -> None:
    found = reaching([], paint(inp("steps", value=value)))
    assert [code for code, *_ in found] == ["FC805"] * refused
