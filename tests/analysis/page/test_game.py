"""The game on the page: by keyboard, with a seminar's code, its events, its result and its print."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.lab.game_reference import play_reference
from support.lab.pages import open_lab

from hedgesim.analysis.page.page import write_page
from hedgesim.model import Scenario
from hedgesim.model.engines.reference import simulate_run

pytestmark = pytest.mark.slow  # a browser

WAR = "belarus/war_2022"
STRIKE = "<img src=x onerror=window.struck=1>"
HOSTILE = f"""
title = "Title {STRIKE}"
question = "Question {STRIKE}"
extends = "belarus/war_2022"

[hedger]
label = "Hedger {STRIKE}"

[patrons.russia]
label = "Patron {STRIKE}"

[trigger]
first = "hedge"

[[trigger.steps]]
watch = "coercion.eu"
level = 0.1
then = "bandwagon:russia"

[[events]]
name = "hostile"
label = "Event {STRIKE}"
date = "2018-02-01"
set = "rivalry.russia-eu"
value = 0.6
source = "guess: source {STRIKE}"

[[events]]
name = "lone_step"
date = "2019-05-01"
set = "patrons.china.fund"
value = 0.05
source = "guess"
""" + "".join(
    f'''
[[events]]
name = "price_of_{year}"
date = "{year}-01-01"
set = "world.energy"
value = 0.1
source = "guess"
'''
    for year in range(2019, 2023)
)
POINT = f"#scenario={WAR}&numbers=point"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of a scenario with events, and of one whose words are markup."""
    folder = tmp_path_factory.mktemp("page")
    hostile = folder / "hostile.toml"
    hostile.write_text(HOSTILE, encoding="utf-8")
    write_page([Scenario.load(WAR), Scenario.load(str(hostile))], folder / "lab.html")
    return folder / "lab.html"


@pytest.fixture
def page(chromium: Any, file: Path) -> Iterator[Any]:
    """The page with the scenario's own numbers."""
    with open_lab(chromium, file, POINT) as lab:
        yield lab.page


def begin_game(page: Any, code: str = "minsk", player: str = "Ada") -> None:
    """Open the sheet of the game and begin one."""
    page.click("#tab_game")
    page.fill("#game_player", player)
    page.fill("#game_code", code)
    page.click("#game_start")
    page.locator("#game_now").wait_for()


def finish_game(page: Any) -> None:
    """Play to the end and wait for the result."""
    page.click("#game_rest")
    page.locator("#game_verdict").wait_for()


def take_records(page: Any) -> list[list[float]]:
    """The records of the game so far."""
    found: list[list[float]] = page.evaluate("take('sheet_game').desk.game.records.map((r) => [...r])")
    return found


def press_until(page: Any, key: str, name: str) -> None:
    """Press a key until the element of a name has the focus."""
    for _ in range(40):
        if page.evaluate("document.activeElement.id") == name:
            return
        page.keyboard.press(key)
    pytest.fail(f"{key} does not lead to {name}")


def test_a_game_is_played_by_keyboard_alone(page: Any) -> None:
    page.locator("#tab_answer").focus()
    press_until(page, "ArrowRight", "tab_game")
    page.keyboard.press("Enter")
    press_until(page, "Tab", "game_player")
    page.keyboard.type("Ada")
    press_until(page, "Tab", "game_code")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'game_now'")
    press_until(page, "Tab", "game_share_4")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    shown = page.locator("#sheet_game .share output").all_inner_texts()
    assert shown[4] == "19%"
    assert sum(int(words.removesuffix("%")) for words in shown) == 100
    assert page.locator("#game_share_4").get_attribute("aria-valuetext") == "19%"
    press_until(page, "Tab", "game_quarter")
    page.keyboard.press("Space")
    assert page.inner_text("#game_now").startswith("2017Q4, quarter 2 of 60.")
    assert page.evaluate("document.activeElement.id") == "game_quarter"
    press_until(page, "Tab", "game_rest")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'game_result'")
    assert "Ada" in page.inner_text("#game_note")


