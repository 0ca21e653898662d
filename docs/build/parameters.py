"""Write docs/parameters.md, all parameters, from their table: ``python docs/build/parameters.py``."""

from collections import Counter
from pathlib import Path

from hedgesim.model.parameters import table
from hedgesim.model.parameters.lookup import default_words
from hedgesim.model.parameters.patrons import PAIRS, PATRONS
from hedgesim.model.parameters.row import MODEL, Row
from hedgesim.model.parameters.table import ROWS

PAGE = Path(__file__).parents[1] / "parameters.md"
GROUPS = {
    "Patrons": (PATRONS, "What each patron is like: `[patrons.NAME]` in a scenario file."),
    "Pairs of patrons": (PAIRS, "One number for each pair, such as `rivalry.russia-eu`."),
    "World": (table.WORLD, "What surrounds them all: `[world]`."),
    "Response of patrons": (table.RESPONSE, "How patrons react, the same rule for all: `[response]`."),
    "Trade": (table.TRADE, "How trade follows terms, ties and coercion: `[trade]`."),
    "Hedger": (table.HEDGER, "What the small state wants, has and can do: `[hedger]`."),
    "Mechanisms": (table.MECHANISMS, "Claims of the article that can be switched off: `[mechanisms]`."),
    "Regimes": (table.REGIMES, "Thresholds between regimes: `[regimes]`."),
    "Start": (
        table.START,
        "Where ties, shares and stocks begin: `[start.patrons.NAME]` and `[start.hedger]`.",
    ),
}
HEAD = """# Every parameter

All {number} numbers of the model. Made from `model/parameters/table.py` by
`python docs/build/parameters.py`; a test compares them.

- **Path.** The name in scenario files, in `--set` and in tables. `P` stands for a patron
  (`patrons.russia.barrier`), `P-Q` for a pair (`rivalry.russia-eu`). `hedgesim explain barrier` says the same
  on the command line.
- **Default** holds unless a scenario gives another value. `hedgesim show SCENARIO` prints what it has.
- **Plausible** is the range that a sensitivity analysis varies, **allowed** is what a file may say.
- **Known**: `measured`, `literature`, `calibrated` or `guess`, for the default. A guess without a reason is
  the model's own assumption, held by tests of its rest points and by the
  [patterns](ODD.md#1-purpose-and-patterns). {kinds}.
- Equations (eq.) and claims (M) are those of the [ODD page](ODD.md).
"""


def line(row: Row) -> str:
    """Return one parameter as a row of a Markdown table, with an anchor."""
    plausible = f"{row.low:g} to {row.high:g}"
    known = row.kind if row.source == MODEL else f"{row.kind}: {linked(row.source)}"
    path = f'<a id="{row.path}"></a>`{row.path}`'
    cells = (path, row.meaning, row.unit, default_words(row), plausible, allowed(row), known)
    return f"| {' | '.join(cells)} |\n"


def allowed(row: Row) -> str:
    """Return what a file may say."""
    if row.path.endswith(".agreement"):
        return "a step's name"
    return "true, false" if row.unit == "switch" else f"{row.allowed[0]:g} to {row.allowed[1]:g}"


def linked(source: str) -> str:
    """Return a source with the page it names as a link."""
    return source.replace("docs/validation.md", "[validation](validation.md)")


def page() -> str:
    """Return the whole page."""
    kinds = Counter(row.kind for row in ROWS)
    told = ", ".join(f"{number} are `{kind}`" for kind, number in kinds.most_common())
    parts = [HEAD.format(number=len(ROWS), kinds=f"Of the defaults, {told}")]
    for name, (rows, text) in GROUPS.items():
        heads = "| path | meaning | unit | default | plausible | allowed | known |\n" + "|---" * 7 + "|\n"
        parts.append(f"\n## {name}\n\n{text}\n\n{heads}{''.join(map(line, rows))}")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
