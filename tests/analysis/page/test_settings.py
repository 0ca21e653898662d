"""Settings of the page in a real browser: jobs of the engine, links, command lines, files."""

import csv
import shlex
import tomllib
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.lab.browser_scripts import Browser, build_lab
from typer.testing import CliRunner

from hedgesim.analysis.cli.main import app
from hedgesim.analysis.design.columns import draw_columns, engine_columns
from hedgesim.analysis.design.parameter_draws import BATCH_DRAWS
from hedgesim.analysis.ensembles.default import choose_draws, find_draws_for
from hedgesim.analysis.page.case_data import list_input_paths
from hedgesim.analysis.results.folder import load
from hedgesim.model import Scenario
from hedgesim.model.engines.webassembly import build_layout
from hedgesim.model.parameters.lookup import LADDER
from hedgesim.model.state import flatten

pytestmark = pytest.mark.slow  # a browser

NAMES = ("belarus/war_2022", "belarus/china_boom", "two_powers/transition")
Moves = Mapping[str, float]
MOVED: list[tuple[str, Moves]] = [
    ("belarus/war_2022", {}),
    ("belarus/war_2022", {"patrons.russia.barrier": 0.4, "hedger.weights.autonomy": 0.1}),
    ("belarus/war_2022", {"patrons.eu.agreement": 3.0, "patrons.russia.arms_access": 0.0}),
    ("belarus/war_2022", {"events.strain_2020.value": 0.5, "rivalry.russia-eu": 0.25}),
    ("belarus/china_boom", {"patrons.china.fund": 0.08, "patrons.russia.framework": 0.3}),
    ("two_powers/transition", {"patrons.east.agreement": 4.0}),
]


@pytest.fixture
def page(browser: Browser) -> Browser:
    browser.load(build_lab(*NAMES))
    return browser


def make_setting(name: str, moves: Moves, **fields: Any) -> dict[str, Any]:
    """Make a setting as the page has it."""
    usual = {"point": False, "seed": 1, "shown": "hedge", "code": ""}
    return {"scenario": NAMES.index(name), "moves": dict(moves), **usual, **fields}


def expect_job(name: str, moves: Moves, strategy: str) -> dict[str, Any]:
    """Return the inputs, events and columns of draws that the commands play a varied scenario with."""
    base = Scenario.load(name)
    scenario = base.vary(moves)
    draws = choose_draws(find_draws_for(base).first(BATCH_DRAWS), [scenario], list(moves))
    layout = build_layout(len(scenario.patrons))
    rows = {path: row for row, path in enumerate(list_input_paths(scenario))}
    events = [f"events.{event.name}.value" for event in scenario.events]
    rows |= {path: layout.size - layout.inputs + k for k, path in enumerate(events)}
    columns = engine_columns(scenario, strategy, draw_columns(scenario, draws))
    return {
        "inputs": [*flatten(scenario.case()), *flatten(scenario.start())],
        "changes": [list(change) for change in scenario.changes()],
        "columns": {rows[path]: values.tolist() for path, values in columns.items() if path in rows},
    }


@pytest.mark.parametrize(("name", "moves"), MOVED)
def test_a_job_plays_the_varied_scenario_and_what_is_moved_beats_its_draw(
    page: Browser, name: str, moves: Moves
) -> None:
    job = page.run("buildJob(LAB, setting, 'hedge')", setting=make_setting(name, moves, seed=7))
    expected = expect_job(name, moves, "hedge")
    assert job["inputs"] == expected["inputs"]
    assert job["changes"] == expected["changes"]
    assert dict(map(tuple, job["columns"])) == expected["columns"]  # type: ignore[arg-type]
    assert (job["draws"], job["seed"], job["horizon"]) == (BATCH_DRAWS, 7, Scenario.load(name).horizon)


