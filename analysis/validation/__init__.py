"""Whether the machinery recovers what is known: simulation-based calibration, synthetic data, patterns."""
