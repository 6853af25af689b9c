"""One mistake, one problem: what a single slip leads to elsewhere is not told beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flowcheck import Settings, check
from tests.support import findings


def node(id: str, *inputs: Any, **fields: Any) -> dict[str, Any]:
    return {"id": id, "type": "custom-model", "modelId": "m", "inputs": list(inputs), **fields}


def read(name: str, source: str, type: str = "file", /, **ref: Any) -> dict[str, Any]:
    return {"name": name, "type": type, "ref": {"node": source, **ref}}


def text(name: str, value: Any = "a fox", **fields: Any) -> dict[str, Any]:
    return {"name": name, "type": "string", "value": value, **fields}


def loop(id: str, *body: str, **fields: Any) -> dict[str, Any]:
    items = {"name": "text0", "type": "string_array", "ref": {"node": "styles"}}
    return {
        "id": id,
        "type": "for-each",
        "loopBodyNodeIds": list(body),
        "inputs": [items],
        **fields,
    }


def item(of: str = "each", name: str = "text0") -> dict[str, Any]:
    return read("prompt", of, "string", name=name)


STYLES = {"id": "styles", "type": "list", "items": ["oil", "ink"]}
SHEET = node("sheet", read("images", "each", "file_array"))


def told(value: Any, **settings: Any) -> list[tuple[str, str]]:
    """Code and pointer of every warning and error of all rules."""
    report = check(value, settings=Settings(**settings))
    return [(problem.code, problem.pointer) for problem in report.problems]


def test_a_body_node_left_out_of_the_body() -> None:
    last = [STYLES, loop("each", "sketch"), node("sketch", item())]
    paint = node("paint", item(), read("image", "sketch"))
    assert told([*last, paint, SHEET]) == [("FC414", "/3/inputs/0/ref/name")]
    first = [STYLES, loop("each", "paint"), node("sketch", item()), paint]
    assert told([*first, SHEET]) == [("FC412", "/3/inputs/1/ref/node")]


def test_a_body_node_left_out_that_brings_the_item() -> None:
    flow = [STYLES, loop("each", "paint"), node("sketch", item()), node("paint", text("prompt"))]
    assert told([*flow, SHEET]) == [("FC414", "/2/inputs/0/ref/name")]


def test_a_node_left_out_that_reads_several_templates() -> None:
    flow = [STYLES, loop("each", "sketch", "paint"), node("sketch", item()), node("paint", item())]
    blend = node("blend", read("first", "sketch"), read("second", "paint"))
    assert told([*flow, blend]) == [("FC411", "/4/inputs/0/ref/node")]


@pytest.mark.parametrize(
    ("kind", "code", "field"),
    [
        ("user-aproval", "FC106", "/type"),
        ("", "FC106", "/type"),
        ("manual", "FC106", "/type"),
        (7, "FC105", "/type"),
        (None, "FC104", ""),
    ],
)
def test_an_approval_of_a_template_whose_type_is_wrong(kind: Any, code: str, field: str) -> None:
    flow = [STYLES, loop("each", "sketch", "paint"), node("sketch", item())]
    flow += [node("paint", read("image", "sketch"), dependsOn=["ok"])]
    approval = {"id": "ok", "type": kind, "dependsOn": ["sketch"]}
    assert told([*flow, approval, SHEET]) == [(code, f"/4{field}")]


def test_items_and_templates_of_unlike_loops_are_two_mistakes() -> None:
    flow = [STYLES, loop("each", "sketch"), node("sketch", item())]
    flow += [loop("again", "draw"), node("draw", item("again"))]
    paint = node("paint", item("again"), read("image", "sketch"))
    assert told([*flow, paint]) == [
        ("FC414", "/5/inputs/0/ref/name"),
        ("FC411", "/5/inputs/1/ref/node"),
    ]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 0, 1), (2, 1, 0), (0, 2, 1)])
def test_a_node_of_a_nest_in_one_loop_more(order: tuple[int, int, int]) -> None:
    loops = [
        loop("outer", "inner", "sketch"),
        loop("inner", "sketch"),
        loop("other", "sketch", "paint"),
    ]
    flow = [STYLES, *(loops[place] for place in order)]
    flow += [node("sketch", item("inner")), node("paint", item("other"))]
    assert [code for code, _, _ in findings(flow, "FC405")] == ["FC405"]


def test_equal_on_the_only_wire_into_a_selection_or_a_loop() -> None:
    drawn = read("images", "draw", "file_array", equal="2")
    pick = {"id": "pick", "type": "user-selection", "inputs": [drawn]}
    assert told([node("draw", text("prompt")), pick]) == [("FC301", "/1/inputs/0/ref/equal")]
    each = loop("each", "paint", inputs=[{**drawn, "name": "image0"}])
    flow = [node("draw", text("prompt")), each, node("paint", item(name="image0"))]
    assert told(flow) == [("FC301", "/1/inputs/0/ref/equal")]


def test_a_blank_name_of_the_item_that_is_read() -> None:
    each = loop("each", "paint")
    each["inputs"][0]["name"] = ""
    assert told([STYLES, each, node("paint", item())]) == [("FC104", "/1/inputs/0/name")]


def test_a_sibling_misspelt_in_a_rule() -> None:
    contract = [{"name": "words", "type": "string"}, {"name": "photo", "type": "file"}]
    rules = [{"ifNotDefined": {name: "one of both"}} for name in ("imgae", "prompt")]
    for input, name in zip(contract, ("photo", "words"), strict=True):
        input["required"] = {"ifNotDefined": {name: "one of both"}}
    paint = node(
        "paint",
        {**read("prompt", "workflow", "string", name="words"), "required": rules[0]},
        {**read("image", "workflow", name="photo"), "required": rules[1]},
    )
    at = "/flow/0/inputs/0/required/ifNotDefined/imgae"
    assert told({"inputs": contract, "flow": [paint]}) == [("FC601", at)]


def test_a_branch_that_is_none_in_a_job() -> None:
    router = {
        "id": "router",
        "type": "logic",
        "logicType": "if-else",
        "status": "success",
        "output": "2",
        "inputs": [text("mode", "fast")],
        "logic": {"cases": [{"condition": "mode == 'fast'", "value": "2"}], "default": "1"},
    }
    paint = node("paint", read("if", "router", "string", equal="3"), status="success")
    job = {"jobId": "job_1", "status": "success", "metadata": {"flow": [router, paint]}}
    assert told(job) == [("FC302", "/metadata/flow/1/inputs/0/ref/equal")]


def test_a_blank_loop_of_a_copy() -> None:
    each = loop("each", "paint", status="success", inputs=[{**text("text0", ["oil"])}])
    each["inputs"][0]["type"] = "string_array"
    template = node("paint", item(), status="skipped")
    copy = node("paint_0", text("prompt"), status="success", iterationIndex=0, loopNodeId="")
    job = {"jobId": "job_1", "status": "success", "metadata": {"flow": [each, template, copy]}}
    assert told(job) == [("FC204", "/metadata/flow/2/loopNodeId")]


MODEL = """{"id": "m", "custom": true, "capabilities": [], "inputs": [
  {"name": "prompt", "type": "string", "required": {"always": true}},
  {"name": "controls", "type": "inputs_array", "inputs": [
    {"name": "weight", "type": "number", "max": 1}]}]}"""


def test_misspelt_inputs_of_a_node_that_runs_a_known_model(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(MODEL)
    paint = {"id": "paint", "type": "custom-model", "modelId": "m", "inpust": [text("prompt")]}
    assert told([paint], models=(str(tmp_path),)) == [("FC107", "/0/inpust")]


def test_a_row_that_fits_neither_the_node_nor_the_model(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(MODEL)
    weight = {"name": "weight", "type": "number", "value": 2}
    controls = {"name": "controls", "type": "inputs_array", "items": [[weight]]}
    declared = [{"name": "weight", "type": "number", "max": 1}]
    at, models = "/0/inputs/1/items/0/0/value", (str(tmp_path),)
    both = node("paint", text("prompt"), {**controls, "inputs": declared})
    assert told([both], models=models) == [("FC712", at)]
    assert told([node("paint", text("prompt"), controls)], models=models) == [("FC805", at)]


def test_a_gate_whose_equal_is_misspelt(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(MODEL)
    router = {"id": "router", "type": "logic", "logicType": "if-else", "inputs": [text("mode")]}
    router["logic"] = {"cases": [{"condition": "mode.contains('x')", "value": "2"}], "default": "1"}
    paint = node("paint", text("prompt"), read("if", "router", "string", eqaul="2"))
    flow = [router, paint, node("draw", text("prompt"), read("if", "router", "string", equal="1"))]
    at = "/1/inputs/1/ref/eqaul"
    never = ("FC315", "/0/logic/cases/0/condition")
    assert told(flow, models=(str(tmp_path),)) == [never, ("FC107", at)]


def test_a_misspelt_input_that_a_rule_names(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(MODEL)
    rule = {"ifDefined": {"prompt": "with words"}}
    rows = {"name": "controls", "type": "inputs_array", "items": [[]], "required": rule}
    at = "/0/inputs/0/name"
    assert told([node("paint", text("promt"), rows)], models=(str(tmp_path),)) == [("FC802", at)]
    at = "/0/inputs/1/required/ifDefined/prompt"
    assert told([node("paint", text("promt"), rows)]) == [("FC601", at)]


def test_a_single_input_in_place_of_a_list() -> None:
    words = {"name": "words", "type": "string", "required": {"always": True}, "label": "Words"}
    record = {"inputs": words, "flow": [node("paint", read("prompt", "workflow", name="words"))]}
    assert told(record) == [("FC105", "/inputs")]


PHOTOS = {"name": "photos", "type": "file_array", "kind": "image", "required": {"always": True}}


def unread(*flow: Any, **input: Any) -> list[tuple[str, str]]:
    """What is told of a flow that reads no workflow input, though there is one."""
    return told({"inputs": [{**PHOTOS, **input}], "flow": list(flow)})


def test_a_wire_left_out_of_what_needs_it() -> None:
    photos = {"name": "image0", "type": "file_array"}
    each = loop("each", "paint", inputs=[photos])
    body = node("paint", read("image", "each", name="image0"))
    assert unread(each, body) == [("FC407", "/flow/0/inputs/0")]
    pick = {"id": "pick", "type": "user-selection", "inputs": [photos]}
    assert unread(pick, node("paint", read("image", "pick"))) == [("FC424", "/flow/0/inputs/0")]
    image = {"name": "image", "type": "file", "required": {"always": True}}
    assert unread(node("paint", image)) == [("FC610", "/flow/0/inputs/0")]
    assert told([STYLES, each, body]) == [("FC407", "/1/inputs/0")]


def test_a_wire_that_could_not_have_gone_there_is_another_mistake() -> None:
    prompt = {"name": "prompt", "type": "string", "required": {"always": True}}
    paint = node("paint", prompt)
    assert unread(paint) == [("FC215", "/inputs/0/name"), ("FC610", "/flow/0/inputs/0")]
    assert unread(paint, type="string", kind=None) == [("FC610", "/flow/0/inputs/0")]
    assert unread(node("paint", text("prompt"))) == [("FC215", "/inputs/0/name")]


def test_a_wire_left_out_of_what_the_model_needs(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(MODEL)
    words = {"name": "words", "type": "string"}
    record = {"inputs": [words], "flow": [{"id": "paint", "type": "custom-model", "modelId": "m"}]}
    assert told(record, models=(str(tmp_path),)) == [("FC803", "/flow/0")]
    assert told(record) == [("FC215", "/inputs/0/name")]


def test_an_input_left_out_of_what_an_expression_names() -> None:
    title = {"id": "title", "type": "transform", "logic": {"transform": "words + '!'"}}
    record = {
        "inputs": [{"name": "words", "type": "string", "required": {"always": True}}],
        "flow": [title, node("paint", read("prompt", "title", "string"))],
    }
    assert told(record) == [("FC311", "/flow/0/logic/transform")]


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("cel.bnd(v, words, v + v)", "FC312"),
        ("celbind(v, words, v + v)", "FC312"),
        ("bind(v, words, v + v)", "FC312"),
        ("cell.bind(v, words, v + v)", "FC311"),
        ("filter(words, w, w != 'a')", "FC312"),
        ("words.map('w', w + '!')", "FC313"),
        ("wordsmap(w, w + '!')", "FC312"),
        ("words.fitler(w, w != 'a')", "FC312"),
        ("cel.bnd(v, v, v)", "FC312 FC311"),
        ("filter(w, w, w)", "FC312 FC311"),
    ],
)
def test_a_macro_called_the_wrong_way(expression: str, code: str) -> None:
    words = read("words", "styles", "string_array")
    join = {
        "id": "join",
        "type": "transform",
        "inputs": [words],
        "logic": {"transform": expression},
    }
    paint = node("paint", read("prompt", "join", "string"))
    flow = [STYLES, join, paint]
    found = [code for code, _ in told(flow, select=("FC311", "FC312", "FC313"))]
    assert sorted(found) == sorted(code.split())


def test_an_input_of_which_nothing_is_left() -> None:
    record = {"inputs": [PHOTOS], "flow": [STYLES, node("paint", {}, text("prompt"))]}
    assert told(record) == 2 * [("FC104", "/flow/1/inputs/0")]


@pytest.mark.parametrize("slip", [{"Ref": {"node": "draw"}}, {"ref": "draw"}, {"vlaue": "x"}])
def test_a_slip_in_the_only_wire_of_a_list_does_not_leave_it_empty(slip: Any) -> None:
    chosen = {"id": "chosen", "type": "list", "inputs": [{"name": "element0", "type": "string"}]}
    reader = node("paint", read("prompts", "chosen", "string_array"))
    assert told([node("draw"), chosen, reader]) == [("FC420", "/1")]
    chosen["inputs"] = [{"name": "element0", "type": "string", **slip}]
    field = next(iter(slip))
    code = "FC105" if field == "ref" else "FC107"
    assert told([node("draw"), chosen, reader]) == [(code, f"/1/inputs/0/{field}")]


def test_a_condition_over_a_misspelt_wire_is_not_called_constant() -> None:
    route = {
        "id": "route",
        "type": "logic",
        "logicType": "if-else",
        "inputs": [{"name": "words", "type": "string", "Ref": {"node": "draw"}}],
        "logic": {"cases": [{"condition": "words == 'a'", "value": "2"}], "default": "1"},
    }
    readers = [node(f"r{v}", read("gate", "route", "string", equal=v)) for v in "12"]
    assert told([node("draw"), route, *readers]) == [("FC107", "/1/inputs/0/Ref")]


@pytest.mark.parametrize(
    "slip",
    [
        {"type": "number", "value": "a fox"},
        {"type": "boolean", "ref": {"node": "workflow", "name": "photo"}},
    ],
)
def test_a_row_of_another_type_than_declared_is_told_at_its_type(slip: Any) -> None:
    declared = {"name": "scene", "type": "file", "kind": "image"}
    shots = {
        "name": "shots",
        "type": "inputs_array",
        "inputs": [declared],
        "items": [[{"name": "scene", **slip}]],
    }
    photo = read("photo", "workflow", name="photo")
    record = {
        "inputs": [{"name": "photo", "type": "file", "kind": "image"}],
        "flow": [node("film", shots, photo)],
    }
    assert told(record) == [("FC715", "/flow/0/inputs/0/items/0/0/type")]


def test_an_inner_loop_left_out_of_the_body_that_lists_its_node() -> None:
    inner = {
        "id": "inner",
        "type": "for-each",
        "loopBodyNodeIds": ["paint"],
        "inputs": [read("text0", "plan", "string_array")],
    }
    flow = [
        STYLES,
        loop("each", "plan", "paint", "film"),
        node("plan", read("prompt", "each", "string", name="text0")),
        inner,
        node("paint", read("prompt", "inner", "string", name="text0")),
        node("film", read("images", "inner", "file_array")),
    ]
    assert told(flow) == [("FC412", "/5/inputs/0/ref/node")]
    flow[1] = loop("each", "plan", "inner", "paint", "film")
    assert told(flow) == []


@pytest.mark.parametrize("type", ["string", "number", "file", "model", "string_array"])
def test_a_wire_under_value_is_told_there_alone(type: str) -> None:
    wire = {"node": "workflow", "name": "seed"}
    record = {
        "inputs": [{"name": "seed", "type": type}],
        "flow": [STYLES, loop("each", "paint"), node("paint")],
    }
    record["flow"][2]["inputs"] = [
        {"name": "seed", "type": type, "value": wire},
        read("prompt", "each", "string", name="text0"),
    ]
    assert told(record) == [("FC712", "/flow/2/inputs/0/value")]
    [problem] = check(record).problems
    assert problem.hint == "a wire stands under `ref`"
    # what becomes of an object in a file or model input is not known
    assert problem.severity == ("warning" if type in ("file", "model") else "error")
    record["flow"][2]["inputs"][1] = {
        "name": "prompt",
        "type": "string",
        "value": {"node": "each", "name": "text0"},
    }
    record["flow"][2]["inputs"][0] = {"name": "seed", "type": type, "ref": wire}
    assert told(record) == [("FC712", "/flow/2/inputs/1/value")]


def test_a_wire_as_other_tools_write_it() -> None:
    seed = {"name": "seed", "type": "number", "value": "{{seed}}"}
    record = {"inputs": [{"name": "seed", "type": "number"}], "flow": [node("paint", seed)]}
    assert told(record) == [("FC712", "/flow/0/inputs/0/value")]
    seed["type"] = "string"
    assert told(record) == [("FC215", "/inputs/0/name")]


def test_objects_that_are_no_wires_are_assets_and_models_nobody_judges() -> None:
    for value in ({"id": "asset_A1"}, {"node": "a", "url": "u"}, {"name": "a"}):
        assert told([node("paint", {"name": "image", "type": "file", "value": value})]) == []


def test_a_name_and_a_type_that_changed_places() -> None:
    record = {
        "inputs": [{"name": "number", "type": "seed"}, {"name": "words", "type": "text"}],
        "flow": [node("paint", read("seed", "workflow", "number", name="seed"))],
    }
    assert told(record)[:1] == [("FC106", "/inputs/0/type")]
    assert "FC205" not in {code for code, _ in told(record)}
    record["flow"] = [node("paint", read("seed", "workflow", "string", name="text"))]
    assert ("FC205", "/flow/0/inputs/0/ref/name") in told(record)


@pytest.mark.parametrize(
    ("field", "code", "at"),
    [
        ({"items": [1]}, "FC105", "items/0"),
        ({"logicType": "switch"}, "FC701", "logicType"),
        ({"loopBodyNodeIds": ["nobody"]}, "FC701", "loopBodyNodeIds"),
    ],
)
def test_what_is_wrong_inside_a_field_of_another_node(field: Any, code: str, at: str) -> None:
    assert told([node("paint", **field)]) == [(code, f"/0/{at}")]


@pytest.mark.parametrize(
    ("option", "code", "at"),
    [
        ({"items": ["a fox"]}, "FC105", "items/0"),
        ({"kind": "picture"}, "FC710", "kind"),
        ({"backgroundBehavior": "none"}, "FC710", "backgroundBehavior"),
        ({"modelTypes": ["flux"]}, "FC710", "modelTypes"),
    ],
)
def test_what_is_wrong_inside_an_option_of_another_type(option: Any, code: str, at: str) -> None:
    assert told([node("paint", text("prompt", **option))]) == [(code, f"/0/inputs/0/{at}")]


def test_an_object_spilt_into_the_one_around_it() -> None:
    logic = {"cases": [{"condition": "words == 'a'", "value": "2"}], "default": "1"}
    words = read("words", "draw", "string")
    route = {"id": "route", "type": "logic", "logicType": "if-else", "inputs": [words], **logic}
    readers = [node(f"r{v}", read("gate", "route", "string", equal=v)) for v in "12"]
    assert told([node("draw"), route, *readers]) == [("FC107", "/1/cases")]
    gate = {"name": "gate", "type": "string", "node": "route", "equal": "2"}
    route = {**route, "logic": logic, "cases": None, "default": None}
    flow = [node("draw"), route, readers[0], node("r2", gate)]
    assert told(flow) == [("FC107", "/3/inputs/0/node")]
