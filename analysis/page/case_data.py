"""What scenarios of the same patrons share: names, colours, and what each number of a run is."""

from typing import Any

from ...model.outcomes import band_series, outcome_columns, path_columns, regime_names
from ...model.scenario.scenario import Scenario
from ...model.state import Start
from ...model.state.layout import case_paths
from ..plots.parts.palette import assign_looks


def describe_case(scenario: Scenario) -> dict[str, Any]:
    """Describe the patrons of a scenario, and the order of a run's numbers."""
    patrons = scenario.patrons
    records = list(path_columns(patrons))
    looks = assign_looks(patrons, scenario.colours)
    return {
        "patrons": list(patrons),
        "labels": [scenario.labels[p] for p in patrons],
        "colours": [looks[p].colour for p in patrons],
        "paths": list_input_paths(scenario),
        "outcomes": list(outcome_columns(patrons)),
        "records": records,
        "bands": [
            {"actor": actor, "dimension": dimension, "row": records.index(column)}
            for actor, dimension, column in band_series(patrons)
        ],
        "regimes": regime_names(patrons),
    }


def list_input_paths(scenario: Scenario) -> list[str]:
    """List the paths of a run's inputs: the numbers of the case, then those of the start."""
    return [*case_paths(scenario.patrons), *case_paths(scenario.patrons, Start)]
