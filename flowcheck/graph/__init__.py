"""A flow as typed views over its document, its wires, loops and networkx graph."""
