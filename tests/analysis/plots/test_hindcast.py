"""Fan charts of forecasts."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from support.plot_checks import outside, overlapping

from hedgesim.analysis.forecast.naive import sample_naive
from hedgesim.analysis.forecast.scores import central_intervals
from hedgesim.analysis.plots.hindcast import NEEDED, About, draw
from hedgesim.analysis.plots.parts import style
from hedgesim.analysis.plots.parts.palette import assign_looks
from hedgesim.model import InputError

PATRONS = ("russia", "china", "eu")
TRAINING, YEARS = 8, np.arange(2005, 2017)
ABOUT = {
    "russia_share": About("Exports to Russia", "share of goods exports", "russia"),
    "china_share": About("Exports to China", "share of goods exports", "china"),
    "eu_share": About("Exports to the EU", "share of goods exports", "eu"),
    "growth": About("Growth", "per cent a year"),
    "debt": About(
        "Chinese loans that are not yet paid back", "millions of US dollars at current prices", "china"
    ),
}


def rows(series: str, level: float, horizon: int = 4) -> pd.DataFrame:
    """A made-up series with its forecast by drift."""
    last = TRAINING + 4 - horizon
    observed = level * (1.0 + 0.1 * np.sin(1.7 * np.arange(12)))
    drawn = sample_naive("drift", YEARS[:last], observed[:last], horizon=horizon)
    before = np.full(last, np.nan)
    columns = {name: np.append(before, values) for name, values in central_intervals(drawn).items()}
    told = {"series": series, "year": YEARS, "training": YEARS[last - 1] >= YEARS, "observed": observed}
    return pd.DataFrame(
        told | columns | {"persistence": np.append(before, np.full(horizon, observed[last - 1]))}
    )


def table(horizon: int = 4) -> pd.DataFrame:
    levels = {"russia_share": 0.4, "china_share": 0.02, "eu_share": 0.3, "growth": -3.0, "debt": 21000.0}
    return pd.concat([rows(series, level, horizon) for series, level in levels.items()], ignore_index=True)


def drawn(data: pd.DataFrame, about: dict[str, About] = ABOUT) -> Figure:
    return draw(
        data, about, assign_looks(PATRONS, {}), "Forecasts of 2013 to 2016", "Belarus, 1,000 samples, seed 1."
    )


def texts(ax: Axes, gid: str) -> list[str]:
    return [t.get_text() for t in ax.texts if t.get_gid() == gid]


@pytest.mark.parametrize("horizon", [1, 4, 11])
@pytest.mark.parametrize("count", [1, 3, 5])
def test_texts_do_not_meet(horizon: int, count: int) -> None:
    figure = drawn(table(horizon), dict(list(ABOUT.items())[:count]))
    assert overlapping(figure) == []
    assert outside(figure) == []
    assert len(figure.axes) == count
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(style.page_width())


def test_panels_name_series_and_unit_in_the_patrons_colour() -> None:
    figure = drawn(table())
    assert [texts(ax, "series")[0] for ax in figure.axes[:4]] == [a.label for a in ABOUT.values()][:4]
    assert texts(figure.axes[0], "unit") == ["[share of goods exports]"]
    colours = [next(t.get_color() for t in ax.texts if t.get_gid() == "series") for ax in figure.axes]
    assert colours == ["#D55E00", "#009E73", "#0072B2", style.HEDGER, "#009E73"]


def test_bands_lines_dots_and_the_end_of_training() -> None:
    data = table()
    ax = drawn(data).axes[0]
    part = data[data["series"] == "russia_share"]
    bands = [c for c in ax.collections if isinstance(c, PolyCollection)]
    for found, (low, high) in zip(bands, (("low90", "high90"), ("low50", "high50")), strict=True):
        ends = found.get_paths()[0].get_extents()
        assert (ends.y0, ends.y1) == pytest.approx((part[low].min(), part[high].max()))
        assert (ends.x0, ends.x1) == (2013, 2016)
    median, last, dots = (line for line in ax.lines if line.get_gid() != "divide")
    assert np.allclose(median.get_ydata(), part["median"], equal_nan=True)
    assert last.get_linestyle() == "--"
    assert (dots.get_ydata() == part["observed"]).all()
    (rule,) = (line for line in ax.lines if line.get_gid() == "divide")
    assert list(rule.get_xdata()) == [2012.5, 2012.5]


def test_a_forecast_of_one_year_is_seen() -> None:
    ax = drawn(table(1)).axes[0]
    assert sum(len(c.get_segments()) for c in ax.collections if hasattr(c, "get_segments")) == 2
    assert [len(line.get_xdata()) for line in ax.lines if line.get_gid() is None] == [2, 2]


def test_without_training_there_is_no_rule() -> None:
    assert not [x for x in drawn(table().assign(training=False)).axes[0].lines if x.get_gid() == "divide"]


def test_a_series_that_was_not_observed_or_does_not_move_is_drawn() -> None:
    still = table().assign(observed=np.nan, persistence=2.0, **dict.fromkeys(NEEDED[2:7], 2.0))
    assert outside(drawn(still)) == []


def test_the_caption_says_how_to_read_it() -> None:
    said = " ".join(t.get_text() for t in drawn(table()).texts if t.get_gid() == "caption")
    assert said.startswith("Belarus, 1,000 samples, seed 1. Line: median; dark band: middle 50%")


def test_what_is_missing_is_named() -> None:
    with pytest.raises(InputError, match="missing low90, training; needed are series, year"):
        drawn(table().drop(columns=["low90", "training"]))
    with pytest.raises(InputError, match="no series arms; it holds russia_share, china_share"):
        drawn(table(), {"arms": About("Arms", "share")})
    with pytest.raises(InputError, match="no series asked for"):
        drawn(table(), {})
