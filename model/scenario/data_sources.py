"""What the shipped data rest on, and under which terms: ``scenarios/sources.toml``."""

import tomllib
from dataclasses import dataclass

from .files import builtin_root


@dataclass(frozen=True)
class DataSource:
    """Where figures of the shipped data come from.

    Attributes
    ----------
    name : str
        Short name.
    citation : str
        How to cite it.
    terms : str
        Under which terms its figures may be used, as far as the project knows them.
    files : tuple of str
        The shipped files that hold such figures, relative to the folder of the scenarios.
    non_commercial : bool
        Whether the terms exclude commercial use.
    """

    name: str
    citation: str
    terms: str
    files: tuple[str, ...]
    non_commercial: bool = False


def read_data_sources() -> list[DataSource]:
    """Read the sources of those data files that are there; files may have been deleted for their terms."""
    text = (builtin_root() / "sources.toml").read_text(encoding="utf-8")
    sources = [
        DataSource(**row | {"files": find_files(row["files"])}) for row in tomllib.loads(text)["sources"]
    ]
    return [source for source in sources if source.files]


def find_files(patterns: list[str]) -> tuple[str, ...]:
    """Find the data files that fit any of the patterns."""
    base = builtin_root()
    return tuple(sorted({f.relative_to(base).as_posix() for text in patterns for f in base.glob(text)}))


def find_non_commercial_files() -> list[str]:
    """List the data files with figures that exclude commercial use."""
    return sorted({file for source in read_data_sources() if source.non_commercial for file in source.files})
