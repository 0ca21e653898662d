"""Format the indicators of the literature: alignment, components of hedging, ties and partners."""

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ...model.outcomes import ALIGNMENT_COLUMNS, STANCE_COLUMNS
from ..numerals import format_fixed
from .sheet import Sheet

if TYPE_CHECKING:
    from ..compare.comparison import Comparison
    from ..execution.single_run import SingleRun

KUIK = [name for name in STANCE_COLUMNS if not name.startswith("effective_")]
PARTNERS = {
    "exports": "effective_exports",
    "imports": "effective_imports",
    "arms": "effective_arms",
    "debt": "effective_debt",
    "influence": "effective_patrons",
}
TIES = {"bandwidth": "bandwidth", "dependence": "dependence", "exercises": "exercises",
        "realised": "investment\nover offers"}  # fmt: skip


def indicator_sheets(t: "SingleRun") -> list[Sheet]:
    """Build the tables of a run's indicators."""
    return [alignment_sheet(t), ties_sheet(t), stance_sheet(t)]


def alignment_sheet(t: "SingleRun") -> Sheet:
    """Build the table of alignment within each pair of patrons, with the share of time at parity."""
    labels, pairs = t.scenario.labels, list(combinations(t.scenario.patrons, 2))
    rows = [
        [name, *(format_alignment(t.outcomes, f"{name}_{a}_{b}") for a, b in pairs)]
        for name in ALIGNMENT_COLUMNS
    ]
    rows.append(["tilt", *(format_fixed(t.outcomes[f"tilt_{a}_{b}_mean"], 2, sign=True) for a, b in pairs)])
    notes = [
        "0: all with the first, 100: all with the second; in brackets the part of quarters at 45 to 55 (Khong"
        " and Liow). Overall: mean of security, trade and influence. Tilt: of security ties, from 1 to -1."
    ]
    heads = ["", *(f"{labels[a]} -\n{labels[b]}" for a, b in pairs)]
    return Sheet("Alignment, mean over the run", heads, rows, notes=notes)


def format_alignment(outcomes: Mapping[str, Any], name: str) -> str:
    """Format alignment with the share of quarters at parity."""
    aligned, parity = outcomes[f"alignment_{name}_mean"], outcomes[f"parity_{name}_mean"]
    return f"{aligned:.0f} ({100.0 * parity:.0f}%)"


def ties_sheet(t: "SingleRun") -> Sheet:
    """Build the table of bandwidth, dependence, exercises and realised investment of each patron."""
    rows = [
        [label, *(format_fixed(t.outcomes[f"{name}_{p}_mean"], 2) for name in TIES)]
        for p, label in t.scenario.labels.items()
    ]
    notes = ["Bandwidth times dependence is influence before shares are taken (FBIC)."]
    return Sheet("Ties, mean over the run", ["", *TIES.values()], rows, notes=notes)


def stance_sheet(t: "SingleRun") -> Sheet:
    """Build the table of Kuik's components, and of effective partners beside them."""
    kuik = [[name.replace("_", " "), format_fixed(t.outcomes[f"{name}_mean"], 2)] for name in KUIK]
    partners = [[name, format_fixed(t.outcomes[f"{c}_mean"], 2)] for name, c in PARTNERS.items()]
    partners.append(["", ""])
    rows = [[*left, *right] for left, right in zip(kuik, partners, strict=True)]
    heads = ["components (Kuik)", "", "effective partners", ""]
    title = "What hedging is made of, mean over the run"
    return Sheet(title, heads, rows, left=frozenset({0, 2}))


def indicators_sheet(c: "Comparison", scenario: str) -> Sheet | None:
    """Build the table of a scenario's strategies by some indicators; None where a folder has none."""
    table = c.tables["indicators"]
    table = table[table["scenario"] == scenario]
    if table.empty:
        return None
    entry = c.scenarios[scenario]
    a, b = max(combinations(entry["patrons"], 2), key=lambda p: entry["values"][f"rivalry.{p[0]}-{p[1]}"])
    columns = {
        f"alignment_overall_{a}_{b}_mean": "aligned\noverall",
        f"alignment_effort_{a}_{b}_mean": "aligned\neffort",
        "dominance_denial_mean": "denial",
        "binding_engagement_mean": "binding",
        "economic_pragmatism_mean": "pragmatic",
        "effective_patrons_mean": "partners",
        "utility_cvar10": "worst\ntenth",
    }
    means = table.pivot_table(index="strategy", columns="measure", values="mean", sort=False)
    if set(columns) - set(means.columns):
        return None  # a folder of an earlier version may lack some
    rows = [
        [
            str(name),
            *(format_fixed(row[k], 0 if k.startswith("alignment") else 2) for k in list(columns)[:-1]),
            format_fixed(row["utility_cvar10"]),
        ]
        for name, row in means.iterrows()
    ]
    first, second = (entry["labels"].get(p, p) for p in (a, b))
    notes = [
        f"Means over time and runs. Aligned: 0 with {first}, 100 with {second}, the pair with most"
        " rivalry. Partners: effective number by influence. Worst tenth: mean utility of those quarters."
        " hedgesim explain alignment says more; --json has all."
    ]
    heads = ["strategy", *columns.values()]
    return Sheet(f"{scenario}: indicators", heads, rows, notes=notes, detail=True)
