"""What is made of a setting in the page: sweeps, links and files; and that every engine gives the same."""

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from support.lab.pages import BASELINE, RUNS, WAR, Lab, answer, number, open_lab

from hedgesim.model.engines.webassembly import build_module
from hedgesim.model.scenario.scenario import Scenario

pytestmark = pytest.mark.slow

NO_WORKERS = "Worker = class { constructor() { throw new Error('no workers here'); } };"
SIZES = """
  window.sizes = [];
  const instantiate = WebAssembly.instantiate.bind(WebAssembly);
  WebAssembly.instantiate = (bytes, needs) => { sizes.push(bytes.length); return instantiate(bytes, needs); };
"""
"""Notes how large the modules are that the page itself loads."""


def test_a_sweep_of_one_input_and_of_two(lab: Lab) -> None:
    page = lab.page
    page.locator("#tab_sweep").click()
    page.locator("#sweep_x").select_option("patrons.russia.barrier")
    page.locator("#sweep_start").press("Enter")
    page.locator("#sweep_progress").wait_for()
    page.locator("#sweep_chart svg").wait_for()
    assert page.evaluate("document.activeElement.id") == "sweep_start"  # back from the button that stops it
    rows = lab.rows("sweep_table")
    assert [float(row[0]) for row in rows] == pytest.approx([0.03 * k for k in range(21)])
    premium = answer(BASELINE, {}, runs=200).found.tables["premium"]["premium"].iloc[0]
    assert number(rows[5][1]) == pytest.approx(premium, abs=5.1e-5)  # at the scenario's own barrier of 0.15
    page.locator("#sweep_y").select_option("patrons.eu.agreement")
    page.locator("#sweep_start").click()
    page.locator("#sweep_chart .cell[data-x]").first.wait_for()
    assert page.locator("#sweep_chart .cell[data-x]").count() == 15 * 5
    page.locator("#sweep_chart .cell[data-x='14'][data-y='4']").click()
    assert "Russia's barrier 0.6, EU's agreement association" in lab.verdict()


def test_a_sweep_is_stopped_and_another_scenario_forgets_it(lab: Lab) -> None:
    page = lab.page
    page.locator("#tab_sweep").click()
    page.locator("#sweep_y").select_option(index=2)
    page.locator("#sweep_start").click()
    page.locator("#sweep_stop").click()
    page.locator("#sweep_start:enabled").wait_for()
    assert page.locator("#sweep_chart svg").count() == 0
    page.locator("#sweep_y").select_option("")
    page.locator("#sweep_start").click()
    page.locator("#sweep_chart svg").wait_for()
    page.locator("#scenario").select_option(label=Scenario.load(WAR).title)
    assert page.locator("#sweep_chart svg").count() == 0
    lab.settle()


def test_a_link_opens_the_same_setting_and_says_what_it_cannot_take(
    lab: Lab, chromium: Any, lab_file: Path
) -> None:
    page = lab.page
    lab.move("Russia's barrier", 0.33)
    page.locator("#strategy").select_option("pivot:eu")
    verdict = lab.verdict()
    page.locator("#tab_keep").click()
    page.locator("#copy_link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith("#")  # nobody else has the address of a file
    assert "send them the file" in page.locator("#sheet_keep").inner_text()
    with open_lab(
        chromium, lab_file, "#" + link.partition("#")[2] + "&nonsense=1&patrons.russia.arms_access=7"
    ) as other:
        assert other.verdict() == verdict
        assert other.page.locator("#strategy").input_value() == "pivot:eu"
        assert other.rows("strategies") == lab.rows("strategies")
        message = other.page.locator("#message").inner_text()
        assert "nonsense" in message
        assert "patrons.russia.arms_access" in message


def test_what_is_kept_is_the_setting(lab: Lab, tmp_path: Path) -> None:
    page = lab.page
    lab.move("Russia's barrier", 0.33)
    lab.settle()
    page.locator("#tab_keep").click()

    def save(name: str) -> Path:
        with page.expect_download() as download:
            page.locator(f"#save_{name}").click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        return path

    command = page.locator("#sheet_keep code").nth(1).inner_text()
    assert command.startswith(f"hedgesim batch {BASELINE} --strategies all --runs 1000 --seed 1 ")
    assert command.endswith(" --set patrons.russia.barrier=0.33")
    scenario = Scenario.load(save("scenario"))
    assert scenario.digest == Scenario.load(BASELINE).vary({"patrons.russia.barrier": 0.33}).digest
    rows = save("outcomes").read_text().splitlines()
    assert len(rows) == 1 + RUNS * len(lab.rows("strategies"))
    assert len(save("bands").read_text().splitlines()) == 1 + 60 * 22
    for name in ("gains", "fan", "shares"):
        assert ET.parse(save(name)).getroot().tag.endswith("svg")


def test_another_engine_and_no_workers_give_the_same_numbers(lab: Lab, chromium: Any, lab_file: Path) -> None:
    def read(other: Lab) -> tuple[str, object, object, str]:
        fan = other.page.locator("#fan").inner_html()
        return other.verdict(), other.rows("strategies"), other.page.locator("#shares").inner_html(), fan

    usual = read(lab)
    with open_lab(chromium, lab_file, "#engine=plain") as plain:
        assert read(plain) == usual
        assert plain.page.evaluate("location.hash").endswith("&engine=plain")
    for fragment, simd in (("", True), ("#engine=plain", False)):
        with open_lab(chromium, lab_file, fragment, before=NO_WORKERS + SIZES) as alone:
            assert read(alone) == usual
            assert alone.page.evaluate("sizes") == [len(build_module(3, 0, simd=simd))]
