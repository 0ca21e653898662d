"""What a browser would see of a report, and a small sweep to write one of."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from support.runs import scenario

from hedgesim.analysis.design.axis import Axis
from hedgesim.analysis.design.batch import Batch, plan_batch
from hedgesim.analysis.design.parse_axes import parse_axes
from hedgesim.analysis.design.points import make_points

VARIED = ["patrons.russia.arms_access=0:1", "patrons.russia.barrier=0:0.6"]


class Reader(HTMLParser):
    """What a browser would see: tags with attributes in order, and text by section."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.sections: list[str] = []
        self.words: list[str] = []
        self.charts: list[dict[str, Any]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "section":
            self.sections.append(str(dict(attrs)["id"]))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.charts += [json.loads(data)] if self.tags[-1][1] else []
        else:
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


def needs_nothing(reader: Reader) -> None:
    for tag, attrs in reader.tags:
        assert tag not in {"link", "iframe", "object", "embed", "base", "form"}
        assert not [name for name in attrs if name.startswith("on")]
        for name in ("src", "srcset", "href", "style", "data", "action"):
            value = attrs.get(name) or ""
            assert value.startswith(("#", "data:image/")) or not value, (tag, name, value[:60])
    # what is between script tags is the chart library, and data as JSON
    assert [attrs for attrs in reader.all("script") if attrs not in ({}, {"type": "application/json"})] == []
    assert reader.all("script").count({}) <= 1
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
