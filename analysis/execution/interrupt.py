"""Interrupting a batch: SIGTERM ends it as Ctrl-C does, and its folder can be resumed."""

import contextlib
import signal
from collections.abc import Iterator
from typing import NoReturn


class Terminated(KeyboardInterrupt):
    """Raised when the operating system asks the process to end (SIGTERM)."""


@contextlib.contextmanager
def handle_termination() -> Iterator[None]:
    """Raise :class:`Terminated` on SIGTERM, so that a batch ends as with Ctrl-C and can be resumed."""

    def stop(*_: object) -> NoReturn:
        raise Terminated

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # only the main thread may set signal handlers
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
