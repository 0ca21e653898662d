"""The one parameter table, and how a path is looked up in it."""
