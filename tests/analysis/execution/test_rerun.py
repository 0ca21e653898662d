"""Making a folder again: bit for bit, or the first difference."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.batches import small

from hedgesim.analysis.execution.rerun import compare_folders, first_difference, software_changes
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.results import manifest
from hedgesim.analysis.results.folder import Results
from hedgesim.model import RunError
from hedgesim.model.engines import compiled


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run_batch(small(paths=True, runs=2), tmp_path_factory.mktemp("repeat") / "made")


def test_a_folder_is_reproduced_from_its_manifest(tmp_path: Path, made: Results) -> None:
    again = run_batch(manifest.rebuild_batch(made.manifest, made.folder), tmp_path / "again")
    assert "reproduced bit for bit, 12 runs" in compare_folders(made, again)
    assert made.manifest["hash"][:12] in compare_folders(made, again)
    assert software_changes(made) == []


def test_the_first_difference_is_named(tmp_path: Path, made: Results) -> None:
    outcomes = made.outcomes.copy()
    outcomes.loc[5, "economy_mean"] += 2e-16
    outcomes.loc[9, "security_mean"] += 1.0
    value, other = (float(t.loc[5, "economy_mean"]) for t in (made.outcomes, outcomes))
    tables = {
        k: v | {"sha256": "other"} if k == "outcomes" else v for k, v in made.manifest["tables"].items()
    }
    again = SimpleNamespace(folder=tmp_path, outcomes=outcomes, manifest={**made.manifest, "tables": tables})
    with pytest.raises(RunError) as caught:
        compare_folders(made, again)  # type: ignore[arg-type]
    assert str(caught.value) == (
        f"{made.folder}: not reproduced. outcomes.parquet: run_id 5, column economy_mean:"
        f" {value!r} there, {other!r} now"
    )


def test_other_bytes_of_the_same_values_are_told(made: Results) -> None:
    tables = {k: v | {"sha256": "other"} if k == "bands" else v for k, v in made.manifest["tables"].items()}
    again = SimpleNamespace(bands=made.bands.copy(), manifest={**made.manifest, "tables": tables})
    assert compare_folders(made, again).endswith(
        "the bytes of bands differ because they were written by other versions"
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("points", [{}, {"hedger.budget": np.array([0.5, 0.6, 0.7])}])
def test_a_folder_of_compiled_runs_is_compared_with_plain_python(
    points: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compiled code at fault gives the same wrong numbers a second time."""
    batch = replace(small(engine="compiled", runs=4, first_run=7), points=points)
    good = run_batch(batch, tmp_path / "good")
    assert "tables, the first and the last run in plain Python too, hash" in compare_folders(good, good)
    wrong = partial(simulate_wrongly, len(good.design) // 6, compiled.simulate)
    monkeypatch.setattr(compiled, "simulate", wrong)
    bad, again = (run_batch(batch, tmp_path / name) for name in ("bad", "again"))
    assert bad.manifest["hash"] == again.manifest["hash"]
    value, right = (float(r.outcomes["security_mean"].iloc[-1]) for r in (bad, good))
    with pytest.raises(RunError) as caught:
        compare_folders(bad, again)
    assert str(caught.value) == (
        f"{bad.folder}: not reproduced in plain Python. outcomes.parquet: run_id {len(good.design) - 1},"
        f" column security_mean: {value!r} there, {right!r} now"
    )


def simulate_wrongly(runs: int, right: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Results of the compiled engine, of which the last run's first outcome has another last bit."""
    made = right(*arguments, **options)
    made.outcomes[0, runs - 1] = np.nextafter(made.outcomes[0, runs - 1], 9.0)
    return made


def table(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame({"run_id": [0, 1], **columns})


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        (table(x=[1.0, None]), table(x=[1.0, None]), None),
        (table(x=[1.0, None]), table(x=[1.0, 2.0]), "run_id 1, column x: nan there, 2.0 now"),
        (table(x=["a", None]), table(x=["a", "b"]), "run_id 1, column x: nan there, b now"),
        (table(x=[0.0, 1.0]), table(y=[0.0, 1.0]), "columns ['x', 'y'] are in one of them only"),
        (table(x=[0.0, 1.0]), table(x=[0.0, 1.0]).head(1), "2 rows there, 1 now"),
        (
            table(x=[0.1, 1.0]),
            table(x=[0.1 + 2e-17, 1.0]),
            "run_id 0, column x: 0.1 there, 0.10000000000000002 now",
        ),
        (table(x=[0.0, 1.0]), table(x=[-0.0, 1.0]), "run_id 0, column x: 0.0 there, -0.0 now"),
        (table(x=[0.1, 1.0]), table(x=[0.1 + 2e-18, 1.0]), None),
    ],
)
def test_first_difference(left: pd.DataFrame, right: pd.DataFrame, message: str | None) -> None:
    assert first_difference("outcomes", left, right) == message
