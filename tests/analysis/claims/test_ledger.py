"""Ledgers: what is read of a file, and every fault with its line, the claim and the nearest name."""

from pathlib import Path

import numpy as np
import pytest

from hedgesim.analysis.claims.cells import Shift
from hedgesim.analysis.claims.ledger import Bounds
from hedgesim.analysis.claims.read_ledger import read_ledger
from hedgesim.model.errors import InputError

HEAD = 'scenario = "belarus/baseline"\n'
CHANGE = {
    "id": "A1", "text": "Arms denied", "source": "me", "outcome": "security_mean",
    "to": "belarus/arms_denied", "direction": "falls", "least": 0.005,
}  # fmt: skip


def spell(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {spell(part)}' for key, part in value.items()) + " }"
    return str(value).lower() if isinstance(value, bool) else repr(value).replace("'", '"')


def write(folder: Path, *claims: dict[str, object], head: str = HEAD) -> Path:
    """A ledger of claims, whose first has its header in line 2 and its fields from line 3 on."""
    file = folder / "claims.toml"
    tables = ["[[claim]]\n" + "".join(f"{k} = {spell(v)}\n" for k, v in claim.items()) for claim in claims]
    file.write_text(head + "".join(tables), encoding="utf-8")
    return file


def faults_of(file: Path) -> list[str]:
    """The faults of a ledger, without its folder."""
    with pytest.raises(InputError) as error:
        read_ledger(file)
    return [fault.replace(str(file), "claims.toml") for fault in error.value.faults]


def test_a_change_is_a_difference_of_two_worlds(tmp_path: Path) -> None:
    at = {"rivalry.eu-russia": 0.9, "patrons.china.fund": "x1.5", "patrons.eu.agreement": "enhanced"}
    (claim,) = read_ledger(write(tmp_path, CHANGE | {"at": at})).claims
    (part,) = claim.parts
    before, after = part.cells["before"].world, part.cells["after"].world
    assert (claim.kind, part.formula.text, part.bounds) == (
        "change",
        "after - before",
        Bounds(high=-0.005, closed=True),
    )
    assert part.opposite == Bounds(low=0.005, closed=True)
    assert (before.scenario.name, after.scenario.name) == ("belarus/baseline", "belarus/arms_denied")
    assert before.values == after.values
    assert dict(before.values) == {
        "rivalry.russia-eu": 0.9, "patrons.china.fund": Shift(factor=1.5), "patrons.eu.agreement": 3.0,
    }  # fmt: skip
    assert before.varied.values["patrons.eu.framework"] == 0.75


def test_a_contest_is_a_difference_of_two_strategies(tmp_path: Path) -> None:
    fields = {k: CHANGE[k] for k in ("id", "text", "source", "outcome")}
    fields |= {"strategy": "hedge", "than": "lean", "direction": "rises"}
    (claim,) = read_ledger(write(tmp_path, fields)).claims
    cells = claim.parts[0].cells
    assert claim.kind == "contest"
    assert (cells["after"].strategy, cells["before"].strategy) == ("hedge", "lean")
    assert cells["before"].strategies == [
        f"{kind}:{p}" for kind in ("bandwagon", "pivot") for p in ("russia", "china", "eu")
    ]
    # without a least size a difference of zero supports neither side
    assert claim.parts[0].bounds == Bounds(low=0.0)


def test_keys_of_settings_need_no_quotes_and_a_ledger_may_lie_beside_its_scenarios(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'title = "Mine"\nquestion = "What?"\nextends = "belarus/baseline"\nhorizon = 8\n', encoding="utf-8"
    )
    file = write(tmp_path, CHANGE | {"to": "mine"}, head='scenario = "mine"\n')
    text = file.read_text(encoding="utf-8").replace('to = "mine"', "set = { patrons.russia.barrier = 0.5 }")
    file.write_text(text, encoding="utf-8")
    ledger = read_ledger(file)
    assert ledger.scenario.horizon == 8
    assert ledger.claims[0].parts[0].cells["after"].world.values == (("patrons.russia.barrier", 0.5),)


def test_quarters_and_windows_are_recorded_columns(tmp_path: Path) -> None:
    number = {
        "id": "N",
        "text": "t",
        "source": "s",
        "number": "a + b + c + d",
        "direction": "above",
        "bound": 0.0,
    }
    cells = {
        "a": {"outcome": "tie_security_china@11"},
        "b": {"outcome": "security@-8..-1", "take": "min"},
        "c": {"outcome": "utility_mean", "window": {"from": 2020, "to": 2021}},
        "d": {"outcome": "premium:bandwagon", "window": {"from": 2018, "to": 2018}},
    }
    (claim,) = read_ledger(write(tmp_path, number | {"cells": cells})).claims
    found = {name: cell.reading for name, cell in claim.parts[0].cells.items()}
    # the baseline begins in 2017Q3 and has 60 quarters
    assert (found["a"].column, found["a"].first, found["a"].last) == ("tie_security_china", 11, 11)
    assert (found["b"].first, found["b"].last, found["b"].take) == (52, 59, "min")
    assert (found["c"].column, found["c"].first, found["c"].last) == ("utility", 10, 17)
    assert (found["d"].column, found["d"].first, found["d"].last) == ("utility", 2, 5)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            {"direction": "fals"},
            "9: A1.direction: found 'fals'; allowed are rises, falls, still; did you mean falls?",
        ),
        (
            {"outcome": "securty_mean"},
            "6: A1.outcome: unknown outcome securty_mean; did you mean security_mean?",
        ),
        ({"outcome": "security"}, "6: A1.outcome: unknown outcome security; did you mean security_mean?"),
        (
            {"outcome": "tie_securty_china@3"},
            "6: A1.outcome: no recorded column tie_securty_china; did you mean tie_security_china?",
        ),
        (
            {"outcome": "security@60"},
            "6: A1.outcome: found security@60; quarters are 0 to 59, or -1 for the last",
        ),
        (
            {"outcome": "premium:bandwagn"},
            "6: A1.outcome: found 'premium:bandwagn'; allowed are premium, premium:bandwagon,",
        ),
        (
            {"outcome": "ladder.hedging"},
            "6: A1.outcome: ladder.hedging takes a search, which no draw has; premium:bandwagon is hedge"
            " less the best lean",
        ),
        ({"outcome": "regime"}, "6: A1.outcome: a regime is a name: add is = one or some of hedging, mixed,"),
        (
            {"outcome": "hedging_lost_quarter"},
            "6: A1.outcome: hedging_lost_quarter is missing in runs that never lose hedging",
        ),
        (
            {"strategy": "bandwagon:rusia"},
            "10: A1.strategy: unknown strategy 'bandwagon:rusia'; bandwagon takes one of the patrons",
        ),
        ({"to": "belarus/arms_denid"}, "7: A1.to: belarus/arms_denid: no such scenario"),
        (
            {"set": {"patrons.rusia.barrier": 0.4}},
            "10: A1.set: belarus/arms_denied: patrons.rusia.barrier: unknown parameter; did you mean"
            " patrons.russia.barrier?",
        ),
        (
            {"set": {"patrons.russia.barrier": 4.0}},
            "10: A1.set: belarus/arms_denied: patrons.russia.barrier: found 4.0; allowed is 0.95 or less",
        ),
        (
            {"set": {"patrons.rusia.barrier": "x2"}},
            "10: A1.set: patrons.rusia.barrier: no draw has a value of its own for it; did you mean"
            " patrons.russia.barrier?",
        ),
        (
            {"set": {"mechanisms.veto": "x0.5"}},
            "10: A1.set: mechanisms.veto: found x0.5; it is a switch (false or true): say which",
        ),
        (
            {"set": {"patrons.eu.agreement": "enhansed"}},
            "10: A1.set: found 'enhansed'; allowed are none, signed, ratified, enhanced, association; did"
            " you mean enhanced?",
        ),
        (
            {"set": {"patrons.china.fund": "1.5x"}},
            "10: A1.set: patrons.china.fund: found '1.5x'; allowed is a number, true or false, x1.5 or"
            " +0.2, of an agreement one of none",
        ),
        ({"lest": 0.1}, "10: A1.lest: no such field here; did you mean least?"),
        ({"than": "lean"}, "7: A1.to: no such field here"),
        ({"least": -1}, "9: A1.least: found -1; allowed is 0 or more"),
        ({"least": "big"}, "9: A1.least: found 'big'; allowed is a number"),
        (
            {"expected": "certain"},
            "10: A1.expected: found 'certain'; allowed are robust, likely, contested, unlikely, refuted",
        ),
        (
            {"direction": "still", "least": 0},
            "8: A1.direction: still lacks least: the change that would matter",
        ),
        (
            {"use": "constraint", "tolerance": 0.1},
            "2: A1: a constraint lacks belief: how sure its source makes us, 0 to 1",
        ),
        (
            {"use": "constraint", "belief": 0.9},
            "2: A1: a constraint lacks tolerance: how far outside still counts half-heartedly",
        ),
        (
            {"window": {"from": 1999, "to": 2004}},
            "10: A1.window: found 1999 to 2004; belarus/baseline runs from 2017Q3 to 2032Q2",
        ),
    ],
)
def test_a_fault_names_line_claim_and_what_is_allowed(
    change: dict[str, object], fault: str, tmp_path: Path
) -> None:
    found = faults_of(write(tmp_path, CHANGE | change))
    # lines of the fields: id 3, text 4, source 5, outcome 6, to 7, direction 8, least 9, what is added 10
    place, _, words = fault.partition(": ")
    assert any(f.startswith("claims.toml:") and words in f for f in found), found
    line = {"direction": "8"}.get(next(iter(change)), place) if len(change) == 1 else place
    assert any(f.startswith(f"claims.toml:{line}: {words}") for f in found), found


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"number": "p + q"}, "A1.number: unknown cell q; there are p"),
        ({"bound": [1, 2]}, "A1.bound: found [1, 2]; above takes one number"),
        ({"direction": "between"}, "A1.bound: found 0.0; between takes two numbers, [low, high]"),
        (
            {"cells": {"p": {"outcome": "premium", "strategy": "equidistance"}}},
            "A1.cells.p.outcome: a premium is that of hedge, found strategy equidistance; leave it out",
        ),
        (
            {"cells": {"p": {"outcme": "premium"}}},
            "A1.cells.p.outcme: no such field here; did you mean outcome?",
        ),
        ({"cells": {"p": {}}}, "A1.cells.p: lacks outcome or parameter; give one of them"),
        (
            {"cells": {"p": {"parameter": "patrons.china.fnd"}}},
            "A1.cells.p.parameter: unknown parameter patrons.china.fnd; did you mean patrons.china.fund?",
        ),
        (
            {"cells": {"p": {"outcome": "security_mean", "take": "max"}}},
            'A1.cells.p.take: goes with quarters: outcome = "utility@0..19", or a window',
        ),
        (
            {"cells": {"p": {"outcome": "regime", "is": "hedgin"}}},
            "A1.cells.p.is: found 'hedgin'; allowed are hedging,",
        ),
        ({"outcome": "premium"}, "A1.outcome: no such field here; did you mean source?"),
    ],
)
def test_faults_of_numbers(change: dict[str, object], fault: str, tmp_path: Path) -> None:
    number: dict[str, object] = {
        "id": "A1", "text": "t", "source": "s", "number": "p", "direction": "above", "bound": 0.0,
        "cells": {"p": {"outcome": "premium"}},
    }  # fmt: skip
    found = faults_of(write(tmp_path, number | change))
    assert any(fault in f for f in found), found
    assert all(f.startswith("claims.toml:") for f in found)


