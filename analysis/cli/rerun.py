"""The command that makes a result folder again, to compare it bit for bit."""

from pathlib import Path
from typing import Annotated

import typer

from .parts import options
from .parts.batch_session import run_with_progress
from .parts.console import print_line, say, tell_draws


def rerun(
    folder: options.Folder,
    check: Annotated[
        bool, typer.Option("--check", help="Compare bit for bit with what the folder holds.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="New folder for the results.  [default: DIR-rerun; none with --check]"
        ),
    ] = None,
    workers: options.Workers = None,
    executor: options.Executor = "local",
) -> None:
    """Make a result folder again from its manifest."""
    import tempfile

    from ..design.batch import describe_batch
    from ..execution import rerun as repeat
    from ..execution.executors import open_executor
    from ..results.folder import load
    from ..results.manifest import batch_of
    from ..results.output_paths import check_new, make_folder
    from .parts.batch_request import free_folder

    made = load(folder)
    if out is not None:
        check_new(out)
        make_folder(out)
    plan = batch_of(made.manifest, folder)
    for change in repeat.software_changes(made):
        say(change)
    tell_draws(plan)
    say(describe_batch(plan))
    with tempfile.TemporaryDirectory() as scratch, open_executor(executor, workers) as there:
        where = out or (
            Path(scratch) / "again" if check else free_folder(folder.with_name(f"{folder.name}-rerun"))
        )
        make_folder(where)
        again = run_with_progress(plan, where, there, resume=False)
        if where.parent != Path(scratch):
            say(f"written to {where}")
        if check:
            print_line(repeat.compare_folders(made, again))
