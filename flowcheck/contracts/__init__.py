"""Contracts: what a workflow or a model asks of its inputs, and what fits it."""
