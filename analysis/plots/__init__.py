"""Draw results as figures: one module per kind of figure, named by the noun of what it shows."""
