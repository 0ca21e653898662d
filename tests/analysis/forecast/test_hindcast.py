"""Forecasts of a history: what they know, what their rivals know, and what they are worth."""

from dataclasses import replace

import numpy as np
import pytest
from support.runs import scenario

from hedgesim.analysis.calibration.histories import read_histories
from hedgesim.analysis.calibration.observables import LOGIT
from hedgesim.analysis.calibration.observations import Series, link
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.forecast.embargoes import find_embargoes
from hedgesim.analysis.forecast.hindcast import Hindcast, hindcast
from hedgesim.analysis.forecast.naive import EDGE
from hedgesim.analysis.forecast.origin import Origin, set_out
from hedgesim.analysis.forecast.recipe import KINDS, RECIPE
from hedgesim.analysis.forecast.rivals import RIVALS, draw_forecast, draw_rivals
from hedgesim.analysis.forecast.shrinkage import Slope, Slopes
from hedgesim.model.scenario.scenario import Scenario

FEW = Draws("few", {"trade.speed": np.array([0.05, 0.1]), "trade.eps_supply": np.array([0.8, 1.0])})
FIRST, LAST = 2013, 2016
HISTORY = scenario("history")
(KNOWN,) = read_histories([HISTORY], None).values()
LONG = Scenario.load("belarus/history_to_2024")


def set_up(spec: Scenario = HISTORY, end: int = LAST, known: tuple[Series, ...] = KNOWN) -> Origin:
    """An origin with two draws and one run each."""
    news = find_embargoes(spec) if end > 2020 else ()
    return set_out(spec, known, FEW, FIRST if end == LAST else 2017, end, 1, 1, news, None)


@pytest.fixture(scope="module")
def origin() -> Origin:
    return set_up()


@pytest.fixture(scope="module")
def found() -> Hindcast:
    return hindcast(HISTORY, KNOWN, FEW, first=FIRST, runs=1)


def find(o: Origin, name: str) -> int:
    return [s.about.name for s in o.series].index(name)


def without_model(o: Origin) -> Origin:
    """The same origin with lambda 0."""
    return replace(o, slopes=Slopes({}, Slope(np.zeros(2), np.zeros(2))))


def test_lambda_0_is_persistence_with_a_pooled_spread(origin: Origin) -> None:
    for name in ("export_share_eu", "import_share_china", "influence_index_china"):
        k = find(origin, name)
        mine = draw_forecast(without_model(origin), k)
        assert (mine == draw_rivals(origin, k, {})["pooled"]).all()
        assert (mine != draw_forecast(origin, k)).any()


def test_a_model_that_does_not_move_is_the_pooled_persistence(origin: Origin) -> None:
    k = find(origin, "export_share_russia")
    flat = [np.full_like(r, -0.3) for r in origin.readings]
    slopes = Slopes({}, Slope(np.array([0.6, 0.0]), np.array([0.3, 0.0])))
    still = replace(origin, readings=flat, slopes=slopes)
    a, b = draw_forecast(still, k), draw_rivals(still, k, {})["pooled"]
    # the residuals of the pool, and so the spread, are not the same with another lambda
    assert np.median(a, axis=0) == pytest.approx(np.median(b, axis=0), abs=0.003)


def test_the_null_is_the_model_with_a_constant_reading(origin: Origin) -> None:
    """Loans are forecast by reading and discrepancy, so a constant reading gives the null exactly."""
    k = find(origin, "loans_china")
    mean = origin.cut(origin.series[k]).linked.mean()
    constant = replace(origin, readings=[np.full((1, r.shape[1]), mean) for r in origin.readings])
    assert (draw_forecast(constant, k) == draw_rivals(origin, k, {})["constant"]).all()


def test_without_events_after_the_origin_the_frozen_forecast_is_the_forecast() -> None:
    cut = 4 * (FIRST - 2005)
    calm = replace(
        HISTORY, events=tuple(e for e in HISTORY.events if e.first < cut and (e.until or 0) <= cut)
    )
    o = set_up(calm)
    for k, s in enumerate(o.series):
        assert (draw_forecast(o, k) == draw_rivals(o, k, {})["frozen"]).all(), s.about.name


def test_the_median_starts_from_the_last_observation(origin: Origin) -> None:
    for name in ("export_share_eu", "arms_share_russia"):
        k = find(origin, name)
        samples = draw_forecast(without_model(origin), k)
        last = origin.cut(origin.series[k]).values[-1]
        assert np.median(samples, axis=0) == pytest.approx([last] * 4, abs=0.01)


def test_only_trade_and_influence_take_their_spread_from_other_states(origin: Origin) -> None:
    wild = [
        t if t.state == "belarus" else t._replace(observed=3.0 * t.observed, modelled=3.0 * t.modelled)
        for t in origin.pool
    ]
    other = replace(origin, pool=tuple(wild))
    for name, same in (("arms_share_russia", True), ("subsidy_russia", True), ("export_share_eu", False)):
        k = find(origin, name)
        assert (draw_forecast(origin, k) == draw_forecast(other, k)).all() == same


