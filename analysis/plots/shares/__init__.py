"""Draw who holds influence: a triangle of three patrons' shares, a line of two, bands of more."""
