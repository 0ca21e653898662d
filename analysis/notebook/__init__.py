"""The functions for notebooks, exported by ``hedgesim.analysis``."""
