"""The page in a real browser: it answers first, loads offline, follows inputs, compares, saves, survives."""

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


def test_it_loads_with_the_answer_and_a_played_run(seen: Seen) -> None:
    assert re.match(
        r"(Hedging pays( a little)?|Whether hedging pays|Hedging does not pay) in belarus/baseline",
        seen.verdict(),
    )
    top = seen.page.locator("p.hedgesim-verdict").first.bounding_box()
    rows = seen.page.locator(".hedgesim-bars").first.bounding_box()
    assert top["y"] < 200
    assert rows["y"] + rows["height"] < 900, rows  # all strategies are on the first screen
    assert seen.page.locator(".hedgesim-bars tbody").nth(1).locator("tr").count() == 12
    assert seen.page.get_by_text("Means over all quarters: security").count() == 1
    assert seen.page.get_by_text("2032Q2, quarter 60 of 60: regime").count() == 1
    assert seen.commands() == [
        "hedgesim batch belarus/baseline --strategies all --seed 1",
        "hedgesim run belarus/baseline --strategy hedge --seed 1 --run 0",
        "hedgesim batch belarus/baseline --strategies hedge --runs 1000 --seed 1",
        "hedgesim ladder belarus/baseline --seed 1",
    ]


def test_mesas_buttons_step_play_and_reset(seen: Seen) -> None:
    page = seen.page
    page.get_by_role("button", name="Reset").click()
    page.get_by_text("Before 2017Q3. Step or play; 60 quarters are ahead.").wait_for()
    page.get_by_role("button", name="Step").click()
    page.get_by_text("2017Q3, quarter 1 of 60").wait_for()
    page.get_by_role("button", name="▶").click()
    page.get_by_text(re.compile(r"quarter [4-9] of 60")).wait_for()
    page.get_by_role("button", name="Reset").click()
    # Mesa's thread that plays may be asleep before a step, which it then takes with the new model
    page.get_by_text(re.compile(r"Before 2017Q3|quarter 1 of 60")).wait_for()
    page.get_by_role("button", name="To the end").click()
    page.get_by_text("2032Q2, quarter 60 of 60: regime").wait_for()


def test_a_slider_moves_the_verdict_the_fan_the_run_and_the_command(seen: Seen) -> None:
    page, verdict = seen.page, seen.verdict()
    before, run = seen.fan(), seen.moving("The run").first.get_attribute("src")
    page.get_by_role("slider").nth(1).press("ArrowRight")
    seen.wait_for_another_fan(before)
    page.wait_for_function(
        "run => [...document.querySelectorAll('.hedgesim-picture img.over')].every(i => i.src !== run)",
        arg=run,
    )
    assert seen.verdict() != verdict
    assert "belarus/baseline with Russia's barrier 0.16: mean utility" in seen.verdict()
    assert page.get_by_text("quarter 60 of 60").count() == 1  # the run keeps its quarter
    assert all("--set patrons.russia.barrier=0.16" in line for line in seen.commands())
    assert page.get_by_text("Russia's barrier: 0.16, file 0.15").count() == 1


def test_the_verdict_names_the_best_other_of_the_table(seen: Seen) -> None:
    page = seen.page
    best = page.locator(".hedgesim-bars tbody").first.locator("tr").nth(1)
    name, gain = best.locator("th").inner_text(), best.locator("td").nth(2).inner_text().split()[0]
    assert f"{gain} over {name.removeprefix('Best other: ')}" in seen.verdict()
    rows = page.locator(".hedgesim-bars tbody").nth(1).locator("tr").all_inner_texts()[1:]
    utilities = [float(re.findall(r"0\.\d{3}", row)[0]) for row in rows]
    assert utilities == sorted(utilities, reverse=True)


def test_labels_stand_on_their_ticks(seen: Seen) -> None:
    apart = seen.page.evaluate(
        """() => {
          const middle = e => { const b = e.getBoundingClientRect(); return b.left + b.width / 2; };
          const table = document.querySelector('.hedgesim-bars');
          const all = (path) => [...table.querySelectorAll(path)].map(middle);
          const ticks = all('tbody tr:nth-child(2) .grid');
          return all('.hedgesim-axis b').map((at, k) => Math.abs(at - ticks[k]));
        }"""
    )
    assert len(apart) >= 2
    assert max(apart) < 1.5


def test_what_a_change_does_stands_beside_the_setting_held_and_back(seen: Seen) -> None:
    page = seen.page
    page.get_by_text("Move an input or choose another strategy").wait_for()
    strategy = "Strategy in the pictures"
    page.get_by_role("button", name=strategy).or_(page.get_by_label(strategy)).first.click()
    page.get_by_role("option", name="Bandwagon with Russia").click()
    page.get_by_text("Now: Belarus, mid-2017, bandwagon with Russia").wait_for()
    rows = page.locator(".hedgesim-bars").nth(1).locator("tbody tr")
    told = {row.split()[0]: re.findall(r"[+-]?\d\.\d+", row) for row in rows.all_inner_texts()}
    held, now, difference, *_ = map(float, told["Utility"])
    assert difference == pytest.approx(now - held, abs=0.001)
    assert difference < 0.0
    assert float(told["Hedging's"][2]) == 0.0  # the strategy of the pictures has no part in it
    assert seen.moving("Now less held").count() == 1
    page.get_by_role("button", name="Go back to the one held").click()
    page.get_by_text("Move an input or choose another strategy").wait_for()


