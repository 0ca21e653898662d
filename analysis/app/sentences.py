"""Describe settings and results in sentences of the page."""

from collections.abc import Mapping

from ...model.outcomes import DIMENSIONS
from ..labels import SWITCHES, input_name, lower_first, regime_label, strategy_label
from .ensemble import EnsembleResult
from .state import Setting, command_value


def describe_setting(setting: Setting) -> str:
    """Describe a setting in one line: scenario, strategy, and the moved inputs."""
    strategy = lower_first(strategy_label(setting.strategy, setting.base.labels))
    return ", ".join([setting.base.title, strategy, *describe_moves(setting)])


def describe_carried(setting: Setting) -> str:
    """Describe in a sentence what the runs carry of what is not known."""
    if setting.draws is None:
        return "Runs play these numbers as they stand, without draws of what is not known."
    name, count = setting.draws.name, setting.draws.count
    return f"Runs take {count} draws of what is not known in turn ({name}); what you move beats its draw."


def describe_moves(setting: Setting) -> list[str]:
    """Describe each moved input with its value."""
    labels = setting.base.labels
    return [f"{input_name(path, labels)} {format_value(path, value)}" for path, value in setting.moved]


def format_value(path: str, value: float) -> str:
    """Format a value for reading: an agreement by its name, a switch, or a number with four digits."""
    if path in SWITCHES:
        return "on" if value > 0.5 else "off"
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
