"""The single run: a Mesa model brought to a quarter, and what its data collector holds so far."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.dates import quarter_name
from ...model.engines.mesa_model import HedgingModel
from ...model.outcomes import regime_name
from ..labels import regime_label
from .state import Setting

Floats = NDArray[np.float64]

TIE_COLUMNS = {"exports": "export_share", "imports": "import_share"}


def model_arguments(setting: Setting) -> dict[str, object]:
    """Return what the Mesa model of a setting is made with; Mesa's reset button uses the same."""
    return {"spec": setting.scenario, "strategy": setting.strategy, "run": setting.run, "rng": setting.seed}


def model_at(setting: Setting, quarter: int) -> HedgingModel:
    """Return a model played up to a quarter, or to its end where that comes before.

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
    """A run as far as it has come.

    Attributes
    ----------
    quarters : array, shape (n,)
        -1 for the start, then 0, 1, ... for the ends of quarters.
    columns : dict
        Path columns, each of shape (n,).
    patrons : tuple of str
        Their ids.
    lines : array, shape (n, 3)
        The patrons' red lines in force.
    """

    quarters: Floats
    columns: dict[str, Floats]
    patrons: tuple[str, ...]
    lines: Floats

    def actors(self, dimension: str) -> dict[str, Floats]:
        """Return a dimension of the hedger and its patrons."""
        return {"hedger": self.columns[dimension]} | self.by_patron(dimension)

    def by_patron(self, name: str) -> dict[str, Floats]:
        """Return a column of each patron."""
        return {p: self.columns[f"{name}_{p}"] for p in self.patrons}

    def ties(self, tie: str) -> dict[str, Floats]:
        """Return shares of the patrons in exports, imports or arms.

        What the hedger makes counts among arms.
        """
        if tie != "arms":
            return self.by_patron(TIE_COLUMNS[tie])
        arms = {"hedger": self.columns["home_arms"]} | self.by_patron("arms")
        whole = np.maximum(np.sum(list(arms.values()), axis=0), 1e-12)
        return {actor: stock / whole for actor, stock in arms.items()}

    def drift(self, patron: str) -> Floats:
        """Return drift that a patron sees, in its red lines."""
        seen: Floats = self.columns[f"drift_{patron}"] / self.lines[:, self.patrons.index(patron)]
        return seen

    def shares(self) -> Floats:
        """Return shares of influence, shape (n, 3), rows summing to 1."""
        shares = np.column_stack(list(self.by_patron("influence").values()))
        whole: Floats = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
        return whole


def course_of(model: HedgingModel) -> Course:
    """Return what the data collector of a model holds; a quarter that it is just writing down is left out."""
    held = model.datacollector.model_vars
    n = min(map(len, held.values()))
    columns = {name: np.array(told[:n], float) for name, told in held.items()}
    cases = [model.timeline[max(k - 1, 0)] for k in range(n)]
    lines = np.array([[p.red_line for p in case.patrons] for case in cases])
    return Course(np.arange(-1.0, n - 1.0), columns, model.spec.patrons, lines)


def describe_position(model: HedgingModel) -> str:
    """Return where a run stands, in a line."""
    spec, done, whole = model.spec, model.quarter, len(model.timeline)
    if not done:
        return f"Before {quarter_name(spec.first_quarter)}. Step or play; {whole} quarters are ahead."
    record = model.records[-1]
    regime = regime_label(regime_name(record.regime, spec.patrons), spec.labels).lower()
    return (
        f"{quarter_name(spec.first_quarter + done - 1)}, quarter {done} of {whole}:"
        f" regime {regime}, utility {record.utility:.3f}"
    )
