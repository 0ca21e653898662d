"""Hold a setting of the page: scenario, strategy, shocks and moved inputs; write it as command or file."""

import json
import shlex
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from ...model.arguments import parse_whole_number
from ...model.parameters.lookup import LADDER, effort_paths
from ...model.scenario.files import builtin_scenarios, locate_file
from ...model.scenario.scenario import Scenario
from ...model.strategies import FIXED, HEDGE, MIX, TRIGGER, strategy_names
from ..design.batch import SEED, plan_batch
from ..design.columns import run_columns
from ..design.parameter_draws import BATCH_DRAWS, Draws
from ..ensembles.default import choose_draws, find_draws_for
from ..labels import SWITCHES

RUNS = 1000
"""Runs of the ensemble beside the single run."""


@dataclass(frozen=True)
class Setting:
    """The setting that the page shows; immutable.

    Attributes
    ----------
    source : str
        The scenario's name in commands: a built-in name or a file.
    base : Scenario
        The scenario without moved inputs.
    strategy : str
        Name of the hedger's strategy.
    seed, run : int
        Seed and number of the single run; the ensemble has the same seed and runs from 0 on.
    moved : tuple of (str, float)
        Paths and values that differ from the file's.
    point : bool
        Whether the scenario's own numbers are played, without draws of what is not known.
    case : Draws or None
        What is not known of the scenario's case.
    """

    source: str
    base: Scenario
    strategy: str = HEDGE
    seed: int = SEED
    run: int = 0
    moved: tuple[tuple[str, float], ...] = ()
    point: bool = False
    case: Draws | None = field(default=None, compare=False)

    @classmethod
    def load(cls, source: str) -> "Setting":
        """Load a scenario as a setting, with its strategy if it names exactly one, else ``hedge``.

        Raises
        ------
        InputError
            With every fault of the file.
        """
        base = Scenario.load(source.strip())
        alone = len(base.strategies) == 1
        case = find_draws_for(base).first(BATCH_DRAWS)
        return cls(source.strip(), base, base.strategies[0] if alone else HEDGE, case=case)

    def switch_scenario(self, source: str) -> "Setting":
        """Load another scenario with the same shocks, and with the same strategy if it can be played.

        Raises
        ------
        InputError
            With every fault of the file.
        """
        other = replace(Setting.load(source), seed=self.seed, run=self.run, point=self.point)
        known = self.strategy in playable_strategies(other.base)
        return other.replace_fields(strategy=self.strategy if known else other.strategy)

    @cached_property
    def scenario(self) -> Scenario:
        """Return the scenario with the moved inputs, checked like a file.

        Raises
        ------
        InputError
            With every fault of the moved inputs.
        """
        return self.base.vary(dict(self.moved))

    @cached_property
    def draws(self) -> Draws | None:
        """Return the draws that runs take in turn, None where they play the scenario's own numbers.

        Raises
        ------
        InputError
            If a draw does not fit the moved inputs.
        """
        return None if self.point else choose_draws(self.case, [self.scenario], [p for p, _ in self.moved])

    @cached_property
    def single(self) -> Scenario:
        """Return the scenario of the single run, with the values of its draw.

        Raises
        ------
        InputError
            If the draw does not fit the moved inputs.
        """
        columns = run_columns(self.scenario, self.draws, np.array([self.run]))
        return self.scenario.vary({path: float(values[0]) for path, values in columns.items()})

    def value(self, path: str) -> float:
        """Return the present value of a path: the moved one, else that of the file."""
        return dict(self.moved).get(path, self.base.values[path])

    def replace_value(self, path: str, value: float) -> "Setting":
        """Return a setting with another value; a value equal to the file's is not stored as moved.

        Raises
        ------
        InputError
            If the value is not allowed.
        """
        kept = {p: v for p, v in self.moved if p != path}
        if value != self.base.values[path]:
            kept[path] = value
        return self.replace_fields(moved=tuple(kept.items()))

    def replace_shocks(self, name: str, text: object) -> "Setting":
        """Return a setting with another ``seed`` or ``run``, given as the text of a field.

        Raises
        ------
        InputError
            If the text is no whole number of 0 or more.
        """
        return self.replace_fields(**{name: parse_whole_number(name, str(text))})

    def replace_strategy(self, strategy: str) -> "Setting":
        """Return a setting with another strategy.

        Raises
        ------
        InputError
            If the scenario cannot be played with it.
        """
        return self.replace_fields(strategy=strategy)

    def replace_fields(self, **changes: object) -> "Setting":
        """Return a setting with changed fields; raise an InputError if it could not be played."""
        setting: Setting = replace(self, **changes)  # type: ignore[arg-type]
        plan_batch(
            [setting.scenario],
            [setting.strategy],
            runs=1,
            first_run=setting.run,
            seed=setting.seed,
            draws=setting.draws,
        )
        return setting

    @property
    def title(self) -> str:
        """Return the scenario's title, marked if inputs were moved."""
        return self.base.title + (", moved" if self.moved else "")

    @property
    def sets(self) -> list[str]:
        """Return the moved inputs in the form of ``--set``: ``path=value``."""
        return [f"{path}={command_value(path, value)}" for path, value in self.moved]


