"""Execute the notebooks of this folder in place: ``python docs/build/notebooks.py``, or ``make notebooks``.

What is stored is what a second run stores again: no times, no version of Python, figures of few colours.
"""

import base64
import io
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
STRICT = "import warnings\nwarnings.filterwarnings('error', module=r'hedgesim|__main__')"
"""Run before the first cell: a warning that hedgesim or a cell causes is an error."""
LIMIT = 600
"""Seconds that a cell may take."""
COLOURS = 64
KEPT = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
PICTURE = "image/png"


def executed(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook played in a fresh kernel, in an empty folder.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell raises or warns.
    """
    notebook.metadata = nbformat.from_dict(KEPT)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(STRICT))
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook, timeout=LIMIT, kernel_name="python3", record_timing=False, coalesce_streams=True,
            resources={"metadata": {"path": folder}},
        )  # fmt: skip
        with client.setup_kernel():
            for place, cell in enumerate(notebook.cells):
                client.execute_cell(cell, place, store_history=place > 0)
    del notebook.cells[0]
    return notebook


def lightened(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook with its figures in few colours, a third of the size."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if PICTURE in output.get("data", {}):
                output["data"][PICTURE] = few_colours(output["data"][PICTURE])
    return notebook


def few_colours(picture: str) -> str:
    """Return a PNG in base64 with a palette."""
    with Image.open(io.BytesIO(base64.b64decode(picture))) as image, io.BytesIO() as file:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        return base64.b64encode(file.getvalue()).decode()


def main() -> None:
    """Execute those named, or all."""
    for place in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(FOLDER.glob("*.ipynb")):
        notebook = executed(nbformat.read(place, as_version=4))
        nbformat.write(lightened(notebook), place)


if __name__ == "__main__":
    main()
