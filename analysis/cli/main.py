"""The program ``hedgesim``: heavy packages are imported only by the commands that need them."""

import atexit
import errno
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ...model.arguments import normalise_arguments
from ...model.errors import HedgesimError, InputError
from ...model.text import escape_controls, shorten
from ..execution.garbage_collection import collect_seldom
from . import app as served
from . import (
    batch,
    calibration,
    claims,
    deposit,
    ensemble,
    export,
    game,
    hindcast,
    page,
    plot,
    report,
    rerun,
    run,
    sweep,
)
from .compare import comparison, fallback, ladder, risk
from .explore import attribution, discovery, information, optimisation, robustness, sensitivity, thresholds
from .scenarios import catalogue, diagnosis, file_check, glossary, starter

HELP = "Simulate how a small state hedges between great powers: scenarios in, comparisons and figures out."
EPILOG = (
    "First steps: hedgesim list; hedgesim run belarus/baseline; hedgesim batch belarus --out results/first"
)

USAGE_ERROR: Any = typer.BadParameter.__mro__[1]
"""UsageError of click, or of the copy that later versions of typer have."""


class Commands(TyperGroup):
    """A group of commands that turns errors into a message and an exit code.

    The code is 2 for a user's mistake, else 1.
    """

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the type of ctx depends on the version of typer
        """Run a command.

        Raises
        ------
        typer.Exit
            With the error's exit code, its message on standard error.
        """
        try:
            return self.invoke_with_advice(ctx)
        except HedgesimError as error:
            typer.echo(f"Error: {error}", err=True)
            raise typer.Exit(2 if isinstance(error, InputError) else 1) from None
        except BrokenPipeError:
            raise  # the reader of the output, such as head, has closed it: no message
        except OSError as error:
            about = f"{shorten(str(error.filename), 300)}: " if error.filename else ""
            typer.echo(escape_controls(f"Error: {about}{error.strerror or error}"), err=True)
            raise typer.Exit(2 if error.errno == errno.ENAMETOOLONG else 1) from None

    def invoke_with_advice(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        """Run a command; a message on wrong usage says what was probably meant."""
        words = [*getattr(ctx, "_protected_args", ()), *ctx.args]
        try:
            return super().invoke(ctx)
        except USAGE_ERROR as error:
            refuse_scenario(words)
            add_comma_advice(error, words)
            add_word_advice(error, words)
            raise


def refuse_scenario(words: Sequence[str]) -> None:
    """Raise InputError if a command that shows a result folder was given a scenario."""
    from ..results.manifest import describe_way, is_scenario

    command, *others = [word for word in words if not word.startswith("-")][:2]
    if command in {"plot", "report"} and others and is_scenario(Path(others[0])):
        msg = f"{others[0]}: a scenario; {describe_way(Path(others[0]))}"
        raise InputError(msg)


def add_comma_advice(error: Any, words: Sequence[str]) -> None:  # noqa: ANN401 - typer's or click's
    """Add to a message on a word too many that names are joined by commas, if a list of them was given."""
    options = [word for word in words if word in {"--strategies", "--strategy"}]
    if options and error.message.startswith("Got unexpected extra argument"):
        error.message += f"; several names are joined by commas: {options[0]} A,B"


def add_word_advice(error: Any, words: Sequence[str]) -> None:  # noqa: ANN401 - typer's or click's
    """Add to a message on an unknown command that it is a word of the glossary, if it is one."""
    from ..glossary.terms import find_terms

    if error.message.startswith("No such command") and find_terms(words[0]):
        error.message += f" It is a word: hedgesim explain {words[0]}"


app = typer.Typer(
    name="hedgesim",
    cls=Commands,
    help=HELP,
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

EXAMPLES = {
    "run": "Example: hedgesim run belarus/baseline --strategy pivot:china --set rivalry.russia-eu=0.5",
    "batch": "Example: hedgesim batch belarus --strategies hedge,bandwagon:russia --out results/first",
    "sweep": "Example: hedgesim sweep belarus/baseline --vary patrons.russia.barrier=0:0.5"
    " --vary patrons.eu.agreement=signed,ratified,enhanced --design sobol --samples 128",
    "sensitivity": "Example: hedgesim sensitivity results/baseline-sweep --of premium --plot tornado.png",
    "threshold": "Example: hedgesim threshold belarus/baseline --vary patrons.russia.barrier=0:0.6"
    " --when 'premium < 0'",
    "discover": "Example: hedgesim discover results/baseline-sweep --where 'premium < 0'",
    "robustness": "Example: hedgesim robustness results/baseline-sweep --require 'autonomy_mean > .4'",
    "voi": "Example: hedgesim voi results/baseline-sweep --pairs 3 --plot worth.png",
    "attribute": "Example: hedgesim attribute belarus/baseline belarus/war_2022 --of premium",
    "ladder": "Example: hedgesim ladder belarus/baseline belarus/war_2022 --plot ladder.png",
    "fallback": "Example: hedgesim fallback belarus/baseline --cut russia --at 2027Q3 --for 4",
    "risk": "Example: hedgesim risk belarus/baseline --against bandwagon:russia --plot risk.png",
    "claims": "Example: hedgesim claims belarus/claims.toml --plot claims.png",
    "game": "Example: hedgesim game belarus/baseline --infer",
    "optimise": "Example: hedgesim optimise results/baseline-sweep --for regret",
    "ensemble": "Example: hedgesim ensemble belarus/baseline -o my_ensemble.csv.gz --plot learnt.png",
    "calibrate": "Example: hedgesim calibrate belarus/history --until 2014 --out results/calibrated",
    "hindcast": "Example: hedgesim hindcast belarus/history --from 2015 --plot hindcast.png"
    " --parameters-from results/calibrated/posterior.csv",
    "compare": "Example: hedgesim compare results/first --scenario belarus/arms_denied",
    "plot": "Example: hedgesim plot results/first --kind premium -o premium.png",
    "report": "Example: hedgesim report results/first -o report.html --threshold tips.json",
    "page": "Example: hedgesim page belarus -o lab.html",
    "app": "Example: hedgesim app armenia/baseline --port 8800",
    "export": "Example: hedgesim export results/first --to csv",
    "pack": "Example: hedgesim pack results/first -o first.zip --creator 'Doe, Jane; 0000-0002-1825-0097'",
    "rerun": "Example: hedgesim rerun results/first --check",
    "show": "Example: hedgesim show belarus/eu_sanctions",
    "schema": "Example: hedgesim schema > scenario.schema.json",
    "new": "Example: hedgesim new my_case --label Moldova --patrons russia,eu,china --start 2017Q3",
    "validate": "Example: hedgesim validate my_case.toml",
    "diagnose": "Example: hedgesim diagnose my_case.toml",
    "explain": "Example: hedgesim explain sanctions",
}

for command in (
    catalogue.list_,
    run.run,
    batch.batch,
    sweep.sweep,
    comparison.compare,
    plot.plot,
    sensitivity.sensitivity,
    thresholds.threshold,
    discovery.discover,
    robustness.robustness,
    information.voi,
    attribution.attribute,
    ladder.ladder,
    fallback.fallback,
    risk.risk,
    claims.claims,
    game.game,
    optimisation.optimise,
    ensemble.ensemble,
    calibration.calibrate,
    hindcast.hindcast,
    report.report,
    page.page,
    served.app,
    export.export,
    deposit.pack,
    rerun.rerun,
    starter.new,
    file_check.validate,
    diagnosis.diagnose,
    catalogue.show,
    glossary.explain,
    file_check.schema,
):
    app.command(command.__name__.rstrip("_"), epilog=EXAMPLES.get(command.__name__))(
        normalise_arguments(command)
    )


def print_version(requested: bool) -> None:
    """Print the version and exit, if ``--version`` is given."""
    if requested:
        from importlib.metadata import PackageNotFoundError, version

        try:
            found = version("hedgesim")
        except PackageNotFoundError:
            found = "not installed"
        typer.echo(f"hedgesim {found}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=print_version, is_eager=True, help="Show the version and end."),
    ] = False,
) -> None:
    """Take the options of the program itself; the help text is the app's."""


def main() -> None:
    """Run the command line; the entry point of the console script.

    Figures go to files, for which matplotlib needs no window; an inherited backend, such as that of a
    notebook, may not be installed here.
    """
    os.environ["MPLBACKEND"] = "agg"
    spare_collections()
    try:
        app()
    except RuntimeError as error:  # what Python makes of a Ctrl-C that comes while a class is being defined
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        sys.exit(130)


def spare_collections() -> None:
    """Look for reference cycles less often, and not at the end, when Python would visit all objects again."""
    collect_seldom()
    atexit.register(gc.freeze)


if __name__ == "__main__":
    main()
