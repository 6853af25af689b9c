"""The configuration file, suppressions and the baseline."""
