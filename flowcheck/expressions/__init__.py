"""CEL expressions of logic and transform nodes: what they say, and what is wrong with them.

Everything here works on strings and small types; nothing knows about flows. `parse` makes a tree of
a text, `check` judges its types, `fold` and `evaluate` its value."""
