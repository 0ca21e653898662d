"""The page in a real browser: it loads offline, follows its inputs, steps, compares, saves, survives."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.app_pages import Seen, opened, running, served
from typer.testing import CliRunner

from hedgesim.analysis.cli.main import app

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(cwd=tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture
def seen(address: str) -> Iterator[Seen]:
    """A page that did nothing wrong when the test has ended."""
    with opened(address) as found:
        yield found
        assert found.errors == []
        assert found.elsewhere == []
        assert "Traceback" not in found.page.locator("body").inner_text()


def test_it_loads_and_nothing_is_moved_by_loading(seen: Seen) -> None:
    assert seen.page.get_by_text("Means over all quarters: security").count() == 1
    assert seen.page.get_by_text("Before 2017Q3. Step or play; 60 quarters are ahead.").count() == 1
    assert seen.commands() == [
        "hedgesim run belarus/baseline --strategy hedge --seed 1 --run 0",
        "hedgesim batch belarus/baseline --strategies hedge --runs 1000 --seed 1",
        "hedgesim ladder belarus/baseline --seed 1",
    ]


def test_mesas_buttons_step_play_and_reset(seen: Seen) -> None:
    page = seen.page
    page.get_by_role("button", name="Step").click()
    page.get_by_text("2017Q3, quarter 1 of 60").wait_for()
    page.get_by_role("button", name="▶").click()
    page.get_by_text(re.compile(r"quarter [4-9] of 60")).wait_for()
    page.get_by_role("button", name="Reset").click()
    # Mesa's thread that plays may be asleep before a step, which it then takes with the new model
    page.get_by_text(re.compile(r"Before 2017Q3|quarter 1 of 60")).wait_for()
    page.get_by_role("button", name="To the end").click()
    page.get_by_text("2032Q2, quarter 60 of 60: regime").wait_for()


def test_a_slider_moves_the_fan_the_run_and_the_command(seen: Seen) -> None:
    page = seen.page
    page.get_by_role("button", name="To the end").click()
    page.get_by_text("quarter 60 of 60").wait_for()
    before, run = seen.fan(), page.locator(".hedgesim-picture img.over").first.get_attribute("src")
    page.get_by_role("slider").nth(1).press("ArrowRight")
    seen.wait_for_another_fan(before)
    page.wait_for_function("run => document.querySelector('.hedgesim-picture img.over').src !== run", arg=run)
    assert page.get_by_text("quarter 60 of 60").count() == 1  # the run keeps its quarter
    assert all("--set patrons.russia.barrier=0.16" in line for line in seen.commands())
    assert page.get_by_text("Russia's barrier: 0.16").count() == 1


def test_two_settings_side_by_side_and_back(seen: Seen) -> None:
    page = seen.page
    page.get_by_role("button", name="Hold this setting").click()
    page.get_by_role("button", name="Stop comparing").wait_for()
    page.get_by_role("button", name="Strategy").or_(page.get_by_label("Strategy")).first.click()
    page.get_by_role("option", name="Bandwagon with Russia").click()
    page.get_by_text("Now: Belarus, mid-2017, bandwagon with Russia").wait_for()
    cells = page.locator(".hedgesim-table tbody tr").nth(3).locator("td").all_inner_texts()
    assert cells[0] == "Utility"
    assert float(cells[3]) == pytest.approx(float(cells[2]) - float(cells[1]), abs=0.001)
    assert float(cells[3]) < 0.0
    assert page.locator(".hedgesim-picture").count() == 6
    page.get_by_role("button", name="Go back to the one held").click()
    page.get_by_text("Now: Belarus, mid-2017, hedge").wait_for()


def test_a_saved_file_validates(seen: Seen, tmp_path: Path) -> None:
    page, before = seen.page, seen.fan()
    page.get_by_text("Rivalry between patrons").click()
    page.get_by_role("slider").nth(3).press("ArrowRight")
    seen.wait_for_another_fan(before)
    with page.expect_download() as told:
        page.get_by_role("button", name="Save as a scenario file").click()
    file = tmp_path / told.value.suggested_filename
    told.value.save_as(file)
    done = CliRunner().invoke(app, ["validate", str(file)])
    assert done.exit_code == 0, done.output
    assert "rivalry.russia-eu = 0.31" in file.read_text(encoding="utf-8")


def test_a_command_is_copied(seen: Seen) -> None:
    seen.page.get_by_role("button", name="Copy", exact=True).first.click()
    seen.page.get_by_role("button", name="Copied").wait_for()
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert copied == "hedgesim run belarus/baseline --strategy hedge --seed 1 --run 0"


def test_the_ladder_of_the_setting_is_stale_after_a_move(seen: Seen) -> None:
    page = seen.page
    page.get_by_role("button", name="Compute the ladder").click()
    page.get_by_text(re.compile(r"Computing \.\.\. 1 scenario: up to")).wait_for()
    page.locator(".hedgesim-verdict").wait_for()
    assert page.locator(".hedgesim-stale").count() == 0
    verdict = page.locator(".hedgesim-verdict").inner_text()
    hedging = page.locator("tr", has=page.get_by_text("Hedging", exact=True)).locator("td").nth(1)
    assert f"hedging gains {hedging.inner_text()}".replace(" ", "") in re.sub(r"\s", "", verdict)
    page.get_by_role("slider").nth(1).press("ArrowRight")
    page.get_by_text("Not of the setting now, but of an earlier one: Belarus, mid-2017; seed 1.").wait_for()
    assert page.locator(".hedgesim-stale .hedgesim-verdict").inner_text() == verdict


def test_ctrl_c_does_not_wait_for_a_ladder(tmp_path: Path) -> None:
    with running(cwd=tmp_path) as (address, server), opened(address) as seen:
        assert server.stderr is not None
        seen.page.get_by_role("button", name="Compute the ladder").click()
        seen.page.get_by_text("Computing ...").wait_for()
        server.send_signal(signal.SIGINT)
        assert (server.wait(60), server.stderr.read()) == (0, "")


def test_bad_input_is_told_in_the_page_which_goes_on(seen: Seen) -> None:
    page = seen.page
    page.get_by_text("Shocks and files").click()
    page.get_by_label("Seed").fill("abc")
    page.get_by_text("seed: found 'abc'; allowed is a whole number from 0 to 9,").wait_for()
    page.get_by_label("Scenario file").fill("belarus/basline")
    page.get_by_role("button", name="Open the file").click()
    page.get_by_text("did you mean belarus/baseline?").wait_for()
    before = seen.fan()
    page.get_by_label("Seed").fill("7")
    seen.wait_for_another_fan(before)
    assert page.locator(".v-alert").count() == 0


def test_another_case_in_a_narrow_window(tmp_path: Path) -> None:
    mine = 'title = "My case"\nextends = "armenia/baseline"\n'
    (tmp_path / "mine.toml").write_text(mine, encoding="utf-8")
    with served("mine.toml", cwd=tmp_path) as address, opened(address, width=420) as seen:
        assert seen.page.get_by_text("hedgesim: My case").count() == 1
        assert "mine.toml" in seen.commands()[0]
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 420
        assert (seen.errors, seen.elsewhere) == ([], [])
