"""An ensemble: draws of all that is not known of a case, with what they rest on, as files."""

import gzip
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.scenario.files import builtin_root
from ..design.arguments import file_named
from ..design.fit_record import read_record
from ..design.parameter_draws import Draws, read_draws
from ..design.table_file import parse_column, read_table
from ..results.output_paths import write_atomically
from .case_files import display_file
from .conditioning import SHOWN, WITHOUT
from .particles import Numbers

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DIGITS = "%.6g"
"""Form of numbers in the table: closer than any of them is known."""


LEVEL = 6
"""Level of compression; higher ones take longer and save nothing."""


@dataclass(frozen=True)
class Ensemble:
    """Draws of what is not known of a case.

    Attributes
    ----------
    draws : Draws
        Equally likely draws, in arbitrary order, so that any first part is a fair sample.
    weights : mapping
        Weight of each draw had a pattern or a series not counted, by its name, with a mean of 1; shape
        (draws,).
    shown : mapping
        How far each draw shows a pattern, 0 to 1, by its id; shape (draws,).
    about : mapping
        What it rests on, how it came about and what was learnt, as the JSON file beside the table holds it.
    """

    draws: Draws
    weights: Mapping[str, Numbers]
    shown: Mapping[str, Numbers]
    about: Mapping[str, Any]

    def __repr__(self) -> str:
        name, until = self.about.get("scenario"), self.about.get("until")
        seen = f", data until {until}" if until else ", no data"
        return f"<Ensemble of {name}: {self.draws.count:,} draws of {len(self.draws.columns)} numbers{seen}>"

    def table(self) -> pd.DataFrame:
        """Return a row per draw: parameters by path, then weights and patterns."""
        return pd.DataFrame(
            {
                **self.draws.columns,
                **{f"{WITHOUT}{name}": values for name, values in self.weights.items()},
                **{f"{SHOWN}{name}": values for name, values in self.shown.items()},
            }
        )

    def plot(self) -> "Figure":
        """Plot prior against ensemble of the inputs of which most was learnt."""
        from ..plots.posterior import draw
        from .learning import picture

        return draw(*picture(self.about, self.draws.columns))

    def write(self, path: Path) -> None:
        """Write the table, and beside it what the ensemble rests on as JSON."""
        text = io.StringIO()
        self.table().to_csv(text, index=False, float_format=DIGITS)
        data = text.getvalue().encode()
        with write_atomically(path) as part:
            # without a date, so that the same ensemble has the same bytes
            part.write_bytes(gzip.compress(data, LEVEL, mtime=0) if path.suffix == ".gz" else data)
        with write_atomically(record_beside(path)) as part:
            about = {**self.about, "files": name_from(path.parent, self.about.get("files", {}))}
            part.write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def name_from(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    """Name files from a folder, so that it can be moved with them; built-in ones elsewhere by their case."""
    return {name_file_from(folder, file_named(name)): known for name, known in files.items()}


def name_file_from(folder: Path, file: Path) -> str:
    """Name a file from a folder; a built-in one elsewhere by its case."""
    if file.is_relative_to(builtin_root()) and file.parent != folder:
        return display_file(file)
    return Path(relpath(file, folder)).as_posix()


def record_beside(path: Path) -> Path:
    """Return the path of the JSON file of an ensemble's table: ``ensemble.json`` of ``ensemble.csv.gz``."""
    return path.with_name(f"{path.name.partition('.')[0]}.json")


@normalise_arguments
def read_ensemble(path: str | Path) -> Ensemble:
    """Read an ensemble with its weights, patterns and record.

    Parameters
    ----------
    path : str or Path
        Its table, or that of a built-in case, such as ``belarus/ensemble.csv.gz``.

    Raises
    ------
    InputError
        If the table or the record beside it cannot be read.
    """
    path = Path(path)
    place = record_beside(file_named(path))
    if not place.is_file():
        msg = f"{path}: no {place.name} beside it, without which it is a bare table of draws: use read_draws"
        raise InputError(msg)
    about, draws = read_record(place), read_draws(path)
    table, _ = read_table(path, "a table of draws")
    columns = {str(name): parse_column(cells) for name, cells in table.items()}
    return Ensemble(draws, select_columns(columns, WITHOUT), select_columns(columns, SHOWN), about)


def select_columns(columns: Mapping[str, Numbers], start: str) -> dict[str, Numbers]:
    """Return the columns whose names begin so, by the rest of their names."""
    return {name.removeprefix(start): column for name, column in columns.items() if name.startswith(start)}


def scale_weights(logs: Numbers) -> Numbers:
    """Return weights with a mean of 1 from their logs, shape (draws,)."""
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.mean())
