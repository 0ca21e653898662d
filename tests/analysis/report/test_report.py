"""The report: one page that needs nothing else, with every section that applies, and escaped."""

import base64
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from support.batches import small
from support.planted import planted_ladder
from support.runs import scenario
from support.sweeps import short
from typer.testing import CliRunner

from hedgesim.analysis import load, run_batch
from hedgesim.analysis.cli.main import app
from hedgesim.analysis.design.axis import Axis
from hedgesim.analysis.design.batch import Batch, plan_batch
from hedgesim.analysis.design.parse_axes import parse_axes
from hedgesim.analysis.design.points import make_points
from hedgesim.analysis.report.html_page import Fold, Section, Text, build_page
from hedgesim.analysis.report.provenance import describe_sources
from hedgesim.analysis.report.report import render_report, write_report
from hedgesim.analysis.results import manifest
from hedgesim.analysis.tables.sheet import Sheet
from hedgesim.model import InputError, Scenario

HOSTILE = '<img src=x onerror=alert(1)> & "quoted" {{ 7 * 7 }} {% raw %} </style><script>alert(2)</script>'
VARIED = ["patrons.russia.arms_access=0:1", "patrons.russia.barrier=0:0.6"]


class Reader(HTMLParser):
    """What a browser would see: tags with attributes in order, and text by section."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.sections: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "section":
            self.sections.append(str(dict(attrs)["id"]))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def sweep(
    kind: str, samples: int | None, strategies: tuple[str, ...] = ("hedge", "bandwagon:russia")
) -> Batch:
    spec = scenario("baseline").vary({"horizon": 8})
    axes: tuple[Axis, ...] = parse_axes(VARIED, spec)
    points = make_points(axes, kind, samples, 1)
    columns = {path: points.table[path].to_numpy(float) for path in points.table}
    return plan_batch([spec], strategies, runs=2, engine="plain", points=columns, spec=points.spec())


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    batch = small(["baseline", "arms_denied", "crisis_2020"], quarters=16)
    return render_report(run_batch(batch, tmp_path_factory.mktemp("plain") / "a", workers=1))


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> str:
    return render_report(run_batch(sweep("sobol", 16), tmp_path_factory.mktemp("swept") / "a", workers=1))


def needs_nothing(reader: Reader) -> None:
    for tag, attrs in reader.tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "base", "form"}
        assert not [name for name in attrs if name.startswith("on")]
        for name in ("src", "srcset", "href", "style", "data", "action"):
            value = attrs.get(name) or ""
            assert value.startswith(("#", "data:image/")) or not value, (tag, name, value[:60])
    assert "url(" not in reader.text
    assert "@import" not in reader.text


def well_made(reader: Reader) -> None:
    assert reader.all("html")[0]["lang"] == "en"
    assert any(m.get("name") == "viewport" for m in reader.all("meta"))
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert all(str(image["alt"]).strip() for image in reader.all("img"))
    assert len(reader.all("caption")) == len(reader.all("table")) > 0
    links = [str(a["href"]) for a in reader.all("a")]
    assert links == [f"#{name}" for name in reader.sections]


def test_a_plain_batch(plain: str) -> None:
    reader = Reader(plain)
    needs_nothing(reader)
    well_made(reader)
    assert reader.sections == [
        "asked", "scenarios", "comparison", "figures", "robustness", "limits", "manifest",
    ]  # fmt: skip
    for words in (
        "3 scenarios x 3 strategies x 3 runs of 16 quarters = 27 runs",
        "strain_2020",
        "size and end guess",
        "2020-08-09",
        "Hedging premium by scenario",
        "Values that differ from belarus/baseline",
        "values are guesses or settings",
        "neither a forecast nor a recommendation",
        "sha256",
    ):
        assert words in reader.text, words
    assert len(reader.all("img")) >= 6


@pytest.mark.parametrize(("case", "known"), [("belarus", 16), ("two_powers", 0)])
def test_known_defaults_stand_apart_from_what_is_known_of_the_case(case: str, known: int) -> None:
    """Values fitted to other states must not pass for what is known of the state of the report."""
    spec = Scenario.load(f"{case}/baseline")
    sheets = {block.title: block.rows for block in describe_sources(spec) if isinstance(block, Sheet)}
    defaults = sheets.pop("Defaults of the parameter table that were fitted or come from the literature")
    assert {spec.origins[row[0]].file for row in defaults} == {"parameter table"}
    assert [row[0].partition(".")[0] for row in defaults if row[2] == "calibrated"] == ["trade"] * 5
    own = sheets.pop("Values of this case that are measured, fitted or from the literature", [])
    assert len(own) == known
    assert {spec.origins[row[0]].file for row in own} <= {f"{case}/baseline.toml"}
    assert sheets == {}


def test_a_sweep(swept: str) -> None:
    reader = Reader(swept)
    needs_nothing(reader)
    well_made(reader)
    assert reader.sections == [
        "asked", "scenarios", "design", "comparison", "figures", "sensitivity", "thresholds", "robustness",
        "boxes", "limits", "manifest",
    ]  # fmt: skip
    for words in (
        "A Sobol design of 16 base samples",
        "Hedging premium over the points",
        "Fast ladder over the points",
        "What decides premium with strategy hedge",
        "Inputs that work together on the hedging premium",
        "None of 192 rows is a case",
        "Robustness of utility_mean",
    ):
        assert words in reader.text, words
    assert "Hedging premium by scenario" not in reader.text  # it would take points for runs


def test_what_a_design_does_not_allow_is_said(tmp_path: Path) -> None:
    text = Reader(render_report(run_batch(sweep("morris", 2, ("hedge",)), tmp_path / "a", workers=1))).text
    assert "trajectories" in text
    assert (
        "Boxes need a design that fills the space of inputs (grid, lhs, sobol, table); this one is morris."
        in text
    )
    assert "at least 2 are needed, found 1" in text
    assert "Premium needs hedge" in text


def hostile() -> Scenario:
    data: dict[str, Any] = scenario("crisis_2020").vary({"horizon": 16}).to_dict()
    data |= {"title": HOSTILE, "question": HOSTILE, "hedger": HOSTILE}
    data["labels"] = dict.fromkeys(data["labels"], HOSTILE)
    data["events"] = [{**e, "source": HOSTILE, "date": HOSTILE} for e in data["events"]]
    data["origins"] = {p: {**o, "kind": "literature", "source": HOSTILE} for p, o in data["origins"].items()}
    return Scenario.from_dict(data)


@pytest.mark.filterwarnings("ignore:.*Glyph")
def test_hostile_texts_are_shown_not_obeyed(tmp_path: Path) -> None:
    batch = plan_batch([hostile()], ["hedge", "myopic"], runs=2, engine="plain")
    results = run_batch(batch, tmp_path / "a", workers=1, command=HOSTILE)
    text = render_report(results)
    reader = Reader(text)
    needs_nothing(reader)
    well_made(reader)
    assert not [image for image in reader.all("img") if image["src"] == "x"]
    assert " ".join(HOSTILE.split()) in reader.text
    assert "<img src=x" not in text
    assert len(reader.all("style")) == text.count("</style>") == 1
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
    for ending in (".pdf", ".htm"):
        with pytest.raises(InputError, match=rf"a report's file ends in \.html, found '\{ending}'"):
            write_report(results, tmp_path / f"report{ending}")
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
    assert "Kinds of figure that do not apply here" in reader.text


def test_a_ladder_is_carried_with_both_ends_of_the_weightiest_guess(tmp_path: Path) -> None:
    results = run_batch(plan_batch([short(quarters=8)], ["hedge", "myopic"], runs=6), tmp_path / "b")
    found = planted_ladder({"belarus/baseline": {"mix": 0.02, "hedge": 0.03, "foresight": 0.031}})
    reader = Reader(render_report(results, ladder=found))
    assert reader.sections[reader.sections.index("comparison") + 1] == "ladder"
    for words in (
        "hedging gains +0.0300",
        "What hedging gains",
        "rent pays the tie",
        "What hedging gains, and by what",
    ):
        assert words in reader.text, words
    assert "ladder" not in Reader(render_report(results)).sections


def test_thresholds_are_carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run_batch(sweep("lhs", 12), tmp_path / "made", workers=1)
    asked = ["threshold", "belarus/baseline", "--vary", "patrons.russia.barrier=0:0.6", "--json"]
    asked += ["--when", "export_share_russia_last < 0.458", "--runs", "3", "--workers", "1"]
    for name, quarters in (("same", "8"), ("other", "4")):
        done = CliRunner().invoke(app, [*asked, "--set", f"horizon={quarters}"])
        assert done.exit_code == 0, done.output
        Path(f"{name}.json").write_text(done.stdout)
    said = "found with other values of belarus/baseline than those of this folder"
    texts = {}
    for names in ("", "same", "same other"):
        options = [word for name in names.split() for word in ("--threshold", f"{name}.json")]
        done = CliRunner().invoke(app, ["report", "made", "-o", "page.html", *options])
        assert done.exit_code == 0, done.output
        texts[names] = Reader(Path("page.html").read_text(encoding="utf-8")).text
    assert "hedgesim report made --threshold FILE" in texts[""]
    where = "belarus/baseline: where export_share_russia_last less 0.458 crosses zero"
    assert where in texts["same"]
    assert "Looked for from 0.000 to 0.600; strategy hedge, 3 runs" in texts["same"]
    assert said not in texts["same"]
    assert texts["same other"].count(where) == 2 * texts["same"].count(where)
    assert said in texts["same other"]
    done = CliRunner().invoke(app, ["report", "made", "-o", "page.html", "--threshold", "page.html"])
    assert done.exit_code == 2
    assert "page.html: not a threshold; make one: hedgesim threshold ... --json > FILE" in done.stderr


def test_empty_sections_are_left_out_and_folds_nest() -> None:
    sections = [Section("a", "A", []), Section("b", "B", [Fold("more", [Text("<b>")])])]
    text = build_page("t", "l", "1", sections)
    assert Reader(text).sections == ["b"]
    assert "<p>&lt;b&gt;</p>" in text
