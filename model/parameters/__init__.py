"""The parameter table, and the lookup of paths in it."""
