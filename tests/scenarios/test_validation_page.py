"""The page of validation: its tables are those of the results, as are defaults that nine states taught."""

import pandas as pd
import pytest
from support.scripts import script

from hedgesim.analysis.design.parameter_draws import read_draws
from hedgesim.model.parameters.row import POOLED
from hedgesim.model.parameters.table import ROWS

page = script("docs/build/validation/page.py")
NINE = pd.read_csv(page.RESULTS / "nine_states.csv").set_index("parameter")
TAUGHT = [row for row in ROWS if row.source == POOLED]


def test_the_tables_are_those_of_the_results() -> None:
    written = page.PAGE.read_text(encoding="utf-8")
    assert page.page() == written, "run: python docs/build/validation/page.py"
    assert all(f"<!-- {name} -->\n" in written for name in page.TABLES)
    assert len(written.splitlines()) <= 150  # short, or nobody reads what failed


def test_what_nine_states_taught_is_a_default() -> None:
    informed = [p for p in NINE.index if p.startswith("trade.eps") and NINE["informed"][p]]
    assert [row.path for row in TAUGHT] == informed
    for row in TAUGHT:
        assert row.default == pytest.approx(NINE["median"][row.path], rel=0.02)  # two digits


def test_shipped_draws_are_those_of_the_summary() -> None:
    shipped = read_draws("world/posterior.csv").table()
    assert list(shipped) == list(NINE.index)
    spread = (NINE["high"] - NINE["low"]) / 3.3
    assert ((shipped.median() - NINE["median"]).abs() < 0.15 * spread).all()


def test_a_target_is_reached_or_only_by_the_middle_of_its_interval() -> None:
    def word(ratio: float, high: float) -> str:
        return str(page.check_ratio("x", pd.Series({"ratio": ratio, "low": 0.8, "high": high}), 0.9)[-1])

    assert [word(0.91, 0.95), word(0.89, 0.91), word(0.85, 0.89)] == ["no", "yes, its interval not", "yes"]
