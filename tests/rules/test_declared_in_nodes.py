"""Sub-inputs that an `inputs_array` of a node declares are judged as those of a contract are."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import findings, raw_findings

WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("FC213", {"type": "string_array", "default": "oil"}, "default"),
    ("FC601", {"required": {"ifDefined": {"othr": ""}}}, "required/ifDefined/othr"),
    ("FC602", {"required": {"ifDefined": {"style": ""}}}, "required/ifDefined/style"),
    ("FC603", {"required": {"always": "yes"}}, "required/always"),
    ("FC605", {"required": {"when": {"other": [3]}}}, "required/when/other/0"),
    ("FC710", {"step": 1}, "step"),
    ("FC711", {"minLength": 3, "maxLength": 2}, "minLength"),
    ("FC712", {"allowedValues": ["oil"], "default": "ink"}, "default"),
    ("FC713", {"allowedValues": ["oil", "oil"]}, "allowedValues/1"),
    ("FC714", {"type": "file", "maskFrom": "nothing"}, "maskFrom"),
]


def declaring(sub_input: dict[str, Any]) -> dict[str, Any]:
    other = {"name": "other", "type": "string", "allowedValues": ["a", "b"]}
    style = {"name": "style", "type": "string", **sub_input}
    return {"name": "rows", "type": "inputs_array", "inputs": [style, other]}


@pytest.mark.parametrize(("code", "sub_input", "field"), WRONG, ids=[code for code, *_ in WRONG])
def test_declared_by_a_node_or_a_contract(code: str, sub_input: dict[str, Any], field: str) -> None:
    rows = declaring(sub_input)
    paint = {"id": "paint", "type": "custom-model", "modelId": "m", "inputs": [rows]}
    in_node, in_contract = ([paint], "/0"), ({"inputs": [rows], "flow": [paint]}, "")
    for document, at in (in_node, in_contract):
        pointers = [pointer for _, pointer, _ in findings(document, code)]
        assert f"{at}/inputs/0/inputs/0/{field}" in pointers


def test_a_declared_sub_input_needs_no_value() -> None:
    rows = declaring({"required": {"always": True}})
    paint = {"id": "paint", "type": "custom-model", "modelId": "m", "inputs": [rows]}
    assert raw_findings([paint]) == []


def test_mask_of_a_sub_input_of_the_contract_is_certain() -> None:
    rows = declaring({"type": "file", "maskFrom": "nothing"})
    [(_, finding)] = raw_findings({"inputs": [rows], "flow": []}, "FC714")
    assert finding.severity is None
