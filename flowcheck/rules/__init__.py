"""The rules: one module per family, one function per rule; `registry` lists them in code order."""
