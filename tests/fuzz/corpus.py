"""The corpus: files that show a kind of damage each, those that once broke something among them.

`corpus/SORT/what-it-is.json`; a file that broke something is called after what that was."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.inputs import SORTS, Input

CORPUS = Path(__file__).parent / "corpus"


def input_of(path: Path) -> Input:
    """The input that a file holds: of the corpus, or as a run writes it down."""
    for sort in SORTS:
        if path.parent.name == sort or path.name.startswith(f"{sort}-"):
            return Input(sort, f"a{''.join(path.suffixes)}", path.read_bytes(), path.name)
    raise ValueError(f"{path} is of no sort: it stands in no folder called {', '.join(SORTS)}")


def inputs() -> list[Input]:
    """All of it."""
    paths = [path for sort in SORTS for path in sorted((CORPUS / sort).iterdir())]
    return [input_of(path) for path in paths if not path.name.startswith(".")]
