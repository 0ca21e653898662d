"""Write the tables of docs/validation.md from results/*.csv: ``python docs/build/validation/page.py``."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from hedgesim.analysis.ensembles.ensemble import read_ensemble
from hedgesim.analysis.ensembles.learning import level_of_chance
from hedgesim.analysis.forecast.rivals import NAIVE, RIVALS
from hedgesim.analysis.forecast.summary import average_coverage, compute_ratio, take_logs

HERE = Path(__file__).parents[2] / "validation"
PAGE = HERE.parent / "validation.md"
RESULTS = HERE / "results"
ENSEMBLE = "belarus/ensemble.csv.gz"
LATE, ALL_ORIGINS = "2012-14", "2010-15"
STATES, ARMS, OWN = "trade of ten states", "arms of ten states", "Belarus, all series"
SIMPLE = tuple(rule for rule in NAIVE if not RIVALS[rule].later and not RIVALS[rule].embargoes)
"""Rivals that knew nothing but observations until the origin."""
GAINS = {"spread": "pooled spread", "model": "model, drivers frozen", "drivers": "later drivers"}
"""Parts of the gain of trade over persistence."""
ODD = (0.05, 0.95)
"""Places among simulated histories beyond which an observed one is out of the model's reach."""
LEAST_COVER = 0.8
"""Share of observations in 90% intervals below which a series is out of reach."""


def markdown(heads: list[str], rows: Iterable[list[str]]) -> str:
    """Return a Markdown table, the first column left, the others right."""
    lines = [f"| {' | '.join(heads)} |", "|---" + "|---:" * (len(heads) - 1) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(cells)} |" for cells in rows)]) + "\n"


def span(middle: float, low: float, high: float, digits: int = 2) -> str:
    """Format a number with its interval."""
    return f"{middle:.{digits}f} [{low:.{digits}f}, {high:.{digits}f}]"


def read_results(name: str) -> pd.DataFrame:
    """Read a table of results."""
    return pd.read_csv(RESULTS / f"{name}.csv")


def find_ratio(what: str, origins: str, rival: str) -> pd.Series:
    """Return the row of one comparison, which holds what is known of the forecasts too."""
    table = read_results("rolling_ratios")
    chosen = table[(table["what"] == what) & (table["origins"] == origins) & (table["rival"] == rival)]
    return chosen.iloc[0] if len(chosen) else pd.Series(dtype=object)


def targets() -> str:
    """Say which targets the forecasts reach."""
    rows = [
        check_ratio("trade of ten states over persistence", find_ratio(STATES, LATE, "persistence"), 0.93),
        check_ratio("trade of ten states over pooled persistence", find_ratio(STATES, LATE, "pooled"), 0.98),
        check_coverage(LATE),
        check_coverage(ALL_ORIGINS),
        check_ratio(*find_best_rival(LATE), 1.0),
        check_ratio(*find_best_rival(ALL_ORIGINS), 1.0),
        check_ratio("arms of ten states over persistence", find_ratio(ARMS, LATE, "persistence"), 1.0),
        check_ratio("China's influence on Belarus over persistence", compare_influence(), 1.0),
    ]
    return markdown(["target", "found [90%]", "should be", "reached"], rows)


def check_ratio(what: str, found: pd.Series, most: float) -> list[str]:
    """Return a row on a ratio: reached, or reached only by its middle."""
    words = "no" if found["ratio"] > most else "yes" if found["high"] <= most else "yes, its interval not"
    return [what, span(found["ratio"], found["low"], found["high"]), f"at most {most:g}", words]


def check_coverage(origins: str) -> list[str]:
    """Return a row on the coverage of trade's 90% intervals."""
    found = find_ratio(STATES, origins, "persistence")["coverage90"]
    words = "yes" if 0.85 <= found <= 0.95 else "no"
    return [f"trade of ten states in 90% intervals, {origins}", f"{found:.0%}", "85 to 95%", words]


def find_best_rival(origins: str) -> tuple[str, pd.Series]:
    """Return the simple rival that Belarus' forecasts beat by least."""
    found = {RIVALS[rule].head: find_ratio(OWN, origins, rule) for rule in SIMPLE}
    head = max(found, key=lambda name: float(found[name]["ratio"]))
    return f"Belarus, all series, over its best simple rival ({head}), {origins}", found[head]


def compare_influence() -> pd.Series:
    """Compare forecasts of the influence index with persistence, over all origins."""
    table = read_results("rolling_scores")
    rows = table[table["series"].str.startswith("influence")]
    logs = take_logs(rows, "crps", "crps_persistence")
    found = compute_ratio(logs, rows["origin"].tolist(), 1)
    return pd.Series({"ratio": found.mean, "low": found.low, "high": found.high})


