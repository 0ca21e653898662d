"""Render a report as one self-contained HTML page; every text is escaped."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from ...model.errors import InputError
from ...model.text import escape_controls
from ..tables.sheet import Sheet

TEMPLATE = "report.html.jinja"


@dataclass(frozen=True)
class Text:
    """A paragraph of text."""

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
class Fold:
    """Blocks that a reader opens on demand; ``printed`` says whether they are open in print."""

    summary: str
    blocks: Sequence["Block"]
    printed: bool = True


Block = Text | Heading | Points | Facts | Picture | Fold | Sheet


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


def reason(what: str, error: InputError) -> Text:
    """Build a paragraph that says why a part is missing."""
    return Text(f"{what}: not shown. {sentences(error)}")


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


def build_page(title: str, lead: str, version: str, sections: Sequence[Section]) -> str:
    """Render the page as HTML.

    Parameters
    ----------
    title, lead : str
        Heading of the page, and the sentence below it.
    version : str
        Version of hedgesim.
    sections : sequence of Section
        Parts of the page; those without blocks are left out.
    """
    from jinja2 import Environment, StrictUndefined

    look = Environment(autoescape=True, undefined=StrictUndefined)
    look.filters["kind"] = lambda block: type(block).__name__
    template = look.from_string(files(__package__).joinpath(TEMPLATE).read_text(encoding="utf-8"))
    shown = [s for s in sections if s.blocks]
    text = template.render(title=title, lead=lead, version=version, sections=shown)
    return f"{escape_controls(text)}\n"
