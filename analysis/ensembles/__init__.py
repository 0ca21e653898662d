"""One ensemble instead of a point: what is not known of a case, and what data and patterns leave of it."""
