"""A result folder as an archive that a repository of data takes, and back."""
