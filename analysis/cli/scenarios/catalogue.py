"""The commands that list scenarios and strategies, and show a scenario."""

from typing import Annotated

import typer

from ..parts import options
from ..parts.output import check_output


def list_(
    sources: Annotated[
        bool, typer.Option("--sources", help="List where the shipped data come from, and their terms.")
    ] = False,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """List the built-in scenarios and the strategies, or the sources of the shipped data."""
    from ...tables.output import print_output
    from ...tables.scenarios import catalogue as listing
    from ...tables.sheet import View

    form = check_output(as_json, as_csv)
    if sources:
        rows = listing.source_rows()
        sheets = listing.source_sheets(rows)
        print_output(form, {"sources": rows}, sheets, table, view=View(top, full))
        return
    data = {"scenarios": listing.scenario_rows(), "strategies": listing.strategy_rows()}
    print_output(form, data, listing.catalogue_sheets(data), table, view=View(top, full))


def show(
    scenario: options.Scenario,
    settings: options.Settings = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help="Only measured, literature, calibrated, guess, choice or event values, default (those left"
            " as in the parameter table), or source.",
        ),
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Only what differs from the scenario that its file extends.")
    ] = False,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Show a scenario's values and where each comes from."""
    from ....model.errors import InputError
    from ....model.scenario.scenario import Scenario, parse_settings
    from ...compare.changes import load_parent
    from ...tables.output import print_output
    from ...tables.scenarios import scenario as listing
    from ...tables.sheet import View

    form = check_output(as_json, as_csv)
    if kind and changed:
        msg = "--kind and --changed: choose one"
        raise InputError(msg)
    found = Scenario.load(scenario).vary(parse_settings(settings or []))
    parent = load_parent(found)
    rows, sheets = listing.value_rows(found), listing.scenario_sheets(found, parent)
    if kind:
        rows = listing.select_rows(rows, kind)
        sheets = listing.kind_sheets(found, rows, kind)
    if changed:
        if parent is None:
            msg = f"--changed: {found.name} extends no other scenario, and nothing is set; leave it out"
            raise InputError(msg)
        rows = listing.change_rows(found, parent)
        sheets = [listing.change_sheet(rows, parent)]
    data = {"scenario": listing.scenario_heading(found), "values": rows}
    print_output(form, data, sheets, view=View(top, full))
