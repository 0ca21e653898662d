"""The line that says what runs carry."""

import json

import pytest

from hedgesim.analysis.cli.parts.draws import print_carried
from hedgesim.analysis.ensembles.default import CASE, choose_draws
from hedgesim.analysis.tables.output import Form
from hedgesim.model import Scenario


@pytest.mark.parametrize(("runs", "count"), [(4, 4), (1, 1), (1000, None), (None, None)])
def test_no_more_draws_are_counted_than_runs_play(
    runs: int | None, count: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    draws = choose_draws(CASE, [Scenario.load("belarus/baseline")])
    assert draws is not None
    print_carried(Form.JSON, {}, [], draws, runs=runs)
    assert json.loads(capsys.readouterr().out)["carries"]["draws"] == (count or draws.count)
