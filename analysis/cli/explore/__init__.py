"""Commands that explore what the inputs do to the results."""
