"""Names that other CEL engines have and Scenario's has not, so that they are read as meant."""

from __future__ import annotations

NAMESPACES = frozenset(
    ["math", "strings", "lists", "sets", "cel", "base64", "regex", "optional", "proto"]
)
"""First parts of function names with a dot, such as `math.greatest`."""

BINDERS: dict[str, int] = {
    "all": 2,
    "exists": 2,
    "exists_one": 2,
    "existsOne": 2,
    "map": 1,
    "filter": 1,
    "sortBy": 1,
    "optMap": 1,
    "optFlatMap": 1,
    "transformList": 2,
    "transformMap": 2,
    "transformMapEntry": 2,
    "bind": 1,
}
"""Macros of any engine, and how many names their first arguments may bind."""

_NO_BINDERS = (
    "format reverse quote sort distinct flatten first last range charAt replace isInf isNaN abs "
    "ceil floor round sign trunc sqrt greatest least of none or orValue hasValue value find "
    "findAll extract encode decode equivalent intersects"
)
NO_BINDERS = frozenset(_NO_BINDERS.split())
"""Functions of other engines whose first argument is a value."""

SILENT = frozenset({"replace"})
"""Named by Scenario's own texts, though the engine has it not: no claim is made."""
