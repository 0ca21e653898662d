"""Scenario discovery: where in the space of inputs something happens."""
