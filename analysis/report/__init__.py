"""One HTML page from a result folder."""