def test_every_control_moves_the_numbers_that_varying_the_scenario_moves(page: Browser) -> None:
    groups = build_lab(*NAMES)["scenarios"][0]["controls"]
    controls = [control for group in groups for control in group["controls"]]
    moves = [{c["path"]: c[end]} for c in controls for end in ("low", "high")]
    settings_ = [make_setting(NAMES[0], each) for each in moves]
    found = page.run("settings.map((each) => buildJob(LAB, each, 'hedge').inputs)", settings=settings_)
    for each, inputs in zip(moves, found, strict=True):
        varied = Scenario.load(NAMES[0]).vary(each)
        assert inputs == [*flatten(varied.case()), *flatten(varied.start())], each
    assert len(found) > 40
    assert {c["path"].rpartition(".")[2] for c in controls if c["levels"]} == {"agreement"}


def test_a_job_of_the_scenarios_own_numbers_takes_no_draws(page: Browser) -> None:
    setting = make_setting(NAMES[0], {"patrons.russia.barrier": 0.4}, point=True)
    job = page.run("buildJob(LAB, setting, 'pivot:eu')", setting=setting)
    assert (job["columns"], job["draws"]) == ([], 0)
    assert job["inputs"] == expect_job(NAMES[0], setting["moves"], "hedge")["inputs"]
    assert page.run("numberDraws(LAB, setting, 3)", setting=setting) is None
    assert page.run("numberDraws(LAB, setting, 202)", setting=make_setting(NAMES[0], {}))[199:] == [199, 0, 1]


def list_values(control: Mapping[str, Any]) -> st.SearchStrategy[float]:
    """Return the values that a control can be moved to."""
    if control["levels"] or control["switch"]:
        return st.integers(int(control["low"]), int(control["high"])).map(float)
    return st.floats(control["low"], control["high"]).map(lambda value: value + 0.0)


