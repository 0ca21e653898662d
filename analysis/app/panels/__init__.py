"""Panels of the page, from the inputs and the answer to what can be kept of a setting."""
