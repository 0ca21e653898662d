"""A posterior with the prior it came from: what was learnt, drawn, and handed on to batches."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..design.parameter_draws import Draws
from .prior import Prior

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BEFORE = 20_000
"""Draws of the prior that a figure shows."""


@dataclass(frozen=True)
class Posterior:
    """Draws of parameters and what was held of them beforehand.

    Attributes
    ----------
    prior : Prior
        What was held beforehand.
    summary : DataFrame
        One row a parameter, see :func:`~.diagnosis.summary`; without ``r_hat`` and ``effective_draws`` where
        only draws are there and no chains.
    posterior : DataFrame
        Draws, a column a parameter, in an order without meaning.
    name : str
        What was calibrated, in words.
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
        """Return the draws as :func:`~hedgesim.analysis.simulate` and ``hindcast`` take them."""
        return Draws(self.name, {str(c): self.posterior[c].to_numpy(float) for c in self.posterior})

    def plot(self, title: str | None = None, caption: str | None = None) -> "Figure":
        """Prior against posterior, a parameter a panel.

        Parameters
        ----------
        title, caption : str, optional
            In place of what was calibrated, and of how many draws there are.
        """
        from ..plots.posterior import draw

        sampled = self.prior.sample(BEFORE, np.random.default_rng(1))
        before = pd.DataFrame(sampled, columns=list(self.prior.paths))
        told = f"{len(self.posterior):,} draws." if caption is None else caption
        words = f"Prior against posterior: {self.name}" if title is None else title
        return draw(self.summary, self.posterior, before, words, told)
