"""Options of several commands, defined once so that they have the same meaning and help everywhere."""

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

RUNS = 240
"""Default runs of a command: BATCH_RUNS of ``design.parameter_draws``, without the import of numpy."""
Runs = Annotated[int, typer.Option(metavar="R", min=2, help="Runs, the same shocks everywhere.")]
Strategy = Annotated[str, typer.Option(metavar="NAME", help="Whose outcomes.")]


Scenario = Annotated[
    str, Argument(metavar="SCENARIO", help="Built-in name such as belarus/baseline, or a .toml file.")
]
Folder = Annotated[Path, Argument(metavar="DIR", help="Result folder that a batch or sweep wrote.")]
Settings = Annotated[
    list[str] | None,
    Option(
        "--set",
        metavar="KEY=VALUE",
        help="Set a value by its path, e.g. patrons.russia.barrier=0.3; repeatable.",
    ),
]
Quarters = Annotated[
    int | None, Option(metavar="N", help="Quarters to run.  [default: the scenario's horizon]")
]
ParametersFrom = Annotated[
    Path | None,
    Option(
        "--parameters-from",
        metavar="FILE",
        help="Other draws of parameters than the case's (.csv, .csv.gz, .tsv, .parquet): run k takes row"
        " k mod 200.",
    ),
]
Point = Annotated[
    bool, Option("--point", help="The scenario's own numbers, without draws of what is not known.")
]
Seed = Annotated[int | None, Option(metavar="N", help="Seed of the random numbers.  [default: 1]")]
Engine = Annotated[
    str | None,
    Option(metavar="NAME", help="auto, mesa, plain or compiled; all give the same bits.  [default: auto]"),
]
Out = Annotated[Path | None, Option(metavar="DIR", help="New folder for the results.  [default: none]")]
Workers = Annotated[int | None, Option(metavar="N", min=1, help="Cores to use.  [default: all]")]
Executor = Annotated[
    str,
    Option(metavar="WHERE", help="local, or dask:ADDRESS of a scheduler: its workers play (extra cluster)."),
]
NoCompare = Annotated[
    bool, Option("--no-compare", help="Only write the folder; a comparison reads all runs into memory.")
]
Plot = Annotated[Path | None, Option(metavar="FILE", help="Draw it: .png, .svg or .pdf.")]
Strategies = Annotated[
    str | None,
    Option(metavar="A,B", help="Strategies, or all.  [default: what each scenario names]"),
]
AsJson = Annotated[bool, Option("--json", help="Print tables as JSON, with full precision.")]
AsCsv = Annotated[bool, Option("--csv", help="Print a table as CSV, with full precision.")]
From = Annotated[
    str | None,
    Option("--from", metavar="DATE", help="Outcomes since then alone, such as 2020 or 2020Q3."),
]
To = Annotated[
    str | None,
    Option("--to", metavar="DATE", help="Outcomes until then alone; a year means its last quarter."),
]
Top = Annotated[
    int | None, Option("--top", metavar="N", min=1, help="Rows of each long table.  [default: to fit a page]")
]
Full = Annotated[bool, Option("--full", help="Print all rows and the tables of details.")]
Table = Annotated[str | None, Option(metavar="NAME", help="The only table that --csv or --json prints.")]


def split_names(text: str | None) -> list[str] | None:
    """Split a list of names at its commas; return None if there is no list."""
    return None if text is None else [name.strip() for name in text.split(",")]
