"""Writes `pages.json` and `table.json` from the rules as their modules declare them, as `make
schemas` does."""

from __future__ import annotations

import json
from typing import Any

from flowcheck.rules.pages import FILE
from flowcheck.rules.registry import TABLE, declared_rules


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
        for rule in declared_rules().values()
    ]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def table_source() -> str:
    """The text of `table.json`: a line for each rule, with the fields of `Rule` in their order and
    the module and the name of its function."""
    rows: list[list[Any]] = [
        [
            *(rule.code, rule.name, rule.severity, rule.on, rule.having, rule.types, rule.lacking),
            *(rule.wants, rule.fixable, rule.worst, rule.mildest, rule.needs),
            *(rule.function.__module__, rule.function.__name__),
        ]
        for rule in declared_rules().values()
    ]
    return table_text(rows)


def table_text(rows: list[list[Any]]) -> str:
    """Rows of the table as the file has them: a line each."""
    return "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"


if __name__ == "__main__":
    from flowcheck.atomic import write_text

    write_text(FILE, pages_source())
    write_text(TABLE, table_source())