def rolling() -> str:
    """Return ratios of errors by rival and what it knew, a column for each kind of forecast and origins."""
    kinds = [(what, origins) for what in (STATES, ARMS, OWN) for origins in (LATE, ALL_ORIGINS)]
    rows = []
    for name, rival in RIVALS.items():
        found = [find_ratio(*kind, name) for kind in kinds]
        if any(len(f) for f in found):
            cells = [span(f["ratio"], f["low"], f["high"]) if len(f) else "" for f in found]
            rows.append([rival.head, knowledge(name), *cells])
    rows += describe_forecasts(kinds)
    heads = [f"{what.removesuffix(' of ten states').removesuffix(', all series')} {o}" for what, o in kinds]
    return markdown(["compared with", "which knew", *heads], rows)


def knowledge(name: str) -> str:
    """Say what a rival knew beyond the series itself."""
    rival = RIVALS[name]
    known = {"other states": rival.states, "later drivers": rival.later, "embargoes": rival.embargoes}
    return ", ".join(word for word, yes in known.items() if yes) or "the series"


def describe_forecasts(kinds: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
    """Yield rows on what the gain of trade is made of, and on coverage."""
    found = [find_ratio(*kind, "persistence") for kind in kinds]
    for part, head in GAINS.items():
        factors = [np.exp(-f[f"gain_{part}"]) for f in found]
        yield [f"**of that: {head}**", "", *("" if np.isnan(f) else f"{f:.3f}" for f in factors)]
    for level in ("50", "90"):
        cells = [f"{f[f'coverage{level}']:.0%}" for f in found]
        yield [f"**within {level}% intervals**", "", *cells]


def chosen() -> str:
    """Say which settings were chosen, from how many, and how others fared."""
    table, grid = read_results("rolling_settings"), read_results("rolling_grid")
    keys = ["doubt", "mass", "growth", "weight", "degrees"]
    states = table[table["state"] != "all"]
    same = len(states.drop_duplicates(keys)) == 1
    best = ", ".join(f"`{key}` {states[key].mode().iloc[0]:g}" for key in keys)
    ends = [key for key in keys if states[key].mode().iloc[0] in (grid[key].min(), grid[key].max())]
    whom = "for every state" if same else f"for most of {len(states)} states"
    likeness = read_results("rolling_fits")["resemblance"].max()
    return (
        f"Of {len(grid)} settings the same was chosen {whom}: {best}. At an end of what was tried:"
        f" {', '.join(f'`{key}`' for key in ends) or 'none'}. Over {ALL_ORIGINS} errors of the settings are"
        f" {grid['ratio_all'].min():.2f} to {grid['ratio_all'].max():.2f} of persistence's. At no origin do"
        f" particles resemble where they started by more than {likeness:.2f}.\n"
    )


def series() -> str:
    """Ratios of each Belarusian series over all origins, bold where a simple rival is better."""
    table = read_results("rolling_scores")
    own = table[table["state"] == "belarus"]
    parts = {name: own[own["series"] == name] for name in dict.fromkeys(own["series"])}
    cells = {name: [format_ratio(part, rule) for rule in SIMPLE] for name, part in parts.items()}
    best = sum(not any("*" in cell for cell in row) for row in cells.values())
    held = {name: average_coverage(part) for name, part in parts.items()}
    rows = (
        [f"`{name}`", *row, *(f"{held[name][f'coverage{level}']:.0%}" for level in (50, 90))]
        for name, row in cells.items()
    )
    heads = ["series", *(RIVALS[rule].head for rule in SIMPLE), "in 50%", "in 90%"]
    words = (
        f"All origins. {best} of {len(cells)} series beat every rival that knew no later driver; bold: not."
    )
    return f"{words}\n\n{markdown(heads, rows)}"


def format_ratio(table: pd.DataFrame, rule: str) -> str:
    """Format the geometric mean of scores over a rival's, bold above 1."""
    mean = float(np.exp(take_logs(table, "crps", f"crps_{rule}").mean()))
    return f"**{mean:.2f}**" if mean > 1.0 else f"{mean:.2f}"


def learnt() -> str:
    """Say what data and patterns inform."""
    about = read_ensemble(ENSEMBLE).about
    least = level_of_chance(about["distinct_draws"])
    some = [f"`{path}` {part:.0%}" for path, part in about["learnt"].items() if part > least]
    left = sorted(about["effective_without"].items(), key=lambda pair: pair[1])[:4]
    words = ", ".join(f"`{name}` {count}" for name, count in left)
    return (
        f"Data and patterns inform **{about['directions']:.1f} of {about['varied']} directions**. More than"
        f" chance may ({least:.0%} of its variance) was learnt of {len(some)} inputs: {', '.join(some)}."
        f" {about['effective']} draws are effective; left out by weights, the evidence that most depends on"
        f" leaves of 1,000: {words}.\n"
    )


def patterns() -> str:
    """Return the share of draws that show each pattern, before and after, with and without itself."""
    known = {row["pattern"]: row for row in read_ensemble(ENSEMBLE).about["patterns"]}
    table = read_results("patterns")
    rows = []
    for name, parts in table.groupby("pattern", sort=False):
        row = known.get(name)
        share = row["ensemble"] if row else parts["holds"].iloc[0]  # the page of the ensemble says the same
        shares = [f"{row[key]:.0%}" for key in ("prior", "data")] if row else ["", ""]
        without = f"{row['without']:.0%}" if row and row["use"] == "constraint" else ""
        rows.append([str(name), describe_use(row), *shares, f"{share:.0%}", without, find_weakest(parts)])
    heads = ["pattern", "use", "prior", "data", "ensemble", "without itself", "part that fails most"]
    return markdown(heads, rows)


def describe_use(row: dict[str, object] | None) -> str:
    """Say in a word how a pattern is used."""
    if row is None:
        return "held back: later years"
    if row["conflict"]:
        return "**failed: the data contradict it**"
    return f"belief {row['belief']:g}" if row["use"] == "constraint" else "reported"


def find_weakest(parts: pd.DataFrame) -> str:
    """Return the part of a pattern that fails most often, where one does."""
    row = parts.iloc[1:].sort_values("holds").iloc[0]
    return f"{row['part']} ({row['holds']:.0%})" if row["holds"] < 1.0 else ""


def particles() -> str:
    """Say how far medians of particles are from those of chains."""
    words = []
    for problem, part in read_results("particles").groupby("problem", sort=False):
        most = part.iloc[int(part["apart"].abs().argmax())]
        medians = ", ".join(
            f"`{r.parameter}` {r.chains_median:.2g} and {r.particles_median:.2g}"
            for r in part.itertuples(index=False)
        )
        words.append(
            f"- **{str(problem).capitalize()}**, medians by chains and by particles: {medians}. Most apart:"
            f" `{most['parameter']}`, {abs(most['apart']):.2f} standard deviations."
        )
    return "\n".join(words) + "\n"


def effects() -> str:
    """Say what an association agreement did to trade with the EU, by the model and by before and after."""
    table = read_results("effects")
    parts = []
    for series in ("export_share_eu", "import_share_eu"):
        part = table[table["series"] == series]
        model, seen = (
            format_points(part[(part["method"] == method) & (part["state"] == state)].iloc[0])
            for method, state in (("model", "mean"), ("before and after", "difference"))
        )
        parts.append(f"`{series}` {model} by the model and {seen} by before and after")
    return f"  {'; '.join(parts)}.\n  "


def format_points(row: pd.Series) -> str:
    """Format an effect with its 90% interval, in percentage points."""
    value, low, high = (100.0 * row[c] for c in ("value", "low", "high"))
    return f"{value:+.1f} [{low:+.1f}, {high:+.1f}]"


def predictive() -> str:
    """Say which series the ensemble does not produce."""
    table = read_results("predictive").query("predictive == 'posterior'")
    far = ~table["level"].between(*ODD) | ~table["change"].between(*ODD) | (table["cover90"] < LEAST_COVER)
    words = [
        f"`{r.series}` ({r.cover90:.0%} within 90%; {r.level:.0%} of simulated histories reach its level,"
        f" {r.change:.0%} its yearly change)"
        for r in table[far].itertuples(index=False)
    ]
    return f"  {', '.join(words)}.\n  "


TABLES: dict[str, Callable[[], str]] = {
    "targets": targets,
    "rolling": rolling,
    "chosen": chosen,
    "series": series,
    "learnt": learnt,
    "patterns": patterns,
    "particles": particles,
    "effects": effects,
    "predictive": predictive,
}


def page() -> str:
    """Return the page with its tables made anew."""
    text = PAGE.read_text(encoding="utf-8")
    for name, table in TABLES.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text = pattern.sub(lambda m, t=table: m[1] + t() + m[2], text)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
