"""The language server: what flowcheck knows of a flow, while it is typed."""
