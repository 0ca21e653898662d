"""The notebooks run in a fresh kernel, and print what is stored in them; refreshed by ``make notebooks``."""

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from support.scripts import DOCS, script

NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))
executed = script("docs/build/notebooks.py").executed


LARGEST = 600_000
FROM_ZMQ = (
    "ignore:.*Proactor.*:RuntimeWarning",
    "ignore:There is no current event loop:DeprecationWarning",
)
"""Warnings of the kernel's client about event loops."""


def read(place: Path) -> NotebookNode:
    """A stored notebook."""
    return nbformat.read(place, as_version=4)


def texts(notebook: NotebookNode) -> list[Any]:
    """What cells print and show as text, a list a cell; pictures by their size alone."""
    return [
        [text_of(output) for output in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"
    ]


def text_of(output: NotebookNode) -> dict[str, str]:
    """The text of one output."""
    if output.output_type == "stream":
        return {output.name: output.text}
    return {kind: text for kind, text in output.data.items() if not kind.startswith("image/")}


@pytest.mark.slow
@pytest.mark.filterwarnings(*FROM_ZMQ)
@pytest.mark.parametrize("place", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_prints_what_is_stored(place: Path) -> None:
    stored = read(place)
    assert texts(executed(read(place))) == texts(stored), "run: make notebooks"


@pytest.mark.slow
@pytest.mark.filterwarnings(*FROM_ZMQ)
def test_another_country_is_one_cell() -> None:
    notebook = read(DOCS / "notebooks" / "2_three_inputs.ipynb")
    told = next(c.source for c in notebook.cells if c.source.startswith("## Now another country"))
    (code,) = re.findall(r"```python\n(.*?)```", told, flags=re.DOTALL)
    (cell,) = (c for c in notebook.cells if c.cell_type == "code" and c.source.startswith("country = "))
    cell.source = code
    shown = str(texts(executed(notebook)))
    assert "eu_signed" in shown
    assert "belarus/baseline" not in shown


@pytest.mark.parametrize("place", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_small_whole_and_linked(place: Path) -> None:
    assert place.stat().st_size < LARGEST
    notebook = read(place)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1)), "run: make notebooks"
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
    }
    prose = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    assert len(re.findall(r"^# ", re.sub(r"```.*?```", "", prose, flags=re.DOTALL), flags=re.MULTILINE)) == 1
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", prose):
        assert (place.parent / link).resolve().exists(), link


@pytest.mark.parametrize("place", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_needs_the_public_interface_alone(place: Path) -> None:
    code = "\n".join(c.source for c in read(place).cells if c.cell_type == "code")
    modules = set(re.findall(r"(?:from|import) (hedgesim[\w.]*)", code))
    assert modules <= {"hedgesim.analysis", "hedgesim.model"}
    assert not re.search(r"\._\w", code)