def playable_strategies(scenario: Scenario) -> list[str]:
    """List the strategies of a scenario that any values allow; ``fixed`` only if it gives the shares."""
    has_shares = any(path in scenario.values for path in effort_paths(scenario.patrons))
    return [
        name
        for name in strategy_names(scenario.patrons)
        if name not in {MIX, TRIGGER} and (has_shares or name != FIXED)
    ]


def command_value(path: str, value: float) -> str:
    """Format a value for a command line: a step by its name, a switch as true or false, else all digits."""
    if path in SWITCHES:
        return "true" if value > 0.5 else "false"
    if path.endswith(".agreement") and value in range(len(LADDER)):
        return LADDER[int(value)]
    return repr(float(value))


def run_command(s: Setting) -> str:
    """Compose the command line that plays the single run."""
    words = [
        "hedgesim",
        "run",
        s.source,
        "--strategy",
        s.strategy,
        "--seed",
        str(s.seed),
        "--run",
        str(s.run),
    ]
    return shlex.join([*words, *set_options(s)])


def batch_command(s: Setting) -> str:
    """Compose the command line that plays the ensemble."""
    words = ["hedgesim", "batch", s.source, "--strategies", s.strategy]
    words += ["--runs", str(RUNS), "--seed", str(s.seed)]
    return shlex.join([*words, *set_options(s)])


def answer_command(s: Setting) -> str:
    """Compose the command line that plays all strategies and ends with the page's verdict."""
    words = ["hedgesim", "batch", s.source, "--strategies", "all", "--seed", str(s.seed)]
    return shlex.join([*words, *set_options(s)])


def ladder_command(s: Setting) -> str:
    """Compose the command line that computes the ladder of premiums."""
    return shlex.join(["hedgesim", "ladder", s.source, "--seed", str(s.seed), *set_options(s)])


def set_options(s: Setting) -> list[str]:
    """Put ``--set`` before each change, and add ``--point`` where no draws are carried."""
    return [*(word for each in s.sets for word in ("--set", each)), *(["--point"] if s.point else [])]


def format_toml(s: Setting) -> str:
    """Format the setting as a scenario file that extends the opened one."""
    title = json.dumps(s.title, ensure_ascii=False)
    lines = [
        "# Saved by `hedgesim app`. The same on a command line:",
        f"#   {run_command(s)}",
        f"#   {batch_command(s)}",
        f"title = {title}",
        f"extends = {json.dumps(extends_name(s.source), ensure_ascii=False)}",
        f"strategies = {json.dumps([s.strategy])}",
    ]
    moved = [f"{path} = {toml_value(path, value)}" for path, value in s.moved]
    return "\n".join([*lines, *([""] if moved else []), *moved, ""])


def toml_value(path: str, value: float) -> str:
    """Format a value for a scenario file: as for a command line, with the name of a step in quotes."""
    text = command_value(path, value)
    return json.dumps(text) if path.endswith(".agreement") else text


def extends_name(source: str) -> str:
    """Return the scenario's name for ``extends``; of a file its absolute path."""
    return source if source in builtin_scenarios() else str(locate_file(source).resolve())


def file_name(s: Setting) -> str:
    """Compose a name for the saved file from that of the scenario."""
    return f"{Path(s.source).stem}_setting.toml"
