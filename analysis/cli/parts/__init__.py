"""What several commands share: options, progress, and the request that a batch's options make up."""
