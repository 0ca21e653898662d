"""The command that makes a result folder again, to compare it bit for bit."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .parts import options
from .parts.batch_session import run_with_progress
from .parts.console import print_line, say, say_draws

if TYPE_CHECKING:
    from ..design.batch import Batch
    from ..execution.executors import BlockExecutor
    from ..results.folder import Results


def rerun(
    folder: options.Folder,
    check: Annotated[
        bool, typer.Option("--check", help="Compare bit for bit with what the folder holds.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="New folder for the results.  [default: DIR-rerun; with --check none is kept]"
        ),
    ] = None,
    workers: options.Workers = None,
    executor: options.Executor = "local",
) -> None:
    """Make a result folder again from its manifest."""
    from ..design.batch import describe_batch
    from ..execution import rerun as repeat
    from ..execution.executors import open_executor
    from ..execution.partial_folder import check_new_folder
    from ..results.folder import load
    from ..results.manifest import rebuild_batch
    from ..results.output_paths import make_folder
    from .parts.batch_request import find_free_folder

    made = load(folder)
    if out is not None:
        check_new_folder(out)
        make_folder(out)
    plan = rebuild_batch(made.manifest, folder)
    for change in repeat.software_changes(made):
        say(change)
    say_draws(plan)
    say(describe_batch(plan))
    if check and out is None:
        with open_executor(executor, workers) as there:
            print_line(check_beside(made, plan, there))
        return
    with open_executor(executor, workers) as there:
        where = out or find_free_folder(folder.with_name(f"{folder.name}-rerun"))
        make_folder(where)
        again = run_with_progress(plan, where, there, resume=False)
        say(f"written to {where}")
        if check:
            print_line(repeat.compare_folders(made, again))


def check_beside(original: "Results", plan: "Batch", there: "BlockExecutor") -> str:
    """Make a folder again beside the original, describe the comparison, and remove the new folder.

    A check that was stopped goes on where it was.
    """
    from ..execution import rerun_folder as folders
    from ..execution.rerun import compare_folders

    where, resume = folders.find_check_folder(original.folder, plan)
    say(f"into {where}, which will be removed at the end")
    command = folders.check_command(original.folder)
    again = run_with_progress(plan, where, there, resume=resume, check=command)
    try:
        return compare_folders(original, again)
    finally:
        folders.remove_check_folder(where)
