"""Plans of batches from command lines: what a stopped batch goes on with."""

from pathlib import Path

import pytest
from support.runs import scenario

from hedgesim.analysis.cli.parts.batch_request import BatchRequest, plan_request
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.ensembles.default import CASE
from hedgesim.analysis.execution.partial_folder import begin_folder, check_folder
from hedgesim.model import InputError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A compiled batch of two runs, for which ``auto`` stands for plain, stopped before its first."""
    begin_folder(plan_batch([scenario("baseline")], ["hedge"], runs=2, engine="compiled"), tmp_path, "")
    return tmp_path


def request_with(engine: str | None, *, scenarios: bool) -> BatchRequest:
    paths, names = (["belarus/baseline"], ["hedge"]) if scenarios else ([], None)
    return BatchRequest(paths, 2, names, None, {}, engine, False, None if scenarios else CASE)


@pytest.mark.parametrize("scenarios", [True, False])
@pytest.mark.parametrize("engine", [None, "auto"])
def test_a_stopped_batch_goes_on_with_the_engine_it_began_with(
    folder: Path, engine: str | None, scenarios: bool
) -> None:
    plan = plan_request(request_with(engine, scenarios=scenarios), folder, None)
    assert (plan.engine, plan.block) == ("compiled", 8192)
    check_folder(plan, folder, resume=True)


@pytest.mark.parametrize("scenarios", [True, False])
def test_a_stopped_batch_refuses_an_engine_by_name_that_did_not_begin_it(
    folder: Path, scenarios: bool
) -> None:
    plan = plan_request(request_with("mesa", scenarios=scenarios), folder, None)
    with pytest.raises(InputError, match='engine "compiled" there, "mesa" asked for'):
        check_folder(plan, folder, resume=True)
