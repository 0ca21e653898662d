"""Print numbers: fixed decimals, intervals, percentages."""

import math


def format_fixed(value: float, digits: int = 3, *, sign: bool = False) -> str:
    """Format a number with fixed decimals; NaN as a dash."""
    if math.isnan(value):
        return "-"
    text = f"{value:+.{digits}f}" if sign else f"{value:.{digits}f}"
    return text if float(text) or not sign else f" {text[1:]}"  # no sign on a zero


def format_interval(value: float, low: float, high: float, digits: int = 3, *, sign: bool = False) -> str:
    """Format a value with its interval: ``0.412 [0.405, 0.419]``; without one the value alone."""
    text = format_fixed(value, digits, sign=sign)
    if math.isnan(low):
        return text
    return f"{text} [{format_fixed(low, digits, sign=sign)}, {format_fixed(high, digits, sign=sign)}]"


def count_decimals(*values: float) -> int:
    """Compute the decimals that give the largest of some values three significant digits; at most 6."""
    largest = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    return 3 if largest == 0.0 else min(6, max(0, 2 - math.floor(math.log10(largest))))


def format_percent(share: float) -> str:
    """Format a share in percent; zero as a dot, so that other values are easy to find."""
    return "." if share == 0.0 else f"{100.0 * share:.0f}%"
