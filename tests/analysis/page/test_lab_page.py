"""The page of scenarios in Chromium, from disk and offline: every control, and the commands' numbers."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from support.lab.pages import BASELINE, TWO, WAR, Lab, answer, number, open_lab

from hedgesim.analysis.app.answer import Answer
from hedgesim.analysis.labels import lower_first, strategy_label
from hedgesim.model.scenario.scenario import Scenario

pytestmark = pytest.mark.slow

SWITCH = "mechanisms.industrial_park"


def test_it_opens_with_the_verdict_of_python_and_all_that_belongs_to_it(lab: Lab) -> None:
    page = lab.page
    found = answer(BASELINE, {})
    assert lab.verdict() == found.sentences
    assert page.locator("#aloud").text_content() == lab.verdict()
    gains = [[gain.name, f"{gain.utility:.3f}"] for gain in found.list_strategies()]
    shown = [row[:2] for row in lab.rows("strategies")]
    assert sorted(shown[0]) == sorted(gains[0])
    assert [utility for _, utility in shown] == [utility for _, utility in gains]
    for name in ("gains", "fan", "shares"):
        assert page.locator(f"#{name} svg[role=img]").count() == 1
    assert page.locator("#fan g.panel").count() == 3 * 4 + 1
    assert page.locator("#question").text_content() == Scenario.load(BASELINE).question
    assert page.locator("#verdict").bounding_box()["y"] < 120


@pytest.mark.parametrize(
    ("source", "moves", "point"),
    [
        (BASELINE, {"patrons.russia.barrier": 0.3}, False),
        (BASELINE, {"patrons.russia.barrier": 0.3}, True),
        (BASELINE, {"patrons.eu.agreement": 3.0, SWITCH: 0.0}, False),
        (BASELINE, {"hedger.weights.security": 0.5}, True),
        (WAR, {"patrons.russia.arms_access": 0.0}, False),
        (TWO, {}, True),
    ],
)
def test_a_setting_has_the_verdict_of_python(
    chromium: Any, lab_file: Path, source: str, moves: dict[str, float], point: bool
) -> None:
    parts = [f"scenario={source}", *(f"{path}={value}" for path, value in moves.items())]
    with open_lab(chromium, lab_file, "#" + "&".join([*parts, *(["numbers=point"] if point else [])])) as lab:
        assert lab.verdict() == answer(source, moves, point=point).sentences
        assert lab.page.locator("#message").is_hidden()


def test_a_dot_is_full_where_nine_tenths_of_draws_agree_as_in_the_verdict(lab: Lab) -> None:
    page = lab.page
    lab.verdict()
    rows = [row for row in lab.rows("strategies") if row[-1].endswith("%")]
    shares = [float(row[-1].strip("<>%")) / 100 for row in rows]
    dots = [each.get_attribute("class") for each in page.locator("#gains .gain .dot").all()][-len(rows) :]
    clear = {share: dot for share, dot in zip(shares, dots, strict=True) if round(abs(share - 0.5), 2) != 0.4}
    assert {"dot", "dot unsure"} == set(clear.values())
    assert all((dot == "dot") == (abs(share - 0.5) > 0.4) for share, dot in clear.items())


def test_a_move_says_how_soon_its_pictures_come(lab: Lab) -> None:
    before = lab.verdict()
    slider = lab.input("Russia's barrier")
    slider.focus()
    begun = lab.page.evaluate("performance.now()")
    slider.press("ArrowRight")
    lab.page.locator('#verdict:not([data-runs="0"])').wait_for()
    first = lab.page.evaluate("performance.now()") - begun
    assert "with Russia's barrier 0.16" in lab.verdict() != before
    every = lab.page.evaluate("performance.now()") - begun
    sys.stdout.write(f"first picture {first:.0f} ms, all runs {every:.0f} ms\n")
    assert lab.page.evaluate("location.hash") == f"#scenario={BASELINE}&patrons.russia.barrier=0.16"


def test_of_many_moves_only_the_last_is_shown_in_the_end(lab: Lab) -> None:
    input_ = lab.input("Russia's barrier").get_attribute("id")
    lab.page.evaluate(
        """async (id) => {
          const input = document.getElementById(id), verdict = document.getElementById("verdict");
          const seen = window.seen = [];
          new MutationObserver(() => seen.push(verdict.textContent)).observe(verdict, { childList: true });
          for (let k = 1; k <= 40; k++) {
            input.value = k / 100;
            input.dispatchEvent(new Event("input", { bubbles: true }));
            await new Promise((resolve) => setTimeout(resolve, 8));
          }
        }""",
        input_,
    )
    assert "with Russia's barrier 0.4" in lab.verdict()
    assert lab.page.locator("#aloud").text_content() == lab.verdict()
    found = [re.search(r"barrier (0\.\d+)", text) for text in lab.page.evaluate("seen")]
    seen = [float(match[1]) for match in found if match]
    assert seen == sorted(seen), "an older setting was shown after a newer one"
    assert 1 <= len(set(seen)) < 40  # not every step is played
    assert max(seen) == 0.4


def choose_key(field: Any) -> str:
    """The key that moves an input: away from the end where it is at one."""
    kind = field.get_attribute("type")
    if kind == "checkbox":
        return "Space"
    if kind == "range":
        return "ArrowLeft" if field.evaluate("e => e.value === e.max") else "ArrowRight"
    return "ArrowUp" if field.evaluate("e => e.selectedIndex === e.length - 1") else "ArrowDown"


def test_every_input_can_be_moved_by_keyboard_and_goes_back(lab: Lab) -> None:
    page = lab.page
    for summary in page.locator("#groups details + details > summary").all():
        summary.press("Enter")
    controls = page.locator("#groups .control").all()
    assert len(controls) >= 25
    texts = [control.locator("output").inner_text() for control in controls]
    for control, text in zip(controls, texts, strict=True):
        field = control.locator("input, select")
        field.press(choose_key(field))
        moved = control.locator("output").inner_text()
        assert moved.endswith(f", scenario {text}"), (text, moved)
        assert "moved" in str(control.get_attribute("class"))
        assert control.locator("label").get_attribute("for") == field.get_attribute("id")
    page.locator("#reset").press("Enter")
    assert [control.locator("output").inner_text() for control in controls] == texts
    assert lab.verdict() == page.locator("#aloud").text_content()
    assert page.locator("#groups .moved").count() == 0
    assert page.locator("#reset").is_disabled()


def test_what_an_input_means_shows_to_mouse_and_keyboard(lab: Lab) -> None:
    page = lab.page
    help_ = page.get_by_role("button", name="What is this: Russia's barrier")
    about = page.locator(f"#{help_.get_attribute('aria-describedby')}")
    assert about.is_hidden()
    help_.hover()
    assert "Value: guess" in about.inner_text()
    page.mouse.move(1200, 500)
    assert about.is_hidden()
    help_.press("Enter")
    page.mouse.move(1200, 500)
    assert help_.get_attribute("aria-expanded") == "true"
    assert about.is_visible()
    help_.press("Escape")
    assert help_.get_attribute("aria-expanded") == "false"
    at = page.locator(".control", has_text="Russia's barrier").first.evaluate(
        "e => e.style.getPropertyValue('--at')"
    )
    assert float(at) == pytest.approx(0.15 / 0.6)  # the mark is at the scenario's value


def test_scenario_strategy_seed_and_numbers_are_chosen(lab: Lab) -> None:
    page = lab.page
    fan = page.locator("#fan").inner_html()
    page.locator("#strategy").select_option("bandwagon:russia")
    before = lab.verdict()
    assert page.locator("#fan").inner_html() != fan
    assert "Bandwagon with Russia" in page.locator("#fan_note").inner_text()
    lab.input("Seed of the shocks").fill("7")
    page.locator("#seed").press("Enter")
    assert lab.verdict() != before
    lab.input("The scenario's own numbers").press("Space")
    assert "draws)" not in lab.verdict()
    page.locator("#scenario").select_option(label=Scenario.load(TWO).title)
    assert "in two_powers/baseline" in lab.verdict()
    assert page.locator("#fan g.panel").count() == 3 * 3 + 1
    assert page.evaluate("location.hash") == f"#scenario={TWO}&numbers=point&seed=7"
    assert page.title() == Scenario.load(TWO).title


def test_what_is_held_stands_beside_the_setting_now_paired_by_run(lab: Lab) -> None:
    page = lab.page
    assert "Move an input" in page.locator("#held_note").inner_text()
    assert page.locator("#hold").is_hidden()
    lab.move("Russia's barrier", 0.3)
    lab.settle()
    rows = {name: [number(cell) for cell in cells[:3]] for name, *cells in lab.rows("held")}
    old, new = answer(BASELINE, {}), answer(BASELINE, {"patrons.russia.barrier": 0.3})
    gains = [float(each.premium_by_run().mean()) for each in (old, new)]
    utility = [float(each.utility["hedge"].mean()) for each in (old, new)]
    rivals = [format_rival(each) for each in (old, new)]
    over = rivals[0] if rivals[0] == rivals[1] else f"{rivals[0]}, now {rivals[1]}"
    best = f"Hedging's gain over the best other: {over}"
    for name, (first, second) in {best: gains, "Utility": utility}.items():
        assert rows[name] == pytest.approx([first, second, second - first], abs=5.1e-5)
    page.locator("#hold").click()
    assert "Move an input" in page.locator("#held_note").inner_text()
    lab.move("Russia's barrier", 0.15)
    lab.settle()
    again = {name: [number(cell) for cell in cells[:3]] for name, *cells in lab.rows("held")}
    assert again["Utility"] == pytest.approx([utility[1], utility[0], utility[0] - utility[1]], abs=5.1e-5)
    page.locator("#back").click()
    assert "with Russia's barrier 0.3" in lab.verdict()


def format_rival(found: Answer) -> str:
    """The best other strategy of an answer in words."""
    premium = found.found.tables["premium"]["best"].iloc[0]
    return lower_first(strategy_label(premium, found.setting.scenario.labels)) if ":" in premium else premium


def test_tabs_are_chosen_by_keyboard_and_the_answer_is_skipped_to(lab: Lab) -> None:
    page = lab.page
    sheets = ["answer", "sweep", "game", "keep"]
    page.locator("#tab_answer").focus()
    for name in [*sheets[1:], "answer", "sweep"]:
        page.keyboard.press("ArrowRight")
        assert [s for s in sheets if page.locator(f"#sheet_{s}").is_visible()] == [name]
        assert page.evaluate("document.activeElement.id") == f"tab_{name}"
    page.locator("#skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "answer"
    assert "#answer" not in page.evaluate("location.hash")


def test_a_phone_has_no_sideways_scrolling_and_inputs_in_a_sheet(chromium: Any, lab_file: Path) -> None:
    with open_lab(chromium, lab_file, width=390) as lab:
        page = lab.page
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator("#input_1").is_hidden()
        page.locator("#controls > summary").click()
        slider = page.locator("#input_1")
        slider.wait_for()
        slider.press("ArrowRight")
        assert "barrier 0.16" in lab.verdict()


def test_every_field_has_a_name_and_ids_are_unique(lab: Lab) -> None:
    page = lab.page
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    fields = page.locator("input, select, button, progress").all()
    nameless = [field.evaluate("e => e.outerHTML") for field in fields if not name_of(field)]
    assert nameless == []


def name_of(field: Any) -> str:
    """The words that a screen reader says for a field."""
    found: str = field.evaluate(
        """(e) => [e.ariaLabel, ...[...(e.labels ?? [])].map((label) => label.textContent),
                   e.matches("button") ? e.textContent : ""].join("")"""
    )
    return found.strip()
