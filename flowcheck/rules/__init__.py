"""The rules: one module per family, one function per rule, listed by `flowcheck.rules.registry`."""
