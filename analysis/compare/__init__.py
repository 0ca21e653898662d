"""Paired differences between scenarios and strategies, and the hedging premium."""
