"""Many runs at once, compiled from the rules as they stand."""
