"""What is wrong with a new case, and what to set first."""
