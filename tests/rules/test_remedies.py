"""What people really write, and the advice they get."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck import Settings, check

A: dict[str, Any] = {"id": "a", "type": "custom-model", "modelId": "m"}
INPUTS = [{"name": "prompt", "type": "string"}, {"name": "mode", "type": "string"}]


def told(flow: list[Any], *, inputs: Any = INPUTS, select: tuple[str, ...] = ()) -> set[Any]:
    """(code, pointer, hint) of what is told about a flow, unused things aside."""
    settings = Settings(select=select, ignore=("FC215", "FC216"))
    report = check({"inputs": inputs, "flow": flow}, settings=settings)
    return {(p.code, p.pointer, p.hint) for p in report.problems}


def reading(ref: Any, **more: Any) -> list[Any]:
    """A flow whose second node reads something."""
    image = {"name": "image", "type": "file", "ref": ref, **more}
    return [A, {"id": "b", "type": "custom-model", "modelId": "m", "inputs": [image]}]


REF = "/flow/1/inputs/0/ref"


PROMPT = 'write `"node": "workflow", "name": "prompt"`'
MERGE = 'to take the value of whichever node ran, write the ref as `{"conditional": ["a", "c"]}`'


@pytest.mark.parametrize(
    ("ref", "code", "field", "hint"),
    [
        ({"node": "workflow.prompt"}, "FC204", "/node", PROMPT),
        ({"node": "inputs.prompt"}, "FC204", "/node", PROMPT),
        ({"node": "a.image"}, "FC204", "/node", 'write `"node": "a", "name": "image"`'),
        ({"node": "$mode"}, "FC204", "/node", 'write `"node": "workflow", "name": "mode"`'),
        ({"node": "{{ mode }}"}, "FC204", "/node", 'write `"node": "workflow", "name": "mode"`'),
        ({"node": "${a}"}, "FC204", "/node", "ids are written as they are: `a`"),
        (
            {"node": "mode"},
            "FC204",
            "/node",
            "a workflow input is read as node `workflow`, name `mode`",
        ),
        ({"conditional": ["a", "mode"]}, "FC204", "/conditional/1",
         "it takes node ids; a workflow input is read by an input of its own"),
        ("a", "FC105", "", 'write `{"node": "a"}`'),
        ("a.image", "FC105", "", 'write `{"node": "a", "name": "image"}`'),
        ("workflow.prompt", "FC105", "", 'write `{"node": "workflow", "name": "prompt"}`'),
        ("$prompt", "FC105", "", 'write `{"node": "workflow", "name": "prompt"}`'),
        (
            {"node": ["a", "c"]},
            "FC105",
            "/node",
            MERGE,
        ),
        (
            ["a", "c"],
            "FC105",
            "",
            MERGE,
        ),
        ({"node": "a", "equal": 2}, "FC105", "/equal", "put it in quotes"),
        ({"node": "a", "all": True}, "FC107", "/all", 'write `"name": "all"`'),
        ({"workflow": "prompt"}, "FC107", "/workflow",
         'write the ref as `{"node": "workflow", "name": "prompt"}`'),
        ({"node": "a", "output": "image"}, "FC107", "/output",
         "the output, or the workflow's input, is named by `name`"),
    ],
)  # fmt: skip
def test_refs_of_another_tongue(ref: Any, code: str, field: str, hint: str) -> None:
    assert told(reading(ref)) == {(code, REF + field, hint)}


@pytest.mark.parametrize("name", ["workflow.mode", "inputs.mode", "$mode", "{{mode}}", "${mode}"])
def test_names_in_a_dress(name: str) -> None:
    ((code, pointer, hint),) = told(reading({"node": "workflow", "name": name}))
    assert (code, pointer) == ("FC205", f"{REF}/name")
    assert hint == "names are written as they are: `mode`"


def test_no_advice_names_the_node_itself() -> None:
    own = {**A, "inputs": [{"name": "x", "type": "file", "ref": {"node": "a.image"}}]}
    assert told([own]) == {("FC204", "/flow/0/inputs/0/ref/node", None)}


def test_no_advice_repeats_what_cannot_be_shown() -> None:
    (problem,) = told(reading("x" * 500))
    assert problem == ("FC105", REF, None)
    (problem,) = told(reading(["a\u202e", "b"]))
    assert problem == ("FC105", REF, None)


@pytest.mark.parametrize("key", ["conditional", "equal", "node"])
def test_fields_of_a_ref_beside_it(key: str) -> None:
    value = ["a"] if key == "conditional" else "a"
    found = told(reading({"node": "a"} if key == "equal" else None, **{key: value}))
    assert found == {
        (
            "FC107",
            f"/flow/1/inputs/0/{key}",
            f'it belongs into `ref`: `"ref": {{…, "{key}": …}}`',
        )
    }


def test_depends_on_the_workflow() -> None:
    for name in ("workflow", "workflow.prompt", "prompt"):
        assert told([{**A, "dependsOn": [name]}]) == {
            (
                "FC204",
                "/flow/0/dependsOn/0",
                "the workflow's inputs are there from the start: leave it out",
            )
        }
    assert told([{**A, "dependsOn": "ok"}]) == {
        ("FC105", "/flow/0/dependsOn", "put it in `[` and `]`")
    }


@pytest.mark.parametrize(
    ("type_", "hint"),
    [
        ("if-else", 'an if/else node has `"type": "logic"` and `"logicType": "if-else"`'),
        ("Switch", 'an if/else node has `"type": "logic"` and `"logicType": "if-else"`'),
        ("approval", "did you mean `user-approval`?"),
        ("generatePrompt", "did you mean `generate-prompt`?"),
        ("foreach", "did you mean `for-each`?"),
        ("customModel", "did you mean `custom-model`?"),
    ],
)
def test_node_types_of_other_tools(type_: str, hint: str) -> None:
    assert told([{**A, "type": type_}], select=("FC106",)) == {("FC106", "/flow/0/type", hint)}


def test_cases_outside_logic_are_one_mistake() -> None:
    mode = {"name": "mode", "type": "string", "ref": {"node": "workflow", "name": "mode"}}
    cases = [{"condition": "mode == 'x'", "value": "1"}]
    router = {"id": "r", "type": "logic", "logicType": "if-else", "inputs": [mode]}
    gated = {**A, "inputs": [{"name": "g", "type": "string", "ref": {"node": "r", "equal": "1"}}]}
    beside = 'it belongs into `logic`: `"logic": {"%s": …}`'
    assert told([{**router, "cases": cases, "default": "2"}, gated]) == {
        ("FC107", "/flow/0/cases", beside % "cases"),
    }
    assert told([{**router, "logic": {"cases": cases}, "default": "2"}, gated]) == {
        ("FC107", "/flow/0/default", beside % "default"),
    }
    transform = {"id": "r", "type": "transform", "inputs": [mode], "transform": "trim(mode)"}
    gated = {**A, "inputs": [{"name": "p", "type": "string", "ref": {"node": "r"}}]}
    assert told([transform, gated]) == {("FC107", "/flow/0/transform", beside % "transform")}


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (True, "leave it out: an input without `required` is optional"),
        (False, 'write `"required": {"always": true}`: an input without `required` is optional'),
    ],
)
def test_optional_is_not_options(value: bool, hint: str) -> None:
    inputs = [{"name": "prompt", "type": "string", "optional": value}]
    report = check({"inputs": inputs, "flow": reading({"node": "workflow", "name": "prompt"})[1:]})
    (problem,) = report.problems
    assert (problem.code, problem.hint, problem.fix) == ("FC107", hint, None)


@pytest.mark.parametrize(
    ("flow", "hint"),
    [
        ({"nodes": [A]}, "put the array of nodes right under `flow`"),
        ({"a": A}, "write an array of nodes, each with its `id` in it"),
    ],
)
def test_a_flow_that_is_an_object(flow: Any, hint: str) -> None:
    assert told(flow, inputs=[{"name": "p", "type": "file_array"}]) == {("FC105", "/flow", hint)}


def test_a_reader_of_a_template_may_be_missing_in_the_body() -> None:
    loop = {"id": "each", "type": "for-each", "count": 2, "loopBodyNodeIds": ["a"]}
    ((code, _, hint),) = told([loop, *reading({"node": "a"})], select=("FC411",))
    assert (code, hint) == (
        "FC411",
        "read the loop `each`, which collects the results; or, if `b` is to run in each "
        "iteration, add it to `loopBodyNodeIds` of `each`",
    )
