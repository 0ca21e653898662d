"""Write the tables and figures of docs/risk.md from runs: ``python docs/build/risk.py [PART...]``.

Insurance, games over draws and triggers carry what is not known of the case; the rest, which explains, is at
the scenario's own numbers.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pandas as pd
from hazards import estimate_hazards, format_rate
from matplotlib.figure import Figure

from hedgesim.analysis.design.quiet import remove_shocks
from hedgesim.analysis.explore.information.information import voi
from hedgesim.analysis.games.result import INTEREST_WORDS, LAST, RANDOM, Game
from hedgesim.analysis.games.survey import SETS
from hedgesim.analysis.notebook.games import game
from hedgesim.analysis.notebook.questions import risk
from hedgesim.analysis.notebook.searches import pathways
from hedgesim.analysis.plots import game as game_plot
from hedgesim.analysis.plots import information as information_plot
from hedgesim.analysis.plots import pathways as pathways_plot
from hedgesim.analysis.plots import risk as risk_plot
from hedgesim.analysis.plots.parts.page import save_figure
from hedgesim.analysis.results.folder import Results, load
from hedgesim.model.parameters.lookup import INTERESTS
from hedgesim.model.scenario.files import builtin_scenarios
from hedgesim.model.scenario.scenario import Scenario

DOCS = Path(__file__).parents[1]
PAGE, FIGURES = DOCS / "risk.md", DOCS / "figures"
PATRONS = {"RUS": "russia", "EU": "eu", "CHN": "china"}
BASE, WAR = "belarus/baseline", "belarus/war_2022"
GRAVE = {"patrons.russia.turn": 0.005, "patrons.russia.severity": 0.9}
"""A rare and grave blow: on average one in fifty years, nine tenths of what is granted withheld."""
WORLDS: Mapping[str, tuple[str, Mapping[str, float]]] = {
    "mid-2017": (BASE, {}),
    "high barriers": ("belarus/eeu_barriers", {}),
    "confrontation": ("belarus/confrontation", {}),
    "the war of 2022": (WAR, {}),
    "a rare, grave blow: a quarter": (BASE, GRAVE | {"patrons.russia.relent": 1.0}),
    "a rare, grave blow: a year": (BASE, GRAVE | {"patrons.russia.relent": 0.25}),
    "a rare, grave blow: five years": (BASE, GRAVE | {"patrons.russia.relent": 0.05}),
}
"""Worlds in which insurance is measured: scenario and changes."""
SCORES = {
    "mean": "in the mean",
    "cvar10_quarters": "worst tenth of quarters",
    "cvar10_runs": "worst tenth of runs",
}
SUBJECTS = ("hedge",)
POINTS, SHOWN = 1200, 5
"""Points of a sweep over all ranges, and inputs in the table."""
CHOICES: Mapping[str, Sequence[str]] = {
    "red line and rent": ("red_line", "rent"),
    "only the red line": ("red_line",),
    "only rent": ("rent",),
}
"""What Russia may choose."""
LEADERS = ("hedge", "mix", "equidistance")
CLOSE, DOUBLE = (
    f"{word} {Scenario.load(BASE).menus['russia'][lever][at]:g}"
    for word, lever, at in (("red line", "red_line", 0), ("rent", "rent", -1))
)
"""The closest red line and the largest rent of Russia's menu, in words."""
MOVED = ("influence", "money", "stability")
"""Twice Russia's rent in use, and interests of the table of what it brings."""


class Part(NamedTuple):
    """A part of the page: its table, its figures by file, and what computes both."""

    lines: Iterable[str]
    figures: Mapping[str, Figure]


def format_number(mean: float, half: float, digits: int = 4) -> str:
    """Format a number with half of its interval; bold where the interval leaves out 0."""
    text = f"{mean:+.{digits}f} ±{half:.{digits}f}"
    return f"**{text}**" if abs(mean) > half else text


def format_row(cells: Iterable[str]) -> str:
    """Format a row of a table."""
    return f"| {' | '.join(cells)} |"


