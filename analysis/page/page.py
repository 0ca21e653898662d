"""Write scenarios as one page that plays them in a browser, without a server and without a network."""

import gzip
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...model.arguments import normalise_arguments
from ...model.scenario.scenario import Scenario
from ...model.text import escape_controls
from ..results.output_paths import write_output
from ..results.provenance import package_versions
from .assets import PAGE, STYLE, WORKER, check_inline, join_assets, order_modules, read_asset
from .lab_data import build_data
from .plan import PagePlan, Progress, plan_page
from .texts import read_words

TEMPLATE = "lab.html.jinja"
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:;"
    " style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
)
"""What the page may load: nothing but what stands in it."""


@normalise_arguments
def write_page(scenarios: Sequence[Scenario | str], path: Path, progress: Progress | None = None) -> Path:
    """Write scenarios as one page that plays them in a browser, completely or not at all.

    The same scenarios give the same page. Each runs with the draws of its case, or without where there are
    none.

    Parameters
    ----------
    scenarios : sequence of Scenario or str
        Scenarios, names, files or folders; each once, of any patrons.
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
        With every fault of the scenarios and of the path; or if the file cannot be written.
    """
    return write_plan(plan_page(scenarios, path), path, progress or (lambda _: None))


def write_plan(plan: PagePlan, path: Path, progress: Progress) -> Path:
    """Make a page and write it; see :func:`write_page`."""
    text = render_page(build_data(plan.scenarios, plan.draws, progress))
    write_output(path, "page", lambda part: part.write_text(text, encoding="utf-8"))
    return path


def render_page(data: Mapping[str, Any]) -> str:
    """Render the page with its data, scripts and styles."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    look = Environment(autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(read_asset))
    engine = order_modules(WORKER)
    return look.get_template(TEMPLATE).render(
        policy=POLICY,
        title=escape_controls(data["scenarios"][0]["title"]),
        version=package_versions()["hedgesim"],
        texts=data["texts"],
        words=read_words(),
        style=check_inline(read_asset(STYLE)),
        engine=check_inline(join_assets(engine)),
        script=check_inline(join_assets(order_modules(PAGE, engine))),
        data=pack_data(data),
    )


def pack_data(data: Mapping[str, Any]) -> str:
    """Pack plain data as base64 of compressed JSON, with every bit of its numbers."""
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    return b64encode(gzip.compress(text.encode("ascii"), 9, mtime=0)).decode("ascii")
