"""What a rule's page shows as bad gets the rule's problem, what it shows as good does not.

A Good block that is a whole document gets no problem at all: people paste it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from flowcheck import Report, Settings, check, check_run
from flowcheck.rules.registry import all_rules
from tests.rules.examples import Example, document, examples, is_document, value_of

IN_WORDS = {
    "FC613": "the run model's budget is spent on nothing that fits on a page",
    "FC811": "what is checked together is said on the command line",
}
"""Rules whose blocks are words, and why."""
BROKEN = ("FC101", "FC102", "FC103")
"""Rules whose Bad block has to be pasted as it is: it is no document."""
CUTOUT = {
    "id": "wf_cutout",
    "inputs": [
        {"name": "image", "type": "file", "required": {"always": True}},
        {"name": "scale", "type": "number", "max": 4},
    ],
    "flow": [
        {
            "id": "cut",
            "type": "remove-background",
            "inputs": [
                {"name": "image", "type": "file", "ref": {"node": "workflow", "name": "image"}},
                {"name": "scale", "type": "number", "ref": {"node": "workflow", "name": "scale"}},
            ],
        }
    ],
}
"""The sub-workflow that the pages of FC812 and its like call."""
KONTEXT = {
    "id": "model_flux-kontext",
    "type": "custom",
    "custom": True,
    "collectionIds": [],
    "inputs": [
        {"name": "prompt", "type": "string", "required": {"always": True}},
        {"name": "image", "type": "file", "kind": "image"},
        {"name": "numOutputs", "type": "number", "min": 1, "max": 8},
        {"name": "style", "type": "model_array", "modelTypes": ["flux.1-lora"]},
    ],
}
STYLES = [
    {"id": f"model_a-{style}", "type": type, "custom": True, "collectionIds": []}
    for style, type in (("flux-lora", "flux.1-lora"), ("qwen-image-lora", "qwen-image-lora"))
]
"""The model that the pages of FC801 to FC806 run, and the styles it takes or not."""
ABOUT_MODELS = frozenset(f"FC80{n}" for n in range(1, 7))
PROMPT = {"name": "prompt", "type": "string"}
IMAGE = {"name": "image", "type": "file"}
CONTRACTS: dict[str, list[dict[str, Any]]] = {
    "FC821": [PROMPT, IMAGE],
    "FC822": [IMAGE, {"name": "mask", "type": "file", "required": {"ifDefined": {"image": ""}}}],
    "FC823": [{"name": "images", "type": "file_array"}],
    "FC824": [{"name": "strength", "type": "number", "max": 1}],
}
"""What the Bad block's head says of the workflow, for rules about run inputs."""
ALL = [example for rule in all_rules().values() for example in examples(rule)]
SHOWN = [example for example in ALL if example.code not in IN_WORDS]


def report_on(example: Example) -> Report:
    """The report on the document that a block is, or stands in."""
    code, value = example.code, value_of(example)
    if code in CONTRACTS:
        assert isinstance(value, dict)
        return check_run({"inputs": CONTRACTS[code], "flow": []}, value)
    bound = re.search(r"`max-nodes = (\d+)`", example.condition)
    settings = Settings(
        extend_select=(code,),
        **({"max_nodes": int(bound[1])} if bound else {}),
    )
    if code in BROKEN and example.side == "Bad":
        return check(example.text, settings=settings)
    if value is None:  # one document a line
        return check(example.text, settings=settings, name="example.jsonl")
    whole = document(value, KONTEXT["id"] if code in ABOUT_MODELS else "model_a")
    if code in ABOUT_MODELS:
        whole = [{"id": "wf", **whole}, KONTEXT, *STYLES]
    elif "wf_cutout" in example.text:
        whole = [{"id": "wf", **whole}, CUTOUT]
    return check(json.dumps(whole), settings=settings)


@pytest.mark.parametrize(
    "example", SHOWN, ids=lambda e: f"{e.code}-{e.side}" if isinstance(e, Example) else "?"
)
def test_an_example_shows_what_it_stands_for(example: Example) -> None:
    found = [f"{p.code} {p.message}" for p in report_on(example).problems]
    own = [line for line in found if line.startswith(example.code)]
    if example.side == "Bad":
        assert own, found
    elif is_document(value_of(example)):
        assert found == []
    else:
        assert own == []


def test_every_page_has_both_sides() -> None:
    sides = {(example.code, example.side) for example in ALL}
    assert sides == {(code, side) for code in all_rules() for side in ("Bad", "Good")}


def test_words_stand_only_where_nothing_can_be_pasted() -> None:
    words = {e.code for e in ALL if value_of(e) is None and not e.text.startswith(("[", "{"))}
    assert words == set(IN_WORDS)
