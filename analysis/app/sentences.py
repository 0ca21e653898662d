"""Sentences of the page: what a setting is, what its runs gave, and two settings side by side."""

from collections.abc import Mapping
from typing import NamedTuple

from ..compare.paired import estimate_mean
from ..labels import DIMENSIONS, OUTCOMES, input_name, regime_label, strategy_label
from .ensemble import Many
from .state import Setting, command_value


class Row(NamedTuple):
    """A measure of two settings: the means of each, and the second less the first with its 95% interval."""

    measure: str
    held: float
    now: float
    difference: float
    low: float
    high: float


def in_words(setting: Setting) -> str:
    """Return a setting in a line: scenario, strategy, and what was moved."""
    labels = setting.base.labels
    moved = [f"{input_name(path, labels)} {format_value(path, value)}" for path, value in setting.moved]
    return ", ".join([setting.base.title, strategy_label(setting.strategy, labels).lower(), *moved])


def format_value(path: str, value: float) -> str:
    """Return a value as people read it: an agreement by its name, a number with few digits."""
    return command_value(path, value) if path.endswith(".agreement") else f"{value:.4g}"


def summarise_runs(many: Many, labels: Mapping[str, str]) -> str:
    """Return what many runs gave, in two sentences."""
    means = many.means()
    three = ", ".join(f"{name} {means[name]:.3f}" for name in DIMENSIONS)
    shares = ", ".join(
        f"{regime_label(r, labels).lower()} {format_share(s)}" for r, s in many.regimes().items()
    )
    failed = int((~many.sound).sum())
    lost = f" {failed:,} of {len(many.sound):,} runs failed and are left out." if failed else ""
    return f"Means over all quarters: {three}; utility {means['utility']:.3f}. Runs end in: {shares}.{lost}"


def format_share(share: float) -> str:
    """Return a share of runs; a rare one is not called none."""
    return f"{share:.0%}" if share >= 0.005 else "below 1%"


def side_by_side(reference: Many, now: Many) -> list[Row]:
    """Return means of two settings and their differences, paired by run where both finished it."""
    both = reference.sound & now.sound
    rows = []
    for name in OUTCOMES:
        first, second = (m.values(f"{name}_mean")[both] for m in (reference, now))
        gap = estimate_mean(second - first)
        rows.append(
            Row(name, float(first.mean()), float(second.mean()), gap["mean"], gap["low"], gap["high"])
        )
    return rows


def describe_caution(reference: Setting, now: Setting) -> str:
    """Return what two settings do not share and a reader of their difference should know."""
    a, b = reference.base, now.base
    notes = []
    if (a.first_quarter, a.horizon) != (b.first_quarter, b.horizon):
        notes.append("They cover other quarters.")
    if reference.seed != now.seed:
        notes.append("Their seeds differ, so their runs do not meet the same shocks.")
    if a.patrons != b.patrons:
        notes.append("Their patrons differ.")
    return " ".join(notes)
