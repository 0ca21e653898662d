"""Shared parts of several commands: options, progress, and the planning of batches."""
