"""The errors that a user meets: one base class, messages that say where, what and what is allowed."""


class HedgesimError(Exception):
    """Base of all errors of this project; the text is meant for a user."""


class InputError(HedgesimError):
    """What was asked for cannot be done: a faulty file, option or folder. Exit code 2.

    Parameters
    ----------
    *faults : str
        One message per fault; all faults found are given at once.
    """

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class RunError(HedgesimError):
    """A run failed: a number is not finite or a state is impossible. Exit code 1."""
