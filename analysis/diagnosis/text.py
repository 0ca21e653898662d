"""What the text of a case says its state does, beside the regime that its start is called."""

import re
from collections.abc import Iterator

from ...model.outcomes import regime_name
from ...model.scenario.scenario import Scenario
from ..labels import lower_name
from .finding import Finding

SPEAKS = {
    "hedging": r"\bhedg\w*|\bmulti-?vector\w*|\bbalanc\w+ between\b|\bdoors? open\b",
    "bandwagon": r"\bbandwagon\w*|\bclient (?:of|state)\b|\bleans? on\b|\bloyal\b|\bsatellite\b|\bally of\b",
    "isolation": r"\bisolat\w*|\bself-reliant\b|\bhermit\b|\bgoes it alone\b",
}
"""Words of a title or question by the regime that they speak of."""
FITTING = {
    "hedging": {"hedging", "asymmetric_hedging", "mixed"},
    "bandwagon": {"bandwagon", "pivot", "asymmetric_hedging"},
    "isolation": {"isolation"},
}
"""Regimes that do not contradict such words."""
EMPTY = "What does this scenario ask, and why?"
"""How the question begins of a file that nobody has edited."""


def list_spoken(scenario: Scenario) -> list[str]:
    """Return the regimes of which a case's title and question speak."""
    text = f"{scenario.title} {scenario.question}".lower()
    return [regime for regime, words in SPEAKS.items() if re.search(words, text)]


def find_contradiction(scenario: Scenario, code: float) -> Iterator[Finding]:
    """Yield that a text speaks of one regime and the start, of this code, is called one that contradicts it.

    A text that speaks of several regimes compares them, and says nothing.
    """
    if scenario.question.startswith(EMPTY):
        advice = "write [question] first: it decides what the file needs"
        yield Finding("text", "question", "the question is that of the template", advice)
    spoken, called = list_spoken(scenario), regime_name(code, scenario.patrons)
    if len(spoken) == 1 and called.partition(":")[0] not in FITTING[spoken[0]]:
        yield Finding(
            "text",
            "regime",
            f"the text speaks of {spoken[0]}; by its conduct at the start the state is called"
            f" {lower_name(called)}",
            "check ties and rivalry of the start, or the text; hedgesim explain regime has the rules",
        )