def test_an_input_is_explained_to_mouse_and_keyboard(seen: Seen) -> None:
    page = seen.page
    button = page.get_by_role("button", name="What is this: Russia's barrier")
    button.focus()
    told = page.get_by_text("Part of the way into the patron's market that barriers close")
    told.wait_for()
    assert "Value: guess" in told.inner_text()
    page.keyboard.press("Escape")
    told.wait_for(state="hidden")
    page.get_by_role("button", name="What is this: Russia's red line").hover()
    page.get_by_text("it takes what hedging gains over").wait_for()


def test_a_mechanism_is_switched_off(seen: Seen) -> None:
    page, before = seen.page, seen.fan()
    page.get_by_text("Mechanisms on and off").click()
    page.get_by_role("switch", name="The industrial park").press("Space")
    seen.wait_for_another_fan(before)
    assert "with industrial park (mechanisms) off" in seen.verdict()
    assert seen.commands()[0].endswith("--set mechanisms.industrial_park=false")


def test_a_phone_shows_the_result_and_the_inputs_in_a_sheet(address: str) -> None:
    with opened(address, width=390) as seen:
        page = seen.page
        page.set_viewport_size({"width": 390, "height": 844})
        close, slider = page.locator(".hedgesim-close"), page.locator("[role=slider]").nth(1)
        close.wait_for(state="hidden")
        assert page.locator("p.hedgesim-verdict").first.bounding_box()["y"] < 150
        verdict = seen.verdict()
        page.get_by_role("button", name="Change inputs").click()
        close.wait_for(state="visible")
        assert page.locator(".hedgesim-open").get_attribute("aria-expanded") == "true"
        page.wait_for_timeout(400)  # the sheet slides in
        assert page.locator(".hedgesim-controls").bounding_box()["y"] > 400
        before = seen.fan()
        slider.press("ArrowRight")
        seen.wait_for_another_fan(before)
        assert seen.verdict() != verdict
        close.click()
        close.wait_for(state="hidden")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert (seen.errors, seen.elsewhere) == ([], [])


def test_a_saved_file_validates(seen: Seen, tmp_path: Path) -> None:
    page, before = seen.page, seen.fan()
    page.get_by_text("What the hedger wants").click()
    page.get_by_role("slider", name="Weight of economy").press("ArrowRight")
    seen.wait_for_another_fan(before)
    with page.expect_download() as told:
        page.get_by_role("button", name="Save as a scenario file").click()
    file = tmp_path / told.value.suggested_filename
    told.value.save_as(file)
    done = CliRunner().invoke(app, ["validate", str(file)])
    assert done.exit_code == 0, done.output
    assert "hedger.weights.economy = 0.34" in file.read_text(encoding="utf-8")


def test_a_command_is_copied(seen: Seen) -> None:
    seen.page.get_by_role("button", name="Copy", exact=True).first.click()
    seen.page.get_by_role("button", name="Copied").wait_for()
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert copied == "hedgesim batch belarus/baseline --strategies all --seed 1"


def test_the_ladder_of_the_setting_is_stale_after_a_move(seen: Seen) -> None:
    page = seen.page
    page.get_by_role("button", name="Compute the ladder").click()
    page.get_by_text(re.compile(r"Computing \.\.\. 1 scenario: up to")).wait_for()
    verdict_of = page.locator(".hedgesim-verdict:not([role])")
    verdict_of.wait_for()
    assert page.locator(".hedgesim-stale").count() == 0
    verdict = verdict_of.inner_text()
    hedging = page.locator("tr", has=page.get_by_text("Hedging", exact=True)).locator("td").nth(1)
    mean, _, low, high = re.findall(r"[+-]?\d\.\d+", hedging.inner_text())
    assert all(number in verdict for number in (mean, low, high))
    page.get_by_role("slider").nth(1).press("ArrowRight")
    page.get_by_text("Not of the setting now, but of an earlier one: Belarus, mid-2017; seed 1.").wait_for()
    assert page.locator(".hedgesim-stale .hedgesim-verdict:not([role])").inner_text() == verdict


def test_ctrl_c_does_not_wait_for_a_ladder(tmp_path: Path) -> None:
    with running(cwd=tmp_path) as (address, server), opened(address) as seen:
        assert server.stderr is not None
        seen.page.get_by_role("button", name="Compute the ladder").click()
        seen.page.get_by_text("Computing ...").wait_for()
        server.send_signal(signal.SIGINT)
        assert (server.wait(60), server.stderr.read()) == (0, "")


def test_bad_input_is_told_in_the_page_which_goes_on(seen: Seen) -> None:
    page = seen.page
    page.get_by_text("Runs, shocks and files").click()
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
