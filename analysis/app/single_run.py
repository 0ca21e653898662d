"""Play the single run: a Mesa model stepped to a quarter, and the series of its data collector so far."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.dates import quarter_name
from ...model.engines.mesa_model import HedgingModel
from ...model.outcomes import regime_name
from ..labels import lower_first, regime_label
from .state import Setting

Floats = NDArray[np.float64]

TIE_COLUMNS = {"exports": "export_share", "imports": "import_share"}


def model_arguments(setting: Setting) -> dict[str, object]:
    """Return the arguments of a setting's Mesa model; Mesa's reset button uses the same ones."""
    return {"spec": setting.single, "strategy": setting.strategy, "run": setting.run, "rng": setting.seed}


def build_model(setting: Setting, quarter: int) -> HedgingModel:
    """Build a model and step it to a quarter, or to its last one if that comes first.

    Raises
    ------
    RunError
        If the run fails on the way.
    """
    model = HedgingModel(**model_arguments(setting))  # type: ignore[arg-type]
    while model.quarter < min(quarter, len(model.timeline)):
        model.step()
    return model


@dataclass(frozen=True)
class Course:
    """The series of a run so far.

    Attributes
    ----------
    quarters : array, shape (n,)
        -1 for the start, then 0, 1, ... for the ends of quarters.
    columns : dict
        Path columns, each of shape (n,).
    patrons : tuple of str
        Ids in the order of the scenario file.
    lines : array, shape (n, 3)
        The patrons' red lines in force, in units of drift.
    """

    quarters: Floats
    columns: dict[str, Floats]
    patrons: tuple[str, ...]
    lines: Floats

    def actors(self, dimension: str) -> dict[str, Floats]:
        """Return one dimension of the hedger and its patrons by id, each of shape (n,)."""
        return {"hedger": self.columns[dimension]} | self.by_patron(dimension)

    def by_patron(self, name: str) -> dict[str, Floats]:
        """Return a column of each patron by id, each of shape (n,)."""
        return {p: self.columns[f"{name}_{p}"] for p in self.patrons}

    def ties(self, tie: str) -> dict[str, Floats]:
        """Return shares in exports, imports or arms by id, each of shape (n,).

        Arms include the hedger's own production.
        """
        if tie != "arms":
            return self.by_patron(TIE_COLUMNS[tie])
        arms = {"hedger": self.columns["home_arms"]} | self.by_patron("arms")
        whole = np.maximum(np.sum(list(arms.values()), axis=0), 1e-12)
        return {actor: stock / whole for actor, stock in arms.items()}

    def drift(self, patron: str) -> Floats:
        """Compute the drift towards rivals that a patron sees, as a multiple of its red line, shape (n,)."""
        seen: Floats = self.columns[f"drift_{patron}"] / self.lines[:, self.patrons.index(patron)]
        return seen

    def shares(self) -> Floats:
        """Compute the patrons' shares of influence, shape (n, 3), rows summing to 1."""
        shares = np.column_stack(list(self.by_patron("influence").values()))
        whole: Floats = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
        return whole


def copy_course(model: HedgingModel) -> Course:
    """Copy the series of a model's data collector.

    A row that the collector has only partly written so far is left out.
    """
    variables = model.datacollector.model_vars
    n = min(map(len, variables.values()))
    columns = {name: np.array(series[:n], float) for name, series in variables.items()}
    cases = [model.timeline[max(k - 1, 0)] for k in range(n)]
    lines = np.array([[p.red_line for p in case.patrons] for case in cases])
    return Course(np.arange(-1.0, n - 1.0), columns, model.spec.patrons, lines)


def describe_position(model: HedgingModel) -> str:
    """Describe the present quarter of a run in one line, with its regime and utility."""
    spec, done, whole = model.spec, model.quarter, len(model.timeline)
    if not done:
        return f"Before {quarter_name(spec.first_quarter)}. Step or play; {whole} quarters are ahead."
    record = model.records[-1]
    regime = lower_first(regime_label(regime_name(record.regime, spec.patrons), spec.labels))
    return (
        f"{quarter_name(spec.first_quarter + done - 1)}, quarter {done} of {whole}:"
        f" regime {regime}, utility {record.utility:.3f}"
    )
