"""What is wrong with a case: one finding."""

from typing import NamedTuple


class Finding(NamedTuple):
    """A fault of a case, which validate cannot see.

    Attributes
    ----------
    check : str
        Which check found it, in a word or two.
    subject : str
        Path, index or strategy that it is about.
    text : str
        What was found.
    advice : str
        What to do about it.
    """

    check: str
    subject: str
    text: str
    advice: str
