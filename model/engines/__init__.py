"""The engines that simulate a run with the same bits: plain Python, Mesa, compiled code, and a browser's."""
