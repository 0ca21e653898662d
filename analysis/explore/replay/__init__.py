"""Play runs of a result folder again: courses over time, and points of a sweep by themselves."""
