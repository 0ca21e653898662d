"""Scenario files with two to six patrons, made up: no number means anything."""

from itertools import combinations
from pathlib import Path

LABELS = {
    "united_states": "United States", "china": "China", "russia": "Russia", "japan": "Japan", "eu": "EU",
    "northern_alliance": "Northern Alliance of States",
}  # fmt: skip


def scenario_text(count: int, more: str = "", **colours: str) -> str:
    """The text of a scenario file with the first patrons of LABELS, and colours of some of them."""
    patrons = list(LABELS)[:count]
    parts = [
        'title = "Among many"\nquestion = "Does it play?"\nfirst_quarter = "2015Q1"\nhorizon = 24\n'
        'strategies = ["all"]\n\n[hedger]\nlabel = "Small State"\n',
        *(patron_text(p, place, count, colours.get(p, "")) for place, p in enumerate(patrons)),
        "[rivalry]",
        *(f"{a}-{b} = {0.15 + 0.1 * (k % 4):.2f}" for k, (a, b) in enumerate(combinations(patrons, 2))),
        more,
    ]
    return "\n".join(parts) + "\n"


def patron_text(patron: str, place: int, count: int, colour: str) -> str:
    """The tables of one patron, which differ by its place."""
    terms = 'agreement = "signed"' if place % 2 else f"framework = {0.8 - 0.1 * place:.1f}"
    return f"""
[patrons.{patron}]
label = "{LABELS[patron]}"
{f'colour = "{colour}"' if colour else ""}
market = {0.4 - 0.05 * place:.2f}
{terms}
arms_access = {0.6 - 0.08 * place:.2f}
guarantee = {0.6 - 0.1 * place:.1f}
fund = {0.02 + 0.01 * (place % 3):.2f}
red_line = {0.4 + 0.15 * place:.2f}
coercion_max = 0.6

[start.patrons.{patron}]
security = {0.5 / (place + 1):.2f}
economy = {0.5 / (place + 1):.2f}
arms = {0.5 / (place + 1):.2f}
exports = {0.8 / count:.2f}
imports = {0.7 / count:.2f}
"""


def scenario_file(folder: Path, count: int, more: str = "", **colours: str) -> Path:
    """A scenario file with so many patrons; see :func:`scenario_text`."""
    path = folder / f"among_{count}.toml"
    path.write_text(scenario_text(count, more, **colours), encoding="utf-8")
    return path
