"""Write the report's part on claims that were judged beforehand."""

from collections.abc import Iterator, Sequence
from functools import partial

from ..claims.result import Judgement
from ..tables.claims import claims_sheets
from ..verdicts.claims import judge_claims
from .gallery import draw_figure
from .html_page import Answer, Block, Section


def report_claims(judgements: Sequence[Judgement]) -> Section:
    """Build the section of claims: how many hold, every verdict, where claims fail, and a figure."""
    blocks = [block for found in judgements for block in claim_parts(found)]
    return Section("claims", "Claims", blocks)


def claim_parts(found: Judgement) -> Iterator[Block]:
    """Yield the claims of a ledger."""
    from ..plots import claims as plot_claims

    yield Answer(judge_claims(found).text)
    yield from claims_sheets(found)
    if figure := draw_figure(f"claims of {found.ledger}", partial(plot_claims.draw, found)):
        yield figure
