"""What to write after ``--set`` for a parameter: an example that works on a built-in scenario."""

from ...model.parameters.lookup import expand_template
from ...model.parameters.row import Row
from ...model.scenario.scenario import Scenario

EXAMPLE = "belarus/baseline"
"""The scenario that examples are for."""


def suggest_setting(row: Row) -> str:
    """Return a setting of a parameter that is allowed in EXAMPLE and differs from its own value there.

    A number that is not 0 shrinks by a tenth, one that is 0 goes a quarter of the way into its
    plausible range.
    """
    scenario = Scenario.load(EXAMPLE)
    owners = scenario.patrons[-1:] if row.unit in {"step", "switch"} else scenario.patrons
    path = expand_template(row.path, owners if ".P." in row.path else scenario.patrons)[0]
    own = scenario.values[path]
    if row.unit == "switch":
        return f"{path}={'false' if own else 'true'}"
    if row.unit == "step":
        return f"{path}=ratified"
    return f"{path}={'x0.9' if own else f'{row.low + (row.high - row.low) / 4.0:g}'}"
