"""What Scenario sends: the vocabulary, the models and the shape errors of nodes, inputs and refs.

Import the modules one by one: `flowcheck.wire.models` loads pydantic, the others do not."""
