"""Posterior draws together with the prior that they started from."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..design.parameter_draws import Draws
from .prior import Prior

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BEFORE = 20_000
"""Draws of the prior behind the curve of a figure."""


@dataclass(frozen=True)
class Posterior:
    """Posterior draws of parameters, and their prior.

    Attributes
    ----------
    prior : Prior
        Prior of the parameters.
    summary : DataFrame
        One row a parameter, see :func:`~.diagnostics.summarise_chains`; without ``r_hat`` and
        ``effective_draws`` where draws come without chains.
    posterior : DataFrame
        Draws, a column a parameter, in arbitrary order.
    name : str
        Description of what was calibrated.
    """

    prior: Prior
    summary: pd.DataFrame
    posterior: pd.DataFrame
    name: str

    def __repr__(self) -> str:
        informed = int(self.summary["informed"].sum())
        return (
            f"<{type(self).__name__} of {self.name}: {len(self.posterior):,} draws of"
            f" {len(self.summary)} parameters, {informed} informed by data>"
        )

    @property
    def draws(self) -> Draws:
        """Return the draws in the form that :func:`~hedgesim.analysis.simulate` and ``hindcast`` take."""
        return Draws(self.name, {str(c): self.posterior[c].to_numpy(float) for c in self.posterior})

    def plot(self, title: str | None = None, caption: str | None = None) -> "Figure":
        """Plot prior against posterior, one panel a parameter.

        Parameters
        ----------
        title, caption : str, optional
            Replace the default title (name of the calibration) and caption (number of draws).
        """
        from ..plots.posterior import draw

        sampled = self.prior.sample(BEFORE, np.random.default_rng(1))
        before = pd.DataFrame(sampled, columns=list(self.prior.paths))
        text = f"{len(self.posterior):,} draws." if caption is None else caption
        words = f"Prior against posterior: {self.name}" if title is None else title
        return draw(self.summary, self.posterior, before, words, text)
