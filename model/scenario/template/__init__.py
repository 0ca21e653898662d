"""The file to start a case from."""