def format_head(names: Iterable[str]) -> Iterator[str]:
    """Format the head of a table; columns after the first are numbers."""
    names = list(names)
    yield format_row(names)
    yield "|---" + "|---:" * (len(names) - 1) + "|"


def pick(table: pd.DataFrame, **values: str) -> dict[str, Any]:
    """Return the first row of a table with these values."""
    for column, value in values.items():
        table = table[table[column] == value]
    return {str(name): value for name, value in table.iloc[0].items()}


def make_hazards() -> Part:
    """List how often patrons turned cold until 2016, and what the baseline has."""
    values, names = Scenario.load(BASE).values, ["patron", "quarters", "spells", "cold", "turn", "relent"]
    lines = list(format_head([*names, "in use: turn, relent, severity"]))
    for code, patron in PATRONS.items():
        h = estimate_hazards(code)
        rates = format_rate(h.turn, h.turn_interval), format_rate(h.relent, h.relent_interval)
        use = ", ".join(f"{values[f'patrons.{patron}.{k}']:g}" for k in ("turn", "relent", "severity"))
        lines.append(format_row([patron, f"{h.quarters}", f"{len(h.spells)}", f"{h.cold}", *rates, use]))
    return Part(lines, {})


def make_insurance() -> Part:
    """Compute the insurance part in every world, against the best lean as known and as things turn out."""
    heads = ["world", "`hedge` less the", "lead", *SCORES.values()]
    lines = list(format_head(heads))
    for world, (name, changes) in WORLDS.items():
        found = risk(Scenario.load(name).vary(changes), strategies=SUBJECTS)
        for reference in found.references:
            rows = [pick(found.insurance, strategy="hedge", reference=reference, score=s) for s in SCORES]
            parts = [format_parts(row) for row in rows]
            kind, _, patron = reference.partition(":")
            against = f"{'fixed' if kind == 'lean' else 'adapting'} lean on {patron}"
            lines.append(format_row([world, against, f"{rows[0]['lead']:+.4f}", *parts]))
    pairs = ((BASE, "risk.png"), (WAR, "risk_war.png"))
    return Part(lines, {file: risk_plot.draw(risk(name)) for name, file in pairs})


def format_parts(row: Mapping[str, Any]) -> str:
    """Format a mean with half of its interval, and the middle nine tenths of draws."""
    mean = format_number(row["mean"], (row["high"] - row["low"]) / 2.0)
    return f"{mean} [{row['draws_low']:+.4f}, {row['draws_high']:+.4f}]"


def format_span(row: Mapping[Any, Any]) -> str:
    """Format a difference with its interval or, over draws, with 5% and 95% of them and the share above 0."""
    if pd.isna(row["share"]):
        return f"{row['mean']:+.4f} [{row['low']:+.4f}, {row['high']:+.4f}]"
    return f"{row['mean']:+.4f} [{row['draws_low']:+.4f}, {row['draws_high']:+.4f}], {row['share']:.0%}"


def make_game() -> Part:
    """Compute what strategies earn where patrons come to rest, at the values in use and over draws."""
    specs = {words: limit_menu(levers) for words, levers in CHOICES.items()}
    points = play_games(specs, lambda spec: game(spec, infer=True, draws=None))
    drawn = play_games(specs, lambda spec: game(spec, infer=True))
    point, over = (next(iter(games.values())) for games in (points, drawn))
    tables = (
        list_levels(point, over),
        list_leads("own numbers, mean [95%]", points),
        list_leads("over draws, mean [5%, 95%], share above 0", drawn),
        list_random({"own numbers": point, "over draws": over}),
        list_double_rent(),
        list_fits(point, over),
    )
    return Part([line for table in tables for line in (*table, "")][:-1], {"game.png": game_plot.draw(point)})


def play_games(specs: Mapping[str, Scenario], play: Callable[[Scenario], Game]) -> dict[str, Game]:
    """Play every game, then the first with the interests that come nearest to the policies in use."""
    games = {words: play(spec) for words, spec in specs.items()}
    words, spec = next(iter(specs.items()))
    rows = games[words].interests.query("set == 'nearest'").to_dict("records")
    nearest = {str(row["patron"]): {name: float(row[name]) for name in INTERESTS} for row in rows}
    return games | {f"{words}, nearest interests": play(replace(spec, interests=nearest))}


