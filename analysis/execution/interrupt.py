"""A batch that is interrupted: SIGTERM ends it as Ctrl-C does, with its folder ready to resume."""

import contextlib
import signal
from collections.abc import Iterator
from typing import NoReturn


class Terminated(KeyboardInterrupt):
    """The system asked for the end (SIGTERM)."""


@contextlib.contextmanager
def handle_termination() -> Iterator[None]:
    """Treat the end that a system asks for (SIGTERM) like Ctrl-C: leave a folder to go on with."""

    def stop(*_: object) -> NoReturn:
        raise Terminated

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
