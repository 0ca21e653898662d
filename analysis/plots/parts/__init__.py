"""What figures share: page, style, keys and axes."""
