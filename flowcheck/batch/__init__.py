"""Many files in one check: taken from the cache, or checked here or in processes; one report."""
