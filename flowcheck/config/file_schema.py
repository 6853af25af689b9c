"""The JSON Schema of the configuration file, for editors (`flowcheck schema config`).

Run as `python -m flowcheck.config.file_schema DIR` it writes `DIR/config.schema.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flowcheck.atomic import write_text
from flowcheck.config.model import Config


def config_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `flowcheck.toml` and `[tool.flowcheck]`."""
    made = Config.model_json_schema(by_alias=True)
    for definition in (made, *made["$defs"].values()):
        for field in definition["properties"].values():
            field.pop("title", None)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "flowcheck configuration",
        "description": "flowcheck.toml, or [tool.flowcheck] in pyproject.toml.",
    }
    return {**head, **{key: value for key, value in made.items() if key not in head}}


def config_schema_text() -> str:
    """The text of `schemas/config.schema.json`."""
    return json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    import sys

    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m flowcheck.config.file_schema DIR")
    write_text(Path(sys.argv[1]) / "config.schema.json", config_schema_text())
