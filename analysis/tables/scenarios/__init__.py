"""Scenarios, their values, the words in them and what is wrong with them, as tables."""
