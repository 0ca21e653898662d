"""Triggers that are worth switching on: their search, their judgement and the course that runs then take."""