@st.composite
def draw_settings(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a setting that the page can have."""
    number = draw(st.integers(0, len(NAMES) - 1))
    scenario = build_lab(*NAMES)["scenarios"][number]
    controls = [c for group in scenario["controls"] for c in group["controls"]]
    moves = {}
    for control in draw(st.lists(st.sampled_from(controls), max_size=6, unique_by=lambda c: c["path"])):
        value = draw(list_values(control))
        moves |= {control["path"]: value} if value != control["value"] else {}
    return make_setting(
        NAMES[number],
        moves,
        point=draw(st.booleans()),
        seed=draw(st.integers(0, 2**53 - 1)),
        shown=draw(st.sampled_from([s["name"] for s in scenario["strategies"]])),
        code=draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)),
    )


def test_a_link_carries_every_setting(page: Browser) -> None:
    @settings(max_examples=60, database=None)
    @given(draw_settings())
    def check(setting: dict[str, Any]) -> None:
        fragment = page.run("encodeSetting(LAB, setting)", setting=setting)
        assert page.run("decodeSetting(LAB, '#' + fragment)", fragment=fragment) == {
            "setting": setting,
            "faults": [],
        }

    check()


def test_a_link_says_only_what_differs(page: Browser) -> None:
    moves = {"patrons.russia.barrier": 0.4}
    for setting, fragment in [
        (make_setting(NAMES[1], {}), "scenario=belarus/china_boom"),
        (
            make_setting(NAMES[0], moves, point=True, seed=3, shown="pivot:eu", code="a b"),
            "scenario=belarus/war_2022&numbers=point&seed=3&shown=pivot:eu&code=a%20b"
            "&patrons.russia.barrier=0.4",
        ),
    ]:
        assert page.run("encodeSetting(LAB, setting)", setting=setting) == fragment
    assert page.run("decodeSetting(LAB, '')") == {"setting": make_setting(NAMES[0], {}), "faults": []}


def test_what_a_link_has_and_the_page_does_not_know_is_said(page: Browser) -> None:
    fragment = (
        "scenario=belarus/war_2023&seed=-1&shown=pivot:japan&numbers=all&colour=red&patrons.eu.agreement=2.5"
        "&patrons.russia.barrier=7&patrons.china.barrier=&hedger.weights.autonomy=0.25&patrons.china.nothing=1"
        "&code=%00"
    )
    found = page.run("decodeSetting(LAB, fragment)", fragment=fragment)
    assert found["setting"] == make_setting(NAMES[0], {"hedger.weights.autonomy": 0.25})
    parts = [
        "belarus/war_2023", "a whole number from 0 on", "one of hedge, ", "numbers=point plays", "colour=red",
        "patrons.eu.agreement to 2.5; allowed are whole steps from 0 to",
        "patrons.russia.barrier to 7; allowed is 0 to 0.6",
        "patrons.china.barrier to ", "patrons.china.nothing=1", "1 to 40 characters",
    ]  # fmt: skip
    assert len(found["faults"]) == len(parts)
    for fault, part in zip(found["faults"], parts, strict=True):
        assert part in fault


def test_what_is_moved_back_is_not_kept(page: Browser) -> None:
    path, own = "patrons.russia.barrier", Scenario.load(NAMES[0]).values["patrons.russia.barrier"]
    setting = page.run("moveInput(LAB, makeSetting(LAB), path, 0.4)", path=path)
    assert setting == make_setting(NAMES[0], {path: 0.4})
    assert page.run("moveInput(LAB, setting, path, own).moves", setting=setting, path=path, own=own) == {}


MANY: Moves = {
    "patrons.russia.barrier": 0.0,
    "patrons.eu.agreement": 3.0,
    "patrons.china.barrier": 1e-07,
    "mechanisms.veto": 0.0,
}


def test_a_saved_scenario_loads_and_is_the_varied_one(page: Browser, tmp_path: Path) -> None:
    setting = make_setting(NAMES[0], MANY, shown="pivot:eu", seed=9)
    text = page.run("writeScenario(LAB, setting, 40)", setting=setting)
    file = tmp_path / "saved.toml"
    file.write_text(text, encoding="utf-8")
    found, base = Scenario.load(str(file)), Scenario.load(NAMES[0])
    assert found.values == base.vary(MANY).values
    assert found.events == base.events
    assert (found.title, found.strategies) == (f"{base.title}, moved", ("pivot:eu",))
    assert page.run("composeCommand(LAB, setting, 40)", setting=setting) in text
    assert tomllib.loads(text)["patrons"]["eu"]["agreement"] == LADDER[3]


def test_what_is_saved_of_a_users_file_extends_that_file(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text('title = "Mine"\nextends = "two_powers/baseline"\n', encoding="utf-8")
    browser.load(build_lab("mine.toml"))
    setting = make_setting(NAMES[0], {"patrons.west.barrier": 0.35})
    Path("saved.toml").write_text(
        browser.run("writeScenario(LAB, setting, 2)", setting=setting), encoding="utf-8"
    )
    assert Scenario.load("saved.toml").values == Scenario.load("mine.toml").vary(setting["moves"]).values
    assert "hedgesim batch mine.toml " in browser.run("composeCommand(LAB, setting, 2)", setting=setting)


def test_a_title_with_quotes_stays_one_in_the_file(page: Browser) -> None:
    title = 'A "title" \\ with\ttabs\x7f and ]]'
    script = "writeScenario({ ...LAB, scenarios: [{ ...LAB.scenarios[0], title }] }, setting, 40)"
    text = page.run(script, title=title, setting=make_setting(NAMES[0], {}))
    assert tomllib.loads(text)["title"] == title


def test_a_name_with_blanks_and_quotes_is_one_word_of_the_command(page: Browser) -> None:
    name = "it's a file; $(x)"
    script = "composeCommand({ ...LAB, scenarios: [{ ...LAB.scenarios[0], source }] }, setting, 40)"
    words = shlex.split(page.run(script, source=name, setting=make_setting(NAMES[0], {}, point=True)))
    assert words == [
        "hedgesim", "batch", name, "--strategies", "all", "--runs", "40", "--seed", "1", "--point",
    ]  # fmt: skip


def test_a_text_is_saved_as_a_file_with_all_its_letters(page: Browser, tmp_path: Path) -> None:
    name = page.run("nameFile(LAB, setting, 'setting.toml')", setting=make_setting(NAMES[0], {}))
    file = page.save("download(name, content, 'application/toml')", tmp_path, name=name, content='x = "éß"\n')
    assert file.name == "war_2022_setting.toml"
    assert file.read_text(encoding="utf-8") == 'x = "éß"\n'


def test_a_cell_with_a_comma_or_a_quote_stays_one_and_what_is_no_number_is_empty(page: Browser) -> None:
    rows = [["a,b", 'say "x"', None, 0.1, 1e-07], ["plain", "two\nlines", -0.5, 3, 1e21]]
    text = page.run("writeCsv([...rows, [NaN, 'é', 1 / 3]])", rows=rows)
    found = list(csv.reader(StringIO(text, newline="")))
    assert found[0] == ["a,b", 'say "x"', "", "0.1", "1e-7"]
    assert found[1] == ["plain", "two\nlines", "-0.5", "3", "1e+21"]
    assert found[2] == ["", "é", repr(1 / 3)]


PLAYED = """
(async () => {
  const names = ["hedge", "bandwagon:west", "bandwagon:east", "pivot:west", "pivot:east", "equidistance",
    "self_reliance", "myopic"], bands = findCase(LAB, setting).bands.map(({ row }) => row);
  const { layout, simd } = LAB.modules["2-0"];
  const engine = await Engine.load(Uint8Array.from(atob(simd), (letter) => letter.charCodeAt(0)), layout);
  const results = names.map((name) => engine.play(buildJob(LAB, setting, name), 0, runs, { bands }));
  const take = (part) => Object.fromEntries(names.map((name, k) => [name, results[k][part]]));
  const draws = numberDraws(LAB, setting, runs);
  const answer = { strategies: take("outcomes"), sound: take("sound"), draws, runs };
  return {
    outcomes: writeCsv(listOutcomes(LAB, setting, answer)),
    bands: writeCsv(listBands(LAB, setting, { ...results[names.indexOf(setting.shown)], runs })),
    verdict: judge(LAB, setting, answer),
  };
})()
"""


def assert_same_numbers(text: str, expected: pd.DataFrame) -> None:
    """Compare a table of the page with one of a folder, every number with all its digits."""
    found = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False)
    assert list(found) == list(expected)
    for name, column in expected.items():
        if pd.api.types.is_numeric_dtype(column):
            numbers = [float(cell or "nan") for cell in found[name]]
            np.testing.assert_array_equal(numbers, column.to_numpy(float, na_value=np.nan), err_msg=str(name))
        else:
            assert found[name].tolist() == column.tolist(), name


def test_its_command_and_its_tables_have_the_numbers_of_the_page(
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    browser.load(build_lab("two_powers/transition", code=True))
    setting = make_setting(
        NAMES[0], {"patrons.west.barrier": 0.35, "mechanisms.moods": 1.0}, shown="pivot:east"
    )
    command = browser.run("composeCommand(LAB, setting, 23)", setting=setting)
    said = CliRunner().invoke(app, [*shlex.split(command)[1:], "--out", "found"], env={"COLUMNS": "2000"})
    assert said.exit_code == 0, said.output
    page = browser.run(PLAYED, setting=setting, runs=23)
    results = load(tmp_path / "found")
    words = {
        " with Western power's barrier 0.35, moods (mechanisms) on": "", "self-reliance": "self_reliance",
        "bandwagon with Eastern power": "bandwagon:east",
    }  # fmt: skip
    for word, name in words.items():
        page["verdict"] = page["verdict"].replace(word, name)
    assert page["verdict"] in said.output.replace("\n", " ")
    expected = results.design.merge(results.outcomes, on="run_id").drop(columns=["run_id", "error"])
    assert_same_numbers(page["outcomes"], expected)
    bands = results.bands[results.bands["strategy"] == "pivot:east"].reset_index(drop=True)
    assert_same_numbers(page["bands"], bands)
