"""Edits on the source text that mend what a rule found.

A rule names its edits by pointer (`edits`), `resolving` finds them in the document's spelling,
`choosing` takes those that do not touch each other, `splicing` changes the text, `rounds` repeats
until nothing is left to mend, `difference` shows what would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowcheck.fixes.texts import fixed_text as fixed_text

__all__ = ["fixed_text"]


def __getattr__(name: str) -> Any:
    # Every report imports this package for `Fix`; the engine behind `fixed_text` can wait.
    if name == "fixed_text":
        from flowcheck.fixes.texts import fixed_text

        return fixed_text
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
