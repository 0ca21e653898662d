"""Result folders edited by hand, hashes made anew: what does not fit is named, nothing ends in a traceback."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.batches import small
from support.commands import invoked
from support.folder_edits import Edit, manifest_edits, replace_table, rewrite, seal_anew, set_value, table_edits
from support.hostile_checks import message
from support.sweeps import short, sweep

from hedgesim.analysis import load, run_batch
from hedgesim.analysis.plots.draw import KINDS
from hedgesim.analysis.results.manifest import batch_of
from hedgesim.analysis.results.point_table import describe_points
from hedgesim.model import InputError
from hedgesim.model.text import first_control

READING = (
    *(("plot", "--kind", kind, "-o", "figure.svg") for kind in KINDS),
    ("compare",),
    ("compare", "--json"),
    ("report", "-o", "page.html"),
    ("robustness",),
    ("rerun", "--check", "--workers", "1"),
    ("sensitivity",),
    ("sensitivity", "--convergence"),
    ("discover", "--where", "utility_mean < 0.5"),
    ("batch", "--resume"),
)
"""Commands that read a folder, which is their last word."""
SPARSE, PARTS = 17, 4
"""Of so many edits one is tried by default, and all in so many slow tests."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch with all four tables, and a sweep, which vary and set something."""
    place = tmp_path_factory.mktemp("finished")
    spec = small(strategies=("hedge", "myopic"), runs=2, quarters=4, paths=True, patrons__russia__barrier=0.3)
    run_batch(spec, place / "batch")
    varied = ("patrons.russia.barrier=0:0.5:3", "patrons.eu.agreement=signed,enhanced")
    run_batch(sweep(short(quarters=4), *varied, strategies=("hedge", "myopic"), runs=2), place / "sweep")
    return place


@pytest.fixture
def folder(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A fresh copy of one of them, in the working directory."""
    monkeypatch.chdir(tmp_path)

    def copied(kind: str) -> Path:
        shutil.rmtree(tmp_path / kind, ignore_errors=True)
        shutil.copytree(finished / kind, tmp_path / kind)
        return Path(kind)

    return copied


def fault(folder: Path) -> str:
    """What is said of a folder when all of it is read; nothing if it is accepted."""
    try:
        results = load(folder)
        assert results.design is not None
        assert results.bands is not None
        assert results.paths is None or len(results.paths)
        batch_of(results.manifest, folder)
    except InputError as error:
        return message(error)
    return ""


def check_command(words: Sequence[str]) -> str:
    """A command ends with a code and, where it is none of 0, with a message; what it says steers no terminal."""
    result = invoked(*words)
    assert result.exit_code in {0, 1, 2}, (words, result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
    assert result.exit_code == 0 or "Error: " in result.output or "Usage: " in result.output, (words, result.output)
    assert first_control(result.output) is None
    return result.output


def check_edits(edits: Iterator[tuple[str, Edit]], fresh: Callable[[], Path], chosen: range) -> None:
    """Every chosen edit is refused with a message, or the next of the reading commands copes with it."""
    commands, refused, tried = cycle(READING), 0, 0
    for number, (name, edit) in enumerate(edits):
        if number not in chosen:
            continue
        place, tried = fresh(), tried + 1
        edit(place)
        if text := fault(place):
            assert place.name in text, (name, text)
            refused += 1
        if not text or refused % 20 == 0:
            check_command([*next(commands), str(place)])
    assert refused > 0.7 * tried


def edits_of(kind: str, finished: Path) -> Iterator[tuple[str, Edit]]:
    """All edits of a kind of folder."""
    yield from manifest_edits(finished / kind)
    yield from table_edits(finished / kind)


@pytest.mark.parametrize("kind", ["batch", "sweep"])
def test_no_edit_ends_in_a_traceback(
    kind: str, finished: Path, folder: Callable[[str], Path]
) -> None:
    check_edits(edits_of(kind, finished), lambda: folder(kind), range(0, 10**6, SPARSE))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", ["batch", "sweep"])
def test_none_of_all_edits_ends_in_a_traceback(
    kind: str, part: int, finished: Path, folder: Callable[[str], Path]
) -> None:
    check_edits(edits_of(kind, finished), lambda: folder(kind), range(part, 10**6, PARTS))
