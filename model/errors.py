"""Exceptions shown to users: their messages name the place, the fault and the allowed values."""

from .text import escape_controls, shorten

MAX_FAULTS = 50
"""Most faults in a message; of more it says how many there are."""
LONGEST_FAULT = 3000
"""Most letters of a fault in a message."""


class HedgesimError(Exception):
    """Base class of all hedgesim errors; control characters in the message are escaped for a terminal."""

    def __init__(self, text: str = "") -> None:
        super().__init__(escape_controls(text))


class InputError(HedgesimError):
    """Error in the input of a user: a faulty file, option or folder. Exit code 2.

    Parameters
    ----------
    *faults : str
        One message per fault; at most :data:`MOST_TOLD` are printed, all are kept in ``faults``.
    """

    def __init__(self, *faults: str) -> None:
        faults = tuple(shorten(fault, LONGEST_FAULT) for fault in faults)
        more = len(faults) - MAX_FAULTS
        super().__init__(
            "\n".join([*faults[:MAX_FAULTS], *([f"and {more:,} faults more"] if more > 0 else [])])
        )
        self.faults = faults


class RunError(HedgesimError):
    """Error in a simulation run: a number is not finite or a state is impossible. Exit code 1."""
