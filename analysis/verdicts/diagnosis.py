"""What a diagnosis says of a case: what was found, how the strategies stand, and what decides."""

from ..diagnosis.diagnosis import Diagnosis
from ..explore.screen import RUNS
from .verdict import Quantity, Verdict, count, write_verdict


def judge_diagnosis(d: Diagnosis) -> Verdict:
    """Say how many findings there are, how hedge stands against the best other, and what turns that."""
    sign = 1.0 if d.gap["mean"] >= 0.0 else -1.0
    low, high = sorted(sign * d.gap[end] for end in ("low", "high"))
    return write_verdict(
        "{found} {findings} in {case}. At its own numbers hedge is {gap} of utility {side} {rival}"
        " ({gap:range} over {runs} runs), the best of {others} others, chosen after the fact. Of {guesses}"
        " guesses and defaults {turning} can turn that order alone{most}.",
        found=count(len(d.findings)),
        findings="finding" if len(d.findings) == 1 else "findings",
        case=d.scenario.name,
        gap=Quantity(sign * d.gap["mean"], low, high, doubt="95% of the mean over runs", against=d.rival),
        side="ahead of" if sign > 0.0 else "behind",
        rival=d.rival,
        others=count(len(d.means) - 1),
        runs=count(RUNS),
        guesses=count(len(d.candidates)),
        turning=count(sum(c.turns for c in d.candidates)),
        most=describe_most(d),
    )


def describe_most(d: Diagnosis) -> str:
    """Name what turns the order, and the value that moves the difference most where that is another."""
    turning = [c.path for c in d.candidates if c.turns]
    if not turning:
        return f"; {d.candidates[0].path} moves the difference most" if d.candidates else ""
    text = f" ({'most of all ' if len(turning) > 1 else ''}{turning[0]})"
    most = d.candidates[0].path
    return f"{text}; set it first" if most == turning[0] else f"{text}; {most} moves the difference most"
