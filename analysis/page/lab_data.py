"""All that the page knows, as plain data: cases, scenarios, draws, compiled rules and words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ...model.scenario.scenario import Scenario
from ..compare.premium import MUCH, NOTHING
from ..compare.two_part import LEVEL, REPEATS, SPREAD
from ..controls import Control, Group, main_controls, other_groups
from ..design.batch import SEED
from ..design.parameter_draws import BATCH_RUNS, Draws
from ..labels import input_name
from ..results.provenance import package_versions
from ..verdicts.doubts import FEWEST, MOST, TOLERANCE
from .case_data import describe_case, list_input_paths
from .column_pool import ColumnPool
from .modules import build_modules
from .scenario_data import describe_scenario, list_modules
from .texts import read_texts

LIMITS = {
    "much": MUCH,
    "nothing": NOTHING,
    "most": MOST,
    "fewest": FEWEST,
    "tolerance": TOLERANCE,
    "level": LEVEL,
    "spread": SPREAD,
    "repeats": REPEATS,
    "runs": BATCH_RUNS,
    "seed": SEED,
}
"""Numbers by which the commands estimate and judge, which the page takes from them."""
Progress = Callable[[int], object]
"""Called with the number of further steps done."""


def build_data(
    scenarios: Sequence[Scenario], draws: Mapping[str, Draws], progress: Progress
) -> dict[str, Any]:
    """Build the data of a page.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The scenarios, of any patrons.
    draws : mapping
        What runs of a scenario take of what is not known, by its name; one that is missing takes none.
    progress : callable
        Called with 1 after each scenario and each module.
    """
    pool, cases, described = ColumnPool(), [], []
    for scenario in scenarios:
        case = describe_case(scenario)
        cases += [] if case in cases else [case]
        found = describe_scenario(scenario, draws.get(scenario.name), pool)
        described.append({**found, "case": cases.index(case), "controls": describe_controls(scenario)})
        progress(1)
    keys = {key for scenario in scenarios for key in list_modules(scenario)}
    return {
        "version": package_versions()["hedgesim"],
        "texts": read_texts(),
        "limits": LIMITS,
        "modules": build_modules(keys, progress),
        "cases": cases,
        "columns": pool.columns,
        "scenarios": described,
    }


def describe_controls(scenario: Scenario) -> list[dict[str, Any]]:
    """Describe the inputs that can be moved, in groups, each with its row."""
    groups = [Group("What decides", tuple(main_controls(scenario))), *other_groups(scenario)]
    rows = {path: row for row, path in enumerate(list_input_paths(scenario))}
    return [
        {
            "heading": group.heading,
            "controls": [
                {**describe_control(c, rows), "name": input_name(c.path, scenario.labels)}
                for c in group.controls
            ],
        }
        for group in groups
    ]


def describe_control(control: Control, rows: Mapping[str, int]) -> dict[str, Any]:
    """Describe a control; moving an agreement moves its twin, the framework, too."""
    stem, _, name = control.path.rpartition(".")
    twin = rows[f"{stem}.framework"] if name == "agreement" else None
    return {**asdict(control), "row": rows[control.path], "twin": twin}
