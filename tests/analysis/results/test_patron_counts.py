"""Result folders and conditions for two to six patrons."""

from pathlib import Path

import pyarrow as pa
import pytest
from support.folder_edits import replace_table

from hedgesim.analysis.conditions.columns import parse_condition
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.results.folder import load
from hedgesim.model import InputError
from hedgesim.model.engines.compiled.known_runs import build_scenario
from hedgesim.model.outcomes import outcome_columns, path_columns, regime_names

COUNTS = (2, 3, 4, 6)


def with_regime(table: pa.Table, code: float) -> pa.Table:
    """A table of paths whose last quarter has another regime."""
    codes = table["regime"].to_numpy().copy()
    codes[-1] = code
    return table.set_column(table.column_names.index("regime"), "regime", pa.array(codes))


@pytest.mark.parametrize("count", COUNTS)
def test_a_folder_holds_every_patron_and_refuses_a_regime_of_one_more(count: int, tmp_path: Path) -> None:
    wild = build_scenario(count)
    shares = {f"start.patrons.{p}.{flow}": 0.1 for p in wild.patrons for flow in ("exports", "imports")}
    spec = wild.vary(shares)
    batch = plan_batch([spec], ["all"], runs=2, engine="plain", paths=True, changes={"horizon": 4})
    folder = tmp_path / "folder"
    run_batch(batch, folder)
    found = load(folder)
    assert found.paths is not None
    assert list(found.outcomes)[1:-2] == list(outcome_columns(spec.patrons))
    assert list(found.paths)[3:] == list(path_columns(spec.patrons))
    last = len(regime_names(spec.patrons)) - 1
    replace_table(folder, "paths.parquet", lambda table: with_regime(table, last))
    assert load(folder).paths["regime"].iloc[-1] == last  # type: ignore[index]
    replace_table(folder, "paths.parquet", lambda table: with_regime(table, last + 1))
    with pytest.raises(InputError, match=rf"regime.*0 to {last}"):
        _ = load(folder).paths


@pytest.mark.parametrize("count", COUNTS)
def test_conditions_know_the_pivots_to_every_patron(count: int) -> None:
    spec = build_scenario(count)
    for name in regime_names(spec.patrons):
        condition = parse_condition(f"regime == '{name}'", "--where", spec.patrons)
        assert condition.columns == ("regime",)
    with pytest.raises(InputError, match="regime is never"):
        parse_condition(f"regime == 'pivot:p{count + 1}'", "--where", spec.patrons)