def test_faults_of_all_claims_come_at_once(tmp_path: Path) -> None:
    file = write(tmp_path, CHANGE | {"direction": "fals"}, CHANGE | {"outcome": "x"}, {"text": "no name"})
    found = faults_of(file)
    assert any(f.startswith("claims.toml:8: A1.direction") for f in found)
    assert any(f.startswith("claims.toml:11: A1.id: the id is given twice") for f in found)
    assert any(f.startswith("claims.toml:14: A1.outcome: unknown outcome x") for f in found)
    assert any(f.startswith("claims.toml:18: claim number 3: lacks id and source") for f in found)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "lacks scenario and claim"),
        ('scenario = "belarus/baselin"\n[[claim]]\n', ":1: scenario: belarus/baselin: no such scenario"),
        (f"{HEAD}claims = 3\n", ":2: claims: no such field here; did you mean claim?"),
        (f"{HEAD}[claim\n", ":2: not valid TOML"),
        (f"{HEAD}claim = 3\n", ":2: claim: found 3; allowed is tables, each under a line of its own"),
    ],
)
def test_faults_of_a_file(text: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "claims.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_ledger(file)
    assert fault in str(error.value)


def test_an_unknown_claim_is_refused_with_the_nearest(tmp_path: Path) -> None:
    ledger = read_ledger(write(tmp_path, CHANGE, CHANGE | {"id": "B2"}))
    assert [claim.id for claim in ledger.select(["B2"]).claims] == ["B2"]
    assert len(ledger.select([]).claims) == 2
    with pytest.raises(InputError, match="no claim B22; did you mean B2"):
        ledger.select(["B22"])


def test_a_tolerance_counts_half_heartedly_outside_the_bounds(tmp_path: Path) -> None:
    fields = CHANGE | {"use": "constraint", "belief": 0.9, "tolerance": 0.01}
    (part,) = read_ledger(write(tmp_path, fields)).claims[0].parts
    found = part.measure_likeness(np.array([-0.1, -0.005, 0.005, 0.025, np.nan, np.inf]))
    assert found == pytest.approx([1.0, 1.0, np.exp(-0.5), np.exp(-4.5), 0.0, 0.0])


def test_a_missing_ledger_is_refused_with_those_that_are_built_in() -> None:
    with pytest.raises(InputError) as error:
        read_ledger("belarus/claim.toml")
    told = str(error.value)
    assert told.startswith("belarus/claim.toml: no such file; built in are ")
    assert "belarus/claims.toml, belarus/patterns.toml" in told
    assert told.endswith("did you mean belarus/claims.toml?")
