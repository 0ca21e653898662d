"""Small batches of the real model, and what tests do with their folders."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from support.runs import scenario

from hedgesim.analysis.design.batch import Batch, Block, plan_batch
from hedgesim.analysis.execution import blocks
from hedgesim.analysis.execution.blocks import Player
from hedgesim.model import RunError
from hedgesim.model.engines.reference import Run
from hedgesim.model.scenario.scenario import Scenario

STRATEGIES = ("hedge", "bandwagon:russia", "myopic")
TABLES = ("design", "outcomes", "bands", "paths")


def small(
    names: Sequence[str] = ("baseline", "arms_denied"),
    strategies: Sequence[str] = STRATEGIES,
    *,
    runs: int = 3,
    quarters: int = 5,
    first_run: int = 0,
    seed: int = 1,
    engine: str = "plain",
    paths: bool = False,
    **changes: object,
) -> Batch:
    """A batch of a second or less; keyword ``a__b`` sets the path ``a.b``."""
    settings = {key.replace("__", "."): value for key, value in changes.items()}
    return plan_batch(
        [scenario(n) for n in names],
        strategies,
        runs=runs,
        first_run=first_run,
        seed=seed,
        engine=engine,
        paths=paths,
        changes={"horizon": quarters, **settings},
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Bytes of the tables of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.parquet"))}


def failing(monkeypatch: pytest.MonkeyPatch, fails: Callable[[Block, int], bool]) -> None:
    """Let some runs fail."""
    plain = blocks.plain_player

    def player(spec: Scenario, block: Block) -> Player:
        one = plain(spec, block)

        def attempt(seed: int, run: int) -> Run:
            if fails(block, run):
                msg = "quarter 3: utility is nan"
                raise RunError(msg)
            return one(seed, run)

        return attempt

    monkeypatch.setitem(blocks.PLAYERS, "plain", player)  # type: ignore[arg-type]


def three_blocks() -> Batch:
    return small(["baseline"], runs=45, quarters=3, paths=True)


class Stopping(Executor):
    """Plays some blocks, then fails as a machine would."""

    def __init__(self, blocks: int, error: BaseException) -> None:
        self.left, self.error = blocks, error

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.left -= 1
        future: Future[Any] = Future()
        if self.left < 0:
            raise self.error
        future.set_result(fn(*args, **kwargs))
        return future
