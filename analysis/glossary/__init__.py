"""The words of this field and of the program, and what they mean here."""
