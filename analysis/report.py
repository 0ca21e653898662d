"""A result folder as one page that needs nothing but itself: what was asked, found, and its limits."""

from contextlib import suppress
from pathlib import Path

from ..model.errors import InputError
from .compare import baseline_of
from .manifest import batch_of
from .report_compare import compared, robust
from .report_figures import figures
from .report_page import Section, page
from .report_sections import asked, limits, made, scenarios
from .report_sweep import boxes, designed, sensitive
from .software import versions
from .store import Results

ENDINGS = (".html", ".htm")


def write_report(results: Results, path: Path) -> Path:
    """Write a report, whole or not at all; the same folder gives the same bytes.

    Parameters
    ----------
    results : Results
        A finished result folder.
    path : Path
        Ends in .html or .htm; its folder is made where it is missing.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        If the ending is another one, or the file cannot be written.
    """
    check_path(path)
    text = report(results)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        msg = f"{path}: the report cannot be written: {error.strerror}"
        raise InputError(msg) from error
    return path


def check_path(path: Path) -> None:
    """Refuse a file that is no page.

    Raises
    ------
    InputError
        Says what was expected.
    """
    if path.suffix.lower() not in ENDINGS:
        msg = f"{path}: a report's file ends in .html, found {path.suffix or 'no ending'!r}"
        raise InputError(msg)


def report(results: Results) -> str:
    """The page as text."""
    held = results.manifest["scenarios"]
    base = baseline_of(list(held))
    others = f" and {len(held) - 1} more" if len(held) > 1 else ""
    lead = "A report of hedgesim, which simulates how a small state hedges between great powers."
    title = f"{str(held[base]['title']).strip() or base}{others}"
    return page(title, lead, versions()["hedgesim"], sections(results))


def sections(results: Results) -> list[Section]:
    """The parts of a report; those that do not apply are empty."""
    batch = batch_of(results.manifest, results.folder)
    return [
        asked(results.manifest, batch),
        scenarios(batch),
        designed(results, batch),
        compared(results),
        figures(results),
        sensitive(results),
        robust(results),
        boxes(results),
        limits(),
        made(results.manifest),
    ]
