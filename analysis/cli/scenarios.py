"""Commands about scenario files and parameters."""

from pathlib import Path
from typing import Annotated

import typer

from ...model.text import shell_word
from .parts import options
from .parts.console import print_line
from .parts.output import check_output


def list_(
    sources: Annotated[
        bool, typer.Option("--sources", help="List where the shipped data come from, and their terms.")
    ] = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """List the built-in scenarios and the strategies, or the sources of the shipped data."""
    from ..tables import catalogue as listing
    from ..tables.sheet import print_output

    form = check_output(as_json, as_csv)
    if sources:
        rows = listing.source_rows()
        print_output(form, {"sources": rows}, listing.source_sheets(rows), table)
        return
    told = {"scenarios": listing.scenario_rows(), "strategies": listing.strategy_rows()}
    print_output(form, told, listing.catalogue_sheets(told), table)


def show(
    scenario: options.Scenario,
    settings: options.Settings = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Show a scenario's values and where each comes from."""
    from ...model.scenario.scenario import Scenario, parse_settings
    from ..tables import catalogue as listing
    from ..tables.sheet import print_output

    form = check_output(as_json, as_csv)
    found = Scenario.load(scenario).vary(parse_settings(settings or []))
    told = {"scenario": listing.scenario_heading(found), "values": listing.value_rows(found)}
    print_output(form, told, listing.scenario_sheets(found))


def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Scenario files, folders or built-in names.")
    ],
) -> None:
    """Check scenario files, all faults at once."""
    from ...model.errors import InputError
    from ...model.scenario.scenario import Scenario
    from ..design.scenario_names import expand_names

    faults: list[str] = []
    for name in dict.fromkeys(expand_names(files, history=True)):
        try:
            found = Scenario.load(name)
        except InputError as error:
            faults += error.faults
            continue
        print_line(f"ok  {found.name}: {found.title}")
        for notice in found.notices:
            print_line(f"    {notice}")
    if faults:
        raise InputError(*faults)


def schema() -> None:
    """Print the JSON Schema of scenario files."""
    import json

    from ...model.scenario.schema import schema as scenario_schema

    typer.echo(json.dumps(scenario_schema(), indent=1))


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the case; NAME.toml is written.")],
    patrons: Annotated[
        int, typer.Option(metavar="N", help="Number of patrons between which it stands, 2 to 6.")
    ] = 3,
) -> None:
    """Write a commented scenario file to start from."""
    from ...model.errors import InputError
    from ...model.scenario.describe import starter_text
    from ...model.scenario.files import ENDING, strip_ending

    stem = strip_ending(name)
    text, path = starter_text(stem, patrons), Path(f"{stem}{ENDING}")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        msg = f"{path}: the file is there already; choose another name"
        raise InputError(msg) from None
    word = shell_word(path)
    print_line(f"{path} is written; edit it, then: hedgesim validate {word}; hedgesim run {word}")


def explain(
    parameter: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="Path of a parameter, or its last part; or a column of runs, or how it begins.",
        ),
    ],
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Explain a parameter and what it may be, another key of a scenario file, or an outcome."""
    from ...model.errors import InputError
    from ...model.outcomes import explain_columns
    from ...model.parameters.lookup import explain as list_rows
    from ...model.parameters.lookup import explain_keys
    from ..tables import catalogue as listing
    from ..tables.sheet import print_output

    form = check_output(as_json, as_csv)
    if keys := explain_keys(parameter):
        print_output(form, {"keys": listing.key_rows(keys)}, listing.key_sheets(keys))
        return
    try:
        rows = list_rows(parameter)
    except InputError:
        if not (columns := explain_columns(parameter)):
            raise
        print_output(form, {"columns": listing.column_rows(columns)}, listing.column_sheets(columns))
        return
    print_output(form, {"parameters": listing.parameter_rows(rows)}, listing.parameter_sheets(rows))
