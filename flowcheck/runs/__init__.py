"""The run model: which node runs, is skipped or hangs, and which input can be missing.

A run is a handful of decisions: which workflow inputs are given and with what, and which branch
every if/else node takes. Everything else (a node's outcome, whether an input is supplied, whether
a required rule fires) is a formula over those decisions; a verdict is a question about all runs
that Scenario would accept. `space.RunSpace` holds the runs, `model.RunModel` puts
the questions, `api.run_model` is the public way in."""
