"""What one run of a workflow does, node by node."""
