"""FC318 expression-may-fail: which runs make an expression fail, and the guard against it."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck.findings import Finding, Witness
from tests.support import raw_findings

CONTRACT: list[dict[str, Any]] = [
    {"name": "prompt", "type": "string", "required": {"always": True}},
    {"name": "mode", "type": "string", "default": "fast"},
    {"name": "style", "type": "string"},
    {"name": "steps", "type": "number"},
    {"name": "photo", "type": "file", "required": {"ifNotDefined": {"style": "one of them"}}},
]


def reads(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "ref": {"node": "workflow", "name": name}, **more}


def router(condition: str, *inputs: dict[str, Any], id: str = "router") -> dict[str, Any]:
    cases = [{"condition": condition, "value": "2"}]
    return {
        "id": id,
        "type": "logic",
        "logicType": "if-else",
        "inputs": list(inputs),
        "logic": {"cases": cases, "default": "1"},
    }


def transform(text: str, *inputs: dict[str, Any]) -> dict[str, Any]:
    return {"id": "words", "type": "transform", "inputs": [*inputs], "logic": {"transform": text}}


def told(*flow: dict[str, Any]) -> list[Finding]:
    return [one for _, one in raw_findings({"inputs": CONTRACT, "flow": [*flow]}, "FC318")]


@pytest.mark.parametrize(
    ("node", "message", "hint"),
    [
        (
            router("size(style) > 3", reads("style")),
            "`condition` fails when `style` is not given: "
            "`size` takes a string, bytes, a list or a map, not null",
            "write `style != null && size(style) > 3`",
        ),
        (
            router("prompt == 'a' || steps > 3", reads("prompt"), reads("steps", "number")),
            "`condition` may fail when `steps` is not given: `>` does not take null and a number",
            "write `steps != null && steps > 3`",
        ),
        (
            transform("prompt + style", reads("prompt"), reads("style")),
            "`transform` fails when `style` is not given: `+` does not take null",
            "write `exists('style') ? prompt + style : ''`",
        ),
    ],
)
def test_what_fails_and_how_to_guard_it(node: dict[str, Any], message: str, hint: str) -> None:
    (finding,) = told(node)
    assert (finding.message, finding.hint) == (message, hint)
    absent = (finding.args["input"],)
    assert finding.witness == (Witness(absent=absent) if finding.args["certain"] else None)


@pytest.mark.parametrize(
    "node",
    [
        router("style != null && size(style) > 3", reads("style")),
        router("exists('style') && size(style) > 3", reads("style")),
        router("style == null || trim(style) == 'a'", reads("style")),
        router("size(prompt) > 3", reads("prompt")),
        router("size(mode) > 3", reads("mode")),
        router("size(style) > 3", reads("style", value="a")),
        router("size(style) > 3", reads("style", default="a")),
        router("size(style) > 3", {"name": "style", "type": "string", "ref": {"node": "words"}}),
        router("size(style) > nowhere", reads("style")),
        router("size(nobody) > 3", reads("nobody")),
        transform("exists('style') ? prompt + style : prompt", reads("prompt"), reads("style")),
    ],
)
def test_silent(node: dict[str, Any]) -> None:
    assert told(node, transform("'a'")) == []


def test_a_node_that_only_runs_when_the_input_is_given_is_safe() -> None:
    gate = {"name": "gate", "type": "string", "ref": {"node": "first", "equal": "2"}}
    first = router("true", id="first")
    inner = {**router("size(style) > 3", reads("style")), "inputs": [reads("style"), gate]}
    assert len(told(first, inner)) == 1
    closed = router("false", id="first")
    assert told(closed, inner) == []


def test_an_example_that_decides_nothing_is_left_out() -> None:
    gate = {"name": "gate", "type": "string", "ref": {"node": "first", "equal": "2"}}
    first = router("prompt == 'a'", reads("prompt"), id="first")
    (finding,) = told(first, {**router("size(style) > 3"), "inputs": [reads("style"), gate]})
    assert finding.witness is None


def test_no_claim_without_a_contract() -> None:
    node = router("size(style) > 3", reads("style"))
    assert raw_findings([node], "FC318") == []


def choice(*conditions: str) -> dict[str, Any]:
    """An if/else node over `style`, which a run may leave out, and `mode`, which none does."""
    node = router(conditions[0], reads("style"), reads("mode"))
    cases = [{"condition": one, "value": str(at)} for at, one in enumerate(conditions, 2)]
    return {**node, "logic": {"cases": cases, "default": "1"}}


@pytest.mark.parametrize(
    ("conditions", "certain"),
    [
        (("style == null", "size(style) > 3"), None),
        (("!exists('style')", "style.contains('a')"), None),
        (("style != null", "size(style) > 3"), True),
        (("mode == 'fast'", "size(style) > 3"), False),
        (("mode == null", "size(style) > 3"), True),
        (("style == 'a'", "size(style) > 3"), True),
        (("style == null || mode == 'a'", "size(style) > 3"), None),
        (("mode == null && size(style) > 3",), None),
        (("mode != null && size(style) > 3",), False),
    ],
)
def test_a_condition_fails_only_where_it_is_asked(
    conditions: tuple[str, ...], certain: bool | None
) -> None:
    """certain: whether every run that leaves `style` out fails, None where none does."""
    found = told(choice(*conditions))
    assert [bool(one.witness) for one in found] == ([] if certain is None else [certain])
