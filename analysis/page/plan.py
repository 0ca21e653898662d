"""What a page is to hold: scenarios, their draws and modules, and whether it can be written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...model.errors import InputError
from ...model.scenario.scenario import Scenario
from ..design.arguments import load_scenarios
from ..design.parameter_draws import Draws
from ..ensembles.default import CASE, choose_draws
from ..results.output_paths import check_file
from .modules import KINDS, Key
from .scenario_data import list_modules, shorten_name

ENDING = ".html"
COMPILING, SCREENING = 8.0, 0.5
"""Seconds for the modules of a number of patrons, and for the draws and the screen of a scenario."""
Progress = Callable[[int], object]
"""Called with the number of further steps done."""


@dataclass(frozen=True)
class PagePlan:
    """The contents of a page.

    Attributes
    ----------
    scenarios : sequence of Scenario
        Scenarios, each with a name of its own, a file's without its folders; their patrons may differ.
    draws : mapping
        What runs of each scenario take of what is not known of its case, by the scenario's name.
    """

    scenarios: Sequence[Scenario]
    draws: Mapping[str, Draws]

    @property
    def modules(self) -> set[Key]:
        """Return numbers of patrons and steps of all compiled rules."""
        return list_modules(self.scenarios)

    @property
    def steps(self) -> int:
        """Return in how many steps the page is made."""
        return len(self.scenarios) + len(KINDS) * len(self.modules)

    @property
    def seconds(self) -> int:
        """Return about how long that takes on two cores: compiling and screening go on side by side."""
        return round(max(COMPILING * len(self.modules), SCREENING * len(self.scenarios)))

    @property
    def notices(self) -> list[str]:
        """Return messages for the user on scenarios and draws, each once."""
        found = [f"{s.name}: {notice}" for s in self.scenarios for notice in s.notices]
        found += [f"{draws.name}: {notice}" for draws in self.draws.values() for notice in draws.notices]
        return list(dict.fromkeys(found))


def plan_page(scenarios: Sequence[Scenario | str], path: Path) -> PagePlan:
    """Plan a page of scenarios, some of them given by name, file or folder.

    Raises
    ------
    InputError
        With every fault: of the path, of each scenario and of draws that do not fit it.
    """
    faults: list[str] = []
    loaded, draws = list[Scenario](), dict[str, Draws]()
    try:
        check_file(path, "page", (ENDING,))
    except InputError as error:
        faults += error.faults
    for each in scenarios:
        try:
            more = list(load_scenarios(each))
            own = [(s, shorten_name(s.name)) for s in more]
            draws |= {name: found for s, name in own if (found := choose_draws(CASE, [s])) is not None}
            loaded += [s.renamed(name) for s, name in own]
        except InputError as error:
            faults += error.faults
    names = [s.name for s in loaded]
    faults += [
        f"scenario {n!r} is given twice, or two files have that name"
        for n in dict.fromkeys(names)
        if names.count(n) > 1
    ]
    if faults or not scenarios:
        raise InputError(*(dict.fromkeys(faults) or ["no scenario for a page"]))
    return PagePlan(loaded, draws)
