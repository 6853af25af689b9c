"""Edits on the source text that mend what a rule found."""
