"""Scenario files and the tables behind them: data, no logic."""
