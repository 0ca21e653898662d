"""Enter the verdicts of the present model in ledgers, or write docs/claims.md from them.

``python docs/build/claims.py [CASE...]`` writes ``expected`` below the source of each claim: the word that
``hedgesim claims --check`` holds the model to. To be run when a change of the model or the draws is meant;
CHANGELOG.md names the verdicts that moved. ``python docs/build/claims.py --page`` writes the page.
"""

import re
import sys
from pathlib import Path

from hedgesim.analysis.claims.result import Judgement, Verdict
from hedgesim.analysis.claims.words import REFUTED, ROBUST
from hedgesim.analysis.notebook.claims import judge_claims
from hedgesim.analysis.numerals import format_interval
from hedgesim.analysis.tables.claims import describe_thresholds
from hedgesim.analysis.verdicts import claims as verdict

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
PAGE = ROOT / "docs" / "claims.md"
LEDGER = "claims.toml"
EXPECTED = re.compile(r"^expected = .*\n", re.MULTILINE)
HEAD = """# Claims and their verdicts

Made by `python docs/build/claims.py --page`; a test compares its words with the ledgers and judges Armenia's
again.

{answers}

{planted}

A claim is a sentence with a direction and a least size: a change makes an outcome rise, fall or stay; one
strategy beats another; a number lies above or below a bound. It is played with each of {count} draws of
[what is not known](ensemble.md) of the case, the same shocks on both sides. Its **support** is the share of
draws that show it, in brackets with the 95% interval of that share. The word follows from it by thresholds
fixed in the program: {thresholds}.

**Few claims are predictions.** Directions and sizes were written before verdicts of the present model,
but most claims restate results of an earlier one: R the README of an earlier version, N the present
README's findings as they stood then, D findings of other pages, S what came of reviews; in other cases
Armenia's Y, Vietnam's V01 to V12 and two powers' R1 to R5 the README of the case. D26 was a finding of
the [FAQ](faq.md). Written without a result are A (the article), L, H, B, W, F and I (the literature),
Vietnam's V13 and V14, and X and what was planted with them; but whoever set their sizes knew an earlier
model's results.

A verdict says how far a sentence depends on what is not known *within this model*. It is no evidence that
the model's rules are right, and a claim of the literature that is refuted here may well be true of the
world. Pages name the claim behind a finding by its word; `tests/repository/test_verdicts.py` compares the
two, and `hedgesim claims LEDGER --check` fails when a verdict has moved. A claim that a pattern of the fit
also says is judged as if the pattern had not been used.

```sh
hedgesim claims belarus/claims.toml --plot claims.png
hedgesim claims belarus/claims.toml --id N01,N12
hedgesim claims my_case/claims.toml --check
```

The language of ledgers is described at the head of [belarus/claims.toml](../scenarios/belarus/claims.toml).
**Effect**: the median draw, in brackets 5 to 95% of draws; signed where something changes or one strategy
is compared with another, without a plus where a number is compared with a bound. **Fails where**: one or
two limits within which failures crowd, with the share of draws that fail there; only where something is
in doubt. The limits are the best of all such boxes, searched on the same draws, so this share is rather
too high: a hint where to look, no finding.
"""
RENAMED = "planted as false at first"
"""What sources say of claims that were planted, were not refuted and became own claims."""
DIGITS = 3
TABLE = "| id | claim | support | effect | verdict | fails where |\n|---|---|---|---|---|---|\n"


def enter_expected(text: str, words: dict[str, str]) -> str:
    """Return the text of a ledger with the expected word of each claim, by its id, after its source."""
    head, *claims = re.split(r"(?m)^(?=\[\[claim\]\]$)", EXPECTED.sub("", text))
    entered = []
    for claim in claims:
        name = re.search(r'^id = "(.+)"$', claim, re.MULTILINE)
        word = words[name[1]] if name else ""
        entered.append(re.sub(r"(?m)^(source = .*\n)", rf'\1expected = "{word}"\n', claim, count=1))
    return "".join([head, *entered])


def write_expected(ledger: Path, found: Judgement) -> None:
    """Enter the verdicts of a ledger and say which moved."""
    moved = ", ".join(f"{v.id} {v.expected} -> {v.verdict}" for v in found.moved)
    text = enter_expected(ledger.read_text(encoding="utf-8"), {v.id: v.verdict for v in found.verdicts})
    ledger.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{ledger.parent.name}: {len(found.verdicts)} claims; moved: {moved or 'none'}\n")


def list_ledgers(cases: list[str]) -> list[Path]:
    """List the ledgers of some cases, or of all."""
    return [p for p in sorted(SCENARIOS.glob(f"*/{LEDGER}")) if not cases or p.parent.name in cases]


def page() -> str:
    """Return the page: what a claim is, then a table for each ledger."""
    found = {ledger.parent.name: judge_claims(ledger) for ledger in list_ledgers([])}
    answers = "\n".join(
        f"- **{case}**: {verdict.judge_claims(verdicts).text}" for case, verdicts in found.items()
    )
    count = next(iter(found.values())).count
    planted = describe_planted(found)
    head = HEAD.format(answers=answers, planted=planted, count=count, thresholds=describe_thresholds())
    return head + "".join(f"\n## {case}\n\n{TABLE}{rows(found[case])}" for case in found)


def describe_planted(found: dict[str, Judgement]) -> str:
    """Say how many planted claims are refuted, and which were planted once and are not called so now."""
    claims = [(case, v) for case, judgement in found.items() for v in judgement.verdicts]
    planted = [v.verdict for _, v in claims if v.planted]
    renamed = [f"{case} {v.id}" for case, v in claims if RENAMED in v.source]
    return (
        f"Of all {len(planted)} claims that are still called planted {planted.count(REFUTED)} are refuted."
        f" {len(renamed)} more ({', '.join(renamed)}) were planted as false, were not refuted, and stay as"
        " own claims."
    )


def rows(found: Judgement) -> str:
    """Return the rows of a ledger."""
    return "".join(f"| {' | '.join(cells(v))} |\n" for v in found.verdicts)


def cells(v: Verdict) -> list[str]:
    """Return the cells of a claim's row."""
    support = f"{v.support:.2f} [{v.low:.2f}, {v.high:.2f}]"
    fails = v.fails_where and v.verdict not in {ROBUST, REFUTED}
    where = f"{v.fails_where} ({v.fails_inside:.0%})" if fails else ""
    planted = " (planted)" if v.planted else ""
    return [v.id, f"{v.text}{planted}", support, describe_effect(v), f"*{v.words}*", where]


def describe_effect(v: Verdict) -> str:
    """Format the median effect with its 5 to 95% of draws."""
    median, low, high = (round(x, DIGITS) + 0.0 for x in (v.median, v.q05, v.q95))  # no sign on a zero
    text = format_interval(median, low, high, DIGITS, sign=v.kind != "number")
    return text.replace("[ ", "[").replace(",  ", ", ").strip()


def main(words: list[str]) -> None:
    """Write the page, or judge the ledgers of some cases, or of all, and enter their verdicts."""
    if words == ["--page"]:
        PAGE.write_text(page(), encoding="utf-8")
        return
    for ledger in list_ledgers(words):
        write_expected(ledger, judge_claims(ledger))


if __name__ == "__main__":
    main(sys.argv[1:])
