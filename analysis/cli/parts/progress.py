"""Progress bars with rate and time left, on standard error and only on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text


class Rate(ProgressColumn):
    """A column with the number of runs or steps per second."""

    def render(self, task: Task) -> Text:
        """Format the rate; empty until one is known."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.0f}/s" if speed else "", justify="right")


def open_console() -> Console:
    """Open a console on standard error; rich alone would take a log for a terminal if FORCE_COLOR is set."""
    return Console(stderr=True, force_terminal=None if sys.stderr.isatty() else False)


@contextmanager
def progress_callback(total: int) -> Iterator[Callable[[int], None] | None]:
    """Show a progress bar, and yield a function to be called with the number of runs done.

    Without a terminal it yields None.

    Parameters
    ----------
    total : int
        Total number of runs.
    """
    console = open_console()
    if not console.is_terminal:
        yield None
        return
    columns = (BarColumn(), MofNCompleteColumn(), "runs", Rate(), TimeRemainingColumn(), "left")
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        begun = False

        def report(done: int) -> None:
            nonlocal begun
            if begun:
                bar.update(task, completed=done)
            else:  # runs of an earlier, stopped batch do not count for the rate
                bar.reset(task, completed=done)
                begun = True

        yield report


@contextmanager
def steps_progress(total: int) -> Iterator[Callable[[int], None]]:
    """Show a progress bar, and yield a function to be called with the number of further steps.

    The function may be called from any thread; without a terminal it does nothing visible.

    Parameters
    ----------
    total : int
        Total number of steps.
    """
    console = open_console()
    columns = (BarColumn(), MofNCompleteColumn(), "steps", Rate(), TimeRemainingColumn(), "left")
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total)
        yield lambda more: bar.advance(task, more)
