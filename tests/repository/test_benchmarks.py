"""Benchmarks measure what they say: equal results, true counts, and a page that keeps its words. No clock."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.scripts import script

from hedgesim.model import arithmetic as words
from hedgesim.model import noise, simulate_run
from hedgesim.model.rules import welfare

NAMES = (
    "scaling", "write_page", "calls", "measurement", "operations", "variants", "patrons", "unknowns",
    "command_costs", "browser_page", "by_the_clock",
)  # fmt: skip
scaling, page, calls, measurement, counting, variants, patrons, unknowns, commands, lab, clock = (
    script(f"benchmarks/{name}.py") for name in NAMES
)


RUNS = 3


def found() -> measurement.Found:
    """Invented numbers."""
    rates = {v.name: [10.0 + k, 12.0 + k, 11.0 + k] for k, v in enumerate(variants.VARIANTS)}
    sizes = [scaling.Size(n, w, 1.0, n / 1e4, 300.0) for n in scaling.SIZES for w in scaling.WORKERS]
    cost = measurement.Cost({"exp": 2, "log": 3}, 50, [10.0, 20.0, 30.0])
    other = measurement.Cost({"exp": 10}, 200, [20.0, 40.0, 60.0])
    rows = [commands.Row("batch", "run", n, [commands.Cost(n / 1e3, 99.0)] * 3, []) for n in (10, 1_000)]
    many = [patrons.PatronCost(n, [10.0 * n, 11.0 * n, 12.0 * n], 9.0 + n) for n in patrons.COUNTS]
    first = {"first": 12.5}
    browser = {
        "opening": [100.0, 300.0, 200.0],
        **{rate: [1e3 * (k + 1)] * 3 for k, rate in enumerate(lab.RATES)},
    }
    facts = {"processor": "any"}
    waits = [("a wait", [[1.0, 2.0], [3.0, 4.0], [2.0, 2.0]])]
    return measurement.Found(
        facts, rates, cost, other, sizes, rows, many, first, quick=False, browser=browser, waits=waits
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("variant", variants.VARIANTS, ids=lambda v: v.name)
def test_every_variant_gives_the_mean_utilities_of_the_plain_rules(variant: Any) -> None:
    means = [
        simulate_run(variants.baseline(), "hedge", 1, run).outcomes["utility_mean"] for run in range(RUNS)
    ]
    assert variant.play(RUNS).tolist() == means


def test_calls_are_counted_and_the_words_put_back() -> None:
    before = (words.exp, noise.log, welfare.sqrt)
    counted = calls.calls_of_a_quarter()
    assert set(counted) == {"exp", "log", "sqrt"}
    assert counted["log"] > 4  # four are the noise's
    assert (words.exp, noise.log, welfare.sqrt) == before


def test_operations_are_counted_inside_words_too() -> None:
    before = (words.split, words.times_two_to, words.sqrt)
    done = [
        counting.operations(words.distance, (2.0, 3.0), [words]),  # two differences, and which is the larger
        counting.operations(lambda pair: -pair[0] * words.sqrt(pair[1]) < 1.0, ((2.0, 3.0),), [words]),
        counting.operations(words.exp, (1.0,), [words]),
    ]
    assert done == [3, 2, 26]
    assert calls.operations_of_a_quarter() > 26 * calls.calls_of_a_quarter()["exp"]
    assert (words.split, words.times_two_to, words.sqrt) == before


def test_only_what_stands_between_the_markers_is_replaced() -> None:
    text = f"# Head\n\n{page.BEGIN}old\n{page.END}\n\nTail {page.BEGIN.strip()[:8]}\n"
    assert page.between(text, "new\n") == text.replace("old", "new")
    assert page.between(page.between(text, "x\n"), "new\n") == page.between(text, "new\n")
    with pytest.raises(ValueError, match="once each"):
        page.between("no markers", "new\n")


def test_page_and_figure_are_written_and_words_kept(tmp_path: Path) -> None:
    page.write(found(), tmp_path)
    old, new = (p.read_text(encoding="utf-8") for p in (page.PAGE, tmp_path / page.PAGE.name))
    assert new.partition(page.BEGIN)[0] == old.partition(page.BEGIN)[0]
    assert new.partition(page.END)[2] == old.partition(page.END)[2]
    assert (tmp_path / "performance.svg").stat().st_size > 10_000
    assert (tmp_path / "performance.png").stat().st_size > 10_000


def test_ratios_are_taken_within_rounds() -> None:
    text = page.numbers(found())
    assert "| 6 | 66 (60 to 72) | 2 (2 to 2) | 15.0 |" in text
    assert "| this engine | 20 (10 to 30) | 5 (2 exp, 3 log) | 4 (2 to 6) | 50 | 400 (200 to 600) |" in text
    assert "| ratio | 0.5 (0.5 to 0.5) |  | 1 (1 to 1) |  | 2 (2 to 2) |" in text
    assert "| opening | 200 (100 to 300) |" in text
    assert f"| {lab.SCALAR} | 2,000 (2,000 to 2,000) | 0.667 (0.667 to 0.667) |" in text
    assert "Median (smallest to largest) of 3 rounds." in text


def test_a_batch_is_played_in_a_process_of_its_own() -> None:
    size = scaling.in_own_process(20, 1)
    assert (size.runs, size.workers) == (20, 1)
    assert np.all(np.array([size.start, size.seconds, size.memory]) > 0.0)


def test_a_command_is_told_by_its_bound_and_by_batches_of_the_same_round() -> None:
    times = [unknowns.Time(30.0, 36.0), unknowns.Time(20.0, 18.0), unknowns.Time(90.0, 27.0)]
    batches = [unknowns.Time(9.0, 4.0), unknowns.Time(1.0, 2.0), unknowns.Time(1.0, 1.0)]
    row = unknowns.format_row("ensemble x", 90.0, times, batches)
    assert row == "| `hedgesim ensemble x` | 30.0 | 27.0 | 90 | 0.15 | 9.0 |\n"
    assert list(unknowns.COMMANDS.values()) == [90.0, 10.0, 3.0]


def test_growth_is_the_power_of_the_size_since_the_size_before() -> None:
    def row(size: int, seconds: float) -> Any:
        return commands.Row("batch", "run", size, [commands.Cost(seconds, 99.6)] * 3, [])

    cells = list(commands.list_cells([row(1, 2.0), row(10, 2.0), row(1_000, 200.0)]))
    assert cells[0] == ["`batch`", "1 run", "2.00", "100", ""]
    assert [c[-1] for c in cells[1:]] == ["0.00", "1.00"]
    assert "| `batch` | 1,000 runs | 1.00 | 99 | 1.00 |" in page.numbers(found())


def test_versions_of_a_command_are_compared_within_rounds() -> None:
    now, before = (
        [commands.Cost(s, 50.0) for s in seconds] for seconds in ((1.0, 9.0, 2.0), (2.0, 9.0, 8.0))
    )
    (cells,) = commands.list_cells([commands.Row("run", "run", 1, now, before)])
    assert len(cells) == len(commands.table_heads(before=True))
    assert cells[-3:] == ["8.00", "0.50", "50"]


def test_waits_beside_another_version_are_compared_within_rounds() -> None:
    assert "| a wait | 2.00 | 2.00 | 0.75 |" in page.numbers(found())


def test_versions_wait_in_turns_with_caches_of_their_own() -> None:
    seen: list[tuple[str, str | None]] = []

    def wait(cache: Path, package: str | None) -> float:
        seen.append((cache.name, package))
        return float(len(seen))

    rounds = clock.measure_rounds(wait, 2, [Path("first"), Path("second")], [None, "other"])
    assert seen == [("first", None), ("second", "other"), ("second", "other"), ("first", None)]
    assert rounds == [[1.0, 2.0], [4.0, 3.0]]


def test_a_command_that_fails_leaves_the_others(tmp_path: Path) -> None:
    assert commands.run_command("run no_such_scenario", 1, str(tmp_path), None) is commands.FAILED