def limit_menu(levers: Sequence[str]) -> Scenario:
    """Leave Russia these levers alone; the other patrons keep their menus."""
    spec = Scenario.load(BASE)
    menu = {name: spec.menus["russia"][name] for name in levers}
    return replace(spec, menus={**spec.menus, "russia": menu})


def list_levels(point: Game, over: Game) -> Iterator[str]:
    """List each strategy's utility and how likely Russia's close red line and double rent are at rest."""
    levels = f"Russia's {CLOSE}", DOUBLE
    names = ["strategy", "policies in use", "at rest", "pure Nash", *levels]
    yield from format_head([*names, "over draws: at rest", *levels])
    for row in point.strategies.to_dict("records"):
        name = str(row["strategy"])
        utilities = [row[key] for key in ("observed", "rest", "nash")]
        cells = ["none" if pd.isna(level) else f"{level:.4f}" for level in utilities]
        cells += [f"{sum_policies(point, name, words):.2f}" for words in (CLOSE, DOUBLE)]
        cells += [f"{pick(over.strategies, strategy=name)['rest']:.4f}"]
        cells += [f"{sum_policies(over, name, words):.2f}" for words in (CLOSE, DOUBLE)]
        yield format_row(["hedger moves last" if name == LAST else f"`{name}`", *cells])


def sum_policies(found: Game, strategy: str, words: str) -> float:
    """Sum the probabilities of Russia's policies that hold a level."""
    table = found.policies
    rows = table[(table["strategy"] == strategy) & (table["patron"] == "russia")]
    return float(rows.loc[rows["policy"].str.contains(words, regex=False), "probability"].sum())


def list_leads(title: str, games: Mapping[str, Game]) -> Iterator[str]:
    """List what strategies earn over the best bandwagon, by what Russia may choose."""
    columns = [("hedge", "observed"), *((name, "rest") for name in LEADERS)]
    heads = [f"`{name}`, {'policies in use' if at == 'observed' else 'at rest'}" for name, at in columns]
    names = [f"less the best bandwagon, {title}: Russia chooses", *heads, "`hedge`, utility at rest"]
    yield from format_head(names)
    for words, found in games.items():
        table = found.contrasts.query("against == 'bandwagon'")
        cells = [format_span(pick(table, strategy=name, at=at)) for name, at in columns]
        yield format_row([words, *cells, f"{pick(found.strategies, strategy='hedge')['rest']:.4f}"])


def list_random(games: Mapping[str, Game]) -> Iterator[str]:
    """List what strategies earn over the best bandwagon with interests drawn at random."""
    heads = [f"{words}: mean [5%, 95%], share of sets above 0" for words in games]
    yield from format_head([f"less the best bandwagon, {SETS} sets of interests drawn at random", *heads])
    for name in LEADERS:
        rows = [pick(g.contrasts, strategy=name, against="bandwagon", at=RANDOM) for g in games.values()]
        errors = [196.0 * (row["share"] * (1.0 - row["share"]) / SETS) ** 0.5 for row in rows]
        cells = [f"{format_span(row)} ±{half:.0f}" for row, half in zip(rows, errors, strict=True)]
        yield format_row([f"`{name}`", *cells])


def list_double_rent() -> Iterator[str]:
    """List what Russia's features change with twice the rent, all else as in use, by strategy."""
    yield from format_head(["Russia pays twice the rent to", *(INTEREST_WORDS[name] for name in MOVED)])
    for name in LEADERS:
        levers = game(BASE, leader=name, infer=True, draws=None).levers
        rows = levers[levers["policy"].str.contains(DOUBLE, regex=False)]
        changes = [pick(rows, patron="russia", lever="rent", interest=key)["change"] for key in MOVED]
        yield format_row([f"`{name}`", *(f"{change:+.2f}" for change in changes)])


