"""An empty page with the style and the figures of the single-file page, in a headless browser."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

from support.lab.browser import run_chromium

from hedgesim.analysis.page.assets import STYLE, join_assets, order_modules, read_asset
from hedgesim.analysis.page.texts import read_texts

FIGURES = order_modules("charts.js")
HOSTILE = '<img src=x onerror="window.struck=1"></svg><script>window.struck=1</script> {label} $& &amp; \'"'
EVENTS = [
    {"name": "crisis", "path": "a", "quarter": 12, "until": 18, "label": "Crisis at home"},
    {"name": "war_far_away", "path": "b", "quarter": 18, "until": None, "label": ""},
    {"name": "embargo", "path": "c", "quarter": 19, "until": None, "label": "Wider EU embargo"},
    {"name": "old", "path": "d", "quarter": -3, "until": None, "label": "Before the start"},
    *({"name": f"c{k}", "path": "e", "quarter": k, "until": None, "label": "Course"} for k in range(4)),
]
COLOURS = {
    "Russia": "#D55E00", "China": "#009E73", "EU": "#0072B2", "United States": "#332288", "Japan": "#CC79A7",
    "India": "#663300",
}  # fmt: skip
BOXES = """svg => [...svg.querySelectorAll('text')].map(t => {
  const box = t.getBoundingClientRect(), frame = svg.getBoundingClientRect();
  return [t.textContent, box.left - frame.left, box.top - frame.top, box.right - frame.left,
    box.bottom - frame.top, parseFloat(getComputedStyle(t).fontSize)] })"""
SHADES = """([selector, property]) => {
  const shade = (colour) => {
    const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3) };
  const found = [...document.querySelectorAll(selector)].map(e => shade(getComputedStyle(e)[property]));
  return [found, shade(getComputedStyle(document.body).backgroundColor)] }"""


def actors(count: int, label: str | None = None) -> list[dict[str, Any]]:
    """The hedger and some patrons, all with one label where one is given."""
    patrons = list(COLOURS.items())[:count]
    hedger = {"id": "hedger", "label": label or "Belarus", "colour": None}
    return [hedger, *({"id": name, "label": label or name, "colour": c} for name, c in patrons)]


def fan(count: int = 3, label: str | None = None, many: int = 0) -> dict[str, Any]:
    """Series of 60 quarters whose medians go from 0.2 to 0.8; more events where many are wanted."""
    people, course = actors(count, label), [0.2 + 0.6 * t / 59 for t in range(60)]
    quantiles = [[value + shift for value in course] for shift in (-0.1, -0.05, 0.0, 0.05, 0.1)]
    events = EVENTS + [
        {"name": "n", "path": f"p{k}", "quarter": 20 + k, "until": None, "label": f"Partner in a club {k}"}
        for k in range(many)
    ]
    events = [event | {"label": label} for event in events] if label else events
    series = [
        {"actor": actor["id"], "dimension": name, "quantiles": quantiles, "held": [0.5] * 60}
        for actor in people
        for name in ("security", "economy", "autonomy", "utility")
        if actor["id"] == "hedger" or name != "utility"
    ]
    return {"time": {"first": 8068, "horizon": 60, "events": events}, "actors": people, "series": series}


def gain(label: str, mean: float, spread: float = 0.01) -> dict[str, Any]:
    """An estimate with an interval of 0.002 about its mean, and draws about it."""
    ends = {"low": mean - 0.002, "high": mean + 0.002, "drawsLow": mean - spread, "drawsHigh": mean + spread}
    side = (mean > 0.0015) - (mean < -0.0015)
    return {"label": label, "mean": mean, "share": 0.9, "side": side, **ends}


def sweep(label: str = "Russia's barrier") -> dict[str, Any]:
    """A sweep over 21 values whose mean falls from 0.02 to -0.02."""
    values = [k / 20 for k in range(21)]
    points = [gain("", 0.02 - 0.04 * value) for value in values]
    return {"label": label, "values": values, "levels": [], "points": points, "mark": 0.25, "now": 0.3}


def heat(label: str = "Russia's barrier") -> dict[str, Any]:
    """A heat map of 15 by 15 points: gains rise to the right, steps of a ladder go up."""
    x = {"label": label, "values": [k / 14 for k in range(15)], "levels": [], "mark": 0.25, "now": 0.25}
    levels = ["none", "negotiated", "initialled", "signed", "ratified", "enhanced"]
    y = {"label": "EU's agreement", "values": [0, 1, 2, 3, 4, 5], "levels": levels, "mark": 3, "now": 3}
    return {"x": x, "y": y, "cells": [[gain("", 0.02 * (k - 7)) for k in range(15)] for _ in range(6)]}


class Figures:
    """A page on which figures are drawn."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def draw(self, function: str, data: dict[str, Any], width: int) -> Any:
        """Draw one figure of a width as the only one on the page."""
        script = (
            "([name, data, width]) => { const make = { drawGains, drawFan, drawShares, drawSweep, drawHeat };"
            "document.getElementById('place').replaceChildren(make[name](data, width)) }"
        )
        self.page.evaluate(script, [function, data, width])
        return self.page.locator("svg")

    def all(self, selector: str, *names: str) -> list[list[float]]:
        """Numbers of attributes of all elements that a selector finds."""
        script = (
            "([s, n]) => [...document.querySelectorAll(s)].map(e => n.map(a => Number(e.getAttribute(a))))"
        )
        found: list[list[float]] = self.page.evaluate(script, [selector, names])
        return found

    def words(self, selector: str) -> list[str]:
        """The words of all elements that a selector finds."""
        found: list[str] = self.page.locator(selector).all_text_contents()
        return found

    def points(self, selector: str) -> list[list[list[float]]]:
        """The points of all paths that a selector finds."""
        script = (
            "s => [...document.querySelectorAll(s)].map(e => e.getAttribute('d').slice(1).replace('Z', '')"
            ".split('L').map(p => p.split(' ').map(Number)))"
        )
        found: list[list[list[float]]] = self.page.evaluate(script, selector)
        return found


@contextlib.contextmanager
def empty_page(width: int = 1400, scheme: str = "light") -> Iterator[Figures]:
    """A page with nothing but the style and the functions that draw; an error on it is one of the test."""
    script = f"{join_assets(FIGURES)}\nsetTexts({json.dumps(read_texts())});"
    with run_chromium() as browser:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        style = read_asset(STYLE)
        page.set_content(
            f'<!DOCTYPE html><style>{style}</style><div id="place"></div><script>{script}</script>'
        )
        yield Figures(page)
    assert faults == []
