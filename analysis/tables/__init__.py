"""Results as text tables: one file an analysis, under the noun of what it shows."""
