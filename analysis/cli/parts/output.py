"""What a command checks of its output before it works: the form of its tables and the figure's file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...tables.output import Form


def check_output(
    as_json: bool,
    as_csv: bool,
    table: str | None = None,
    tables: Sequence[str] = (),
    plot: Path | None = None,
) -> "Form":
    """Return the form of a command's tables; a choice that cannot be printed or drawn is refused.

    Parameters
    ----------
    as_json, as_csv : bool
        The two switches.
    table : str, optional
        The only table to print.
    tables : sequence of str
        Names of the tables that there are; none where a command has a single one without a name.
    plot : Path, optional
        Where a figure goes.

    Raises
    ------
    InputError
        If both switches are given, the table is not there, or the figure's file could not be written.
    """
    from ...results.output_paths import check_figure
    from ...tables.output import check_table, choose_form

    form = choose_form(as_json, as_csv)
    if tables:
        check_table(form, table, tables)
    if plot is not None:
        check_figure(plot)
    return form
