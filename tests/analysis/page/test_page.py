"""The file that a browser opens: small, complete, the same each time, and it loads nothing from elsewhere."""

import gzip
import json
import os
import re
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from support.scripts import done

from hedgesim.analysis.design.scenario_names import expand_names
from hedgesim.analysis.page.page import POLICY, pack_data, render_page
from hedgesim.analysis.page.plan import plan_page
from hedgesim.analysis.page.texts import read_texts
from hedgesim.analysis.results.provenance import package_versions
from hedgesim.model.strategies import all_strategies

LIMIT = 2_000_000
"""Most bytes of the page of a case."""


def unpack(text: str) -> Any:
    """The data of a page."""
    (packed,) = re.findall(r'<script type="text/plain" id="lab_data">([\w+/=]*)</script>', text)
    return json.loads(gzip.decompress(b64decode(packed)))


def test_a_page_holds_its_data_to_the_last_bit_and_loads_nothing() -> None:
    numbers = [0.1 + 0.2, 5e-324, -0.0, 1.7976931348623157e308]
    title = "<img src=x> & co\x1b"
    scenario = {"title": title, "name": "caf\udce9.toml"}  # of a file whose name is no UTF-8
    data = {"texts": read_texts(), "scenarios": [scenario], "columns": [numbers]}
    text = render_page(data)
    assert unpack(text) == data
    assert [*map(repr, unpack(text)["columns"][0])] == [*map(repr, numbers)]
    assert f'<footer class="small">hedgesim {package_versions()["hedgesim"]}</footer>' in text
    assert "<title>&lt;img src=x&gt; &amp; co\\x1b</title>" in text
    assert text.index(POLICY.replace("'", "&#39;")) < text.index("<style") < text.index("<script")
    assert re.findall(r"<(?:script|style|/script|/style)[^>]*>", text) == [
        "<style>", "</style>", '<script type="text/plain" id="lab_data">', "</script>",
        '<script id="lab_engine">', "</script>", '<script id="lab_page">', "</script>",
    ]  # fmt: skip
    markup = re.sub(r"(?s)<(script|style).*?</\1>", "", text)
    links = re.findall(r'(?:src|href|action)="(.*?)"', markup)
    assert "data:," in links
    assert [link for link in links if link != "data:," and not link.startswith("#")] == []


def test_equal_data_are_packed_alike_without_a_date() -> None:
    packed = b64decode(pack_data({"a": [1.5]}))
    assert packed[4:8] == bytes(4)
    assert packed == b64decode(pack_data({"a": [1.5]}))


@pytest.mark.slow
def test_the_page_of_a_case_is_small_and_complete(tmp_path: Path) -> None:
    file = tmp_path / "lab.html"
    printed = done("page", "belarus", "-o", str(file))
    text = file.read_text(encoding="utf-8")
    assert file.stat().st_size < LIMIT
    assert (
        printed.stdout
        == f"written to {file}, {file.stat().st_size / 1e6:.1f} MB: open it in a browser, or send it on\n"
    )
    assert "larger than" not in printed.stderr
    data = unpack(text)
    plan = plan_page(["belarus"], file)
    assert [s["name"] for s in data["scenarios"]] == expand_names(["belarus"])
    assert len(data["cases"]) == 1
    assert {s["draws"]["count"] for s in data["scenarios"]} == {200}
    assert all(len(column) == 200 for column in data["columns"])
    assert all(b64decode(data["modules"]["3-0"][kind])[:4] == b"\0asm" for kind in ("simd", "plain"))
    for spec, found in zip(plan.scenarios, data["scenarios"], strict=True):
        assert [s["name"] for s in found["strategies"]] == [*all_strategies(spec)]
        paths = [c["path"] for group in found["controls"] for c in group["controls"]]
        assert len(paths) == len({*paths})
        assert "moves the premium most" in found["controls"][1]["heading"]
        assert all("takes what hedging gains over" in c["about"] for c in found["controls"][1]["controls"])
    assert re.search(r"/tmp|/root|/home|site-packages", json.dumps(data)) is None


@pytest.mark.slow
def test_the_same_scenarios_give_the_same_bytes(tmp_path: Path) -> None:
    pages = []
    for seed in ("1", "2"):
        words = [sys.executable, "-m", "hedgesim", "page", "two_powers/transition", "-o", "lab.html"]
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run(words, cwd=folder, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        pages.append((folder / "lab.html").read_bytes())
        assert [*folder.iterdir()] == [folder / "lab.html"]
    assert pages[0] == pages[1]
