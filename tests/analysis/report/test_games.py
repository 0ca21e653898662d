"""A game of patrons on the page, if its file is handed in."""

import json
from html import escape
from pathlib import Path

import pytest
from support.scripts import done, invoked


@pytest.mark.slow
def test_a_game_is_told_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("--set", "horizon=4")
    done("batch", "belarus/baseline", "--strategies", "hedge,bandwagon:russia", "--runs", "2", *words,
         "--out", "made", "--no-compare")  # fmt: skip
    told = done("game", "belarus/baseline", "--leader", "hedge", "--runs", "2", "--infer", "--json", *words)
    Path("game.json").write_text(told.stdout, encoding="utf-8")
    done("report", "made", "--workers", "1", "-o", "with.html", "--game", "game.json")
    done("report", "made", "--workers", "1", "-o", "without.html")
    page, other = (Path(name).read_text(encoding="utf-8") for name in ("with.html", "without.html"))
    assert escape(json.loads(told.stdout)["verdict"]["text"]) in page
    assert "What Belarus earns when patrons respond by their interests" in page
    assert "other values" not in page.partition("When patrons respond")[2].partition("</section>")[0]
    assert "When patrons respond" not in other
    later = done("game", "belarus/baseline", "--leader", "hedge", "--runs", "2", "--json").stdout
    Path("later.json").write_text(later, encoding="utf-8")
    done("report", "made", "--workers", "1", "-o", "later.html", "--game", "later.json")
    warning = "This game was played with other values of belarus/baseline than those of this folder."
    assert warning in Path("later.html").read_text(encoding="utf-8")
    refused = invoked("report", "made", "-o", "page.html", "--game", "with.html")
    assert refused.exit_code == 2
    assert "with.html: not a game; make one: hedgesim game ... --json > FILE" in refused.stderr
