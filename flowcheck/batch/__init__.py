"""Many files in one run: taken from the cache, or checked here or in processes; one report."""
