"""Write scenarios as one page that plays them in a browser, without a server and without a network."""

import gzip
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.scenario.scenario import Scenario
from ..ensembles.default import CASE, choose_draws
from ..results.output_paths import check_file, write_output
from .assets import ENGINE, PAGE, STYLE, join_assets, read_asset
from .lab_data import Progress, build_data

ENDING = ".html"
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:;"
    " style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
)
"""What the page may load: nothing but what stands in it."""


@normalise_arguments
def write_page(scenarios: Sequence[Scenario], path: Path, progress: Progress | None = None) -> Path:
    """Write a page that plays scenarios in a browser, completely or not at all.

    The same scenarios give the same page.

    Parameters
    ----------
    scenarios : sequence of Scenario
        At least one, each with a name of its own; their patrons may differ.
    path : Path
        File ending in .html, in an existing folder.
    progress : callable, optional
        Called with the number of further steps done.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        If scenarios have one name or none is there, the ending is another one, or the file cannot be written.
    """
    check_file(path, "page", (ENDING,))
    check_scenarios(scenarios)
    draws = {s.name: found for s in scenarios if (found := choose_draws(CASE, [s])) is not None}
    text = render_page(build_data(scenarios, draws, progress or (lambda _: None)))
    write_output(path, "page", lambda part: part.write_text(text, encoding="utf-8"))
    return path


def check_scenarios(scenarios: Sequence[Scenario]) -> None:
    """Refuse no scenario, and one name for two of them.

    Raises
    ------
    InputError
        With every name that is given twice.
    """
    names = [s.name for s in scenarios]
    faults = [f"scenario {n!r} is given twice" for n in dict.fromkeys(names) if names.count(n) > 1]
    if faults or not names:
        raise InputError(*(faults or ["no scenario for a page"]))


def render_page(data: Mapping[str, Any]) -> str:
    """Render the page with its data, scripts and styles."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(
        read_asset("lab.html.jinja")
    )
    return template.render(
        policy=POLICY,
        version=data["version"],
        title=data["scenarios"][0]["title"],
        noscript=data["texts"].get("page.noscript", ""),
        style=Markup(join_assets(STYLE)),
        engine=Markup(join_assets(ENGINE)),
        script=Markup(join_assets(PAGE)),
        data=pack_data(data),
    )


def pack_data(data: Mapping[str, Any]) -> str:
    """Pack plain data as base64 of compressed JSON, with every bit of its numbers."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode("ascii")
