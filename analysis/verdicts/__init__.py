"""Answer the question of each command in one to three sentences, with the doubt in them."""
