"""What was computed beforehand and is carried by a report: thresholds, ladder, risk, games, claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..claims.result import Judgement
    from ..explore.information.result import Information
    from ..explore.ladder import Ladder
    from ..explore.pathways.result import Pathways
    from ..explore.risk.result import Risk
    from ..explore.threshold_result import Tipping
    from ..games.result import Game


@dataclass(frozen=True)
class Findings:
    """What was computed beforehand of a folder's scenarios.

    Attributes
    ----------
    thresholds : sequence of Tipping
        Thresholds.
    ladder : Ladder, optional
        Ladders of premiums.
    risks : sequence of Risk
        Scores of risk.
    information : sequence of Information
        Values of information.
    games : sequence of Game
        Games of patrons.
    pathways : Pathways, optional
        Triggers.
    claims : sequence of Judgement
        Claims with verdicts.
    """

    thresholds: Sequence["Tipping"] = ()
    ladder: "Ladder | None" = None
    risks: Sequence["Risk"] = ()
    information: Sequence["Information"] = ()
    games: Sequence["Game"] = ()
    pathways: "Pathways | None" = None
    claims: Sequence["Judgement"] = ()
