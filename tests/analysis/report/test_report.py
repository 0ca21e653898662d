"""The report: one page that needs nothing else, with every section that applies, and escaped."""

import base64
from pathlib import Path
from typing import Any

import pytest
from support.batches import small
from support.report_pages import Reader, needs_nothing, sweep, well_made
from support.runs import scenario
from typer.testing import CliRunner

from hedgesim.analysis import load, run_batch
from hedgesim.analysis.cli.main import app
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.report import charts, gallery
from hedgesim.analysis.report.html_page import Fold, Opening, Section, Text, build_page
from hedgesim.analysis.report.provenance import describe_sources
from hedgesim.analysis.report.report import render_report, write_report
from hedgesim.analysis.results import manifest
from hedgesim.analysis.results.folder import Results
from hedgesim.analysis.tables.sheet import Sheet
from hedgesim.analysis.verdicts.verdict import write_verdict
from hedgesim.model import InputError, Scenario

HOSTILE = '<img src=x onerror=alert(1)> & "quoted" {{ 7 * 7 }} {% raw %} </style><script>alert(2)</script>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Results:
    batch = small(["baseline", "arms_denied", "crisis_2020"], quarters=16)
    return run_batch(batch, tmp_path_factory.mktemp("plain") / "a", workers=1)


@pytest.fixture(scope="module")
def plain(folder: Results) -> str:
    return render_report(folder, title="Small states")


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> str:
    return render_report(run_batch(sweep("sobol", 16), tmp_path_factory.mktemp("swept") / "a", workers=1))


def test_a_plain_batch(plain: str) -> None:
    reader = Reader(plain)
    needs_nothing(reader)
    well_made(reader)
    assert reader.sections == ["comparison", "robustness", "figures", "made", "scenarios", "limits"]
    for words in (
        "3 scenarios x 3 strategies x 3 runs of 16 quarters = 27 runs",
        "strain_2020",
        "size and end guess",
        "2020-08-09",
        "Hedging premium by scenario",
        "Values that differ from belarus/baseline",
        "values are guesses or settings",
        "best in the mean is not best in each",
        "neither a forecast nor a recommendation",
        "sha256",
    ):
        assert words in reader.text, words
    assert len(reader.all("img")) >= 6


@pytest.mark.parametrize(("case", "known", "fitted"), [("belarus", 25, 3), ("two_powers", 0, 5)])
def test_known_defaults_stand_apart_from_what_is_known_of_the_case(
    case: str, known: int, fitted: int
) -> None:
    """Values fitted to other states must not pass for what is known of the state of the report."""
    spec = Scenario.load(f"{case}/baseline")
    sheets = {block.title: block.rows for block in describe_sources(spec) if isinstance(block, Sheet)}
    defaults = sheets.pop("Defaults of the parameter table that were fitted or come from the literature")
    assert {spec.origins[row[0]].file for row in defaults} == {"parameter table"}
    assert [row[0].partition(".")[0] for row in defaults if row[2] == "calibrated"] == ["trade"] * fitted
    own = sheets.pop("Values of this case that are measured, fitted or from the literature", [])
    assert len(own) == known
    assert {spec.origins[row[0]].file for row in own} <= {f"{case}/baseline.toml"}
    assert sheets == {}


