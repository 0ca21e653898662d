"""The command that writes scenarios as one page that plays them in a browser."""

from pathlib import Path
from typing import Annotated

import typer

from .parts.console import print_line, say

LARGE = 2_000_000
"""Bytes above which a page is said to be large."""


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
    from ..design.batch import count_phrase
    from ..page.page import write_plan
    from ..page.plan import plan_page
    from .parts.progress import steps_progress

    plan = plan_page(paths, out)
    n = len(plan.scenarios)
    for notice in plan.notices:
        say(notice)
    say(f"{count_phrase(n, n, 'scenario', 'scenarios')}: about {plan.seconds} s, most of it for compiling")
    with steps_progress(plan.steps) as progress:
        write_plan(plan, out, progress)
    size = out.stat().st_size
    if size > LARGE:
        say(f"{out} is larger than {LARGE / 1e6:g} MB, and slower to open: name fewer scenarios")
    print_line(f"written to {out}, {size / 1e6:.1f} MB: open it in a browser, or send it on")
