"""What it would be worth to know inputs before a state commits itself to a mix of effort."""
