"""Edits on the source text that mend what a rule found.

A rule names its edits by pointer (`findings`), `resolving` finds them in the document's spelling,
`choosing` takes those that do not touch each other, `splicing` changes the text, `rounds` repeats
until nothing is left to mend, `difference` shows what would change."""
