"""Ratios of flowcheck's running time and memory to baselines, in one run on one machine."""
