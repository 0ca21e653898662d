"""The page between a move and its results: nothing of one setting is shown, held or saved as another's."""

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from support.lab.browser_scripts import Browser
from support.lab.pages import BASELINE, TWO, Lab, number, open_lab

from hedgesim.model.scenario.scenario import Scenario

pytestmark = pytest.mark.slow

MOVE = """
  const move = (id, value, event = "input") => {
    const field = document.getElementById(id);
    field.value = value;
    field.dispatchEvent(new Event(event, { bubbles: true }));
  };
  const list = (ids) => ids.filter((id) => document.getElementById(`save_${id}`).disabled);
"""
SAVES = ["outcomes", "bands", "gains", "fan", "shares", "sweep_chart"]
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
SHUT_CLIPBOARD = """Object.defineProperty(navigator, "clipboard",
  { value: { writeText: () => Promise.reject(new Error("not allowed")) } });"""


def read_label(lab: Lab, name: str, folder: Path) -> str:
    """What a screen reader says of a figure that is saved."""
    with lab.page.expect_download() as download:
        lab.page.locator(f"#save_{name}").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return ET.parse(file).getroot().attrib["aria-label"]


def test_a_figure_saved_after_a_move_on_another_sheet_is_of_the_setting_now(lab: Lab, tmp_path: Path) -> None:
    lab.page.locator("#tab_keep").click()
    before = read_label(lab, "gains", tmp_path)
    lab.move("Russia's barrier", 0.5)
    verdict = lab.verdict()
    after = read_label(lab, "gains", tmp_path)
    assert after != before
    assert number(after) == number(verdict.partition(", ")[2])
    assert lab.page.locator("#gains svg").count() == 1  # the one on the hidden sheet


def test_a_sweep_is_saved_once_there_is_one_and_other_figures_from_the_game_too(
    lab: Lab, chromium: Any, lab_file: Path, tmp_path: Path
) -> None:
    page = lab.page
    assert page.evaluate(f"() => {{ {MOVE} return list({SAVES}) }}") == ["sweep_chart"]
    page.locator("#tab_sweep").click()
    page.locator("#sweep_start").click()
    page.locator("#sweep_chart svg").wait_for()
    page.locator("#tab_keep").click()
    assert "above 0 at" in read_label(lab, "sweep_chart", tmp_path)
    page.locator("#scenario").select_option(label=Scenario.load(TWO).title)
    lab.settle()
    assert page.evaluate(f"() => {{ {MOVE} return list({SAVES}) }}") == ["sweep_chart"]
    with open_lab(chromium, lab_file, "#code=abc") as game:
        game.page.locator("#tab_keep").click()
        for name in ("gains", "fan", "shares"):
            assert "." in read_label(game, name, tmp_path)


def test_a_scenario_left_during_its_first_picture_is_neither_shown_nor_held(lab: Lab) -> None:
    page = lab.page
    seen = page.evaluate(
        """async (steps) => {
          const seen = [], verdict = document.getElementById("verdict");
          new MutationObserver(() => seen.push([document.title, verdict.textContent]))
            .observe(verdict, { childList: true });
          MOVE
          move("input_1", 0.3);
          move("scenario", 2, "change");
          while (verdict.dataset.runs !== "1000") await new Promise((resolve) => setTimeout(resolve, 5));
          return seen;
        }""".replace("MOVE", MOVE)
    )
    assert {title for title, _ in seen} == {Scenario.load(TWO).title}
    assert all(f"in {TWO}" in verdict for _, verdict in seen)
    assert "Move an input" in page.locator("#held_note").inner_text()
    assert page.locator("#hold").is_hidden()


def test_what_is_held_during_a_first_picture_is_what_is_shown_and_nothing_old_is_saved(lab: Lab) -> None:
    page = lab.page
    lab.move("Russia's barrier", 0.3)
    lab.settle()
    off = page.evaluate(
        """() => {
          MOVE
          move("input_1", 0.5);
          document.getElementById("hold").click();
          return list(["outcomes", "bands", "gains", "fan", "shares"]);
        }""".replace("MOVE", MOVE)
    )
    assert off == SAVES[:-1]
    lab.settle()
    note = page.locator("#held_note").inner_text()
    assert f"Held: {BASELINE} with Russia's barrier 0.3" in note
    assert f"Now: {BASELINE} with Russia's barrier 0.5" in note


def test_runs_are_saved_once_all_are_played(lab: Lab) -> None:
    seen = lab.page.evaluate(
        """async () => {
          MOVE
          const seen = {}, verdict = document.getElementById("verdict");
          new MutationObserver(() => { seen[verdict.dataset.runs] = list(["outcomes", "bands", "gains"]); })
            .observe(verdict, { attributeFilter: ["data-runs"] });
          move("input_1", 0.3);
          while (!seen[1000]) await new Promise((resolve) => setTimeout(resolve, 5));
          return seen;
        }""".replace("MOVE", MOVE)
    )
    assert seen["100"] == ["outcomes", "bands", "gains"]
    assert seen["1000"] == []


