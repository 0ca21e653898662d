"""Render a report as one self-contained HTML page; every text is escaped."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from ...model.errors import InputError
from ...model.text import escape_controls
from ..tables.sheet import BOLD, Sheet
from ..verdicts.verdict import Verdict

TEMPLATE = "report.html.jinja"


@dataclass(frozen=True)
class Text:
    """A paragraph of text."""

    text: str


@dataclass(frozen=True)
class Answer:
    """The verdict of a part."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class Points:
    """A list of items."""

    texts: Sequence[str]


@dataclass(frozen=True)
class Facts:
    """A list of names with their values."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Picture:
    """A figure: title, caption, alternative text, and the image as data URI."""

    title: str
    caption: str
    alt: str
    image: str


@dataclass(frozen=True)
class Chart:
    """A figure that answers to the pointer; in print and without scripts its still picture stands there.

    Attributes
    ----------
    title, caption : str
        What it shows, and how to read it.
    spec : mapping
        What the chart library draws, as plain data.
    still : Picture, optional
        A picture of the same results.
    """

    title: str
    caption: str
    spec: Mapping[str, Any]
    still: Picture | None


@dataclass(frozen=True)
class Fold:
    """Blocks that a reader opens on demand; ``printed`` says whether they are open in print."""

    summary: str
    blocks: Sequence["Block"]
    printed: bool = True


Block = Text | Answer | Heading | Points | Facts | Picture | Chart | Fold | Sheet


@dataclass(frozen=True)
class Opening:
    """The first screen of a report.

    Attributes
    ----------
    title, question : str
        Heading of the page, and the question that the first scenario asks.
    answer : Verdict
        The verdict; its headline is shown large.
    blocks : sequence of Block
        The figure that carries it, and how sure it is.
    """

    title: str
    question: str
    answer: Verdict
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Section:
    """A part of a report.

    Attributes
    ----------
    name : str
        Anchor for links within the page.
    title : str
        Heading of the section.
    blocks : sequence of Block
        Content of the section.
    """

    name: str
    title: str
    blocks: Sequence[Block]


def sentences(error: InputError) -> str:
    """Format all faults of an error, one sentence each."""
    return " ".join(map(sentence, error.faults))


def sentence(text: str) -> str:
    """Format a text as a sentence, with a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"


def title_tables(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Yield tables with a title each; one without takes the title before it, marked as continued."""
    last = ""
    for sheet in sheets:
        last = sheet.title or last
        yield sheet if sheet.title else replace(sheet, title=f"{last} (continued)")


def list_charts(parts: Iterable[Sequence[Block]]) -> list[Chart]:
    """List the charts among blocks, those in folds included."""
    blocks = [block for part in parts for block in part]
    inner = [list_charts([block.blocks]) for block in blocks if isinstance(block, Fold)]
    return [*(b for b in blocks if isinstance(b, Chart)), *(chart for found in inner for chart in found)]


def read_note(note: str) -> str:
    """Return a note on a table without the sign that marks bold cells in text files."""
    return note.replace(BOLD, "Bold")


def build_page(opening: Opening, version: str, sections: Sequence[Section], script: str = "") -> str:
    """Render the page as HTML.

    Parameters
    ----------
    opening : Opening
        The first screen.
    version : str
        Version of hedgesim.
    sections : sequence of Section
        Parts of the page; those without blocks are left out.
    script : str
        The library that draws charts, and the call that does so.
    """
    from jinja2 import Environment, StrictUndefined

    look = Environment(autoescape=True, undefined=StrictUndefined)
    look.filters |= {"kind": lambda block: type(block).__name__, "note": read_note, "sentence": sentence}
    template = look.from_string(files(__package__).joinpath(TEMPLATE).read_text(encoding="utf-8"))
    shown = [s for s in sections if s.blocks]
    text = escape_controls(template.render(opening=opening, version=version, sections=shown))
    # the script as it is: what is escaped in texts may be part of it
    body, end, rest = text.rpartition("</body>")
    return f"{body}<script>{script}</script>\n{end}{rest}\n" if script else f"{text}\n"