def test_the_result_is_that_of_runs_of_the_reference_engine(page: Any) -> None:
    begin_game(page, "7")
    page.click("#game_quarter")
    page.select_option("#game_preset", label="Self-reliance")
    page.click("#game_set")
    finish_game(page)
    spec, even, alone = Scenario.load(WAR), (1 / 7,) * 7, (0.0,) * 6 + (1.0,)
    own = play_reference(spec, [(even, 1), (alone, 60)], 1, 7)[1].utility.mean
    hedge = simulate_run(spec, "hedge", 1, 7).outcome.utility.mean
    verdict = page.inner_text("#game_verdict")
    found = re.match(
        r"Your mean utility over 60 quarters is (\S+): (\S+) (\w+) than that of Hedge, (\S+),", verdict
    )
    assert found is not None
    side = "better" if own > hedge else "worse"
    assert found.groups() == (f"{own:.4f}", f"{abs(own - hedge):.4f}", side, f"{hedge:.4f}")
    rows = [
        row.locator("th, td").all_inner_texts()
        for row in page.locator("#sheet_game tbody").first.locator("tr").all()
    ]
    table = {row[0].split("\n")[0]: row[1:] for row in rows}
    for name, label in (("pivot:eu", "Pivot to EU"), ("bandwagon:russia", "Bandwagon with Russia")):
        outcome = simulate_run(spec, name, 1, 7).outcome
        assert table[label][0] == f"{outcome.utility.mean:.4f}"
        assert table[label][2:5] == [
            f"{d.mean:.3f}" for d in (outcome.security, outcome.economy, outcome.autonomy)
        ]
    assert len(rows) == 12
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)
    worse = sum(float(row[2].replace("\u2212", "-")) < 0 for row in rows)
    assert f"better than {worse} of 11 strategies" in verdict
    assert "one run: it says nothing on how sure" in verdict


def test_decisions_stay_and_alike_ones_are_one(page: Any) -> None:
    begin_game(page)
    for _ in range(3):
        page.click("#game_quarter")
    page.locator("#game_share_6").fill("100")
    finish_game(page)
    rows = page.locator("#sheet_game tbody").last.locator("tr").all_inner_texts()
    assert [row.split("\t")[0] for row in rows] == ["2017Q3\u20132018Q1", "2018Q2\u20132032Q2"]
    assert "Self-reliance 100%" in rows[1]
    assert "Russia" not in rows[1]


def test_a_code_gives_everybody_the_same_shocks_and_setting(chromium: Any, file: Path) -> None:
    moved = f"#scenario={WAR}&patrons.russia.barrier=0.4"
    with open_lab(chromium, file, moved) as lab:
        page = lab.page
        begin_game(page, "Class 4b")
        link = page.inner_text("#sheet_game .copy code")
        finish_game(page)
        first = take_records(page)
        begin_game(page, "class 4c")
        finish_game(page)
        assert take_records(page) != first
    with open_lab(chromium, file, link[link.index("#") :], width=390) as lab:
        page = lab.page
        page.locator("#game_code").wait_for()  # a link with a code opens the game
        assert page.input_value("#game_code") == "Class 4b"
        page.click("#game_start")
        page.locator("#game_now").wait_for()
        finish_game(page)
        assert take_records(page) == first
        assert "Russia's barrier 0.4" in page.inner_text("#game_note")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_game_without_a_code_gets_one(page: Any) -> None:
    begin_game(page, "")
    code = page.input_value("#game_code")
    assert page.evaluate("take('sheet_game').desk.game.run") == int(code)
    assert f"code={code}" in page.inner_text("#sheet_game .copy code")


def test_an_event_is_met_when_it_comes_and_not_before(page: Any) -> None:
    begin_game(page)
    for quarter in ("2018Q1", "2019Q1", "2020Q1"):
        page.click("#game_year")
        assert page.inner_text("#game_now").startswith(quarter)
        assert "Crisis" not in page.locator("#sheet_game").inner_html()
    page.click("#game_year")
    assert page.inner_text("#game_now").startswith("2020Q3")
    assert page.locator(".news li").all_inner_texts() == [
        "2020Q3 Crisis at home events.csv 2020-08-09 EU and the EU's listings that followed;"
        " size and end guess"
    ]
    assert "War in Ukraine" not in page.locator("#sheet_game").inner_html()
    assert "2022Q1" not in page.locator("#sheet_game .chart").inner_html()  # the end of the crisis
    for _ in range(3):
        page.click("#game_year")
    assert page.inner_text("#game_now").startswith("2022Q1")
    assert "War in Ukraine" in page.locator(".news li").all_inner_texts()[0]


