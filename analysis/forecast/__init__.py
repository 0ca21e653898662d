"""Hindcasts: predictive draws, naive rivals and scores."""