def list_fits(point: Game, over: Game) -> Iterator[str]:
    """List whether any interests fit the policies in use, and how well those of the scenario do."""
    heads = ["rank, own numbers", "regret", "median rank, over draws", "mean regret"]
    yield from format_head(["patron", "some interests fit, share of draws", *heads])
    for fit in over.inverse.query("lever == 'all'").to_dict("records"):
        own = [pick(g.interests, patron=str(fit["patron"]), set="scenario") for g in (point, over)]
        cells = [
            c for row in own for c in (f"{row['rank']:g} of {row['policies']:.0f}", f"{row['regret']:.2f}")
        ]
        yield format_row([point.labels[fit["patron"]], f"{fit['share']:.0%}", *cells])


def make_triggers() -> Part:
    """Compute what going over to another mix at a sign gains: in one world with moods, and over futures."""
    folder = sorted(name for name in builtin_scenarios() if name.startswith("belarus/"))
    # nothing else is drawn, so that what a sign tells is what moods will be
    moody = remove_shocks(Scenario.load(BASE)).vary({"mechanisms.moods": True})
    futures = {
        "mid-2017, moods the only chance": pathways(moody, draws=None),
        "mid-2017": pathways(BASE),
        "all futures of the folder": pathways(folder),
    }
    lines = list(
        format_head(["futures", "sign", "at", "gain, fresh shocks", "over a date", "of perfect information"])
    )
    for world, found in futures.items():
        for row in found.triggers.to_dict("records"):
            gain, over = (
                format_number(row[name], (row[f"{pre}high"] - row[f"{pre}low"]) / 2.0, 5)
                for name, pre in (("mean", ""), ("over_date", "over_date_"))
            )
            date = row["watch"] == "date"
            at = f"quarter {row['quarters']:.0f}" if date else f"{row['level']:.3g}"
            told = "" if date else "a date" if row["dated"] else over
            lines.append(format_row([world, row["watch"], at, gain, told, f"{row['share']:.0%}"]))
    return Part(lines, {"pathways.png": pathways_plot.draw_search(futures["all futures of the folder"])})


def sweep_ranges(name: str, folder: Path) -> Results:
    """Sweep all ranges of a scenario into a folder."""
    words = [name, "--point", "--uncertain", "--samples", str(POINTS), "--runs", "1", "--strategies", "hedge"]
    subprocess.run([sys.executable, "-m", "hedgesim", "sweep", *words, "--out", str(folder)], check=True)
    return load(folder)


def make_information() -> Part:
    """Compute what would be most worth knowing, over the ranges that the files call plausible."""
    lines = list(format_head(["world", "input", "worth of knowing it", "of all inputs together"]))
    figures = {}
    for name in (BASE, WAR):
        with TemporaryDirectory() as folder:
            results = sweep_ranges(name, Path(folder) / "sweep")
            found = voi(results)
        lines.append(format_row([f"`{name}`", "all together", format_interval(found.values.total), "100%"]))
        for row in found.values.inputs.head(SHOWN).to_dict("records"):
            lines.append(
                format_row([f"`{name}`", f"`{row['input']}`", format_interval(row), f"{row['share']:.0%}"])
            )
        if name == BASE:
            figures["information_baseline.png"] = information_plot.draw(
                found, results.manifest["scenarios"][name]
            )
    return Part(lines, figures)


def format_interval(row: Mapping[Any, Any]) -> str:
    """Format a value of information with its interval."""
    return f"{row['mean']:.5f} [{row['low']:.5f}, {row['high']:.5f}]"


PARTS: Mapping[str, Callable[[], Part]] = {
    "hazards": make_hazards,
    "insurance": make_insurance,
    "game": make_game,
    "triggers": make_triggers,
    "information": make_information,
}


def fill_page(name: str, lines: Iterable[str]) -> None:
    """Put lines between the marks of a part."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    PAGE.write_text(
        head + begin + "".join(f"{line}\n" for line in lines) + end + rest.partition(end)[2], encoding="utf-8"
    )


def main() -> None:
    """Compute the parts and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help="parts to make anew; all by default")
    for name in parser.parse_args().parts or PARTS:
        part = PARTS[name]()
        fill_page(name, part.lines)
        for file, figure in part.figures.items():
            save_figure(figure, FIGURES / file)


if __name__ == "__main__":
    main()
