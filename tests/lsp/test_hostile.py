"""Whatever stands in a text, every question about it is answered."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from flowcheck.lsp import actions, completion, hover, inlay, lens, navigation, rename, symbols
from flowcheck.lsp.checked import checked
from flowcheck.lsp.diagnostics import diagnostics
from flowcheck.lsp.known import Known
from flowcheck.lsp.tree import Tree
from flowcheck.lsp.workspace import Workspace

SAMPLES = sorted(Path("samples").glob("*.json"))
TEXTS = [path.read_text(encoding="utf-8") for path in SAMPLES]
PIECES = st.sampled_from(
    [*'{}[],:"\\|.', "null", "0", "true", '"x"', '"id"', "{}", "[]", '{"id": []}', "\u202e", "𝒜\n"]
)
EVERYWHERE = types.Range(types.Position(0, 0), types.Position(10_000, 0))


def everything(text: str, offset: int, old: Tree | None = None) -> Tree:
    """Ask everything about a place of a text."""
    tree = Tree("<untitled:a>", text, "utf-16", old)
    workspace = Workspace(watched=True)
    known = Known([tree])
    hover.hover(known, tree, offset)
    completion.completion(known, tree, offset)
    navigation.definition(known, tree, offset)
    navigation.references(True, known, tree, offset)
    navigation.highlights(known, tree, offset)
    with suppress(rename.Refusal):  # a name that nobody may change
        rename.renamed("zq", known, tree, offset)
    symbols.symbols(tree)
    lens.lenses(tree)
    inlay.hints(tree, EVERYWHERE)
    found = checked(workspace, tree, None)
    diagnostics(found, workspace)
    actions.actions(found, workspace, EVERYWHERE, None)
    return tree


@settings(max_examples=150)
@given(
    st.sampled_from(TEXTS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), PIECES), max_size=3),
    st.floats(0, 1),
)
def test_a_text_with_any_edits(
    text: str, edits: list[tuple[float, int, str]], where: float
) -> None:
    old = Tree("<untitled:a>", text, "utf-16")
    for at, gone, new in edits:
        start = int(at * len(text))
        text = text[:start] + new + text[start + gone :]
    everything(text, int(where * len(text)), old)


FIELDS = (
    "id type inputs ref node name equal conditional dependsOn logic cases condition value default "
    "required ifDefined items loopBodyNodeIds count transform maskFrom flow"
)
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from("ab")
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(FIELDS.split()), inner, max_size=5)
    ),
    max_leaves=20,
)


@settings(max_examples=150)
@given(st.lists(JSON, max_size=3), JSON, st.floats(0, 1))
def test_any_json(flow: list[object], inputs: object, where: float) -> None:
    text = json.dumps({"id": "w", "inputs": inputs, "flow": flow}, indent=1)
    everything(text, int(where * len(text)))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_place_of_a_sample(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    tree = Tree(str(sample.absolute()), text, "utf-16")
    known = Known([tree])
    for offset in range(0, len(text) + 1, 3):
        hover.hover(known, tree, offset)
        completion.completion(known, tree, offset)
        navigation.definition(known, tree, offset)


def test_loops_in_loops_without_end() -> None:
    loops = [
        {"id": f"n{i}", "type": "for-each", "loopBodyNodeIds": [f"n{i + 1}"], "count": 2}
        for i in range(1500)
    ]
    text = json.dumps([*loops, {"id": "n1500", "type": "custom-model", "modelId": "m"}])
    everything(text, text.index('"n700"') + 2)
    outline = symbols.symbols(Tree("a.json", text, "utf-16"))
    depth = 0
    inner = outline[:1]
    while inner:
        depth += 1
        inner = list(inner[0].children or ())
    assert depth == symbols.DEEPEST + 1
