"""Provide what figures share: page, style, keys and axes."""
