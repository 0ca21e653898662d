"""Units and meanings of every column of every table of a result folder."""

from collections.abc import Sequence

from ...model.outcomes import Column, outcome_columns, path_columns

DESIGN_COLUMNS = {
    "run_id": Column("number", "of the run, 0 to n - 1 in the order of the design"),
    "scenario": Column("name", "of the scenario"),
    "strategy": Column("name", "of the strategy"),
    "run": Column(
        "number", "of the run within scenario, strategy and point; with the seed it fixes all random numbers"
    ),
    "seed": Column("number", "of the batch"),
}
STATUS_COLUMNS = {
    "status": Column("name", "ok or failed"),
    "error": Column("text", "why a run failed, else empty"),
}
QUARTER_COLUMNS = {
    "quarter": Column("quarter", "of the run, from 0; values hold at its end"),
    "date": Column("date", "the quarter by its name"),
}
BAND_COLUMNS = {
    "scenario": DESIGN_COLUMNS["scenario"],
    "strategy": DESIGN_COLUMNS["strategy"],
    **QUARTER_COLUMNS,
    "actor": Column("name", "hedger, or a patron by its id"),
    "dimension": Column("name", "what is measured"),
    "p05": Column("as measured", "5% of runs lie below"),
    "p25": Column("as measured", "25% of runs lie below"),
    "p50": Column("as measured", "median over runs"),
    "p75": Column("as measured", "75% of runs lie below"),
    "p95": Column("as measured", "95% of runs lie below"),
    "mean": Column("as measured", "mean over runs"),
}


POINT_COLUMN = {"point": Column("number", "of the point of the sweep, from 0")}

DRAW_COLUMN = {"draw": Column("number", "of the draw that the run takes its values from, from 0")}


def describe_columns(
    table: str,
    patrons: Sequence[str],
    changes: Sequence[str],
    varied: Sequence[str] = (),
    *,
    draws: bool = False,
) -> dict[str, Column]:
    """Return unit and meaning of every column of a table.

    Parameters
    ----------
    table : str
        ``design``, ``outcomes``, ``bands`` or ``paths``.
    patrons : sequence of str
        Ids of the patrons, which are part of column names.
    changes, varied : sequence of str
        Paths that are set for all runs, or vary by point; only ``design`` has them as columns.
    draws : bool
        Whether runs take draws of parameters.
    """
    if table == "design":
        inputs = {path: Column("as in scenario files", f"value set for {path}") for path in changes}
        inputs |= {p: Column("as in scenario files", f"value of {p}, agreements as steps") for p in varied}
        return DESIGN_COLUMNS | (POINT_COLUMN if varied else {}) | (DRAW_COLUMN if draws else {}) | inputs
    if table == "outcomes":
        return {"run_id": DESIGN_COLUMNS["run_id"]} | outcome_columns(patrons) | STATUS_COLUMNS
    if table == "bands":
        return BAND_COLUMNS
    return {"run_id": DESIGN_COLUMNS["run_id"]} | QUARTER_COLUMNS | path_columns(patrons)
