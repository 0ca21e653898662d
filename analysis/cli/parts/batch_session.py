"""Run a batch for a command: progress bar, interruption, and the messages at the end."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ....model.text import shell_word
from .console import check_number, command_line, say

if TYPE_CHECKING:
    from ...design.batch import Batch
    from ...execution.executors import BlockExecutor
    from ...results.folder import Results
    from ...tables.sheet import View


def run_with_progress(
    plan: "Batch", folder: Path, there: "BlockExecutor", *, resume: bool, check: str = ""
) -> "Results":
    """Run a batch with a progress bar; Ctrl-C, SIGTERM and SIGHUP leave a folder to go on with.

    Parameters
    ----------
    plan, folder, there, resume
        As :func:`~hedgesim.analysis.execution.runner.run_batch` takes them.
    check : str
        The command line of a check, which goes on by itself when it is repeated; none for a batch.

    Raises
    ------
    typer.Exit
        With code 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP.
    """
    from ...execution.block_store import is_kept
    from ...execution.interrupt import handle_signals
    from ...execution.runner import run_batch
    from .progress import progress_callback

    go_on = check or f"hedgesim batch --resume {shell_word(folder)}"
    loss = "nothing is lost" if is_kept(plan) else "its runs are played again from the first"
    with handle_signals(f"\nstopped; {loss}. Go on with: {go_on}") as interruption:
        try:
            with progress_callback(plan.size) as report:
                return run_batch(
                    plan, folder, workers=there.workers, executor=there.executor, resume=resume,
                    report=report, command=check or command_line(),
                )  # fmt: skip
        except KeyboardInterrupt:
            interruption.say_hint()
            raise typer.Exit(interruption.code) from None


def finish(
    results: "Results", form: object, table: str | None, view: "View | None" = None, *, compared: bool = True
) -> None:
    """Print the comparison of a batch if wanted, then where it was written and how many runs failed.

    Raises
    ------
    typer.Exit
        With code 1 if a run failed.
    """
    from ...tables.output import Form
    from .batch_request import select_comparable
    from .comparison import print_comparison

    failed, total = results.manifest["failed"], results.manifest["tables"]["design"]["rows"]
    if compared and failed < total:
        names, left_out = select_comparable(results)
        for notice in left_out:
            say(notice)
        print_comparison(results, Form(str(form)), table, names, view=view)
    say(f"\nwritten to {results.folder}: {total:,} runs, {failed:,} failed")
    if failed:
        say(f"{failed:,} of {total:,} runs failed; the column error of outcomes.parquet says why")
        raise typer.Exit(1)


def parse_settings_and_horizon(settings: list[str] | None, quarters: int | None) -> dict[str, object]:
    """Parse ``--set`` texts to values by path, with ``--quarters`` as the horizon.

    Raises
    ------
    InputError
        If a text cannot be parsed, or the horizon is out of range or given twice.
    """
    from ....model.errors import InputError
    from ....model.scenario.scenario import parse_settings
    from ....model.scenario.schema import MAX_HORIZON

    found = parse_settings(settings or [])
    if quarters is None:
        return found
    check_number("--quarters", quarters, 1, MAX_HORIZON)
    if "horizon" in found:
        msg = "--quarters and --set horizon: give one of them"
        raise InputError(msg)
    return found | {"horizon": quarters}
