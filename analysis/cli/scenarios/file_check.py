"""The commands that check scenario files, and print their schema."""

from typing import Annotated

import typer

from ..parts.console import print_line


def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Scenario files, folders or built-in names.")
    ],
) -> None:
    """Check scenario files, all faults at once."""
    from ....model.errors import InputError
    from ....model.scenario.scenario import Scenario
    from ...design.scenario_names import expand_names

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

    from ....model.scenario.schema import schema as scenario_schema

    typer.echo(json.dumps(scenario_schema(), indent=1))
