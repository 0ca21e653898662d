"""The three engines that simulate a run with the same bits: plain Python, Mesa and compiled code."""
