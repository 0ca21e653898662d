"""Holding the model against what happened: calibration, forecasts, checks."""
