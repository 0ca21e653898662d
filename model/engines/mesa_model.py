"""The Mesa model: one run of one hedger and its patrons, with a data collector."""

from functools import partial

import mesa

from ..arguments import normalise_arguments
from ..noise import draws_at
from ..outcomes import Value, path_columns, path_row
from ..rules.initial_state import begin
from ..rules.quarter import apply_consequences, observe_world, opening
from ..rules.records.running_totals import add_record, empty, window_weights
from ..scenario.scenario import Scenario
from ..state import Case, Offer, PerPatron, Plan, Record, Scene, State
from ..strategies import plan_for
from .mesa_agents import Actor, Hedger, Patron
from .reference import Run, check_finite, explain_errors, summarise_run

AGENT_COLUMNS = ("label", "security", "economy", "autonomy")


def read_last(model: "HedgingModel", place: int) -> float:
    """Return the number at ``place`` of the last recorded row: a model reporter that can be pickled."""
    return model.row[place]


def place_of(actor: Actor, dimension: str) -> object:
    """Return an actor's label or position on a dimension: an agent reporter that can be pickled."""
    return getattr(actor, dimension)


class HedgingModel(mesa.Model):
    """One run: stages world, patrons, hedger, consequences, record in every quarter (ODD section 3).

    Parameters
    ----------
    spec : str or Scenario
        A scenario, the name of a built-in one such as ``belarus/baseline``, or the path of a file.
    strategy : str or Plan
        The hedger's strategy.
    run : int
        Number of the run: the same seed and run give the same shocks in every scenario.
    rng : int, optional
        Seed of the random numbers; None, which Mesa 3.5's ``batch_run`` passes by default, counts as 0.
    **changes : object
        Parameters to change, by the paths used in scenario files, so that ``mesa.batch_run`` can sweep them.

    Raises
    ------
    InputError
        If the scenario, the strategy or a change is not valid.

    Notes
    -----
    Row 0 of the data collector is the state before the first quarter, row k the end of the k-th quarter.
    ``running`` turns False at the step after the last quarter, which changes nothing: Mesa 3.3's
    ``batch_run`` reports the row of the last step but one, and so finds the last quarter there.
    """

    @normalise_arguments
    def __init__(
        self,
        spec: str | Scenario = "belarus/baseline",
        strategy: str | Plan = "hedge",
        run: int = 0,
        rng: int | None = 0,
        **changes: object,
    ) -> None:
        self.seed_number, self.run_number = rng or 0, run
        super().__init__(rng=self.seed_number)
        loaded = spec if isinstance(spec, Scenario) else Scenario.load(spec)
        self.spec = loaded.vary(changes) if changes else loaded
        self.timeline = self.spec.timeline()
        self.start = self.spec.start()
        self.quarter = 0
        plan = plan_for(self.spec, strategy) if isinstance(strategy, str) else strategy
        self.plan = plan
        with explain_errors(self.timeline[0], plan, 0):
            self.fixed, first = begin(self.timeline[0], self.start)
        self.climate = first.climate
        labels = [self.spec.labels[p] for p in self.spec.patrons]
        self.hedger = Hedger(self, self.spec.hedger, first.own, plan)
        self.patrons = [Patron(self, name, tie) for name, tie in zip(labels, first.ties, strict=True)]
        self.summary, self.records = empty(0.0, len(self.patrons)), list[Record]()
        self.take_down(opening(self.case, self.fixed, first))
        self.collect_first()

    def collect_first(self) -> None:
        """Create the data collector and write row 0."""
        names = path_columns(self.spec.patrons)
        self.datacollector = mesa.DataCollector(
            model_reporters={name: partial(read_last, place=k) for k, name in enumerate(names)},
            agent_reporters={name: partial(place_of, dimension=name) for name in AGENT_COLUMNS},
        )
        self.datacollector.collect(self)

    @property
    def case(self) -> Case:
        """Return the parameters in force this quarter."""
        return self.timeline[min(self.quarter, len(self.timeline) - 1)]

    @property
    def state(self) -> State:
        """Return the state of agents and world at the end of the last quarter."""
        return State(ties=tuple(p.tie for p in self.patrons), own=self.hedger.own, climate=self.climate)

    @property
    def offers(self) -> PerPatron[Offer]:
        """Return this quarter's decisions of the patrons."""
        return tuple(p.offer for p in self.patrons)

    def step(self) -> None:
        """Simulate one quarter; the step after the last quarter only sets ``running`` to False."""
        if self.quarter >= len(self.timeline):
            self.running = False
            return
        with explain_errors(self.case, self.plan, self.quarter):
            after, record = self.played()
        check_finite(record, self.quarter)
        self.settle(after, record)

    def played(self) -> tuple[State, Record]:
        """Compute a quarter: patrons decide, then the hedger, then the consequences follow."""
        draws = draws_at(self.seed_number, self.run_number, self.quarter, len(self.patrons))
        self.scene: Scene = observe_world(self.case, self.fixed, self.state, draws)
        for patron in self.patrons:
            patron.decide()
        self.hedger.decide()
        return apply_consequences(
            self.case, self.fixed, self.scene, self.offers, self.hedger.choice, self.state, draws
        )

    def settle(self, after: State, record: Record) -> None:
        """Store the new state in the agents, add the quarter to the totals and collect its data."""
        for patron, tie in zip(self.patrons, after.ties, strict=True):
            patron.tie = tie
        self.hedger.own, self.climate = after.own, after.climate
        number, horizon = float(self.quarter), float(len(self.timeline))
        self.summary = add_record(self.summary, record, window_weights(number, horizon), number)
        self.records.append(record)
        self.take_down(record)
        self.quarter += 1
        self.datacollector.collect(self)

    def take_down(self, record: Record) -> None:
        """Store the record of a quarter as a row of numbers, and each actor's part of it in the actor."""
        self.row = path_row(record)
        self.hedger.record = record
        for patron, part in zip(self.patrons, record.patrons, strict=True):
            patron.record = part

    def finished_run(self) -> Run:
        """Build the finished run, equal to the result of ``simulate_run``."""
        outcome = summarise_run(self.timeline[-1], self.fixed, self.summary, self.records)
        return Run(tuple(self.records), outcome, self.spec.patrons)

    @property
    def outcomes(self) -> dict[str, Value]:
        """Compute the outcomes of the quarters simulated so far, by column name."""
        return self.finished_run().outcomes
