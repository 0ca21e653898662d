"""Words of a verdict, fixed in code, and the interval that decides which a support reaches."""

from collections.abc import Iterable
from math import sqrt

ROBUST, LIKELY, CONTESTED, UNLIKELY, REFUTED = "robust", "likely", "contested", "unlikely", "refuted"
WORDS = {ROBUST: 0.90, LIKELY: 0.67, CONTESTED: 0.33, UNLIKELY: 0.10, REFUTED: 0.0}
"""Words from the best to the worst, and the support from which each holds. Between the thresholds of
``likely`` and ``unlikely`` lies what is contested: it is above .33, ``unlikely`` above .10."""
LEAST = (ROBUST, LIKELY)
"""Words that hold at their threshold too; the others hold above it."""
STANDARD_ERRORS = 1.959963984540054
"""Half width in standard errors of a 95% interval."""


def choose_word(support: float) -> str:
    """Return the word of a support between 0 and 1."""
    for word, threshold in WORDS.items():
        if support > threshold or (word in LEAST and support >= threshold):
            return word
    return REFUTED


def list_words(low: float, high: float) -> list[str]:
    """List the words that an interval of the support reaches, from the best to the worst."""
    words = list(WORDS)
    return words[words.index(choose_word(high)) : words.index(choose_word(low)) + 1]


def compute_wilson(support: float, count: float, errors: float = STANDARD_ERRORS) -> tuple[float, float]:
    """Compute the interval of a share by Wilson (1927).

    Parameters
    ----------
    support : float
        The share, 0 to 1.
    count : float
        Number of draws that it is a share of; with weights w that sum to 1, 1 / sum w^2 (Kish 1965).
    errors : float
        Half width in standard errors.
    """
    z = errors * errors / count
    middle = (support + z / 2.0) / (1.0 + z)
    half = sqrt(z * (support * (1.0 - support) + z / 4.0)) / (1.0 + z)
    # rounding may put an end at the wrong side of a share of 0 or 1
    return max(0.0, min(support, middle - half)), min(1.0, max(support, middle + half))


def describe_words(word: str, reached: Iterable[str]) -> str:
    """Return a verdict: the word, then the others that its interval reaches (``likely or contested``)."""
    return " or ".join([word, *(other for other in reached if other != word)])
