"""Commands that read a result folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..plots.draw import KINDS
from .parts import options

if TYPE_CHECKING:
    from ..results.folder import Results
    from ..tables.sheet import Form

Scenarios = Annotated[
    list[str] | None, typer.Option("--scenario", metavar="NAME", help="Only this scenario; repeatable.")
]


def compare(
    folder: options.Folder,
    scenarios: Scenarios = None,
    strategy: Annotated[
        str | None,
        typer.Option(help="Strategy with which scenarios are held against the baseline.  [default: hedge]"),
    ] = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Compare strategies and scenarios by run."""
    from ..compare.comparison import TABLES
    from ..results.folder import load
    from ..tables.sheet import check_table, form_of

    form = form_of(as_json, as_csv)
    check_table(form, table, TABLES)
    print_comparison(load(folder), form, table, scenarios, strategy, brief=False)


def print_comparison(
    results: "Results",
    form: "Form",
    table: str | None,
    scenarios: Sequence[str] | None,
    strategy: str | None,
    *,
    brief: bool,
) -> None:
    """Print a comparison: each scenario, then the overview; a brief one only the baseline before it."""
    from ..compare.comparison import comparison
    from ..report.comparison import sweep_sheets
    from ..tables.comparison import details, overview
    from ..tables.sheet import Sheet, output, records

    if results.manifest["points"]["columns"] and form == "text":
        output(form, {}, sweep_sheets(results, asked_of(results, scenarios, strategy)))
        return
    found = comparison(results, scenarios, strategy)
    asked = [n for n in found.scenarios if scenarios is None or n in scenarios]
    shown = asked[:1] if brief else asked
    parts = [sheet for name in shown for sheet in details(found, name)]
    if len(asked) > 1 or brief:
        parts += overview(found)
    if brief and len(asked) > 1:
        parts.append(Sheet("", [], [], notes=[f"Each scenario by itself: hedgesim compare {results.folder}"]))
    output(form, {name: records(t) for name, t in found.tables.items()}, parts, table)


def asked_of(results: "Results", scenarios: Sequence[str] | None, strategy: str | None) -> Sequence[str]:
    """Scenarios of a sweep that are asked for.

    Raises
    ------
    InputError
        If one was not run, or a strategy is chosen, of which all are told.
    """
    from ...model.errors import InputError
    from ..compare.comparison import known

    held = list(results.manifest["scenarios"])
    if strategy is not None:
        msg = f"--strategy {strategy}: a sweep's table shows all strategies; leave it out"
        raise InputError(msg)
    return held if scenarios is None else known("scenario", scenarios, held)


def plot(
    folder: options.Folder,
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(KINDS)}.")],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="FILE", help="Figure to write: .png, .svg or .pdf.")
    ],
    scenarios: Scenarios = None,
    strategies: Annotated[
        list[str] | None, typer.Option("--strategy", metavar="NAME", help="Only this strategy; repeatable.")
    ] = None,
) -> None:
    """Draw a figure of a result folder."""
    from ..plots import draw as plots
    from ..results.folder import load
    from ..results.output_paths import check_figure

    check_figure(out)
    figure = plots.draw(kind, load(folder), scenarios=scenarios, strategies=strategies)
    typer.echo(f"drawn to {plots.save(figure, out)}")
