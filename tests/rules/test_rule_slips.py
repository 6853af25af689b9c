"""A slip in a `required` rule is told where it stands and not once more at every input that then
goes without; what rows of `items` leave out is told once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flowcheck import Settings, Severity, check

FILE = {"type": "file", "kind": "image"}
MODE = {
    "name": "mode",
    "type": "string",
    "allowedValues": ["edit", "new"],
    "required": {"always": True},
}
LIKE = ("FC6", "FC715", "FC803", "FC813")


def wire(name: str, source: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"name": name, "ref": {"node": "workflow", "name": source or name}, **fields}


def photo(**fields: Any) -> dict[str, Any]:
    return {"name": "photo", **FILE, **fields}


def told(contract: list[Any], *inputs: Any, **settings: Any) -> list[tuple[str, str]]:
    paint = {"id": "paint", "type": "custom-model", "modelId": "m", "inputs": list(inputs)}
    record = {"inputs": contract, "flow": [paint]}
    report = check(record, settings=Settings(select=LIKE, **settings))
    return [(one.code, one.pointer) for one in report.problems if one.severity is not Severity.INFO]


NEEDS_PHOTO = wire("photo", **FILE, required={"conditional": {"values": {"mode": ["edit"]}}})


@pytest.mark.parametrize("spelling", ["when", "conditionalValues", "values"])
@pytest.mark.parametrize(
    ("named", "waits", "code"),
    [("mode", "edit", None), ("Mode", "edit", "FC601"), ("mode", "eddit", "FC605")],
)
def test_a_slip_in_a_value_rule_of_the_contract(
    spelling: str, named: str, waits: str, code: str | None
) -> None:
    rule: Any = {spelling: {named: [waits]}}
    rule = {"conditional": rule} if spelling == "values" else rule
    found = told([MODE, photo(required=rule)], wire("mode", type="string"), NEEDS_PHOTO)
    at = "/inputs/1/required/" + ("conditional/values" if spelling == "values" else spelling)
    at += f"/{named}" + ("/0" if code == "FC605" else "")
    assert found == ([] if code is None else [(code, at)])


def test_a_contract_without_the_rule_is_another_mistake() -> None:
    found = told([MODE, photo()], wire("mode", type="string"), NEEDS_PHOTO)
    assert found == [("FC611", "/flow/0/inputs/1")]


def test_a_slip_in_another_rule_hides_nothing() -> None:
    other = {"name": "mask", **FILE, "required": {"ifDefined": {"photos": ""}}}
    needed = wire("photo", **FILE, required={"always": True})
    found = told([photo(), other], needed, wire("mask", **FILE))
    slip = ("FC601", "/inputs/1/required/ifDefined/photos")
    assert found == [slip, ("FC611", "/flow/0/inputs/0")]


@pytest.mark.parametrize("absent", [True, False])
def test_a_sibling_misspelt_in_a_rule_of_the_node(absent: bool) -> None:
    wires = [] if absent else [wire("photo", **FILE)]
    mask = {"name": "mask", **FILE, "required": {"ifNotDefined": {"photos": ""}}}
    picture = {**FILE, "name": "photo", "value": "asset_1"} if absent else wires[0]
    found = told([photo()], picture, mask)
    assert found == [("FC601", "/flow/0/inputs/1/required/ifNotDefined/photos")]


def test_a_sibling_misspelt_in_the_record_of_a_model(tmp_path: Path) -> None:
    either = [
        photo(required={"ifNotDefined": {"sketch": ""}}),
        {"name": "sketch", **FILE, "required": {"ifNotDefined": {"photos": ""}}},
    ]
    model = {"id": "m", "custom": True, "capabilities": [], "inputs": either}
    (tmp_path / "m.json").write_text(str(model).replace("'", '"').replace("True", "true"))
    where = {"models": (str(tmp_path),)}
    assert told([], {"name": "photo", **FILE, "value": "asset_1"}, **where) == []
    assert told([], **where) == [("FC803", "/flow/0")]


def rows(declared: list[Any], *entries: list[Any]) -> dict[str, Any]:
    return {"name": "shots", "type": "inputs_array", "inputs": declared, "items": list(entries)}


STYLE = {"name": "style", "type": "string", "allowedValues": ["oil", "ink"]}
TONE = {"name": "tone", "type": "string", "required": {"when": {"style": ["oil"]}}}
ITEMS = "/flow/0/inputs/0/items"


def styled(value: str, *more: Any) -> list[Any]:
    return [{"name": "style", "type": "string", "value": value}, *more]


def test_an_entry_without_what_a_rule_of_its_declaration_asks_for() -> None:
    tone = {"name": "tone", "type": "string", "value": "warm"}
    shots = rows([STYLE, TONE], styled("oil", tone), styled("ink"), styled("oil"))
    assert told([], shots) == [("FC610", f"{ITEMS}/2")]


def test_a_default_of_the_declaration_is_enough() -> None:
    assert told([], rows([STYLE, {**TONE, "default": "warm"}], styled("oil"))) == []


def test_an_undeclared_name_in_the_entry_may_be_the_one() -> None:
    tune = {"name": "tune", "type": "string", "value": "warm"}
    assert told([], rows([STYLE, TONE], styled("oil", tune))) == [("FC715", f"{ITEMS}/0/1/name")]


def test_a_rule_that_names_a_hidden_sub_input_asks_entries_for_nothing() -> None:
    hidden = {"name": "tone", "type": "string", "required": {"ifNotDefined": {"preset": ""}}}
    assert told([], rows([STYLE, hidden], styled("oil"))) == []


def test_an_either_or_group_of_entries_is_told_once() -> None:
    def either(name: str, other: str) -> dict[str, Any]:
        return {"name": name, **FILE, "required": {"ifNotDefined": {other: ""}}}

    declared = [either("photo", "sketch"), either("sketch", "photo")]
    entry = [wire("photo", **FILE), wire("sketch", **FILE)]
    contract = [photo(), {"name": "sketch", **FILE}]
    assert told(contract, rows(declared, entry)) == [("FC611", f"{ITEMS}/0/0")]
    assert told(contract, rows(declared, entry, entry)) == [("FC611", f"{ITEMS}/0/0")]
    lacks_all = rows([*declared, STYLE], styled("ink"), entry)
    assert told(contract, lacks_all) == [("FC610", f"{ITEMS}/0"), ("FC611", f"{ITEMS}/1/0")]


def test_entries_that_lack_one_workflow_input_are_told_once() -> None:
    declared = [photo(required={"always": True}), STYLE]
    entries = [[wire("photo", **FILE)] for _ in range(3)]
    assert told([photo()], rows(declared, *entries)) == [("FC611", f"{ITEMS}/0/0")]
    other = {"name": "cover", **FILE}
    entries[2] = [wire("photo", "cover", **FILE)]
    assert told([photo(), other], rows(declared, *entries)) == [
        ("FC611", f"{ITEMS}/0/0"),
        ("FC611", f"{ITEMS}/2/0"),
    ]
