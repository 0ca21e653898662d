"""Figures of what the inputs do to an outcome."""
