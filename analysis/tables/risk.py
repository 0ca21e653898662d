"""Format scores of risk as text: the insurance part, the leads of hedging, then the scores."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ...model.text import shell_word
from ..explore.risk.question import CALM, MOODS
from ..explore.risk.result import AT_MEAN, LEAD, Risk
from ..explore.risk.scores import SCORES, SPELL
from ..numerals import format_fixed
from ..verdicts.risk import MEAN, TAIL, describe_reference, find_rows
from .parts.estimates import (
    HALF_NOTE,
    format_gain,
    format_mean,
    format_share,
    format_spread,
    has_draws,
    is_sure,
    note_doubts,
    take_estimate,
)
from .sheet import BOLD, Sheet

MOST_SCORES = 5
"""Strategies whose scores are printed unless more are asked for."""
DIGITS = 5
"""Decimals of leads: what moods add to one is often a few ten-thousandths."""
SHOWN = ("mean", "cvar10_quarters", "cvar10_runs")
"""Scores whose insurance part is shown of every strategy."""
HEADS = {
    "mean": "mean",
    "cvar10_quarters": "worst tenth\nof quarters",
    "cvar10_runs": "worst tenth\nof runs",
    "certainty_equivalent": "certainty\nequivalent",
    "below_floor": "below\nfloor",
    "collapse": "collapse",
}
WORLDS = {MOODS: "Scores with moods", CALM: "Scores with moods at their mean"}
INSURANCE_NOTE = (
    "What moods add to the lead over the reference: the lead with moods less the lead with moods at their"
    " mean, which is that without hazards (to rounding). A lean is a fixed mix; a bandwagon adapts."
)

OWN_NOTE = (
    "A score is that of all runs of all draws; between draws is the spread of each draw's own scores, where a"
    " tail is that of the draw's runs."
)

Row = dict[str, Any]


def risk_sheets(found: Risk) -> list[Sheet]:
    """Build the insurance part over each reference, the leads of each subject, and the scores."""
    if not found.moody:
        advice = f"For moods: hedgesim risk {shell_word(found.scenario)} {found.advice}"
        scores = scores_sheet(found, MOODS, "Scores")
        return [replace(scores, notes=[*scores.notes, advice]), *leads_sheets(found)]
    first, *others = (insurance_sheet(found, reference) for reference in found.references)
    lead, *leads = leads_sheets(found)
    moods, calm = (scores_sheet(found, world, title) for world, title in WORLDS.items())
    details = [in_full_sheet(found, found.references[0]), *others, *leads, calm]
    return [first, lead, moods, *(replace(sheet, detail=True) for sheet in details)]


def format_part(row: Row, name: str = "") -> str:
    """Format an estimate, or another one of the row that stands in columns of a name, with its doubts."""
    return format_gain(take_estimate(row, name) if name else row, DIGITS).strip()


def insurance_sheet(found: Risk, reference: str) -> Sheet:
    """Build the table of the insurance part over a reference, a line for each strategy."""
    rows = {name: find_rows(found, name, reference) for name in list_compared(found, reference)}
    carried = has_draws([row[TAIL] for row in rows.values()])
    cells = [
        [
            name,
            *tail_cells(row[TAIL], carried=carried),
            format_mean(row[MEAN], DIGITS),
        ]
        for name, row in rows.items()
    ]
    last = len(cells[0]) - 1
    sure = {
        (at, k)
        for at, row in enumerate(rows.values())
        for k, s in ((1, TAIL), (last, MEAN))
        if is_sure(row[s])
    }
    draws = ["5 to 95% of draws", "above\n0"] if carried else []
    notes = [
        f"{INSURANCE_NOTE} Tail: worst tenth of quarters. {BOLD}:"
        f" {'draws leave' if carried else 'the interval leaves'} out 0."
    ]
    title = f"Insurance part, compared with {describe_reference(reference)}"
    return Sheet(title, ["strategy", "in the tail", *draws, "in the mean"], cells, frozenset(sure), notes)


def tail_cells(row: Row, *, carried: bool) -> list[str]:
    """Format the insurance part in the tail: with its draws and their share above 0, else its interval."""
    if not carried:
        return [format_mean(row, DIGITS)]
    return [format_fixed(row["mean"], DIGITS, sign=True), format_spread(row, DIGITS), format_share(row)]


def list_compared(found: Risk, reference: str) -> list[str]:
    """List the strategies compared with a reference: all with the first, subjects alone with others."""
    table = found.insurance[found.insurance["reference"] == reference]
    names = [str(name) for name in table["strategy"].unique()]
    return names if reference == found.references[0] else [name for name in names if name in found.subjects]


def in_full_sheet(found: Risk, reference: str) -> Sheet:
    """Build the table of the insurance part of every strategy in three scores, with both doubts."""
    rows = {name: find_rows(found, name, reference) for name in list_compared(found, reference)}
    cells = [[name, *(format_part(row[score]) for score in SHOWN)] for name, row in rows.items()]
    shown = [row[score] for row in rows.values() for score in SHOWN]
    bold = {
        (at, k) for at, row in enumerate(rows.values()) for k, s in enumerate(SHOWN, 1) if is_sure(row[s])
    }
    notes = [*note_doubts(shown, HALF_NOTE), *([OWN_NOTE] if has_draws(shown) else [])]
    title = f"Insurance part in full, compared with {describe_reference(reference)}"
    return Sheet(title, ["strategy", *(HEADS[s] for s in SHOWN)], cells, frozenset(bold), notes)


def leads_sheets(found: Risk) -> Iterator[Sheet]:
    """Yield for each subject the table of its lead over the first reference in all scores."""
    columns = {"with moods": LEAD, "at their mean": AT_MEAN, "insurance part": ""}
    if not found.moody:
        columns = {"lead": LEAD}
    for subject in found.subjects:
        rows = find_rows(found, subject, found.references[0])
        cells = [
            [words, *(format_part(rows[score], name).partition("\n")[0] for name in columns.values())]
            for score, words in SCORES.items()
        ]
        bold = {
            (at, place)
            for at, score in enumerate(SCORES)
            for place, name in enumerate(columns.values(), 1)
            if is_sure(take_estimate(rows[score], name) if name else rows[score])
        }
        title = f"{subject} less {describe_reference(found.references[0])}"
        yield Sheet(title, ["score", *columns], cells, frozenset(bold))


def scores_sheet(found: Risk, world: str, title: str) -> Sheet:
    """Build the table of all scores of every strategy in a world, the best mean first."""
    table = found.scores[found.scores["world"] == world]
    means = {str(n): dict(zip(p["score"], p["mean"], strict=True)) for n, p in table.groupby("strategy")}
    names = sorted(means, key=lambda name: -means[name]["mean"])
    cells = [[name, *(format_fixed(means[name][score], 4) for score in SCORES)] for name in names]
    notes = [
        f"{found.runs:,} runs, seed {found.seed}, the same shocks everywhere. Certainty equivalent at an"
        f" aversion of {found.aversion:g}. Below floor: share of runs with {SPELL} quarters in a row below"
        f" {format_fixed(found.level)}, {100.0 * found.floor:g}% of utility in the opening record.",
    ]
    return Sheet(title, ["strategy", *HEADS.values()], cells, notes=notes, limit=MOST_SCORES)
