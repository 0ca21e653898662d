"""Format a game of patrons as text: what strategies earn, who comes to rest where, who gains by what."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...model.parameters.lookup import INTERESTS
from ..compare.paired import list_rows
from ..games.result import BANDWAGON, INTEREST_WORDS, LAST, NO_CHOICE, OBSERVED, RANDOM, SOLUTIONS, Game
from ..games.survey import SETS
from ..numerals import format_fixed, format_interval
from ..verdicts.game import select_contrast
from .parts.estimates import format_mean, format_share, format_spread, has_draws, is_sure
from .sheet import BOLD, Sheet

Row = dict[str, Any]

MOST_POLICIES = 9
"""Policies in the table of the likeliest, the same number of each patron."""
LEAST = 0.005
"""Policies that are less likely are not listed."""
HEADS = {
    "influence": "influ-\nence",
    "rival": "denial\nto\nrivals",
    "trade": "trade",
    "money": "money\nkept",
    "coercing": "coer-\ncion\nspared",
    "security": "secu-\nrity\ntie",
    "stability": "stable\nclient",
    "principle": "prin-\nciple",
}
"""Interests as heads of narrow columns; in a line: INTEREST_WORDS."""


def game_sheets(found: Game) -> list[Sheet]:
    """Build the tables of a game: differences, utility and where patrons rest first; the rest are details."""
    policies = policies_sheet(found)
    details = [policies, gains_sheet(found, found.main)]
    details += [survey_sheet(found)] if len(found.survey) else []
    sheets = [contrasts_sheet(found)] if list_contrasts(found) else []
    sheets += [strategies_sheet(found), replace(likely_sheet(policies), title="Likeliest policies at rest")]
    if len(found.inverse):
        first, *others = inverse_sheets(found)
        sheets[-1], details = first, [*details, *others]
    return [*sheets, *(replace(sheet, detail=True) for sheet in details)]


def list_contrasts(found: Game) -> dict[str, Row]:
    """Return the differences of strategies that answer a question, by what they are."""
    contrasts = {
        "hedge over the best bandwagon, at rest": ("hedge", "rest", BANDWAGON),
        "hedge over it, at the policies in use": ("hedge", OBSERVED, BANDWAGON),
        "hedge over it, random interests": ("hedge", RANDOM, BANDWAGON),
        "mix over the best bandwagon, at rest": ("mix", "rest", BANDWAGON),
        "mix less hedge, at rest": ("mix", "rest", "hedge"),
        "equidistance less hedge, at rest": ("equidistance", "rest", "hedge"),
    }
    rows = {words: select_contrast(found, *key) for words, key in contrasts.items()}
    return {words: row for words, row in rows.items() if row is not None}


def contrasts_sheet(found: Game) -> Sheet:
    """Build the table of differences of utility, with both doubts."""
    rows = list_contrasts(found)
    carried = has_draws(rows.values())
    cells = [
        [words, format_mean(row), *([format_spread_or_dash(row), format_share(row)] if carried else [])]
        for words, row in rows.items()
    ]
    bold = frozenset((at, 1) for at, row in enumerate(rows.values()) if is_sure(row))
    heads = ["difference of utility", "mean", *(["5 to 95%\nof draws", "above\n0"] if carried else [])]
    kind = "draws leave" if carried else "the interval leaves"
    notes = [f"\N{PLUS-MINUS SIGN}: half of the mean's 95% interval. {BOLD}: {kind} out 0."]
    return Sheet(f"{found.scenario}: {found.title}", heads, cells, bold, notes)


def format_spread_or_dash(row: Row) -> str:
    """Format the spread between draws; a dash where there are none."""
    return format_spread(row) if has_draws([row]) else "-"


def strategies_sheet(found: Game) -> Sheet:
    """Build the table of the hedger's utility with each strategy at the policies in use and at rest."""
    rows = list_rows(found.strategies)
    cells = [
        [
            "hedger moves last" if row["strategy"] == LAST else row["strategy"],
            *(format_fixed(row[key], 4) for key in ("observed", "qre", "nash", "respond")),
            *(f"{100.0 * row[key]:.0f}%" for key in ("none", "several", "cycles")),
        ]
        for row in rows
    ]
    heads = [
        "strategy",
        "policies\nin use",
        "QRE",
        "pure\nNash",
        "responses\nend",
        "no\nNash",
        "several",
        "cycles",
    ]
    notes = [
        f"QRE: logit quantal response of precision {found.precision:g}. Responses: patrons in turn take"
        " their best policy; a cycle is averaged. At the right: share of games without a pure Nash"
        " equilibrium, with several, with a cycle.",
    ]
    return Sheet(f"{found.scenario}: utility of {found.labels['hedger']}", heads, cells, notes=notes)


