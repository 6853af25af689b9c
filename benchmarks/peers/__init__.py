"""flowcheck beside linters of other formats: whole processes, cold, on documents of one size."""
