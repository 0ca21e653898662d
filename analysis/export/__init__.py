"""Tables of a result folder for other programs, with a codebook."""