def test_a_second_process_draws_all_figures_of_the_folder_alike(
    folder: Results, plain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(gallery, "draw_order", refuse)  # in this process alone
    assert render_report(folder, title="Small states", workers=2) == plain


def test_a_sweep(swept: str) -> None:
    reader = Reader(swept)
    needs_nothing(reader)
    well_made(reader)
    assert reader.sections == [
        "comparison", "sensitivity", "boxes", "robustness", "design", "made", "scenarios", "limits",
    ]  # fmt: skip
    for words in (
        "A Sobol design of 16 base samples",
        "Hedging premium over the points",
        "Where hedging pays",
        "What decides premium with strategy hedge",
        "Inputs that work together on the hedging premium",
        "This is so in none of 192 runs",
        "Robustness of utility_mean",
    ):
        assert words in reader.text, words
    assert "Hedging premium by scenario" not in reader.text  # it would take points for runs


def test_the_answer_comes_first_and_charts_only_where_a_browser_can_draw_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_batch(small(["baseline"], quarters=3, runs=2), tmp_path / "a", workers=1)
    words = ["report", "a", "-o", "page.html", "--title", "Small states"]
    for missing in (True, False):
        if missing:
            monkeypatch.setattr(charts, "find_spec", lambda _: None)
        done = CliRunner().invoke(app, words)
        monkeypatch.undo()
        monkeypatch.chdir(tmp_path)
        text = Path("page.html").read_text(encoding="utf-8")
        places = [text.index(f"<{part}") for part in ("h1>Small states", 'p class="answer"', "figure", "nav")]
        assert places == sorted(places)
        assert ("pip install 'hedgesim[report]'" in done.stderr) == missing
        assert ("<script" in text) != missing


def test_what_does_not_apply_is_left_out(tmp_path: Path) -> None:
    """What a design does not allow is no news about the case: no message of a command stands on the page."""
    reader = Reader(render_report(run_batch(sweep("morris", 2, ("hedge",)), tmp_path / "a", workers=1)))
    assert "trajectories" in reader.text
    assert reader.sections == ["comparison", "design", "made", "scenarios", "limits"]
    for words in ("not shown", "are needed", "needs hedge", "Premium needs"):
        assert words not in reader.text, words


def hostile() -> Scenario:
    data: dict[str, Any] = scenario("crisis_2020").vary({"horizon": 16}).to_dict()
    data |= {"title": HOSTILE, "question": HOSTILE, "hedger": HOSTILE}
    data["labels"] = dict.fromkeys(data["labels"], HOSTILE)
    data["events"] = [{**e, "source": HOSTILE, "date": HOSTILE} for e in data["events"]]
    data["origins"] = {p: {**o, "kind": "literature", "source": HOSTILE} for p, o in data["origins"].items()}
    return Scenario.from_dict(data)


@pytest.mark.filterwarnings("ignore:.*Glyph")
def test_hostile_texts_are_shown_not_obeyed(tmp_path: Path) -> None:
    batch = plan_batch([hostile()], ["hedge", "bandwagon:russia"], runs=2, engine="plain")
    results = run_batch(batch, tmp_path / "a", workers=1, command=HOSTILE)
    text = render_report(results)
    reader = Reader(text)
    needs_nothing(reader)
    well_made(reader)
    assert not [image for image in reader.all("img") if image["src"] == "x"]
    assert " ".join(HOSTILE.split()) in reader.text
    assert "<img src=x" not in text
    assert len(reader.all("style")) == text.count("</style>") == 1
    assert len(reader.all("script")) == text.count("</script>") == len(reader.charts) + 1 == 3
    labels = [
        row["rival"] for rows in reader.charts[0]["datasets"].values() for row in rows if "rival" in row
    ]
    assert f"Bandwagon with {HOSTILE}" in labels
    assert all("<script" not in svg for svg in pictures(reader))


def pictures(reader: Reader) -> list[str]:
    sources = [str(image["src"]) for image in reader.all("img")]
    return [base64.b64decode(s.partition(",")[2]).decode() for s in sources if s.startswith("data:image/svg")]


def test_the_same_folder_gives_the_same_bytes_written_whole(tmp_path: Path) -> None:
    results = run_batch(small(["baseline"], quarters=3, runs=2), tmp_path / "a", workers=1)
    (tmp_path / "new").mkdir()
    first = write_report(results, tmp_path / "new" / "one.html")
    second = write_report(load(tmp_path / "a"), tmp_path / "two.html")
    assert first.read_bytes() == second.read_bytes()
    assert [p.name for p in first.parent.iterdir()] == ["one.html"]


def test_refusals(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    results = run_batch(small(["baseline"], ["hedge"], quarters=2, runs=1), folder, workers=1)
    with pytest.raises(InputError, match=r"a report's file ends in \.html or \.pdf, found '\.htm'"):
        write_report(results, tmp_path / "report.htm")
    with pytest.raises(InputError, match=r"the folder .*none is not there; make it first"):
        write_report(results, tmp_path / "none" / "report.html")
    assert not (tmp_path / "none").exists()
    with pytest.raises(InputError, match="the report cannot be written"):
        write_report(results, Path("/proc/report.html"))
    manifest.write_manifest({**manifest.read_manifest(folder), "complete": False}, folder)
    done = CliRunner().invoke(app, ["report", str(folder), "-o", str(tmp_path / "report.html")])
    assert done.exit_code == 2
    assert "the batch is not finished" in done.output
    assert not (tmp_path / "report.html").exists()


def test_the_command_writes_the_page_of_a_single_run(tmp_path: Path) -> None:
    run_batch(small(["baseline"], ["hedge"], quarters=2, runs=1), tmp_path / "a", workers=1)
    out = tmp_path / "report.html"
    done = CliRunner().invoke(app, ["report", str(tmp_path / "a"), "-o", str(out)])
    assert done.exit_code == 0, done.output
    reader = Reader(out.read_text(encoding="utf-8"))
    needs_nothing(reader)
    assert "Whether hedging pays in Belarus, mid-2017 is not known" in reader.text


@pytest.mark.slow
def test_empty_sections_are_left_out_and_folds_nest() -> None:
    sections = [Section("a", "A", []), Section("b", "B", [Fold("more", [Text("<b>")])])]
    text = build_page(Opening("t", "q", write_verdict("Yes: <i>."), []), "1", sections)
    assert Reader(text).sections == ["b"]
    assert "<p>&lt;b&gt;</p>" in text
