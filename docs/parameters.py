"""Write the parameter table of docs/ODD.md from the code: ``python docs/parameters.py``."""

from pathlib import Path

from hedgesim.model.parameters import default_words
from hedgesim.model.table import ROWS, Row

PAGE = Path(__file__).with_name("ODD.md")
BEGIN, END = "<!-- parameters -->\n", "<!-- /parameters -->"


def line(row: Row) -> str:
    """One parameter as a row of a Markdown table."""
    plausible = f"{row.low:g} to {row.high:g}"
    cells = (f"`{row.path}`", row.unit, default_words(row), plausible, row.kind, row.meaning, row.source)
    return f"| {' | '.join(cells)} |"


def table() -> str:
    """All parameters as a Markdown table."""
    head = "| parameter | unit | default | plausible range | kind | meaning | source |\n" + "|---" * 7 + "|\n"
    return head + "\n".join(map(line, ROWS)) + "\n"


def page() -> str:
    """The page with its table made anew."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + table() + END + after


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
