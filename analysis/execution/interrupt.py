"""Interrupting a batch: Ctrl-C, SIGTERM and SIGHUP end it soon, and its folder can be resumed.

The first signal ends the batch in order: workers are stopped, what is played is on disk. A further one, by a
user or system that does not wait, ends the process at once, and so does the clock where the order takes too
long: before Python 3.12 a pool whose workers were ended can wait for itself for ever. A folder survives that
as it survives a kill.
"""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NoReturn

from .local import end_workers

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

PATIENCE = 2.0
"""Most seconds that an orderly end may take."""


class Terminated(KeyboardInterrupt):
    """Raised when a user or the operating system asks the process to end."""


class Interruption:
    """What happens on a signal: the first raises :class:`Terminated`, the next ends the process.

    Parameters
    ----------
    hint : str or callable
        How to go on, or what returns it at the end; printed once, on standard error.

    Attributes
    ----------
    begun : bool
        Whether a signal came.
    code : int
        What a shell reports of a process that a signal ended: 128 and its number, that of Ctrl-C before any.
    """

    def __init__(self, hint: str | Callable[[], str]) -> None:
        self.hint, self.begun, self.hinted = hint, False, False
        self.code = 130

    def stop(self, number: int, frame: FrameType | None) -> NoReturn:
        """Handle a signal."""
        del frame
        end_workers()
        if self.begun:
            self.exit(128 + number)
        self.begun, self.code = True, 128 + number
        clock = threading.Timer(PATIENCE, self.exit, [128 + number])
        clock.daemon = True  # an end in order does not wait for it
        clock.start()
        raise Terminated

    def exit(self, code: int) -> NoReturn:
        """End the process at once, after the hint."""
        self.say_hint()
        os._exit(code)

    def say_hint(self) -> None:
        """Print the hint, unless it was printed."""
        if not self.hinted:
            self.hinted = True
            # the terminal may be gone, or the signal have interrupted a print that cannot be entered again
            with contextlib.suppress(OSError, RuntimeError):
                sys.stderr.write(f"{self.hint if isinstance(self.hint, str) else self.hint()}\n")
                sys.stderr.flush()


@contextlib.contextmanager
def handle_signals(hint: str | Callable[[], str]) -> Iterator[Interruption]:
    """Handle Ctrl-C, SIGTERM and SIGHUP as :class:`Interruption` does.

    After a signal the handlers stay, so that a second one cannot disturb the end of the process. Outside the
    main thread, where Python sets no handlers, nothing changes.
    """
    interruption = Interruption(hint)
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    # what is ignored stays ignored, as SIGHUP after nohup and Ctrl-C in the background of a shell
    heard = [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, interruption.stop) for number in heard}
    try:
        yield interruption
    finally:
        if not interruption.begun:
            for number, handler in before.items():
                signal.signal(number, handler)