def test_a_sweep_names_its_setting_and_fades_once_that_is_another(lab: Lab) -> None:
    page = lab.page
    page.locator("#tab_sweep").click()
    page.locator("#sweep_x").select_option("patrons.russia.barrier")
    page.locator("#sweep_start").click()
    page.locator("#sweep_chart svg").wait_for()

    def fades() -> bool:
        note = page.locator("#sweep_note").inner_text()
        assert note.startswith(f"{BASELINE}, seed 1: 200 runs")
        assert ("compute again" in note) == page.locator("#sweep_chart.stale").count()
        return "compute again" in note

    assert not fades()
    lab.move("Russia's barrier", 0.3)  # the input that is swept: only the mark of where it is moves
    assert not fades()
    assert "now: 0.3" in page.locator("#sweep_chart").text_content()
    page.locator("#strategy").select_option("pivot:eu")
    assert not fades()
    for label, kind in (("Seed of the shocks", "7"), ("The scenario's own numbers", "")):
        field = lab.input(label)
        if kind:
            field.fill(kind)
            field.press("Enter")
        else:
            field.press("Space")
        assert fades()
    page.locator("#seed").fill("1")
    page.locator("#seed").press("Enter")
    assert fades()
    page.locator("#point").press("Space")
    assert not fades()
    page.locator("#sweep_start").click()
    lab.move("Russia's arms access", 0.2)
    page.locator("#sweep_start:enabled").wait_for()
    assert fades()
    assert "arms access" not in page.locator("#sweep_note").inner_text()


def test_where_all_runs_fail_nothing_of_the_setting_before_stays(lab: Lab) -> None:
    page = lab.page
    page.evaluate(
        """() => {
          const add = addPart;
          addPart = (played, task, part) => add(played, task, { ...part, sound: part.sound.fill(0) });
        }"""
    )
    lab.move("Russia's barrier", 0.3)
    assert "failed" in lab.verdict()
    for name in ("gains", "fan", "shares", "strategies", "held"):
        assert page.locator(f"#{name} > *").count() == 0, name
        if name in ("gains", "fan", "shares"):
            assert page.locator(f"#save_{name}").is_disabled()
            assert page.locator(f"#{name}_note").text_content() == ""
    assert page.locator("#hold").is_hidden()


@pytest.mark.parametrize("seed", ["100000000000000000000", "-1", "1.5", ""])
def test_a_seed_that_no_link_could_carry_is_not_played(lab: Lab, seed: str) -> None:
    verdict, field = lab.verdict(), lab.input("Seed of the shocks")
    field.fill(seed)
    field.press("Enter")
    assert not field.evaluate("e => e.validity.valid")
    assert lab.verdict() == verdict
    assert "seed" not in lab.page.evaluate("location.hash")


def test_a_fault_in_a_sweep_is_said_and_lets_it_be_started_again(lab: Lab) -> None:
    page = lab.page
    page.locator("#tab_sweep").click()
    page.evaluate("() => { window.usual = estimatePoint; estimatePoint = () => { throw Error('broken'); }; }")
    page.locator("#sweep_start").click()
    page.locator("#message").wait_for()
    assert page.locator("#message").inner_text() == "broken"
    assert page.locator("#sweep_start").is_enabled()
    assert page.locator("#sweep_progress").is_hidden()
    page.evaluate("() => { estimatePoint = usual; }")
    page.locator("#sweep_start").click()
    page.locator("#sweep_chart svg").wait_for()


@pytest.mark.parametrize("before", [NO_CLIPBOARD, SHUT_CLIPBOARD])
def test_a_text_that_cannot_be_copied_is_selected(chromium: Any, lab_file: Path, before: str) -> None:
    with open_lab(chromium, lab_file, before=before) as lab:
        lab.page.locator("#tab_keep").click()
        button = lab.page.locator("#copy_link")
        button.click()
        assert button.inner_text() == "Not copied, but selected"
        link = lab.page.locator("#sheet_keep code").first.inner_text()
        assert lab.page.evaluate("getSelection().toString().trim()") == link


def test_after_a_fault_nothing_more_of_a_call_is_played(browser: Browser) -> None:
    script = """(async () => {
      let played = 0;
      const fail = async () => { played += 1; throw new Error("broken"); };
      const pool = new Pool([fail]), tasks = [{}, {}, {}];
      const fault = await pool.play("sweep", tasks, () => {}).catch((error) => error.message);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return [fault, played, pool.idle.length];
    })()"""
    assert browser.run(script) == ["broken", 1, 1]
