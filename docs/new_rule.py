"""Begin a new rule: `make rule CODE=FC999 NAME=some-name`.

Writes the module with the rule's page in its docstring, the folder of samples and the test, and
adds the module to the registry and the rule to the table. What is written passes no test until it
is filled in; docs/contributing.md says how."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any, Final

from flowcheck.rules.write_pages import table_text

ROOT: Final = Path(__file__).resolve().parent.parent

MODULE: Final = '''"""{code}: say in one line what the rules of this module look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.findings import Finding, Severity
from flowcheck.graph.sites import NodeSite
from flowcheck.rules.registry import rule

if TYPE_CHECKING:
    from flowcheck.context import Context


@rule("{code}", "{name}", Severity.WARNING, on=NodeSite)
def {function}(node: NodeSite, context: Context) -> Iterator[Finding]:
    """Say here what is wrong, in one sentence that ends with a full stop.

    Why: what Scenario does then, and how that is known (certain, observed or unknown).

    Bad:
        [{{"id": "draw", "type": "custom-model", "modelId": "model_a"}}]

    Good:
        [{{"id": "draw", "type": "custom-model", "modelId": "model_a"}}]
    """
    # Be silent where a more basic rule speaks about the same place (docs/contributing.md).
    yield from ()
'''
TEST: Final = '''"""{code} {name}."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import findings

SOUND = [{{"id": "draw", "type": "custom-model", "modelId": "model_a"}}]


@pytest.mark.parametrize(
    ("flow", "pointer", "message"),
    [
        (SOUND, "/0", "what the rule says about it"),
    ],
)
def test_it_speaks(flow: list[Any], pointer: str, message: str) -> None:
    assert findings(flow, "{code}") == [("{code}", pointer, message)]


@pytest.mark.parametrize("flow", [SOUND])
def test_it_is_silent(flow: list[Any]) -> None:
    assert findings(flow, "{code}") == []
'''
SAMPLE: Final = """{
  "id": "wf_sample",
  "name": "sample",
  "inputs": [
    {
      "name": "prompt",
      "type": "string",
      "required": {
        "always": true
      }
    }
  ],
  "flow": [
    {
      "id": "draw",
      "type": "custom-model",
      "modelId": "model_a",
      "inputs": [
        {
          "name": "prompt",
          "type": "string",
          "ref": {
            "node": "workflow",
            "name": "prompt"
          }
        }
      ]
    }
  ]
}
"""


def begin(code: str, name: str, root: Path = ROOT) -> list[Path]:
    """Write what a new rule begins with; the files. ValueError for a code or a name that is
    malformed or taken; nothing is written then."""
    if not re.fullmatch(r"FC[1-9]\d\d", code):
        raise ValueError(f"`{code}` is no code: FC and three digits, the first one the family")
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
        raise ValueError(f"`{name}` is no name: lower-case words joined by `-`")
    rules, samples = root / "flowcheck" / "rules", root / "samples" / "rules"
    for known in samples.iterdir():
        taken, _, called = known.name.partition("-")
        if taken == code or called == name:
            raise ValueError(f"there is {known.name} already; codes and names are never used again")
    function = name.replace("-", "_")
    folder = samples / f"{code}-{name}"
    texts = {
        rules / f"{function}.py": MODULE.format(code=code, name=name, function=function),
        root / "tests" / "rules" / f"test_{function}.py": TEST.format(code=code, name=name),
        folder / "bad.json": SAMPLE,
        folder / "good.json": SAMPLE,
    }
    there = next((path for path in texts if path.exists()), None)
    if there is not None:
        raise ValueError(f"{there.relative_to(root)} is there already")
    registry = rules / "registry.py"
    listed = _registered(registry.read_text(encoding="utf-8"), function)
    table = rules / "table.json"
    rows = _with_row(json.loads(table.read_text(encoding="utf-8")), code, name, function)
    folder.mkdir()
    for path, text in {**texts, registry: listed, table: table_text(rows)}.items():
        path.write_text(text, encoding="utf-8")
    return [*texts, registry, table]


def _with_row(rows: list[list[Any]], code: str, name: str, function: str) -> list[list[Any]]:
    """The table of all rules with what the decorator in `MODULE` says."""
    said = [code, name, "warning", "NodeSite", [], [], None, None, None]
    said += ["warning", "warning", None]
    return sorted([*rows, [*said, f"flowcheck.rules.{function}", function]])


def _registered(text: str, module: str) -> str:
    """The registry's source with a module more."""
    new, count = re.subn(
        r"(^MODULES: Final = \(\n(?:    \"\w+\",\n)*)", rf'\1    "{module}",\n', text, flags=re.M
    )
    if count != 1:
        raise ValueError("registry.py has no tuple MODULES to add the module to")
    return new


def main() -> int:
    parser = argparse.ArgumentParser(description="Begin a new rule.")
    parser.add_argument("code", help="FC999")
    parser.add_argument("name", help="some-name")
    given = parser.parse_args()
    try:
        written = begin(given.code, given.name)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    for path in written:
        print(path.relative_to(ROOT))
    print("Fill them in (docs/contributing.md), then: make schemas expected test")
    return 0


if __name__ == "__main__":
    sys.exit(main())
