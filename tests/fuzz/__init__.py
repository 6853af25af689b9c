"""Damaged input by the million: what a check is handed, and what has to hold of each.

`python -m tests.fuzz` runs as much as it is told; the tests here run a little of the same, and
everything that ever broke (`corpus`)."""