def test_steps_of_a_course_are_told_but_are_no_events(chromium: Any, file: Path) -> None:
    with open_lab(chromium, file) as lab:
        page = lab.page
        page.select_option("#scenario", index=1)
        begin_game(page)
        for quarter, news in (
            ("2018Q1", f"2018Q1 Event {STRIKE} guess: source {STRIKE}"),
            ("2019Q1", "Values that change: price of 2019"),
            ("2019Q2", "2019Q2 lone step guess"),
            ("2020Q1", "Values that change: price of 2020"),
        ):
            page.click("#game_year")
            assert page.inner_text("#game_now").startswith(quarter)
            assert page.locator(".news li").all_inner_texts() == [news]
        marks = page.locator("#sheet_game .chart .event").all_text_contents()
        assert len(marks) == 2
        assert not [words for words in marks if "rice" in words]


def test_a_game_goes_on_with_the_setting_it_was_begun_with(page: Any) -> None:
    begin_game(page)
    page.click("#game_quarter")
    page.select_option("#scenario", index=1)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.click("#game_start")  # asks whether to leave the game
    assert page.inner_text("#game_now").startswith("2017Q4")
    finish_game(page)
    assert WAR in page.inner_text("#game_note")
    begin_game(page)
    assert STRIKE in page.inner_text("#sheet_game h2")


def test_the_result_is_printed_alone(page: Any) -> None:
    begin_game(page, "minsk", "Ada Lovelace")
    finish_game(page)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.click("#game_print")
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    for name in ("#game_verdict", "#game_note", "#sheet_game svg", "#sheet_game tbody >> nth=1"):
        assert page.locator(name).first.is_visible(), name
    for name in ("#answer", "#game_start", "#game_print", "#controls", "#tab_game", "#scenario"):
        assert not page.locator(name).is_visible(), name
    assert re.search(
        r"Ada Lovelace played .*belarus/war_2022.*code minsk: run 445381 of seed 1",
        page.inner_text("#game_note"),
    )
    page.emulate_media(media="screen")
    assert page.locator("#answer").is_visible()
    page.click("#tab_answer")
    page.emulate_media(media="print")
    assert page.locator("#answer").is_visible()  # another sheet is printed as it stands


@pytest.mark.parametrize("width", [1400, 390])
def test_the_result_of_yearly_decisions_is_one_sheet(chromium: Any, file: Path, width: int) -> None:
    with open_lab(chromium, file, POINT, width=width) as lab:
        page = lab.page
        begin_game(page)
        for year in range(14):
            page.locator(f"#game_share_{year % 7}").fill(str(20 + year))
            page.click("#game_year")
        finish_game(page)
        assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
        table = page.locator("#sheet_game .scroll").first
        assert table.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_a_link_with_another_code_leaves_the_game_and_says_whose_it_is(page: Any) -> None:
    begin_game(page, "minsk")
    assert page.inner_text("#game_setting") == f"Playing {WAR}, code minsk."
    page.evaluate(f"location.hash = '#scenario={WAR}&patrons.russia.barrier=0.4&code=brest'")
    page.wait_for_function("document.getElementById('game_code').value === 'brest'")
    assert page.inner_text("#game_setting") == f"Playing {WAR}, code minsk."
    assert "This game goes on with its own setting and code" in page.inner_text("#sheet_game")
    assert page.evaluate("!dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    finish_game(page)
    assert "code minsk" in page.inner_text("#game_note")
    assert page.evaluate("dispatchEvent(new Event('beforeunload', { cancelable: true }))")


def test_words_of_users_are_never_markup(chromium: Any, file: Path) -> None:
    with open_lab(chromium, file) as lab:
        page = lab.page
        page.select_option("#scenario", index=1)
        begin_game(page, STRIKE, STRIKE)
        assert page.inner_text("#sheet_game h2") == f"You are Hedger {STRIKE}"
        assert f"Security: Patron {STRIKE}" in page.inner_text(".moves")
        assert page.locator("#game_preset option").all_inner_texts() == [
            "Hedge",
            *(
                f"{kind} {p}"
                for kind in ("Bandwagon with", "Pivot to")
                for p in (f"Patron {STRIKE}", "China", "EU")
            ),
            "Equidistance",
            "Self-reliance",
            "Myopic (economy only)",
        ]
        page.click("#game_year")
        assert page.locator(".news li").inner_text() == f"2018Q1 Event {STRIKE} guess: source {STRIKE}"
        finish_game(page)
        note = page.inner_text("#game_note")
        assert note.startswith(f"{STRIKE} played Title {STRIKE}")
        assert f"code {STRIKE}:" in note
        rows = page.locator("#sheet_game tbody").first.locator("tr").all_inner_texts()
        assert [row for row in rows if re.match(r"Trigger\s+[a-z][\w ]*\s+0\.\d{4}\t", row)]
        assert page.locator("#sheet_game img").count() == 0
        assert page.evaluate("window.struck") is None
