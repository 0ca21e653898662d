"""Draw what hedging gains: over the best other strategy by scenario, and over each other strategy."""
