"""Hindcasts: predictive draws, naive forecasts to compare them with, and scores."""
