"""Fit the model to observed history: priors, likelihood, chains and their diagnostics."""
