"""The architecture: imports go one way, nothing imports itself through others, and rules load
nothing heavy before they need it. Imports for type checking and inside functions count."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from tests.test_startup import HEAVY

ROOT = Path(__file__).parents[1] / "flowcheck"
GROUND = (
    "_version",
    "atomic",
    "dataclass",
    "docs_url",
    "findings",
    "gitignore",
    "hints",
    "nearest",
    "pattern",
    "report",
    "rules.pages",  # the pages alone; no rule is near
    "run_sentence",
    "settings",
    "shipped_schemas",
    "tree",
    "wording",
)
"""What everybody may use, and what may use each other: values that travel, words, matches."""
STOREYS = (
    ("reports",),  # they know only a report
    ("wire",),
    ("expressions",),  # of strings: they know no flow
    ("reading",),
    ("graph",),
    ("runs",),
    ("contracts",),
    ("project",),
    ("context",),
    ("rules",),
    ("cache", "config", "fixes", "identity"),
    ("locate",),
    ("engine",),
    ("batch", "tracing"),
    ("pictures",),
    ("sweep",),
    ("api", "configuration"),
    ("lsp",),  # what an editor is served with
    ("cli",),
    ("", "__main__"),  # the public names
)
"""The units from the ground up. A unit uses those below its storey, and itself."""
RANKS = dict.fromkeys(GROUND, 0) | {
    unit: rank for rank, units in enumerate(STOREYS, start=1) for unit in units
}


def name_of(path: Path) -> str:
    """The module below `flowcheck` that a file is; empty for the package itself."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix("__init__").removesuffix(".")


MODULES = {name_of(path): path for path in sorted(ROOT.rglob("*.py"))}


def unit(module: str) -> str:
    """The entry of `RANKS` that a module belongs to, else its package."""
    return module if module in RANKS else module.partition(".")[0]


def imported(path: Path) -> set[str]:
    """The modules of flowcheck that a file imports anywhere."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            package = node.module or ""
            for alias in node.names:
                whole = f"{package}.{alias.name}"
                found.add(whole if whole.removeprefix("flowcheck.") in MODULES else package)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    ours = {name for name in found if f"{name}.".startswith("flowcheck.")}
    return {name.removeprefix("flowcheck").removeprefix(".") for name in ours}


IMPORTS = {module: imported(path) for module, path in MODULES.items()}


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module: str) -> None:
    own = unit(module)
    assert own in RANKS, f"{own} has no storey"
    upward = {
        name
        for name in IMPORTS[module]
        if unit(name) != own and RANKS[unit(name)] >= max(RANKS[own], 1)
    }
    assert not upward, f"{module} stands below {sorted(upward)}, or beside"


def test_nothing_imports_itself_through_others() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph(
        (module, name) for module, names in IMPORTS.items() for name in names if name != module
    )
    circles = [sorted(some) for some in nx.strongly_connected_components(graph) if len(some) > 1]
    assert circles == []


def test_every_unit_is_there() -> None:
    there = set(MODULES) | {name.partition(".")[0] for name in MODULES}
    assert set(RANKS) <= there


def test_rules_load_nothing_heavy() -> None:
    script = (
        "import sys; from flowcheck.rules.registry import all_rules; all_rules(); "
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("module", MODULES)
def test_what_the_standard_library_takes_long_for_is_done_late(module: str) -> None:
    """Dataclasses come from `flowcheck.dataclass`, patterns that stand in a module from
    `flowcheck.pattern`: docs/performance.md says what that gains."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    if unit(module) not in ("dataclass", "pattern", "lsp"):  # a server starts once
        for node in ast.walk(tree):
            assert not isinstance(node, ast.ImportFrom) or node.module != "dataclasses"
        assert not [ast.unparse(one) for one in tree.body if "re.compile(" in ast.unparse(one)
                    and isinstance(one, ast.Assign | ast.AnnAssign)]  # fmt: skip
