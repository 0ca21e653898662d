"""The actors as Mesa agents: they call the rules of :mod:`hedgesim.model.rules` in their turn."""

from __future__ import annotations

from typing import Protocol

import mesa

from ..rules import choice, patrons
from ..state import (
    Case,
    Choice,
    Fixed,
    HedgerStocks,
    Offer,
    PatronRecord,
    PerPatron,
    Plan,
    Record,
    Scene,
    State,
    Tie,
    View,
)


class Stage(Protocol):
    """The attributes of the Mesa model that the actors read: the quarter being simulated."""

    quarter: int
    fixed: Fixed
    scene: Scene
    patrons: list[Patron]

    @property
    def case(self) -> Case:
        """Return the parameters in force this quarter."""

    @property
    def offers(self) -> PerPatron[Offer]:
        """Return this quarter's decisions of the patrons."""

    @property
    def state(self) -> State:
        """Return the state at the end of the last quarter."""


class Actor(mesa.Agent):
    """The hedger or a patron, with a position on security, economy and autonomy, each from 0 to 1.

    Attributes
    ----------
    label : str
        Name in words.
    record : Record or PatronRecord
        Record of its last quarter.
    """

    model: Stage
    record: Record | PatronRecord

    def __init__(self, model: Stage, label: str) -> None:
        super().__init__(model)
        self.label = label

    @property
    def security(self) -> float:
        """Return the position on security (hedger: eq. 18; patrons: ODD section 7)."""
        return self.record.security

    @property
    def economy(self) -> float:
        """Return the position on economy (hedger: eq. 19; patrons: ODD section 7)."""
        return self.record.economy

    @property
    def autonomy(self) -> float:
        """Return the position on autonomy (hedger: eq. 20; patrons: ODD section 7)."""
        return self.record.autonomy


class Patron(Actor):
    """A great power: observes the ties of the last quarter and sets its offer (stage 2).

    Attributes
    ----------
    tie : Tie
        Tie with the hedger at the end of the last quarter.
    mood : float
        1 while it is cold towards the hedger, else 0; the mean of both where nothing is drawn (eq. 35).
    offer : Offer
        Its decisions of this quarter.
    """

    offer: Offer

    def __init__(self, model: Stage, label: str, tie: Tie) -> None:
        super().__init__(model, label)
        self.tie = tie

    @property
    def mood(self) -> float:
        """Return its mood in the last quarter."""
        return self.tie.mood

    def decide(self) -> None:
        """Set coercion, inducement, arms supply, investment and agreement from its view."""
        self.offer = patrons.set_terms(self.model.case, self.view, self.model.scene.climate)

    @property
    def view(self) -> View:
        """Return its view: its own parameters, its tie and the other patrons."""
        return self.model.scene.views[self.model.patrons.index(self)]


class Hedger(Actor):
    """The small state: observes the offers, values the packages and divides its effort (stage 3).

    Attributes
    ----------
    own : HedgerStocks
        Stocks at the end of the last quarter.
    plan : Plan
        Strategy.
    beliefs : PerPatron[float]
        Probability that each patron is cold, as the hedger sees it (eq. 37).
    choice : Choice
        Effort shares of this quarter.
    """

    choice: Choice

    def __init__(self, model: Stage, label: str, own: HedgerStocks, plan: Plan) -> None:
        super().__init__(model, label)
        self.own = own
        self.plan = plan

    @property
    def beliefs(self) -> PerPatron[float]:
        """Return what it believed about each patron in the last quarter."""
        return tuple(tie.belief for tie in self.model.state.ties)

    def decide(self) -> None:
        """Divide the quarter's effort over the packages."""
        m = self.model
        self.choice = choice.choose_effort(
            m.case, self.plan, m.fixed, m.scene, m.offers, m.state, float(m.quarter)
        )
