"""A progress bar with rate and time left, on standard error and only on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text


class Rate(ProgressColumn):
    """Runs per second."""

    def render(self, task: Task) -> Text:
        """Return the rate, empty until there is one."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.0f}/s" if speed else "", justify="right")


@contextmanager
def progress_callback(total: int) -> Iterator[Callable[[int], None] | None]:
    """Something to tell the number of runs done; None where nobody would see it.

    Parameters
    ----------
    total : int
        Runs in all.
    """
    console = Console(stderr=True)
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
            else:  # what an earlier batch left does not count for the rate
                bar.reset(task, completed=done)
                begun = True

        yield report


@contextmanager
def steps_progress(total: int) -> Iterator[Callable[[int], None]]:
    """Something to tell the number of further steps made, from any thread; silent where nobody would see it.

    Parameters
    ----------
    total : int
        Steps in all.
    """
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), "steps", Rate(), TimeRemainingColumn(), "left")
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total)
        yield lambda more: bar.advance(task, more)
