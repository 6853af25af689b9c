"""The run model against an independent interpreter."""
