"""Results as figures: one file a figure kind, under the noun of what it shows."""
