"""What is run: scenarios, strategies, points and runs; axes, sampling designs and parameter draws."""
