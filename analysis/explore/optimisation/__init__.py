"""Optimisation: the mix of effort or the weights that do best, against what takes no search."""
