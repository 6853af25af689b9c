"""The architecture: imports go one way, and rules load nothing heavy before they need it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_startup import HEAVY

ROOT = Path(__file__).parents[1] / "flowcheck"
BASE = (
    "_version",
    "tree",
    "gitignore",
    "atomic",
    "findings",
    "nearest",
    "wording",
    "report",
    "settings",
)
"""What everybody may use: values that travel, words, nearest matches."""
LAYERS = (
    ("rules.registry",),  # what a rule is; it finds the rule modules by name
    ("rules.selection",),
    ("wire",),
    ("expressions",),  # of strings: it knows no flow
    ("reading",),
    ("graph",),
    ("runs",),
    ("contracts",),
    ("project",),
    ("context",),
    ("rules",),
    ("fixes.resolving", "shipped_schemas"),
    ("identity", "locate"),
    ("engine",),
)
RANKS = dict.fromkeys((*BASE, "run_sentence"), 0) | {
    unit: rank for rank, units in enumerate(LAYERS, start=1) for unit in units
}
"""Module or package → how far down the stream it stands; what is not here comes after all."""
MODULES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.py"))


def unit(module: str) -> str:
    """The entry of `RANKS` that a module below `flowcheck` belongs to, else its package."""
    return module if module in RANKS else module.partition(".")[0]


def name_of(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    """The modules of flowcheck that a module imports anywhere but for type checking."""
    waiting: list[ast.AST] = [ast.parse((ROOT / path).read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            waiting += node.orelse
            continue
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            names = names if node.module == "flowcheck" else names[:1]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        yield from (n.removeprefix("flowcheck.") for n in names if n.startswith("flowcheck."))
        waiting += ast.iter_child_nodes(node)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_go_one_way(path: Path) -> None:
    own = RANKS.get(unit(name_of(path)))
    if own is None:
        return
    below = {unit(module) for module in imported(path)}
    wrong = {name for name in below if RANKS.get(name, len(LAYERS) + 1) > own}
    assert not wrong, f"{path} stands before {sorted(wrong)}"


def test_the_layers_are_there() -> None:
    there = {name_of(path) for path in MODULES}
    assert set(RANKS) <= there | {name.rpartition(".")[0] for name in there}


def test_rules_load_nothing_heavy() -> None:
    script = (
        "import sys; from flowcheck.rules.registry import all_rules; all_rules(); "
        f"print([m for m in {(*HEAVY, 'lark')!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
