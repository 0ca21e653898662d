"""The errors that a user meets: one base class, messages that say where, what and what is allowed."""

from .text import escape_controls, shorten

MOST_TOLD = 50
"""Faults that a message tells; files with more are told how many there are."""
LONGEST_FAULT = 3000
"""Letters of one."""


class HedgesimError(Exception):
    """Base of all errors of this project; the text is meant for a user and safe on a terminal."""

    def __init__(self, text: str = "") -> None:
        super().__init__(escape_controls(text))


class InputError(HedgesimError):
    """What was asked for cannot be done: a faulty file, option or folder. Exit code 2.

    Parameters
    ----------
    *faults : str
        One message per fault; all faults found are given at once.
    """

    def __init__(self, *faults: str) -> None:
        faults = tuple(shorten(fault, LONGEST_FAULT) for fault in faults)
        more = len(faults) - MOST_TOLD
        super().__init__(
            "\n".join([*faults[:MOST_TOLD], *([f"and {more:,} faults more"] if more > 0 else [])])
        )
        self.faults = faults


class RunError(HedgesimError):
    """A run failed: a number is not finite or a state is impossible. Exit code 1."""
