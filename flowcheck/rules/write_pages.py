"""Writes `pages.json` from the registry, as `make schemas` does."""

from __future__ import annotations

import json
from typing import Any

from flowcheck.rules.pages import FILE
from flowcheck.rules.registry import all_rules


def pages_source() -> str:
    """The text of `pages.json`."""
    rows: list[dict[str, Any]] = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity.value,
            "fixable": rule.fixable,
            "certainty": rule.certainty,
            "page": rule.page,
        }
        for rule in all_rules().values()
    ]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    from flowcheck.atomic import write_text

    write_text(FILE, pages_source())
