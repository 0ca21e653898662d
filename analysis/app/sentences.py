"""Describe settings and results in sentences of the page, and compare two settings."""

from collections.abc import Mapping
from typing import NamedTuple

from ...model.outcomes import DIMENSIONS, INDICES
from ..compare.paired import estimate_mean
from ..labels import input_name, lower_first, regime_label, strategy_label
from .ensemble import EnsembleResult
from .state import Setting, command_value


class Row(NamedTuple):
    """One outcome of two settings: both means, and their difference (now less held) with 95% interval."""

    measure: str
    held: float
    now: float
    difference: float
    low: float
    high: float


def describe_setting(setting: Setting) -> str:
    """Describe a setting in one line: scenario, strategy, and the moved inputs."""
    strategy = lower_first(strategy_label(setting.strategy, setting.base.labels))
    return ", ".join([setting.base.title, strategy, *describe_moves(setting)])


def describe_moves(setting: Setting) -> list[str]:
    """Describe each moved input with its value."""
    labels = setting.base.labels
    return [f"{input_name(path, labels)} {format_value(path, value)}" for path, value in setting.moved]


def format_value(path: str, value: float) -> str:
    """Format a value for reading: an agreement by its name, a number with four digits."""
    return command_value(path, value) if path.endswith(".agreement") else f"{value:.4g}"


def summarise_runs(many: EnsembleResult, labels: Mapping[str, str]) -> str:
    """Describe the results of many runs in two sentences: means, and final regimes."""
    means = many.means()
    three = ", ".join(f"{name} {means[name]:.3f}" for name in DIMENSIONS)
    shares = ", ".join(
        f"{lower_first(regime_label(r, labels))} {format_share(s)}" for r, s in many.regimes().items()
    )
    failed = int((~many.sound).sum())
    lost = f" {failed:,} of {len(many.sound):,} runs failed and are left out." if failed else ""
    return f"Means over all quarters: {three}; utility {means['utility']:.3f}. Runs end in: {shares}.{lost}"


def format_share(share: float) -> str:
    """Format a share in percent; a rare one as ``below 1%`` instead of ``0%``."""
    return f"{share:.0%}" if share >= 0.005 else "below 1%"


def compare_settings(reference: EnsembleResult, now: EnsembleResult) -> list[Row]:
    """Compute means and differences of two settings, paired over the runs that both finished."""
    both = reference.sound & now.sound
    rows = []
    for name in INDICES:
        first, second = (m.values(f"{name}_mean")[both] for m in (reference, now))
        gap = estimate_mean(second - first)
        rows.append(
            Row(name, float(first.mean()), float(second.mean()), gap["mean"], gap["low"], gap["high"])
        )
    return rows


def describe_caution(reference: Setting, now: Setting) -> str:
    """Describe what makes two settings hard to compare: other quarters, seeds or patrons."""
    a, b = reference.base, now.base
    notes = []
    if (a.first_quarter, a.horizon) != (b.first_quarter, b.horizon):
        notes.append("They cover other quarters.")
    if reference.seed != now.seed:
        notes.append("Their seeds differ, so their runs do not meet the same shocks.")
    if a.patrons != b.patrons:
        notes.append("Their patrons differ.")
    return " ".join(notes)
