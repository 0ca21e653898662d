"""Scores of risk, and what of a strategy's lead is insurance against the moods of patrons."""
