"""What decides an outcome: sensitivity, thresholds, discovery, robustness, attribution and optimisation."""
