"""Draw all points of a sweep at once, marked where a condition holds."""
