"""Answers on what decides an outcome, one file for each module of ``explore`` that computes it."""
