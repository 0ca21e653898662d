"""Indicators are found: in a run's tables, in a comparison, and by name in ``explain``."""

import json

import pytest
from support.scripts import done, invoked

from hedgesim.analysis import simulate
from hedgesim.analysis.tables.indicators import indicators_sheet
from hedgesim.model.outcomes import indicator_columns

RUN = ("run", "belarus/baseline", "--quarters", "4")


def test_a_run_prints_alignment_ties_and_components() -> None:
    text = done(*RUN, "--full").stdout
    told = json.loads(done(*RUN, "--json").stdout)
    overall = told["outcomes"]["alignment_overall_russia_eu_mean"]
    parity = told["outcomes"]["parity_overall_russia_eu_mean"]
    (line,) = (line for line in text.splitlines() if line.startswith("overall "))
    assert line.split("  ")[-2].strip() == f"{overall:.0f} ({100 * parity:.0f}%)"
    assert f"dominance denial          {told['outcomes']['dominance_denial_mean']:.2f}" in text
    assert told["quarters"][0]["bandwidth_china"] > 0.0


def test_a_comparison_has_the_means_of_all_indicators_by_strategy() -> None:
    compared = simulate("belarus/baseline", ["hedge", "bandwagon:eu"], runs=3, draws=None).compare()
    table = compared.tables["indicators"]
    assert set(table["measure"]) == set(indicator_columns(("russia", "china", "eu")))
    sheet = indicators_sheet(compared, "belarus/baseline")
    assert sheet is not None
    means = table.set_index(["strategy", "measure"])["mean"]
    for row in sheet.rows:
        assert row[1] == f"{means[row[0], 'alignment_overall_russia_eu_mean']:.0f}"
        assert row[-1] == f"{means[row[0], 'utility_cvar10']:.3f}"
    assert "Aligned: 0 with Russia, 100 with EU" in sheet.notes[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("dominance_denial", "effort with rivals of the strongest patron (Kuik) [share]"),
        ("alignment_overall_russia_eu_mean", "mean of security, trade and influence (Khong and Liow); mean"),
        ("realised_china", "investment over what the patron offers (eq. 16) [ratio]"),
        ("parity_effort", "of quarters with alignment_effort_P_Q at 45 to 55 [share]"),
    ],
)
def test_explain_knows_outcomes_and_path_columns(name: str, words: str) -> None:
    assert words in " ".join(done("explain", name).stdout.split())


def test_explain_still_prefers_a_parameter_and_refuses_what_is_neither() -> None:
    assert "plausible" in done("explain", "red_line").stdout
    rows = json.loads(done("explain", "tilt", "--json").stdout)["columns"]
    assert [row["column"] for row in rows] == ["tilt_P_Q", "tilt_P_Q_mean"]
    refused = invoked("explain", "no_such_name")
    assert refused.exit_code == 2
    assert "'no_such_name': no parameter, outcome or word" in refused.stderr
