"""The command that serves the interactive page."""

from typing import Annotated

import typer


def app(
    scenario: Annotated[
        str, typer.Argument(metavar="[SCENARIO]", help="Built-in name, or a .toml file.", show_default=True)
    ] = "belarus/baseline",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Port; 0 takes any that is free.")
    ] = 8765,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Who may look: 127.0.0.1 is this machine alone.")
    ] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Another name in a browser's address line, as of a proxy: hub.example.org, or with its port;"
            " repeatable.",
        ),
    ] = None,
    shows: Annotated[bool, typer.Option("--open", help="Open a browser.")] = False,
) -> None:
    """Explore the model in a browser; needs the extra app."""
    from ..app.server import require_extra, serve_page

    require_extra()
    from ...model.scenario.scenario import Scenario

    Scenario.load(scenario)
    serve_page(scenario, host, port, allow_host or [], shows=shows)
