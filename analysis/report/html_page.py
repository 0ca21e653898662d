"""A report as one page: parts in, HTML out that needs nothing but itself; every text is escaped."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from ...model.errors import InputError
from ..tables.sheet import Sheet

TEMPLATE = "report.html.jinja"


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class Points:
    """A list."""

    texts: Sequence[str]


@dataclass(frozen=True)
class Facts:
    """Names and their values."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Picture:
    """A figure: title, caption, what it shows for those who do not see it, and its data URI."""

    title: str
    caption: str
    alt: str
    image: str


@dataclass(frozen=True)
class Fold:
    """What a reader opens who wants it; ``printed`` says whether it is open in print."""

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
        Where links within the page lead.
    title : str
        Its heading.
    blocks : sequence of Block
        What it holds.
    """

    name: str
    title: str
    blocks: Sequence[Block]


def reason(what: str, error: InputError) -> Text:
    """Return why a part is not there, in one line."""
    return Text(f"{what}: not shown. {sentences(error)}")


def sentences(error: InputError) -> str:
    """Return all faults of an error, a sentence each."""
    return " ".join(map(sentence, error.faults))


def sentence(text: str) -> str:
    """Return a text with a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"


def title_tables(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Yield tables that all have a title: one without goes on with the last."""
    last = ""
    for sheet in sheets:
        last = sheet.title or last
        yield sheet if sheet.title else replace(sheet, title=f"{last} (continued)")


def build_page(title: str, lead: str, version: str, sections: Sequence[Section]) -> str:
    """Return the page.

    Parameters
    ----------
    title, lead : str
        Its heading, and the sentence below.
    version : str
        Of this program.
    sections : sequence of Section
        Its parts; those that hold nothing are left out.
    """
    from jinja2 import Environment, StrictUndefined

    look = Environment(autoescape=True, undefined=StrictUndefined)
    look.filters["kind"] = lambda block: type(block).__name__
    template = look.from_string(files(__package__).joinpath(TEMPLATE).read_text(encoding="utf-8"))
    shown = [s for s in sections if s.blocks]
    return template.render(title=title, lead=lead, version=version, sections=shown) + "\n"
