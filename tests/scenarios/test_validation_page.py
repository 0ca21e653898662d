"""The page of validation and the values in use: tables are those of the results, values follow by rule."""

import re

import pandas as pd
import pytest
from support.scripts import DOCS, script

from hedgesim.analysis.calibration.prior import read_priors
from hedgesim.model import Scenario

page = script("docs/build/validation/page.py")

BASE = Scenario.load("belarus/baseline")
BELARUS, OTHERS = (
    pd.read_csv(page.RESULTS / f"summary_{name}.csv").set_index("parameter") for name in ("belarus", "others")
)
GUESSES = {p: b[1] for p, b in read_priors(DOCS.parent / "scenarios" / "belarus" / "priors.csv").items()}
RED_LINE = "patrons.russia.red_line"


def informing(path: str) -> pd.DataFrame | None:
    """The fit that a value comes from: Belarus first, but elasticities from states whose terms changed."""
    fits = [OTHERS] if path.startswith("trade.eps_") else [BELARUS, OTHERS]
    return next((fit for fit in fits if path in fit.index and fit["informed"][path]), None)


def test_the_tables_are_those_of_the_results() -> None:
    told = page.PAGE.read_text(encoding="utf-8")
    assert page.page() == told, "run: python docs/build/validation/page.py"


@pytest.mark.parametrize("path", [path for path in BELARUS.index if path != RED_LINE])
def test_a_value_in_use_is_the_median_of_the_fit_that_informs_it_or_the_guess_before(path: str) -> None:
    fit = informing(path)
    expected = fit["median"][path] if fit is not None else GUESSES[path]
    assert BASE.values[path] == pytest.approx(expected, rel=0.04)  # two digits
    assert (BASE.origins[path].kind == "calibrated") == (fit is not None)


def test_the_red_line_alone_is_no_median_but_within_the_interval() -> None:
    assert BELARUS["median"][RED_LINE] < 0.6 * BASE.values[RED_LINE]
    assert BELARUS["low"][RED_LINE] < BASE.values[RED_LINE] < BELARUS["high"][RED_LINE]


def test_the_odd_page_tells_every_value_that_is_calibrated_with_its_fit() -> None:
    section = (DOCS / "ODD.md").read_text(encoding="utf-8").partition("\n## 8 Parameters\n")[2]
    rows = dict(re.findall(r"^\| `([\w.]+)` \| (.*) \|$", section, re.MULTILINE))
    assert set(rows) == {p for p in BELARUS.index if BASE.origins[p].kind == "calibrated"}
    for path, row in rows.items():
        value, interval, learnt, source = row.split(" | ")
        fit = BELARUS if source.startswith("Belarus") else OTHERS
        low, high = re.findall(r"[\d.]+", interval)[1:]
        assert float(value) == BASE.values[path]
        assert float(interval.split()[0]) == pytest.approx(fit["median"][path], rel=0.04)
        assert float(low) == pytest.approx(fit["low"][path], rel=0.05)
        assert float(high) == pytest.approx(fit["high"][path], rel=0.04)
        assert learnt == f"{fit['variance_gone'][path]:.0%}"
