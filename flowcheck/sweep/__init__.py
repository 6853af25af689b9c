"""A whole store of records, checked on many machines: planned in parts, looked through for what
records must know of each other, then each part checked and committed exactly once."""
