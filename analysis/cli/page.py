"""The command that writes scenarios as one page that plays them in a browser."""

from pathlib import Path
from typing import Annotated

import typer

from .parts.console import print_line


def page(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO...", help="Scenarios or folders of them; folders leave out history*."
        ),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Page to write: .html.")],
) -> None:
    """Write scenarios as one file that plays them in a browser, without Python and without a network."""
    from ...model.scenario.scenario import Scenario
    from ..design.scenario_names import expand_names
    from ..page.page import write_page
    from .parts.progress import steps_progress

    scenarios = [Scenario.load(name) for name in expand_names(paths)]
    with steps_progress(len(scenarios) + 2) as progress:
        file = write_page(scenarios, out, progress)
    print_line(f"written to {file}: {file.stat().st_size / 1e6:.1f} MB; open it in a browser")
