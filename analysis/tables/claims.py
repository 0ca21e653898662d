"""Format verdicts on claims as text: how many hold, then a row for each, then where they fail."""

from collections.abc import Sequence
from dataclasses import replace

from ..claims.result import Judgement, Verdict
from ..claims.words import REFUTED, ROBUST, WORDS
from ..numerals import count_decimals, format_fixed
from .sheet import Sheet

MOST_CLAIMS, MOST_MOVED, MOST_ROWS = 6, 4, 16
"""Rows printed unless more are asked for: verdicts, those that contradict the ledger, and of own numbers."""
HOLDS, FAILS = "holds", "fails"
"""Words of the scenario's own numbers, which are a single draw."""


def claims_sheets(found: Judgement) -> list[Sheet]:
    """Build the tables of verdicts, of those that contradict the ledger, and of where claims fail.

    Who says so is a detail, and of a long ledger where claims fail as well.
    """
    sheets = [count_sheet(found)] if found.draws and len(found.verdicts) > 1 else []
    sheets += [moved_sheet(found.moved)] if found.draws and found.moved and not found.window else []
    sheets.append(verdict_sheet(found))
    failing = [v for v in found.verdicts if v.fails_where]
    failing.sort(key=lambda v: v.verdict in {ROBUST, REFUTED})
    long = len(found.verdicts) > MOST_CLAIMS
    sheets += [replace(failure_sheet(failing), detail=long)] if failing else []
    return [*sheets, replace(source_sheet(found.verdicts), detail=True)]


def count_sheet(found: Judgement) -> Sheet:
    """Build the table of how many claims have which verdict."""
    planted = [v.verdict for v in found.verdicts if v.planted]
    rows = [
        [word, least, f"{n}", f"{planted.count(word)}"]
        for (word, n), least in zip(found.count_words().items(), describe_ends(), strict=True)
    ]
    heads = ["verdict", "support", "claims", "planted false"]
    return Sheet("Claims by verdict", heads, rows, firm=frozenset({1}))


def describe_ends() -> list[str]:
    """Describe the support that each verdict stands for, in the order of WORDS."""
    robust, likely, contested, unlikely, _ = (f".{round(100 * least):02d}" for least in WORDS.values())
    return [f"from {robust}", f"from {likely}", f"above {contested}", f"above {unlikely}", "less"]


def moved_sheet(verdicts: Sequence[Verdict]) -> Sheet:
    """Build the table of the verdicts that are not what the ledger expects."""
    rows = [[v.id, v.text, v.verdict, v.expected] for v in verdicts]
    heads = ["id", "claim", "verdict", "expected"]
    title = "Claims that contradict what the ledger expects"
    return Sheet(title, heads, rows, left=frozenset({0, 1, 2, 3}), limit=MOST_MOVED)


def format_effect(v: Verdict) -> str:
    """Format the median effect, and in the next line its 5 to 95% of draws."""
    digits = max(0, count_decimals(v.median, v.q05, v.q95) - 1)
    signed = v.kind != "number" or v.q05 < 0.0
    middle, low, high = (format_fixed(x, digits, sign=signed) for x in (v.median, v.q05, v.q95))
    return middle if v.median != v.median or low == high else f"{middle}\n[{low}, {high}]"


def verdict_sheet(found: Judgement) -> Sheet:
    """Build the table of verdicts, a row for each claim."""
    if not found.draws:
        rows = [
            [v.id, v.text, format_effect(v), HOLDS if v.verdict == ROBUST else FAILS] for v in found.verdicts
        ]
        heads = ["id", "claim", "effect", "verdict"]
        return Sheet("Claims", heads, rows, left=frozenset({0, 1, 3}), limit=MOST_ROWS)
    rows = [
        [
            v.id,
            f"{v.text}{f' (judged without {v.constraint})' if v.constraint else ''}",
            f"{format_fixed(v.support, 2)}\n[{format_fixed(v.low, 2)}, {format_fixed(v.high, 2)}]",
            format_effect(v),
            v.words.replace(" or ", "\nor "),
        ]
        for v in found.verdicts
    ]
    notes = [
        "Support: share of draws that support the claim, 95% interval. Effect: median, 5 to 95% of draws. A"
        " second word: the interval reaches it."
    ]
    heads = ["id", "claim", "support", "effect", "verdict"]
    return Sheet("Claims", heads, rows, notes=notes, left=frozenset({0, 1, 4}), limit=MOST_CLAIMS)


def describe_thresholds() -> str:
    """Describe which support each word stands for."""
    robust, likely, contested, unlikely, refuted = WORDS
    ends = {word: f".{round(100 * least):02d}" for word, least in WORDS.items()}
    return (
        f"{robust} from {ends[robust]}, {likely} from {ends[likely]}, {contested} above {ends[contested]},"
        f" {unlikely} above {ends[unlikely]}, else {refuted}"
    )


def failure_sheet(verdicts: Sequence[Verdict]) -> Sheet:
    """Build the table of where claims fail."""
    rows = [
        [v.id, v.fails_where, *map(format_share, (v.fails_inside, v.fails_overall, v.fails_covered))]
        for v in verdicts
    ]
    notes = [
        "Share of draws that fail within the limits and overall, and share of all failures within them.",
        "Limits are the best of many, searched on the same draws: the first share is rather too high.",
    ]
    heads = ["id", "where it fails", "fails\nthere", "fails\noverall", "of all\nfailures"]
    return Sheet("Where claims fail", heads, rows, notes=notes, left=frozenset({0, 1}))


def format_share(share: float) -> str:
    """Format a share in percent."""
    return f"{100.0 * share:.0f}%"


def source_sheet(verdicts: Sequence[Verdict]) -> Sheet:
    """Build the table of who says so, and of draws that do not support a claim."""
    rows = [
        [
            v.id,
            f"{v.source}{f' ({v.scope})' if v.scope else ''}",
            format_fixed(v.against, 2),
            format_fixed(max(0.0, 1.0 - v.support - v.against), 2),
            v.expected,
        ]
        for v in verdicts
    ]
    heads = ["id", "source", "against", "too\nsmall", "expected"]
    return Sheet("Who says so, and draws that do not", heads, rows, left=frozenset({0, 1, 4}))
