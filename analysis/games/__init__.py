"""Patrons with interests: the game of their policies, where it comes to rest, and what their policies say."""
