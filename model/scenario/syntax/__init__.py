"""What a file is before it is a scenario: a regular file, and lines of TOML."""
