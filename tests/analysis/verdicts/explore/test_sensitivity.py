"""Verdicts of sensitivity: what decides, what is clear, and whether it has settled; numbers stand in JSON."""

import numpy as np
import pandas as pd
import pytest
from support.verdict_checks import check_verdict

from hedgesim.analysis.verdicts.explore.points import phrase_points
from hedgesim.analysis.verdicts.explore.sensitivity import judge_convergence, judge_sensitivity
from hedgesim.analysis.verdicts.verdict import Verdict

BARRIER, RENT, STRAIN = "patrons.russia.barrier", "response.conduct_rent", "world.strain"
LABELS = {"russia": "Russia", "china": "China", "eu": "EU"}


def text_of(verdict: Verdict) -> str:
    """The sentences, after a check of their numbers."""
    check_verdict(verdict.to_plain_data())
    return verdict.text


def indices(*rows: tuple[str, str, float, float, float]) -> pd.DataFrame:
    heads = ("parameter", "index", "value", "low", "high")
    found = pd.DataFrame([dict(zip(heads, row, strict=True)) for row in rows])
    return found.assign(outcome="premium", strategy="hedge", parameter_2="")


def test_sensitivity_names_what_decides_and_how_many_inputs_are_clear() -> None:
    rows = indices(
        (RENT, "SRRC", -0.3, -0.5, -0.1), (BARRIER, "SRRC", 0.8, 0.7, 0.9), (STRAIN, "SRRC", 0.1, -0.1, 0.3),
        ("", "R2", 0.8, 0.7, 0.9),
    )  # fmt: skip
    text = text_of(judge_sensitivity(rows, LABELS, phrase_points(40, [BARRIER, RENT, STRAIN], LABELS)))
    assert text.startswith("What decides the premium of hedge over the best other strategy (chosen at each")
    assert f"is mostly Russia's barrier ({BARRIER}): its rank coefficient is +0.80" in text
    assert "(95% interval +0.70 to +0.90)" in text
    assert "Then comes conduct rent (response) at -0.30; 2 of 3 inputs are clear of zero." in text


def test_sensitivity_says_that_nothing_matters_and_that_effects_bend() -> None:
    rows = indices(
        (BARRIER, "SRRC", 0.1, -0.1, 0.3), (RENT, "SRRC", 0.0, -0.2, 0.2), ("", "R2", 0.1, 0.0, 0.3)
    )
    text = text_of(judge_sensitivity(rows, LABELS))
    assert text.startswith("No input clearly decides the premium")
    assert "Ranks explain only 0.10 of the variance" in text


@pytest.mark.parametrize(
    ("index", "words"),
    [
        ("ST", "its share of variance, interactions included, is 0.80"),
        ("mu_star", "it changes the outcome by"),
        ("range", "by itself it moves the outcome by"),
    ],
)
def test_sensitivity_has_words_for_each_method(index: str, words: str) -> None:
    low, high = (np.nan, np.nan) if index == "range" else (0.6, 0.9)
    text = text_of(judge_sensitivity(indices((BARRIER, index, 0.8, low, high)), LABELS))
    assert words in text
    assert ("95% interval" in text) is (index != "range")


@pytest.mark.parametrize("index", ["mu_star", "range"])
def test_what_is_above_zero_by_construction_is_clear_from_a_thousandth_on(index: str) -> None:
    """Noise alone gives each input a size, whose interval cannot include 0."""

    def judge(first: float) -> str:
        sizes = ((BARRIER, first), (RENT, 0.0004), (STRAIN, 0.000002), (f"{BARRIER}_x", 0.0))
        rows = [(path, index, size, size / 2, size * 2) for path, size in sizes]
        if index == "range":
            rows = [(*row[:3], np.nan, np.nan) for row in rows]
        paths = [path for path, _ in sizes]
        return text_of(judge_sensitivity(indices(*rows), LABELS, phrase_points(40, paths, LABELS)))

    sure = judge(0.03)
    assert "over 40 points of 4 inputs is mostly Russia's barrier" in sure
    assert sure.endswith("1 of 4 inputs clearly moves it by 0.001 or more.")
    assert "0.00000" not in sure
    open_ = judge(0.0009)
    assert open_.startswith("No input clearly decides the premium")
    assert f"({BARRIER}), does not clearly move it by 0.001; " in open_


@pytest.mark.parametrize(
    ("before", "words"), [(0.75, "so that it has settled"), (0.2, "more samples are needed")]
)
def test_convergence_says_whether_the_first_index_has_settled(before: float, words: str) -> None:
    rows = pd.concat(
        [
            indices((BARRIER, "ST", value, 0.7, 0.9)).assign(samples=count)
            for value, count in ((before, 32), (0.8, 64))
        ]
    )
    assert words in text_of(judge_convergence(rows, LABELS))
