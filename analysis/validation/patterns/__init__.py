"""The patterns P1-P13 of the ODD page: what the model should show, each with its reason.

Each pattern consists of a few checks. A check takes scenarios with one draw of parameters set and returns its
claims; the docstring of a check is the reason that tables show. Runs have no shocks unless a pattern concerns
them, so that direction and size come from the mechanism alone.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from . import effort, investment, provocation, security, trade
from .claims import Claim
from .scenes import Scenes

Check = Callable[[Scenes], list[Claim]]


class Pattern(NamedTuple):
    """One check of a pattern of the ODD page."""

    name: str
    check: Check

    @property
    def reason(self) -> str:
        """Return the docstring of the check, which says why the model must show the pattern."""
        told = self.check.func if isinstance(self.check, partial) else self.check
        return (told.__doc__ or "").strip()


PATTERNS = (
    Pattern("P1", effort.effort_spreads_and_narrows),
    Pattern("P1", effort.hedging_gains_fall),
    Pattern("P2", partial(trade.russian_share_stays, strategy="hedge")),
    Pattern("P2", partial(trade.russian_share_stays, strategy="equidistance")),
    Pattern("P3", trade.deficit_persists),
    Pattern("P4", investment.fraction_of_what_is_offered),
    Pattern("P4", partial(investment.nothing_without, nothing="funding")),
    Pattern("P4", partial(investment.nothing_without, nothing="access")),
    Pattern("P4", investment.each_raises_the_others_worth),
    Pattern("P5", security.arms_denial),
    Pattern("P5", security.loss_stays_without_coproduction),
    Pattern("P6", trade.barriers_cost),
    Pattern("P6", trade.uncertainty_costs),
    Pattern("P7", partial(provocation.better_agreement_pays, rivalry=0.3)),
    Pattern("P7", partial(provocation.better_agreement_pays, rivalry=0.5)),
    Pattern("P7", provocation.coercion_eats_the_gain),
    Pattern("P8", provocation.china_provokes_less),
    Pattern("P9", provocation.bids_then_punishes),
    Pattern("P10", trade.war_throws_back_on_russia),
    Pattern("P11", investment.vetoes_bite),
    Pattern("P11", investment.rival_entry_points_keep_it_low),
    Pattern("P12", effort.pivots_are_reachable),
    Pattern("P12", effort.isolation_is_possible),
    Pattern("P12", effort.starts_end_together),
    Pattern("P13", security.security_comes_first),
)

REPORTED = {
    "P2": "in the data of the fit",
    "P3": "in the data of the fit",
    "P10": "of 2020 to 2022, which are held back",
    "P12": "a question to the model",
    "P13": "a question to the model",
}
"""Patterns that no number may be chosen by, and why; they are told as they fall. The others are criteria."""

__all__ = ["PATTERNS", "REPORTED", "Check", "Claim", "Pattern", "Scenes"]
