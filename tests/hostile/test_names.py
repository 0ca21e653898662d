"""Names that would be code elsewhere: shown as text, refused where they steer, never a path unchecked."""

import copy
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from support.batches import small
from support.hostile.checks import message
from typer.testing import CliRunner

from hedgesim.analysis import run_batch
from hedgesim.analysis.cli.main import app
from hedgesim.analysis.cli.parts.console import say
from hedgesim.analysis.design.batch import Batch, plan_batch
from hedgesim.analysis.plots.draw import draw
from hedgesim.analysis.plots.parts.page import save_figure
from hedgesim.analysis.report.report import render_report
from hedgesim.model import InputError, Scenario
from hedgesim.model.text import STEERING, escape_controls

HTML = '<script>alert(1)</script> & "x" {{ 7 * 7 }} $\\frac{1}{0}$ %s ../../etc'
STEERS = ["\x1b[2J", "\x07", "\x9b31m", "\u202egnp", "\u2066", "\x00", "\r", "\x08", "\u2028"]


def written(folder: Path, title: str, label: str = "EU", name: str = "case") -> Path:
    """A short scenario with a title and a label as TOML says them."""
    path = folder / f"{name}.toml"
    path.write_text(
        f"title = {json.dumps(title)}\nquestion = {json.dumps(title)}\nextends = 'belarus/baseline'\n"
        f"horizon = 5\n[patrons.eu]\nlabel = {json.dumps(label)}\n[[events]]\nname = 'e'\ndate = '2017Q4'\n"
        f"set = 'world.strain'\nvalue = 0.2\nsource = {json.dumps(title)}\nlabel = {json.dumps(label)}\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("sign", STEERS, ids=ascii)
def test_signs_that_steer_are_refused_in_texts(sign: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Scenario.load(str(written(tmp_path, f"a{sign}b")))
    assert "allowed is text without control characters" in message(caught.value)


def test_lines_tabs_and_letters_of_all_scripts_are_texts(tmp_path: Path) -> None:
    title = "Беларусь\t白俄罗斯 é\nsecond line"
    assert Scenario.load(str(written(tmp_path, title))).title == title


@pytest.mark.parametrize("sign", STEERS, ids=ascii)
def test_what_is_said_steers_no_terminal(sign: str, capsys: pytest.CaptureFixture[str]) -> None:
    say(f"a{sign}b")
    assert capsys.readouterr().err == f"a{escape_controls(sign)}b\n"
    assert not re.search(f"[{STEERING}]", escape_controls(sign))
    assert not re.search(f"[{STEERING}]", str(InputError(f"a{sign}b")))


def named_in_html(folder: Path) -> Batch:
    """A batch of a scenario whose texts are all code."""
    return plan_batch([Scenario.load(str(written(folder, HTML, HTML)))], ["hedge", "myopic"], runs=2)


def test_html_and_templates_in_names_are_text_in_a_report(tmp_path: Path) -> None:
    page = render_report(run_batch(named_in_html(tmp_path), tmp_path / "out", workers=1))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7 * 7 }}" in page


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("kind", ["fan", "compare", "regimes"])
def test_html_and_mathematics_in_names_are_text_in_a_figure(kind: str, tmp_path: Path) -> None:
    results = run_batch(named_in_html(tmp_path), tmp_path / "out", workers=1)
    save_figure(draw(kind, results), tmp_path / "figure.svg")
    save_figure(draw(kind, results), tmp_path / "figure.png")
    svg = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert not [tag for tag in ET.fromstring(svg).iter() if tag.tag.endswith("script")]


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/b", "a\\b", "Ü", "", "-x", "x" * 61, "russia\n"])
def test_ids_are_names_and_no_paths(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, "t")
    path.write_text(path.read_text().replace("name = 'e'", f"name = {json.dumps(name)}"))
    with pytest.raises(InputError, match=r"(?s)events\..*name: found"):
        Scenario.load(str(path))


# ---- result folders edited by hand ---------------------------------------------------------
@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished batch."""
    place = tmp_path_factory.mktemp("made") / "out"
    run_batch(small(("baseline",), ("hedge", "myopic"), runs=2, quarters=4), place, workers=1)
    return place


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", "[" * 100_000, '{"format": 1}', "\x00", '{"format": NaN}']
)
def test_a_manifest_that_is_none(text: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text)
    result = CliRunner().invoke(app, ["compare", str(tmp_path)])
    assert result.exit_code == 2, result.exception
    assert "Traceback" not in result.output


def test_a_folder_made_before_a_parameter_existed_says_so(folder: Path) -> None:
    manifest = folder / "manifest.json"
    made = json.loads(manifest.read_text(encoding="utf-8"))
    older = copy.deepcopy(made)
    for scenario in older["scenarios"].values():
        for path in [p for p in scenario["values"] if p.endswith(".mass")]:
            del scenario["values"][path]
    older["versions"]["hedgesim"], older["model"] = "0.0.9", "0" * 64
    del older["sha256"]  # which manifests did not have then
    try:
        manifest.write_text(json.dumps(older), encoding="utf-8")
        assert CliRunner().invoke(app, ["compare", str(folder)]).exit_code == 0  # its tables are as they were
        result = CliRunner().invoke(app, ["rerun", str(folder), "--check"])
    finally:
        manifest.write_text(json.dumps(made), encoding="utf-8")
    assert result.exit_code == 2
    assert (
        "lacks patrons.russia.mass, patrons.china.mass, patrons.eu.mass, which this version" in result.output
    )
    assert "made with hedgesim 0.0.9, another source of the model; this is 0." in result.output
