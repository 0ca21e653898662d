"""Validation: simulation-based calibration, synthetic data, predictive checks and patterns."""
