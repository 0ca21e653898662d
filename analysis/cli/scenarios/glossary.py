"""The command that explains words."""

from typing import Annotated

import typer

from ..parts import options
from ..parts.output import check_output


def explain(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD",
            help="A parameter or its last part, an outcome, a column, a regime, a strategy, or a word of the"
            " field such as sanctions or gas price.  [default: all words of the glossary]",
        ),
    ] = None,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Explain a word: what it is, its unit and range, where it is used and what to set."""
    from ...glossary.search import explain_word
    from ...glossary.terms import list_terms
    from ...tables.output import print_output
    from ...tables.scenarios import glossary as listing
    from ...tables.sheet import View

    form = check_output(as_json, as_csv)
    if not words:
        print_output(form, {"terms": listing.term_rows(list_terms())}, [listing.glossary_sheet()], table)
        return
    word = " ".join(words)
    found = explain_word(word)
    sheets = listing.explanation_sheets(found, word)
    print_output(form, listing.explanation_rows(found), sheets, table, view=View(top, full))
