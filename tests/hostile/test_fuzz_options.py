"""Hostile options: ``--set``, ``--vary``, ``--where`` and ``--when`` are refused with a message, or work."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hostile.checks import message
from support.hostile.words import NUMBERS, SCALARS
from support.runs import scenario
from typer.testing import CliRunner

from hedgesim.analysis.cli.main import app
from hedgesim.analysis.conditions.expression import as_margin, parse
from hedgesim.analysis.design.parse_axes import parse_axes
from hedgesim.analysis.design.points import KINDS, make_points
from hedgesim.model import InputError
from hedgesim.model.scenario.scenario import parse_settings

PATHS = (*scenario("baseline").values, "horizon", "hedger.effort.eu.security", "events.x.value", "P.x", "")
COLUMNS = ("premium", "autonomy_mean", "utility_mean", "patrons.eu.fund")
TEXTS = {"regime": ("hedging", "collapse")}
QUICK = settings(max_examples=250, deadline=None)

numbers = st.sampled_from(NUMBERS) | st.floats().map(repr) | st.integers().map(str)
anything = st.text(max_size=30) | st.sampled_from([s.strip('"') for s in SCALARS]) | numbers
paths = st.sampled_from(PATHS) | st.text(max_size=20)
ranges = st.lists(numbers | anything, max_size=4).map(":".join) | st.lists(numbers, max_size=4).map(",".join)


@QUICK
@given(st.lists(st.tuples(paths, anything), min_size=1, max_size=4))
def test_settings(told: list[tuple[str, str]]) -> None:
    try:
        varied = scenario("baseline").vary(parse_settings([f"{key}={value}" for key, value in told]))
    except InputError as error:
        message(error)
    else:
        assert all(math.isfinite(v) for v in varied.values.values())


@QUICK
@given(
    st.lists(st.tuples(paths, ranges | ranges.map("log:{}".format)), min_size=1, max_size=3),
    st.sampled_from(KINDS),
    st.sampled_from([None, -1, 0, 1, 7, 10**9]),
)
def test_axes_and_designs(told: list[tuple[str, str]], kind: str, samples: int | None) -> None:
    try:
        axes = parse_axes([f"{key}={value}" for key, value in told], scenario("baseline"))
        points = make_points(axes, kind, samples, 1)
    except InputError as error:
        message(error)
    else:
        assert points.table.notna().all().all()
        for axis in axes:
            assert points.table[axis.path].between(axis.low, axis.high).all()


words = st.sampled_from(
    [
        "and",
        "or",
        "not",
        "share",
        "null",
        "(",
        ")",
        "<",
        ">=",
        "==",
        "!=",
        "=",
        "-",
        "+",
        "*",
        "/",
        "'hedging'",
        "'x'",
    ]
)
parts = st.one_of(words, words, st.sampled_from((*COLUMNS, *TEXTS)), numbers, st.text(max_size=4))


@QUICK
@given(st.lists(parts, max_size=14).map(" ".join) | st.text(max_size=60), st.booleans())
def test_conditions(text: str, shares: bool) -> None:
    table = pd.DataFrame({c: [0.0, 0.5, float("nan")] for c in COLUMNS} | {"regime": ["hedging", None, "x"]})
    try:
        found = parse(text, "--when", COLUMNS, TEXTS, shares=shares)
        margin = as_margin(found)
    except InputError as error:
        message(error)
    else:
        assert len(margin(table)) == 3
        if not shares:
            assert len(found.holds(table)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "(" * 2000,
        "not " * 500,
        "-" * 2001,
        "1+" * 999 + "1 > premium",
        "a" * 2000,
        "'" + "x" * 1900 + "'",
        "9" * 1999,
    ],
)
def test_long_conditions_are_told_shortly(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text, "--where", COLUMNS, TEXTS)
    assert len(message(caught.value)) < 2500


@pytest.mark.parametrize(
    "words",
    [
        ("show", "belarus/baseline", "--set", f"horizon={'9' * 400}"),
        ("show", "belarus/baseline", "--set", f"patrons.eu.fund={'9' * 400}"),
        ("show", "belarus/baseline", "--set", f"patrons.eu.fund={'9' * 5000}"),
        ("show", "belarus/baseline", "--set", "patrons.eu.fund=nan"),
        ("show", "belarus/baseline", "--set", "patrons.eu.fund=\x1b[31m"),
        ("show", "\x1b[31m"),
        ("show", "\udcff"),
        ("show", "x" * 5000),
        ("show", "x/" * 3000),
        ("show", ""),
        ("explain", "\x1b[31m"),
        ("explain", "x" * 100_000),
        ("run", "belarus/baseline", "--strategy", "\x1b]0;title\x07"),
        ("run", "belarus/baseline", "--quarters", "2001"),
        ("run", "belarus/baseline", "--seed", "9" * 30),
        ("run", "belarus/baseline", "--seed", "-1"),
        ("batch", "belarus/baseline", "--strategies", "../../x"),
        ("batch", "../../../../etc"),
        ("batch", "belarus/baseline", "--runs", "9" * 30),
        (
            "sweep",
            "belarus/baseline",
            "--vary",
            "patrons.eu.fund=0:1:10000",
            "--vary",
            "patrons.china.fund=0:1:10000",
        ),
        ("sweep", "belarus/baseline", "--vary", "patrons.eu.fund=" + ",".join(map(str, range(20_000)))),
        ("validate", "\x00"),
        ("compare", "\x1b[31m"),
        ("compare", "x" * 5000),
    ],
    ids=lambda words: " ".join(words)[:50].encode("ascii", "backslashreplace").decode(),
)
def test_a_hostile_command_line_is_a_users_mistake(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 2, (result.output, result.exception)
    assert "Traceback" not in result.output
    assert not set(result.output) & set("\x1b\x07\x00")
    assert len(result.output) < 20_000
