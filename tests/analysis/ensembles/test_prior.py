"""The prior of an ensemble has the quantiles that ranges.csv argues, and what other states taught."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import beta

from hedgesim.analysis.calibration.prior import read_priors
from hedgesim.analysis.design.columns import opening_columns
from hedgesim.analysis.ensembles.case_files import RANGES, find_case_file
from hedgesim.analysis.ensembles.inputs import LOG, argue, spread_evenly
from hedgesim.analysis.ensembles.prior import build_inputs, choose_fitted, find_taught, read_ranges
from hedgesim.model.errors import InputError
from hedgesim.model.parameters.lookup import rows_by_path
from hedgesim.model.scenario.scenario import Scenario

BELARUS, HISTORY = Scenario.load("belarus/baseline"), Scenario.load("belarus/history")
HEAD = "parameter,low,likeliest,high,why\n"


def ranges_file() -> Path:
    """Where the argued ranges of Belarus are."""
    place = find_case_file(BELARUS, RANGES)
    assert place is not None
    return place


def values(count: int = 4000) -> dict[str, np.ndarray]:
    """Draws of the prior of Belarus."""
    inputs, _ = build_inputs(BELARUS, read_ranges(ranges_file(), BELARUS), HISTORY)
    # evenly spread in each column, so that quantiles have no noise of their own
    order = np.random.default_rng(1).permuted(np.tile(np.arange(count), (len(inputs.paths), 1)), axis=1)
    from scipy.special import ndtri

    return inputs.values(ndtri((order.T + 0.5) / count))


def test_draws_have_the_quantiles_of_the_ranges() -> None:
    """Acceptance: quantiles of ranges.csv within 1%."""
    found = values()
    for path, (low, likeliest, high) in read_priors(ranges_file()).items():
        width = high - low
        shapes = 1 + 4 * (likeliest - low) / width, 1 + 4 * (high - likeliest) / width
        for q in (0.05, 0.25, 0.5, 0.75, 0.95):
            exact = beta.ppf(q, *shapes, loc=low, scale=width)
            assert np.quantile(found[path], q) == pytest.approx(exact, rel=0.01, abs=0.01 * width), path


def test_the_opening_is_where_the_draw_says() -> None:
    """Acceptance: the anchor is exact, because bases are solved from it."""
    from hedgesim.analysis.design.columns import on_arrays
    from hedgesim.model.scenario.opening import solve_opening

    found = {path: column[:50] for path, column in values().items()}
    bases = opening_columns(BELARUS, found)
    again, _ = solve_opening({**BELARUS.root, **found, **bases}, BELARUS.patrons, on_arrays)
    for index in ("start.hedger.economy", "start.hedger.security"):
        assert again[index] == pytest.approx(found[index], abs=1e-9)


def test_what_others_taught_keeps_its_spread_and_correlation() -> None:
    fitted = choose_fitted(HISTORY)
    assert fitted is not None
    found, rng = values(), np.random.default_rng(3)
    sample = fitted.sample(20_000, rng)
    for k in fitted.learnt:
        path = fitted.paths[k]
        for q in (0.1, 0.5, 0.9):
            assert np.quantile(found[path], q) == pytest.approx(np.quantile(sample[:, k], q), rel=0.06), path
    learnt = [fitted.paths[k] for k in fitted.learnt]
    width = fitted.high[fitted.learnt] - fitted.low[fitted.learnt]
    place = (np.column_stack([found[p] for p in learnt]) - fitted.low[fitted.learnt]) / width
    odds = np.log(place / (1 - place))
    spread = np.sqrt(np.diag(fitted.covariance))
    correlations = fitted.covariance / np.outer(spread, spread)
    assert np.corrcoef(odds.T) == pytest.approx(correlations, abs=0.06)


def test_no_state_is_taught_by_itself() -> None:
    taught = find_taught(HISTORY)
    assert taught is not None
    assert taught.parent.name == "world"
    assert find_taught(Scenario.load("armenia/history")) is None  # it was one of the nine


def test_every_range_is_argued_and_of_a_number_that_there_is() -> None:
    ranges = read_ranges(ranges_file(), BELARUS)
    rows = rows_by_path(BELARUS.patrons)
    assert all(path in rows and len(known.why) > 5 for path, known in ranges.items())
    assert not {"hedger.income_base", "hedger.threat_base"} & ranges.keys()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("hedger.bugdet,.1,.2,.3,x", "row 1: unknown parameter hedger.bugdet; did you mean hedger.budget?"),
        ("hedger.budget,.1,.2,1.5,x", "row 1: hedger.budget: found 0.1 to 1.5; allowed is 0 to 1"),
        ("hedger.budget,.3,.2,.4,x", "row 1: hedger.budget: found 0.3, 0.2, 0.4; expected numbers that rise"),
        ("hedger.income_base,.3,.4,.5,x", "hedger.income_base: is no quantity that may vary: it is solved"),
        ("patrons.eu.agreement,1,2,3,x", "patrons.eu.agreement: is no quantity that may vary"),
        ("hedger.wear,.01,.02,.03,x\nhedger.wear,.01,.02,.04,y", "hedger.wear: given twice"),
    ],
)
def test_faults_of_a_table_of_ranges_name_the_row(tmp_path: Path, row: str, message: str) -> None:
    place = tmp_path / "ranges.csv"
    place.write_text(HEAD + row + "\n")
    with pytest.raises(InputError) as caught:
        read_ranges(place, BELARUS)
    assert message in str(caught.value)


def test_spreads_are_what_they_say() -> None:
    even = spread_evenly(2.0, np.log(1.5), LOG, (0.0, 10.0), "")
    assert (even.low, even.likeliest, even.high) == pytest.approx((2 / 1.5, 2.0, 3.0))
    assert even.quantiles[len(even.quantiles) // 2] == pytest.approx(2.0)
    capped = spread_evenly(0.9, np.log(1.5), LOG, (0.0, 1.0), "")
    assert capped.high == 1.0
    peaked = argue(0.0, 0.2, 1.0, "")
    assert np.interp(0.0, np.linspace(-6, 6, len(peaked.quantiles)), peaked.quantiles) == pytest.approx(
        beta.median(1.8, 4.2), abs=1e-4
    )
