"""Format results as text tables: one module per analysis, named by the noun of what it shows."""
