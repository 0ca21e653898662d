"""Write tables of a result folder for other programs."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ..results.folder import Results
from ..results.output_paths import check_file, write_output
from .extract import RUNS, Extract, build_extract
from .r_script import write_r_script
from .stata import write_stata
from .text_files import write_codebook, write_csv, write_parquet
from .workbook import write_workbook

FORMATS = {"csv": ".csv", "xlsx": ".xlsx", "dta": ".dta", "parquet": ".parquet", "r": ".R"}
"""Formats with the ending of their files."""
WRITERS: dict[str, Callable[[Extract, Path], None]] = {
    "csv": write_csv,
    "xlsx": write_workbook,
    "dta": write_stata,
    "parquet": write_parquet,
}
"""What writes the rows in each format; R reads two of them."""
PROGRAMS = {"stata": "dta", "excel": "xlsx"}
"""Programs with the format that each reads, for who asks for the program."""
READ_BY_R = ("parquet", "csv")


class Export(NamedTuple):
    """Files written, the one that was asked for first, and their numbers of rows and columns."""

    files: tuple[Path, ...]
    rows: int
    columns: int


def check_format(name: str) -> None:
    """Refuse an unknown format.

    Raises
    ------
    InputError
        If it is unknown; names the nearest.
    """
    if name not in FORMATS:
        nearest = PROGRAMS.get(name.lower(), name)
        msg = f"--to {name}: known are {', '.join(FORMATS)}{hint(nearest, FORMATS)}"
        raise InputError(msg)


def choose_format(name: str | None, path: Path | None) -> str:
    """Return the format that is named, else that of the file's ending.

    Raises
    ------
    InputError
        If it is unknown, or neither says which.
    """
    if name is None:
        ending = path.suffix.lower() if path else ""
        name = next((to for to, end in FORMATS.items() if end.lower() == ending), None)
    if name is None:
        msg = f"--to: missing; known are {', '.join(FORMATS)}, or -o FILE that ends in one, such as runs.csv"
        raise InputError(msg)
    check_format(name)
    return name


@normalise_arguments
def write_export(results: Results, to: str, table: str = RUNS, path: Path | None = None) -> Export:
    """Write a table of a result folder in a format, with a codebook.

    Parameters
    ----------
    results : Results
        A result folder.
    to : str
        One of FORMATS.
    table : str
        ``runs``, ``paths`` or ``bands``.
    path : Path, optional
        The file; by default beside the folder, ``first-runs.csv`` for ``first``. The codebook is a sheet of a
        workbook, else a file beside it, ``first-runs-codebook.csv``.

    Raises
    ------
    InputError
        If the format or path cannot be, the folder does not hold the table, or the table is too large.
    """
    check_format(to)
    path = name_file(results.folder, table, to) if path is None else path
    check_file(path, "table", (FORMATS[to].lower(),))
    extract = build_extract(results, table)
    rows = {name: path.with_suffix(FORMATS[name]) for name in (READ_BY_R if to == "r" else (to,))}
    for name, file in rows.items():
        write_output(file, "table", partial(WRITERS[name], extract))
    files = [*rows.values()]
    if to != "xlsx":
        codebook = path.with_name(f"{path.stem}-codebook.csv")
        write_output(codebook, "codebook", partial(write_codebook, extract.codebook))
        files.append(codebook)
    if to == "r":
        write_output(path, "script", partial(write_r_script, extract, path.stem))
        files.insert(0, path)
    return Export(tuple(files), extract.rows, len(extract.schema))


def name_file(folder: Path, table: str, to: str) -> Path:
    """Return the file of an export beside the folder."""
    place = folder if folder.name not in {"", ".."} else folder.resolve()
    return place.with_name(f"{place.name}-{table}{FORMATS[to]}")
