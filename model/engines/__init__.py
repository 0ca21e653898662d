"""The three ways to play a run: plain Python, Mesa and compiled, with equal bits."""
