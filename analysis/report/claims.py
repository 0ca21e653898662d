"""Write the report's part on claims that were judged beforehand."""

from collections.abc import Sequence
from functools import partial

from ..claims.result import Judgement
from ..plots import claims as plot_claims
from ..tables.claims import claims_sheets
from ..verdicts.claims import judge_claims
from .gallery import draw_figure
from .html_page import Answer, Block, Section


def report_claims(judgements: Sequence[Judgement]) -> Section:
    """Build the section of claims: how many hold, every verdict, where claims fail, and a figure."""
    blocks: list[Block] = []
    for found in judgements:
        blocks.append(Answer(judge_claims(found).text))
        blocks += claims_sheets(found)
        blocks += draw_figure(f"claims of {found.ledger}", partial(plot_claims.draw, found))
    return Section("claims", "Claims", blocks)
