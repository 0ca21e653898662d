"""What switching on a sign is worth: triggers found on some shocks and judged on others.

A trigger is chosen among very many on few runs, so what it gains there says little: the gain on shocks that
the search has not seen is the result. Perfect information is worth what the best of a library of constant
mixes gains where the hedger knows each future, or each run, in advance: a lower bound, as the library ends
somewhere (Haasnoot et al. 2013 on adaptive pathways; Raiffa and Schlaifer 1961 on perfect information).

A switch can pay without any sign, as effort that is best at first need not be so later. So the best switch at
a date, which looks at nothing, is searched as well: first, so that signs may take over its mixes, and again
with the mixes of every sign. What a trigger gains over it is what its sign adds. A trigger that fires in the
same quarter of all runs adds nothing and is a date itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ....model.arguments import normalise_arguments
from ....model.errors import InputError
from ....model.parameters.lookup import canonical_path, effort_paths, hint
from ....model.scenario.scenario import Scenario
from ....model.state import Signs
from ....model.state.layout import case_paths
from ...compare.paired import find_baseline
from ...design import duration
from ...design.parameter_draws import Draws
from ...execution.local import count_cores
from ...results.folder import Results
from ..futures import Cases, Part, load_cases
from ..optimisation.question import FRESH
from .course import describe_course, describe_futures
from .date_search import search_date
from .judgement import Judgement, compare_date, estimate_gain, is_dated, judge_switches
from .result import Pathways
from .trigger_search import (
    DATE,
    GENERATIONS,
    LONE,
    LONE_GENERATIONS,
    MIXED,
    MIXED_GENERATIONS,
    POPULATION,
    RANDOM,
    Library,
    Search,
    Switch,
    build_library,
    observe_signs,
    search_sign,
)

Matrix = NDArray[np.float64]

LEAST = 48
"""Runs over all futures that a search sees at least."""
PER_FUTURE, JUDGED = 3, 150
"""Runs of each future that a search sees at least, and on which what it found is judged."""
MOST_FUTURES = 24
"""Most futures; more are drawn at random."""


@dataclass(frozen=True)
class Inquiry:
    """What is asked: futures with shocks to search and to judge on, indicators, seed and most generations."""

    searched: Cases
    judged: Cases
    watch: tuple[str, ...]
    seed: int
    generations: int

    @property
    def runs(self) -> int:
        """Return the number of runs that the searches and the judgement take at most."""
        cases = self.searched
        lone = cases.points * LONE * (LONE_GENERATIONS + 1)
        mixed = MIXED * (MIXED_GENERATIONS + 1) * cases.points
        trigger = POPULATION * (self.generations + 1) * cases.points
        packages, horizon = 2 * len(cases.patrons) + 1, cases.scenario.horizon
        climb = 2 * (4 * packages + 6) * self.generations
        dates = (2 * (len(self.watch) + 1) + 4 * packages) * horizon + climb
        grid = (dates + 2 * POPULATION * len(self.watch)) * cases.points
        judge = (cases.points + RANDOM + 2 + 4 * len(self.watch)) * cases.points * self.judged.runs
        return (lone + mixed + (2 + len(self.watch)) * trigger + grid) * cases.runs + judge


def load_futures(
    subject: Sequence[Scenario] | Results, draws: Draws | None = None
) -> tuple[Cases, list[str]]:
    """Return futures with equal chances, and the names of scenarios that begin elsewhere and are left out.

    Runs of scenarios take the draws in turn, if any; a folder has draws of its own.

    Raises
    ------
    InputError
        If no scenario is left.
    """
    if isinstance(subject, Results):
        return replace(load_cases(subject, 1), averaged=False), []
    scenarios = list(subject)
    base = next(s for s in scenarios if s.name == find_baseline([s.name for s in scenarios]))
    begun = (base.first_quarter, base.horizon, base.patrons)
    alike = [s for s in scenarios if (s.first_quarter, s.horizon, s.patrons) == begun]
    parts = tuple(Part(s, {}, 1) for s in alike)
    return Cases(parts, range(1), averaged=False, draws=draws), [s.name for s in scenarios if s not in alike]


@normalise_arguments
def inquire(
    futures: Cases,
    watch: Sequence[str] | None = None,
    *,
    runs: int | None = None,
    judge: int = JUDGED,
    seed: int = 1,
    generations: int = GENERATIONS,
) -> Inquiry:
    """Define a search for triggers.

    Parameters
    ----------
    futures : Cases
        Futures, from :func:`load_futures`.
    watch : sequence of str, optional
        Indicators, such as ``coercion.eu`` or ``rivalry.russia-eu``; all by default.
    runs, judge : int, optional
        Runs of each future in the search, by default 3, more for few futures, and in the judgement.
    seed, generations : int
        Seed of the shocks and searches, and largest number of generations of the search of each trigger.

    Raises
    ------
    InputError
        If an indicator is unknown; the message names the most similar one.
    """
    known = case_paths(futures.patrons, Signs)
    names = tuple(dict.fromkeys(canonical_path(name, futures.patrons) for name in watch or known))
    faults = [
        f"--watch {name}: known are {', '.join(known)}{hint(name, known)}"
        for name in names
        if name not in known
    ]
    if faults:
        raise InputError(*faults)
    kept = futures.thin(MOST_FUTURES, seed)
    searched = range(runs or max(PER_FUTURE, -(-LEAST // kept.points)))
    return Inquiry(
        replace(kept, numbers=searched), replace(kept, numbers=range(judge)), names, seed, generations
    )


def describe_inquiry(inquiry: Inquiry, workers: int | None) -> str:
    """Describe the size of the searches and their approximate duration."""
    seconds = duration.estimate_calls(
        1, inquiry.runs, inquiry.searched.scenario.horizon, workers or count_cores()
    )
    points, many = inquiry.searched.points, "s" if inquiry.searched.points > 1 else ""
    return (
        f"{points} future{many}, {len(inquiry.watch)} indicators: up to {inquiry.runs:,} runs,"
        f" {duration.describe_duration(seconds)}"
    )


def default_seed(subject: Sequence[Scenario] | Results) -> int:
    """Return the seed of a result folder; 1 for scenarios."""
    return int(subject.manifest["seed"]) if isinstance(subject, Results) else 1


def find_pathways(
    inquiry: Inquiry, workers: int | None = None, report: Callable[[int], None] | None = None
) -> Pathways:
    """Answer an inquiry; ``report`` is called with the number of runs that were played.

    Raises
    ------
    InputError
        If none of the indicators ever moves.
    """
    number, report = workers or count_cores(), report or ignore_runs
    library = build_library(inquiry.searched, inquiry.seed, number, report)
    signs = observe_signs(inquiry.searched, library, inquiry.watch, inquiry.seed)
    if not signs:
        msg = f"--watch {', '.join(inquiry.watch)}: never moves in these futures"
        raise InputError(msg)
    search = Search(inquiry.searched, library, inquiry.seed, number, report, inquiry.generations)
    switches, seen = zip(*search_switches(search, signs), strict=True)
    judgement = judge_switches(inquiry.judged, inquiry.seed + FRESH, library, switches, number, report)
    return assemble_pathways(inquiry, library, switches, seen, judgement)


def search_switches(search: Search, signs: Mapping[str, Matrix]) -> list[tuple[Switch, float]]:
    """Search the best trigger on every sign, and last the best switch at a date, each with its gain."""
    first, _ = search_date(search, [])
    found = [search_sign(search, watch, paths, [first]) for watch, paths in signs.items()]
    return [*found, search_date(search, [first, *(switch for switch, _ in found)])]


def assemble_pathways(
    inquiry: Inquiry,
    library: Library,
    switches: Sequence[Switch],
    seen: Sequence[float],
    judgement: Judgement,
) -> Pathways:
    """Put what was found into tables: signs first, then triggers that are dates, the plain date last."""
    gains, stages, perfect = judgement
    worth, draws = float(perfect["mean"].iloc[0]), inquiry.judged.draw_numbers
    rows = [
        describe_switch(switch) | {"dated": is_dated(stage), "seen": value}
        | move_share(estimate_gain(gain, draws)) | compare_date(gain - gains[-1], draws)
        | {"share": float(gain.mean()) / worth if worth > 0.0 else np.nan}
        for switch, stage, value, gain in zip(switches, stages, seen, gains, strict=True)
    ]  # fmt: skip
    order = sorted(
        range(len(rows)), key=lambda k: (rows[k]["watch"] == DATE, rows[k]["dated"], -rows[k]["mean"])
    )
    best, judged = order[0], inquiry.judged
    return Pathways(
        pd.DataFrame([rows[k] for k in order]),
        perfect,
        list_mixes(library, [switches[k] for k in order], judged.patrons),
        describe_futures(judged, stages[best], gains[best]),
        describe_course(judged, stages[best], 2),
        describe_question(inquiry),
    )


def move_share(estimate: dict[str, float]) -> dict[str, float]:
    """Return an estimate whose share of draws above 0 is called draws_share: share is of what is possible."""
    return {"draws_share" if key == "share" else key: value for key, value in estimate.items()}


def ignore_runs(runs: int) -> None:
    """Do nothing with the number of runs that were played."""


def describe_switch(switch: Switch) -> dict[str, Any]:
    """Return as a row what a switch watches and when it fires."""
    return {name: getattr(switch, name) for name in ("watch", "level", "release", "quarters")}


def list_mixes(library: Library, switches: Sequence[Switch], patrons: tuple[str, ...]) -> pd.DataFrame:
    """List the best constant mix, and those before and after each trigger."""
    paths = effort_paths(patrons)
    rows = [("", "constant", tuple(library.static.tolist()))]
    rows += [row for s in switches for row in ((s.watch, "before", s.before), (s.watch, "after", s.after))]
    return pd.DataFrame(
        [{"watch": w, "part": part} | dict(zip(paths, mix, strict=True)) for w, part, mix in rows]
    )


def describe_question(inquiry: Inquiry) -> dict[str, Any]:
    """Describe what was asked, for tables and figures."""
    cases = inquiry.searched
    spec = cases.scenario
    return {
        "titles": {part.scenario.name: part.scenario.title for part in cases.parts},
        "first_quarter": spec.first_quarter,
        "horizon": spec.horizon,
        "patrons": list(spec.patrons),
        "labels": dict(spec.labels),
        "seed": inquiry.seed,
        "searched": cases.runs,
    }
