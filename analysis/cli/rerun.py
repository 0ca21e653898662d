"""The command that makes a result folder again, to compare it bit for bit."""

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...model.errors import InputError
from .parts import options
from .parts.batch_session import run_with_progress
from .parts.console import print_line, say
from .parts.draws import say_draws

if TYPE_CHECKING:
    from ..design.batch import Batch
    from ..execution.executors import BlockExecutor
    from ..results.folder import Results


def rerun(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="Result folder of a batch or sweep, or archive (.zip) that pack wrote.",
        ),
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Compare bit for bit with what the folder holds.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="New folder for the results.  [default: DIR-rerun; with --check none is kept]"
        ),
    ] = None,
    paths: Annotated[bool, typer.Option("--paths", help="Keep every quarter of every run.")] = False,
    workers: options.Workers = None,
    executor: options.Executor = "local",
) -> None:
    """Make a result folder again from its manifest."""
    from ..deposit.unpack import ENDING, open_archive
    from ..execution.executors import open_executor
    from ..execution.rerun import compare_folders
    from .parts.batch_request import find_free_folder

    if paths and check and out is None:
        msg = "--paths --check: with --check alone nothing is kept; add --out DIR, or leave --paths out"
        raise InputError(msg)
    archived = folder.suffix.lower() == ENDING and not folder.is_dir()
    usual = folder.with_name(f"{folder.stem if archived else folder.name}-rerun")
    with open_archive(folder) if archived else nullcontext(folder) as original:
        batch, plan = read_plan(original, out, paths=paths)
        with open_executor(executor, workers) as there:
            if check and out is None:
                verdict = check_beside(batch, plan, there)
            else:
                again = make_again(plan, out or find_free_folder(usual), there)
                verdict = compare_folders(batch, again) if check else ""
    if check:
        print_line(verdict.replace(str(original), str(folder)))  # of an archive the unpacked folder is gone


def read_plan(folder: Path, out: Path | None, *, paths: bool) -> "tuple[Results, Batch]":
    """Read a result folder and the batch that makes it again, and say in what it may differ."""
    from ..design.batch import describe_batch, keep_paths
    from ..execution.partial_folder import check_new_folder
    from ..execution.rerun import software_changes
    from ..results.folder import load
    from ..results.manifest import rebuild_batch
    from ..results.output_paths import make_folder

    copy = load(folder)
    if out is not None:
        check_new_folder(out)
        make_folder(out)
    plan = rebuild_batch(copy.manifest, folder)
    for change in software_changes(copy):
        say(change)
    if plan.draws is not None:
        say_draws(plan.draws, plan.runs, plan.first_run)
    say(describe_batch(plan))
    return copy, keep_paths(plan) if paths else plan


def make_again(plan: "Batch", where: Path, there: "BlockExecutor") -> "Results":
    """Make a folder again into a new one that is kept."""
    from ..results.output_paths import make_folder

    make_folder(where)
    again = run_with_progress(plan, where, there, resume=False)
    say(f"written to {where}")
    return again


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
