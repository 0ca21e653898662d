"""Commands that compare strategies and scenarios."""
