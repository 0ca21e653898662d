"""Claims compared with draws of parameters: ledgers, verdicts, where a claim fails, and patterns."""