def test_every_sample_is_possible(found: Hindcast) -> None:
    for f in found.forecasts:
        kind = KINDS[f.series.about.name.partition("_")[0]]
        assert ((f.samples >= kind.low) & (f.samples <= kind.high)).all(), f.series.about.name
        assert np.isfinite(f.samples).all()


def test_a_table_has_every_rival_and_no_embargo_of_later_years(found: Hindcast) -> None:
    assert [c for c in found.scores if c.startswith("crps_")] == [f"crps_{r}" for r in RIVALS]
    assert found.scores["crps_informed"].isna().all()
    assert found.embargoes.startswith("belarus/history: no embargo")
    assert "informed" not in set(found.compared["rival"])
    trade = found.scores["series"].str.contains("port_share_")
    assert found.scores["crps_drivers"].notna().tolist() == trade.tolist()


def test_what_is_forecast_does_not_enter_the_forecast(found: Hindcast) -> None:
    """Observations from the first year forecast on change scores and nothing else."""
    rng = np.random.default_rng(1)
    altered = tuple(
        replace(
            s, values=np.where(s.years >= FIRST, s.values * rng.uniform(0.5, 0.9, len(s.years)), s.values)
        )
        for s in KNOWN
    )
    other = hindcast(HISTORY, altered, FEW, first=FIRST, runs=1)
    assert [f.samples.tobytes() for f in found.forecasts] == [f.samples.tobytes() for f in other.forecasts]
    assert (found.shrinkage == other.shrinkage).all().all()
    assert (found.scores["crps"] != other.scores["crps"]).any()


def test_the_state_has_no_part_in_its_own_lambda(found: Hindcast) -> None:
    """Altered observations before the origin leave lambda, and move the forecast."""
    altered = tuple(
        replace(s, values=np.where(s.years == FIRST - 1, s.values * 0.8, s.values)) for s in KNOWN
    )
    other = hindcast(HISTORY, altered, FEW, first=FIRST, runs=1)
    assert (found.shrinkage == other.shrinkage).all().all()
    assert (found.forecasts[0].samples != other.forecasts[0].samples).any()


def test_other_series_leave_a_series_forecast_as_it_is(found: Hindcast) -> None:
    few = tuple(s for s in KNOWN if s.about.name.startswith("export"))
    alone = hindcast(HISTORY, few, FEW, first=FIRST, runs=1)
    both = {f.series.about.name: f.samples for f in found.forecasts}
    for f in alone.forecasts:
        assert (f.samples == both[f.series.about.name]).all()


def test_seeds(found: Hindcast) -> None:
    few = tuple(s for s in KNOWN if s.about.name in {"export_share_eu", "support_eu", "loans_china"})
    again, other = (hindcast(HISTORY, few, FEW, first=FIRST, runs=1, seed=seed) for seed in (1, 2))
    first = {f.series.about.name: f.samples for f in found.forecasts}
    for a, b in zip(again.forecasts, other.forecasts, strict=True):
        assert (a.samples == first[a.series.about.name]).all()
        assert (a.samples != b.samples).any()


def test_embargoes_are_in_the_anchor_and_not_in_the_reading() -> None:
    """The EU's embargo on exports counts once: what it leaves is the anchor, the model plays without it."""
    o = set_up(LONG, 2024)
    k = find(o, "export_share_eu")
    last = float(o.cut(o.series[k]).values[-1])
    anchor = 1.0 / (1.0 + np.exp(-o.anchors["export_share_eu"]))
    assert anchor[:4] == pytest.approx([last] * 4)  # 2017 to 2020
    assert (np.diff(anchor[3:7]) < 0.0).all()
    russia = 1.0 / (1.0 + np.exp(-o.anchors["export_share_russia"]))
    assert russia[-1] > russia[0]
    plain = set_out(LONG, KNOWN, FEW, 2017, 2024, 1, 1, (), None)
    assert (o.readings[k][:, -1] > plain.readings[k][:, -1]).all()
    assert not plain.anchors
    rivals = draw_rivals(o, k, {})
    assert np.median(rivals["informed"][:, -1]) == pytest.approx(anchor[-1], abs=0.01)
    assert np.median(rivals["persistence"][:, -1]) == pytest.approx(last, abs=0.01)


def test_shares_below_the_edge_count_as_the_edge() -> None:
    assert link(KNOWN[0].about, np.array([0.0]))[0] == pytest.approx(np.log(EDGE / (1 - EDGE)))
    assert KNOWN[0].about.link == LOGIT
    assert RECIPE.growth < 1.0
