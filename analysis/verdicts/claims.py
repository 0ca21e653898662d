"""How many claims of a ledger hold, which are not as expected, and how sure that is."""

import math
from collections.abc import Sequence

from ..claims.result import Judgement
from ..claims.result import Verdict as Claim
from ..claims.words import ROBUST
from .verdict import Quantity, Verdict, count, write_verdict

Fields = dict[str, Quantity | str]
NAMED = 6
"""Claims that a sentence names."""


def judge_claims(found: Judgement) -> Verdict:
    """Say how many claims have which verdict, or of a claim alone in how many draws it holds."""
    own = [v for v in found.verdicts if not v.planted]
    if len(found.verdicts) == 1 and found.draws:
        return judge_claim(found, found.verdicts[0])
    if not found.draws:
        return judge_own_numbers(found, own)
    words = {word: n for word, n in found.count_words().items() if n}
    fields: Fields = {word: count(n) for word, n in words.items()}
    are = "is" if next(iter(words.values()), 0) == 1 else "are"
    shares = join_words([f"{{{word}}} {word}" for word in words]).replace("} ", f"}} {are} ", 1)
    text = f"Of {{claims}} claim{'' if len(own) == 1 else 's'} {shares}, over {describe_draws(found)}."
    fields |= describe_numbers(found, own)
    fields["open"] = count(sum(bool(v.also) for v in own))
    text += " The {level} interval of {open} reaches another word"
    text += "." if found.window else describe_moved(found.moved, fields)
    return write_verdict(text + describe_planted(found, fields), draws=found.draws, **fields)


def join_words(parts: Sequence[str]) -> str:
    """Join words with commas and a last ``and``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def describe_draws(found: Judgement) -> str:
    """Write over what the claims were judged."""
    runs = f"{{runs}} run{'' if found.runs == 1 else 's'} each"
    return f"{{draws_count}} draws of {{draws}} ({runs}){describe_window(found)}"


def describe_window(found: Judgement) -> str:
    """Write over which quarters numbers are, where these are not those of the ledger."""
    return f" and {found.window} alone" if found.window else ""


def describe_numbers(found: Judgement, own: Sequence[Claim]) -> Fields:
    """Return the numbers of claims, draws and runs."""
    return {
        "claims": count(len(own)),
        "draws_count": count(found.count),
        "runs": count(found.runs),
        "level": Quantity(0.95, percent=True, digits=0),
    }


def describe_moved(moved: Sequence[Claim], fields: Fields) -> str:
    """Write which verdicts are not what the ledger expects, and add their number to the fields."""
    if not moved:
        return "; none contradicts what the ledger expects."
    fields["moved"] = count(len(moved))
    names = ", ".join(f"{v.id} {v.verdict}" for v in moved[:NAMED])
    more = " and others" if len(moved) > NAMED else ""
    return f"; {{moved}} contradict{'s' if len(moved) == 1 else ''} what the ledger expects: {names}{more}."


def describe_planted(found: Judgement, fields: Fields) -> str:
    """Write how many of the claims that are known to be false are refuted, and add the numbers."""
    number = sum(v.planted for v in found.verdicts)
    if not number:
        return ""
    refuted = number - len(found.unnoticed)
    fields |= {"planted": count(number), "caught": count(refuted)}
    names = ", ".join(v.id for v in found.unnoticed)
    claims, are = "claim" if number == 1 else "claims", "is" if refuted == 1 else "are"
    return (
        f" Of {{planted}} planted false {claims} {{caught}} {are} refuted{f', not {names}' if names else ''}."
    )


def judge_own_numbers(found: Judgement, own: Sequence[Claim]) -> Verdict:
    """Say how many claims hold with the scenario's own numbers, which say nothing on what is not known."""
    holding = sum(v.verdict == ROBUST for v in own)
    fields = describe_numbers(found, own)
    failing = len(own) - holding
    runs = "{runs} run" if found.runs == 1 else "{runs} runs"
    hold, fail = "holds" if holding == 1 else "hold", "fails" if failing == 1 else "fail"
    text = (
        f"Of {{claims}} claim{'' if len(own) == 1 else 's'} {{holding}} {hold} and {{failing}} {fail} with"
        f" the own numbers of {{scenario}} ({runs}){describe_window(found)}, a single point: how sure that is"
        f" shows only over draws.{describe_planted(found, fields)}"
    )
    numbers = {"holding": count(holding), "failing": count(failing)}
    return write_verdict(text, scenario=found.scenario, **numbers, **fields)


def judge_claim(found: Judgement, claim: Claim) -> Verdict:
    """Say of a claim alone in how many draws it holds, with both doubts."""
    fields: Fields = describe_numbers(found, [claim]) | {
        "id": claim.id,
        "words": claim.words,
        "draws": found.draws,
        "support": Quantity(claim.support, claim.low, claim.high, "95% interval", percent=True, digits=0),
    }
    effect = ""
    if not math.isnan(claim.median):
        fields["effect"] = Quantity(
            claim.median, claim.q05, claim.q95, "5 to 95% of draws", sign=claim.kind != "number"
        )
        effect = " Its effect is {effect} in the middle draw, {effect:range} in nine tenths of them."
    text = (
        f"{{id}} is {{words}}: {{support}} of draws support it ({{level}} interval {{support:range}}), over"
        f" {describe_draws(found)}.{effect}"
    )
    return write_verdict(text, **fields)