def doubt_note(found: Game) -> str:
    """Say what the game was played on."""
    runs = f"{found.runs} run{'' if found.runs == 1 else 's'} each"
    size = f"{found.profiles} combinations of policies, {runs}, seed {found.seed}"
    if not found.draws:
        return f"{size}; intervals are 95%, over runs at these policies. --parameters-from adds parameters."
    aside = f"; the menus stand for what it says of {', '.join(found.set_aside)}" if found.set_aside else ""
    return f"{size}, in {found.draws} draws of {found.source}{aside}; intervals are 5% to 95% of draws."


def likely_sheet(policies: Sheet) -> Sheet:
    """Build the table of the likeliest policies of each patron."""
    by_patron: dict[str, list[Sequence[str]]] = {}
    for row in policies.rows:
        by_patron.setdefault(row[0], []).append(row)
    number = max(1, MOST_POLICIES // max(1, len(by_patron)))
    rows = [row for part in by_patron.values() for row in sorted(part, key=likelihood)[:number]]
    notes = [f"Probability at rest against a strategy; the {number} likeliest policies of each patron."]
    return replace(policies, rows=rows, notes=notes)


def likelihood(row: Sequence[str]) -> float:
    """Return the key by which likely policies come first."""
    return -max(float(cell.replace("-", "0")) for cell in row[2:])


def policies_sheet(found: Game) -> Sheet:
    """Build the table of where patrons come to rest: each likely policy against some strategies."""
    names = [n for n in found.strategies["strategy"] if n in {"hedge", "mix", LAST} or n == found.main]
    names += [n for n in [found.best_bandwagon] if n and n not in names]
    rows = list_rows(found.policies)
    likely = {(r["strategy"], r["patron"], r["policy"]): float(r["probability"]) for r in rows}
    cells = []
    for row in (r for r in rows if r["strategy"] == names[0]):
        shares = [likely[name, row["patron"], row["policy"]] for name in names]
        if (max(shares) >= LEAST or row["observed"]) and row["policy"] != NO_CHOICE:
            mark = " (in use)" if row["observed"] else ""
            shown = (format_fixed(share, 2) for share in shares)
            cells.append([found.labels[row["patron"]], f"{row['policy']}{mark}", *shown])
    heads = [
        "patron",
        "policy",
        *("hedger\nmoves\nlast" if n == LAST else n.replace(":", ":\n") for n in names),
    ]
    notes = [
        f"Probability of each policy at rest against a strategy; below {LEAST:g} everywhere left out.",
        doubt_note(found),
    ]
    settled = float(found.strategies["settled"].min())
    if settled < 1.0:
        share = 100.0 * (1.0 - settled)
        notes.append(f"Games without such a rest are left out: up to {share:.0f}% against a strategy.")
    title = f"Where patrons come to rest ({SOLUTIONS[found.solve]})"
    return Sheet(title, heads, cells, notes=notes, left=frozenset({0, 1}))


def survey_sheet(found: Game) -> Sheet:
    """Build the table of which interests make hedging fare well, over sets drawn at random."""
    rows = {(row["patron"], row["interest"]): row for row in list_rows(found.survey)}
    patrons = dict.fromkeys(patron for patron, _ in rows)
    cells = [
        [
            found.labels[patron],
            *(format_correlation(rows.get((patron, n))) for n in INTERESTS),
        ]
        for patron in patrons
    ]
    notes = [
        f"Correlation of a patron's weight with hedge less the best bandwagon, over {SETS} sets of interests"
        " drawn at random (logit quantal response). Above 0: hedging tends to do better where the weight is"
        " larger. A dot: not clearly different from 0 (95%, so that one in twenty is by chance), or no"
        " policy of the patron moves it."
    ]
    title = "For which interests does hedging survive?"
    return Sheet(title, interest_heads("patron"), cells, notes=[*describe_tendency(found), *notes])


def describe_tendency(found: Game) -> list[str]:
    """Say with which patron's interest hedging does best and worst, where that is clearly not 0."""
    drivers = list_rows(found.survey)
    best, worst = (choose(drivers, key=lambda row: row["correlation"]) for choose in (max, min))
    tendencies = [
        f"{word} where {found.labels[row['patron']]} gives more weight to {INTEREST_WORDS[row['interest']]}"
        f" (correlation {format_interval(row['correlation'], row['low'], row['high'], 2, sign=True)})"
        for word, row, side in (("more", best, 1.0), ("less", worst, -1.0))
        if is_sure(row) and side * row["correlation"] > 0.0
    ]
    return [f"Hedge tends to earn {', and '.join(tendencies)}."] if tendencies else []


def format_correlation(row: Row | None) -> str:
    """Format a correlation; a dot where there is none clearly different from 0."""
    return "." if row is None or not is_sure(row) else format_fixed(row["correlation"], 2, sign=True)


def interest_heads(*names: str) -> list[str]:
    """Return heads of columns: the given ones, then all interests."""
    return [*names, *(HEADS[n] for n in INTERESTS)]


def gains_sheet(found: Game, strategy: str) -> Sheet:
    """Build the table of what each patron gains between the policies in use and the rest, by interest."""
    table = found.gains[found.gains["strategy"] == strategy]
    names = [n for n in INTERESTS if table[table["interest"] == n]["weight"].any()]
    cells = []
    for patron in table["patron"].unique():
        rows = {r["interest"]: r for r in list_rows(table[table["patron"] == patron])}
        shown = [format_gain_cell(rows[n]) for n in names]
        total = sum(rows[n]["gain"] for n in INTERESTS)
        cells.append([found.labels[patron], *shown, format_fixed(total, 2, sign=True)])
    notes = [
        "Weight times the change between the policies in use and the rest, in standard deviations over all"
        " combinations of policies; a dot: no interest in it."
    ]
    return Sheet(
        f"Who gains by what (against {strategy})",
        ["patron", *(HEADS[n] for n in names), "sum"],
        cells,
        notes=notes,
    )


def format_gain_cell(row: Mapping[str, Any]) -> str:
    """Format a gain; a dot where the patron has no such interest."""
    return "." if row["weight"] == 0.0 else format_fixed(row["gain"], 2, sign=True)


def inverse_sheets(found: Game) -> list[Sheet]:
    """Build the tables of the inverse question."""
    return [rational_sheet(found), interests_sheet(found), levers_sheet(found)]


def rational_sheet(found: Game) -> Sheet:
    """Build the table of shares in which some interests make the policy in use a best response."""
    cells = [
        [
            found.labels[row["patron"]],
            "all levers" if row["lever"] == "all" else row["lever"].replace("_", " "),
            f"{row['policies']:.0f}",
            f"{100.0 * row['share']:.0f}%" if found.draws else "yes" if row["share"] == 1.0 else "no",
            format_fixed(row["regret"], 3),
        ]
        for row in list_rows(found.inverse)
    ]
    notes = [
        f"{f'Share of {found.draws} draws in which' if found.draws else 'Whether'} some interests make the"
        " policy in use the best; regret under the interests that come nearest, in standard deviations"
        f"{' (mean)' if found.draws else ''}. Against {found.main}, other patrons as in use."
        " What a lever does not move cannot speak for it."
    ]
    heads = ["patron", "lever", "policies", "share" if found.draws else "best", "regret"]
    return Sheet("Do the policies in use serve anything?", heads, cells, notes=notes, left=frozenset({0, 1}))


def interests_sheet(found: Game) -> Sheet:
    """Build the table of the scenario's interests and those that come nearest to the policies in use."""
    cells = [
        [
            found.labels[row["patron"]],
            row["set"],
            f"{row['rank']:.0f}/{row['policies']:.0f}",
            format_fixed(row["regret"], 2),
            *("." if row[n] == 0.0 else format_fixed(row[n], 2) for n in INTERESTS),
        ]
        for row in list_rows(found.interests)
    ]
    notes = [
        "Rank and regret of the policy in use under each set of weights (the scenario's own are guesses)."
        " Nearest: one set with the least mean regret, each weight .02 at least. It is one of many that do"
        " about as well, and no estimate of what a patron wants."
    ]
    heads = interest_heads("patron", "set", "rank", "regret")
    return Sheet(
        "Interests, and how well they fit what patrons do", heads, cells, notes=notes, left=frozenset({0, 1})
    )


def levers_sheet(found: Game) -> Sheet:
    """Build the table of what each lever alone brings its patron."""
    changes: dict[tuple[str, str, str], dict[str, float]] = {}
    for row in list_rows(found.levers):
        changes.setdefault((row["patron"], row["lever"], row["policy"]), {})[row["interest"]] = row["change"]
    cells = [
        [
            found.labels[patron],
            pick_level(policy, lever.replace("_", " ")),
            *("." if moved[n] == 0.0 else format_fixed(moved[n], 1, sign=True) for n in INTERESTS),
        ]
        for (patron, lever, policy), moved in changes.items()
    ]
    notes = ["What the patron's own features change if it moves this lever alone, in standard deviations."]
    heads = interest_heads("patron", "lever")
    return Sheet("What each lever brings", heads, cells, notes=notes, left=frozenset({0, 1}))


def pick_level(policy: str, lever: str) -> str:
    """Return the part of a policy in words that is about one lever."""
    return next(part for part in policy.split(", ") if part.startswith(f"{lever} "))
