"""The four actors: who calls which rule and when. What they do is in :mod:`hedgesim.model.rules`."""

from __future__ import annotations

from typing import Protocol

import mesa

from ..rules import choice, patrons
from ..state import (
    Case,
    Choice,
    Fixed,
    Offer,
    Own,
    PatronRecord,
    Plan,
    Record,
    Scene,
    State,
    Three,
    Tie,
    View,
)


class Stage(Protocol):
    """What the actors read of the model that they are in: the quarter as it is played."""

    quarter: int
    fixed: Fixed
    scene: Scene
    patrons: list[Patron]

    @property
    def case(self) -> Case:
        """Return the parameters in force this quarter."""

    @property
    def offers(self) -> Three[Offer]:
        """Return what the patrons set this quarter."""

    @property
    def state(self) -> State:
        """Return all that is carried over from the last quarter."""


class Actor(mesa.Agent):
    """One of the four, with a place on security, economy and autonomy, each 0 to 1.

    Attributes
    ----------
    label : str
        Its name in words.
    record : Record or PatronRecord
        Its last quarter.
    """

    model: Stage
    record: Record | PatronRecord

    def __init__(self, model: Stage, label: str) -> None:
        super().__init__(model)
        self.label = label

    @property
    def security(self) -> float:
        """Return position on security (eq. 18, section 5)."""
        return self.record.security

    @property
    def economy(self) -> float:
        """Return position on economy (eq. 19, section 5)."""
        return self.record.economy

    @property
    def autonomy(self) -> float:
        """Return position on autonomy (eq. 20, section 5)."""
        return self.record.autonomy


class Patron(Actor):
    """A great power: looks at the ties of last quarter and sets what it offers (stage 2).

    Attributes
    ----------
    tie : Tie
        Its tie with the hedger at the end of last quarter.
    offer : Offer
        What it set this quarter.
    """

    offer: Offer

    def __init__(self, model: Stage, label: str, tie: Tie) -> None:
        super().__init__(model, label)
        self.tie = tie

    def decide(self) -> None:
        """Set coercion, inducement, arms supply, investment and agreement on what it sees."""
        self.offer = patrons.set_terms(self.model.case, self.view, self.model.scene.climate)

    @property
    def view(self) -> View:
        """Return what it sees: itself, its tie and its two rivals."""
        return self.model.scene.views[self.model.patrons.index(self)]


class Hedger(Actor):
    """The small state: looks at what patrons set, imagines packages and spreads its effort (stage 3).

    Attributes
    ----------
    own : Own
        Its stocks at the end of last quarter.
    plan : Plan
        Its strategy.
    choice : Choice
        How it spread its effort this quarter.
    """

    choice: Choice

    def __init__(self, model: Stage, label: str, own: Own, plan: Plan) -> None:
        super().__init__(model, label)
        self.own = own
        self.plan = plan

    def decide(self) -> None:
        """Spread the quarter's effort over the seven packages."""
        m = self.model
        self.choice = choice.choose_effort(
            m.case, self.plan, m.fixed, m.scene, m.offers, m.state, float(m.quarter)
        )
