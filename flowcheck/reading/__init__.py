"""Bytes → documents: strict JSON, the records in it, and positions found late."""
