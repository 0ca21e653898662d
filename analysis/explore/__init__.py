"""Exploration: sensitivity, thresholds, scenario discovery, robustness, attribution and optimisation."""
