"""Runs the examples of the documentation, writes its generated parts, and follows its links."""
