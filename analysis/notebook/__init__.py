"""The functions that a notebook calls, offered by ``hedgesim.analysis``."""
