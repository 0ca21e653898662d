"""Commands about scenarios, their files and the words in them."""
