"""Scenarios: from TOML files to a checked, immutable scenario and its timeline of parameter values."""
