"""A name that is given another one is given it everywhere: the flow means the same afterwards."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flowcheck import Settings, check
from flowcheck.lsp.known import Known
from flowcheck.lsp.rename import Refusal, renamed
from flowcheck.lsp.tree import Tree
from flowcheck.lsp.uris import uri_of
from tests.lsp.editor import edited

SAMPLES = sorted(Path("samples").glob("*.json")) + sorted(Path("samples/broken").glob("*.json"))
NEW = "zq_0_unlike"
"""A name that is near to none."""


def rename(text: str, offset: int, new: str = NEW, name: str = "/flows/a.json") -> str | None:
    """The text after the name at an offset got another one; None when there is no name."""
    tree = Tree(name, text, "utf-16")
    edit = renamed(new, Known([tree]), tree, offset)
    if edit is None:
        return None
    assert edit.changes is not None
    return edited(text, list(edit.changes[uri_of(name)]))


def problems(text: str) -> list[tuple[str, str, str]]:
    """Codes, severities and places; FC601 is milder where the name is near to none."""
    report = check(text, settings=Settings(severity="info"))
    return sorted(
        (p.code, "" if p.code == "FC601" else p.severity.value, p.pointer) for p in report.problems
    )


def offsets(text: str) -> list[int]:
    """A place inside of every name."""
    tree = Tree("/flows/a.json", text, "utf-16")
    found = []
    for home in Known([tree]).homes:
        record = tree.record_of(home.document)
        for place in home.places:
            pointer = tree.exact(home.document, place.pointer)
            assert pointer is not None
            span = tree.span(record, pointer, at_key=place.at_key, within=place.within)
            found.append(span[0] + (place.within is None))
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_renamed_sample_has_the_same_problems(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    before = problems(text)
    tried = set()
    for offset in offsets(text):
        try:
            new = rename(text, offset)
        except Refusal:
            continue
        assert new is not None
        if new not in tried:
            tried.add(new)
            assert _without_keys(problems(new)) == _without_keys(before)


def _without_keys(found: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The places in rules told by how deep they are: the names there are keys."""
    return sorted(
        (
            code,
            severity,
            place.split("/required/")[0] + "/required" if "/required/" in place else place,
        )
        for code, severity, place in found
    )


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8
)


def test_a_node_does_not_get_the_name_of_a_branch_that_is_there() -> None:
    text = Path("samples/if-else-with-merge.json").read_text(encoding="utf-8")
    with pytest.raises(Refusal, match="branch `1` of `router`, which would name the node"):
        rename(text, text.index('"id": "draft"') + 8, "1")


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("true", "cannot read"),
        ("duration", "cannot read"),
        ("for", "cannot read"),
        ("t", "`t` means something else in `words.exists(t, t == mode)`"),
        ("math", None),
    ],
)
def test_an_expression_reads_the_new_name_as_it_read_the_old(new: str, why: str | None) -> None:
    flow = [
        {
            "id": "a",
            "type": "logic",
            "logicType": "if-else",
            "inputs": [
                {"name": "mode", "type": "string", "ref": {"node": "workflow", "name": "mode"}},
                {"name": "words", "type": "string_array", "value": ["x"]},
            ],
            "logic": {
                "cases": [{"condition": "words.exists(t, t == mode)", "value": "2"}],
                "default": "1",
            },
        }
    ]
    text = json.dumps(flow)
    offset = text.index('"name": "mode"') + 9
    if why is None:
        assert f"t == {new}" in str(rename(text, offset, new))
        return
    with pytest.raises(Refusal, match=re.escape(why)):
        rename(text, offset, new)


@settings(max_examples=60)
@given(new=NAMES, at=st.integers(0, 10_000))
@example(new="1", at=8)
def test_any_text_may_be_a_name(new: str, at: int) -> None:
    text = Path("samples/if-else-with-merge.json").read_text(encoding="utf-8")
    places = offsets(text)
    offset = places[at % len(places)]
    try:
        result = rename(text, offset, new)
    except Refusal:
        return
    assert result is not None
    json.loads(result)
    assert len(problems(result)) == len(problems(text))
    back = rename(result, _moved(text, result, offset), _said(text, offset))
    assert back is not None
    assert json.loads(back) == json.loads(text)


def _said(text: str, offset: int) -> str:
    """The name at a place."""
    tree = Tree("/flows/a.json", text, "utf-16")
    return Known([tree]).at(tree, offset)[0][1].name.text


def _moved(text: str, new: str, offset: int) -> int:
    """Where the same place of the JSON is in another text."""
    return offsets(new)[offsets(text).index(offset)]
