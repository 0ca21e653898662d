"""Draw maps over two inputs of a grid: which strategy is best, and how much hedging pays."""
