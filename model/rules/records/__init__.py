"""What a run writes down: a quarter, its running totals, its outcome."""
