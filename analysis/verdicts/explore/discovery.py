"""In which box of inputs a condition holds, how well the box describes it, and whether there is one."""

from collections.abc import Mapping

from ...compare.paired import list_rows
from ...explore.discovery.discovery import Discovery, format_box
from ..verdict import Quantity, Verdict, count, write_verdict
from .points import Fields, read_numbers


def judge_discovery(found: Discovery, condition: str, labels: Mapping[str, str]) -> Verdict:
    """Say where a condition holds, against how often it holds anywhere, and how stable that is.

    Parameters
    ----------
    found : Discovery
        The box.
    condition : str
        Condition that cases satisfy: ``regime == 'collapse'``.
    labels : mapping of str to str
        The patrons' labels by their ids.
    """
    every = list_rows(found.trade_off)[0]
    fields: Fields = {
        **read_numbers(condition),
        "condition": condition,
        "everywhere": share(every["density"]),
        "cases": count(int(every["cases"])),
    }
    if found.box.empty:
        return write_verdict(
            "No box: no limit on an input separates the {cases} runs with {condition}, {everywhere} of all,"
            " from others better than luck would.", **fields,
        )  # fmt: skip
    limits = format_box(found.box, labels)
    ends, doubt = measure_ends(found)
    text = (
        "{condition} holds in {density} of runs with {limits}, against {everywhere} of all runs; these limits"
        f" cover {{coverage}} of the {{cases}} runs where it holds{doubt}. {judge_limits(found)}"
    )
    fields |= read_numbers(f"{condition} {limits}")
    return write_verdict(text, **fields, **ends, **count_limits(found), limits=limits)


def share(value: float, low: float | None = None, high: float | None = None) -> Quantity:
    """Return a share as a quantity with the spread of draws, if it has one."""
    return Quantity(value, low, high, "" if low is None else "5 to 95% of draws", percent=True, digits=0)


def measure_ends(found: Discovery) -> tuple[Fields, str]:
    """Return density and coverage with the spread of draws, and the clause that says it; empty without."""
    best, rows = found.best, {row["measure"]: row for row in list_rows(found.doubts)}
    if any(row["draws_low"] != row["draws_low"] for row in rows.values()) or not rows:
        return {name: share(best[name]) for name in ("density", "coverage")}, ""
    ends = {name: (rows[name]["draws_low"], rows[name]["draws_high"]) for name in rows}
    fields: Fields = {name: share(best[name], *ends[name]) for name in ("density", "coverage")}
    return fields, " (in nine tenths of draws {density:range} inside, covering {coverage:range})"


def judge_limits(found: Discovery) -> str:
    """Write how often resampled points limit the same inputs."""
    if len(found.box) == 1:
        return "In {least} of resamples it is limited too."
    return "Each of these {limited} inputs is limited in at least {least} of resamples."


def count_limits(found: Discovery) -> Fields:
    """Return the number of limited inputs, and the least share of resamples that limits one of them."""
    often = found.stability.set_index("input").loc[list(found.box["input"]), "limited"]
    return {"limited": count(len(found.box)), "least": share(float(often.min()))}
