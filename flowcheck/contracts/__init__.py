"""Contracts: what a workflow or a model asks of its inputs, and who calls whom."""
