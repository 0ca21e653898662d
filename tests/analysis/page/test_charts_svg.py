"""Figures of the page in a browser: marks stand where the data are, words fit, and colours can be read."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from support.lab.svg_pages import (
    BOXES,
    COLOURS,
    FIGURES,
    HOSTILE,
    SHADES,
    Figures,
    actors,
    empty_page,
    fan,
    gain,
    heat,
    sweep,
)

from hedgesim.analysis.page.assets import read_asset
from hedgesim.analysis.page.texts import read_texts

WIDE, NARROW = 510, 358
"""Widths of a figure on a page of 1,400 and of 390 px."""
GROUPS = [
    {"heading": "Hedging less the best", "rows": [gain("Best other: myopic (economy only)", 0.014)]},
    {
        "heading": "",
        "rows": [{"label": "Hedge", "mean": None}, gain("Mix", -0.001), gain("Pivot to EU", 0.04)],
    },
]
SHARES = [[0.5 - 0.2 * t / 59 for t in range(60)], [0.3] * 60, [0.2 + 0.2 * t / 59 for t in range(60)]]


def shares(count: int = 3) -> dict[str, Any]:
    even = [[1 / count] * 60 for _ in range(count)]
    parts = SHARES if count == 3 else even
    return {"time": fan()["time"], "patrons": actors(count)[1:], "shares": parts, "held": even}


def luminance(colour: list[int]) -> float:
    parts = [c / 255 for c in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a: list[int], b: list[int]) -> float:
    high, low = sorted([luminance(a), luminance(b)], reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(scope="module")
def figures() -> Iterator[Figures]:
    with empty_page() as found:
        yield found


def read_axis(figures: Figures, kind: str) -> tuple[float, float]:
    """Place of zero and length of one unit, from the numbers at a gain axis's lines."""
    lines = figures.all("line.grid, line.zero", "x1", "y1")
    at = [line[0 if kind == "x" else 1] for line in lines]
    names = [re.sub("\N{MINUS SIGN}", "-", word) for word in figures.words("text.faint")]
    numbers = [float(n) for n in names if re.fullmatch(r"[+-]?\d\.\d+|0", n)][: len(at)]
    unit = (at[-1] - at[0]) / (numbers[-1] - numbers[0])
    return at[0] - unit * numbers[0], unit


@pytest.mark.parametrize("script", FIGURES)
def test_words_of_figures_are_in_the_table(script: str) -> None:
    keys = re.findall(r'"(figures\.\w+)"', read_asset(script))
    assert set(keys) <= set(read_texts())


@pytest.mark.slow
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_gains_stand_at_their_values_with_interval_and_draws(figures: Figures, width: int) -> None:
    svg = figures.draw("drawGains", {"groups": GROUPS}, width)
    zero, unit = read_axis(figures, "x")
    assert figures.all("line.zero", "x1")[0][0] == pytest.approx(zero)
    means = [0.014, -0.001, 0.04]
    dots = [x for (x,) in figures.all(".gain .dot", "cx")]
    assert dots == pytest.approx([zero + unit * mean for mean in means])
    ends = figures.all(".gain .interval", "x1", "x2")
    assert ends[0] == pytest.approx([zero + unit * 0.012, zero + unit * 0.016])
    start, size = figures.all(".gain .spread", "x", "width")[2]
    assert [start, size] == pytest.approx([zero + unit * 0.03, unit * 0.02])
    assert figures.page.locator(".gain .unsure").count() == 1  # -0.001 +- 0.002 has zero in it
    assert "+0.0140" in svg.get_attribute("aria-label")
    assert "better than 1 of 2" in svg.get_attribute("aria-label")
    assert figures.words(".gain title")[1].startswith("Mix: \N{MINUS SIGN}0.0010")


@pytest.mark.slow
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_fan_has_medians_bands_and_events_at_their_quarters(figures: Figures, width: int) -> None:
    svg = figures.draw("drawFan", fan(), width)
    panels = figures.page.locator(".panel")
    assert panels.count() == 13  # four of the hedger, three of each patron
    for k in (0, 5, 12):
        panel = f".panel >> nth={k}"
        box = panels.nth(k).locator(".quarters > line").first
        left, right, base = (float(box.get_attribute(name)) for name in ("x1", "x2", "y1"))
        height = base - float(panels.nth(k).locator("line.axis").first.get_attribute("y1"))
        d = figures.page.locator(f"{panel} >> .median").get_attribute("d")
        points = [[float(c) for c in point.split()] for point in d[1:].split("L")]
        assert points[0] == pytest.approx([left, base - 0.2 * height], abs=0.06)
        assert points[-1] == pytest.approx([right, base - 0.8 * height], abs=0.06)
        rules = [float(x.get_attribute("x1")) for x in panels.nth(k).locator("line.rule").all()]
        assert rules == pytest.approx([left + t / 59 * (right - left) for t in (12, 18, 19)])
    outer, inner = (figures.points(f".panel .{kind}")[0] for kind in ("outer", "inner"))
    assert outer[0][1] < inner[0][1] < inner[-1][1] < outer[-1][1]
    labels = figures.words(".event text")
    assert sorted(labels) == ["Crisis at home to 2021Q3", "War far away", "Wider EU embargo"]
    assert "Belarus, Security: 0.20 in 2017Q1, 0.80 in 2031Q4." in svg.get_attribute("aria-label")


@pytest.mark.slow
def test_many_events_get_numbers_with_a_key(figures: Figures) -> None:
    figures.draw("drawFan", fan(many=12), NARROW)
    assert figures.words(".event text")[-1].endswith("15")
    assert "15 2024Q4 Partner in a club 11" in figures.words(".key text")


@pytest.mark.slow
def test_run_ends_where_it_has_come(figures: Figures) -> None:
    data = fan()
    for series in data["series"]:
        series |= {"values": series.pop("quantiles")[2][:10], "held": None}
        series["others"] = [{"label": "hedge", "values": [0.5] * 10}]
    figures.draw("drawFan", data, WIDE)
    assert figures.page.locator(".outer").count() == 0
    assert {len(points) for points in figures.points(".panel .median")} == {10}
    assert figures.all(".end", "cx")[0][0] == pytest.approx(
        figures.points(".panel .median")[0][-1][0], abs=0.06
    )
    assert figures.words(".key text") == ["hedge"]
    for series in data["series"]:
        series |= {"values": [], "others": []}
    figures.draw("drawFan", data, WIDE)
    assert figures.page.locator(".median").count() == 0


@pytest.mark.slow
def test_shares_are_stacked_from_nothing_to_all(figures: Figures) -> None:
    svg = figures.draw("drawShares", shares(), WIDE)
    base = figures.all(".quarters > line", "y1")[0][0]
    first, second, third = ([y for _, y in points] for points in figures.points(".share"))
    height = base - third[0]
    assert height == pytest.approx(190)
    assert [first[0], first[59], second[0], third[59]] == pytest.approx(
        [base - part * height for part in (0.5, 0.3, 0.8, 1.0)], abs=0.01
    )
    assert first[:60] == second[:59:-1]  # what is above one is below the next
    assert figures.words("text.name") == ["Russia 30%", "China 30%", "EU 40%"]
    assert "Russia's share of influence: 50% at first, 30% at the end." in svg.get_attribute("aria-label")


@pytest.mark.slow
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_sweep_marks_zero_and_the_scenario(figures: Figures, width: int) -> None:
    svg = figures.draw("drawSweep", sweep(), width)
    zero, unit = read_axis(figures, "y")
    dots = figures.all(".dot:not(.key *)", "cx", "cy")
    assert [y for _, y in dots] == pytest.approx([zero + unit * (0.02 - 0.04 * k / 20) for k in range(21)])
    assert figures.all("line.zero", "y1")[0][0] == pytest.approx(dots[10][1])
    assert figures.all(".pin_line.mark", "x1")[0][0] == pytest.approx(dots[5][0])
    assert figures.all(".pin_line.now", "x1")[0][0] == pytest.approx(dots[6][0])
    assert {"scenario: 0.25", "now: 0.3"} <= set(figures.words("text"))
    assert "above 0 at 10 of 21 values" in svg.get_attribute("aria-label")
    (band,) = figures.points(".gain_band:not(rect)")
    assert band[0][1] == pytest.approx(zero + unit * 0.022, abs=0.01)
    assert band[-1][1] == pytest.approx(zero + unit * 0.018, abs=0.01)


@pytest.mark.slow
def test_what_is_clear_is_the_side_of_the_verdict_not_the_interval(figures: Figures) -> None:
    open_ = gain("Mix", 0.04) | {"side": 0}
    figures.draw("drawGains", {"groups": [{"heading": "", "rows": [open_]}]}, WIDE)
    assert figures.page.locator(".gain .dot.unsure").count() == 1
    data = heat()
    data["cells"] = [[{**cell, "side": 0} for cell in row] for row in data["cells"]]
    svg = figures.draw("drawHeat", data, WIDE)
    assert figures.page.locator(".cell.up[data-x], .cell.down[data-x]").count() == 0
    assert "clearly above 0 at 0 of 90 points, clearly below at 0" in svg.get_attribute("aria-label")


@pytest.mark.slow
def test_heat_map_is_neutral_at_zero_and_marks_the_scenario(figures: Figures) -> None:
    svg = figures.draw("drawHeat", heat(), WIDE)
    kinds = [figures.page.locator(f'.cell[data-x="{k}"][data-y="0"]') for k in range(15)]
    assert [cell.get_attribute("class") for cell in kinds] == ["cell down"] * 7 + ["cell"] + ["cell up"] * 7
    colours, _ = figures.page.evaluate(SHADES, ['.cell[data-y="0"]', "fill"])
    assert max(colours[7]) - min(colours[7]) < 8  # neutral
    assert luminance(colours[7]) == max(map(luminance, colours))
    assert colours[0][0] > colours[0][2]  # orange
    assert colours[14][2] > colours[14][0]  # blue
    x0, size = figures.all('.cell[data-x="0"][data-y="0"]', "x", "width")[0]
    low, high = (figures.all(f'.cell[data-y="{k}"]', "y", "height")[0] for k in (0, 3))
    pin = figures.all(".pin:not(.key *)", "cx", "cy")[0]
    assert pin == pytest.approx([x0 + size / 2 + 0.25 * 14 * size, high[0] + high[1] / 2])
    assert low[0] > high[0]  # steps go up
    assert figures.page.locator(".now").count() == 0
    assert "clearly above 0 at 42 of 90 points, clearly below at 42" in svg.get_attribute("aria-label")
    moved = heat()
    moved["y"]["now"] = 0
    figures.draw("drawHeat", moved, WIDE)
    assert figures.all(".now:not(.key *)", "cx", "cy")[0] == pytest.approx([pin[0], low[0] + low[1] / 2])
    read = "row => [...row.cells].map(cell => cell.textContent)"
    script = f"data => [...tabulateHeat(data).querySelectorAll('tr')].map({read})"
    rows = figures.page.evaluate(script, heat())
    assert rows[0][0] == "EU's agreement / Russia's barrier"
    assert [row[0] for row in rows[1:]] == [*reversed(heat()["y"]["levels"])]
    assert rows[1][1] == "\N{MINUS SIGN}0.1400"


CASES = {
    "gains": ("drawGains", {"groups": GROUPS}),
    "fan": ("drawFan", fan()),
    "six patrons": ("drawFan", fan(6, many=12)),
    "nobody else": ("drawFan", fan(0)),
    "shares": ("drawShares", shares()),
    "six shares": ("drawShares", shares(6)),
    "sweep": ("drawSweep", sweep()),
    "heat": ("drawHeat", heat()),
    "hostile fan": ("drawFan", fan(3, HOSTILE)),
    "hostile sweep": ("drawSweep", sweep(HOSTILE)),
    "hostile heat": ("drawHeat", heat(HOSTILE)),
    "hostile gains": ("drawGains", {"groups": [{"heading": HOSTILE, "rows": [gain(HOSTILE, 0.01)]}]}),
}


@pytest.mark.slow
@pytest.mark.parametrize("width", [NARROW, WIDE, 1060])
@pytest.mark.parametrize("name", CASES)
def test_labels_neither_meet_nor_leave_the_figure(figures: Figures, name: str, width: int) -> None:
    svg = figures.draw(*CASES[name], width)
    boxes = svg.evaluate(BOXES)
    height = float(svg.get_attribute("height"))
    for words, left, top, right, bottom, size in boxes:
        assert size >= 11
        assert left >= -1, words
        assert right <= width + 1, words
        assert top >= -2, words
        assert bottom <= height + 2, words
    for (a, al, at, ar, ab, _), (b, bl, bt, br, bb, _) in combinations(boxes, 2):
        apart = (
            ar <= bl + 0.5 or br <= al + 0.5 or ab <= bt + 3 or bb <= at + 3
        )  # boxes are higher than letters
        assert apart, (a, b)


@pytest.mark.slow
def test_words_are_never_markup(figures: Figures) -> None:
    for name in ("hostile fan", "hostile sweep", "hostile heat", "hostile gains"):
        svg = figures.draw(*CASES[name], WIDE)
        assert svg.locator("img, script").count() == 0
        assert any("<img" in words for words in figures.words("svg text"))
    assert figures.page.evaluate("window.struck") is None
    built = figures.page.evaluate("words => build('p', { title: words }, words).textContent", HOSTILE)
    assert built == HOSTILE
    filled = figures.page.evaluate("words => text('figures.mark', { value: words })", HOSTILE)
    assert filled == f"scenario: {HOSTILE}"


PAIRS = [
    ("ink", "page"),
    ("ink", "panel"),
    ("soft", "page"),
    ("soft", "panel"),
    ("accent", "page"),
    ("on-accent", "accent"),
]
"""Variables of the colours of text and of what is behind it."""


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_lines_can_be_seen(figures: Figures, scheme: str) -> None:
    figures.page.emulate_media(color_scheme=scheme)
    for name in ("gains", "shares", "sweep", "heat", "six shares", "six patrons"):
        figures.draw(*CASES[name], WIDE)
        colours, ground = figures.page.evaluate(SHADES, ["svg text", "fill"])
        assert min(contrast(colour, ground) for colour in colours) >= 4.5, name
    colours, ground = figures.page.evaluate(SHADES, [".panel .median", "stroke"])
    assert min(contrast(colour, ground) for colour in colours) >= 2.9
    assert len({tuple(colour) for colour in colours}) == 1 + len(COLOURS)
    for words, below in PAIRS:
        style = f"color: var(--{words}); background: var(--{below})"
        figures.page.evaluate("style => { document.body.style.cssText = style }", style)
        (colour,), ground = figures.page.evaluate(SHADES, ["body", "color"])
        assert contrast(colour, ground) >= 4.5, (words, below)
    figures.page.evaluate("document.body.removeAttribute('style')")


@pytest.mark.slow
def test_saved_figure_needs_no_style_sheet_and_is_light(figures: Figures) -> None:
    figures.page.emulate_media(color_scheme="dark")
    figures.draw(*CASES["hostile fan"], WIDE)
    saved = figures.page.evaluate("serialiseChart(document.querySelector('svg'))")
    figures.page.emulate_media(color_scheme="light")
    root = ElementTree.fromstring(saved)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not [e for e in root.iter() if {"class", "style"} & set(e.attrib)]
    inks = [e.attrib["fill"] for e in root.iter() if e.tag.endswith("}text")]
    assert all(re.fullmatch(r"rgb\(\d+, \d+, \d+\)", ink) for ink in inks)  # not every reader knows oklch
    assert all(e.attrib["paint-order"] == "stroke" for e in root.iter() if e.tag.endswith("}text"))
    assert figures.page.locator(".paper").count() == 0
    figures.draw(*CASES["hostile fan"], WIDE)
    light, _ = figures.page.evaluate(SHADES, ["svg text", "fill"])
    assert inks == ["rgb({}, {}, {})".format(*ink) for ink in light]


@pytest.mark.slow
def test_figure_is_drawn_again_for_another_width(figures: Figures) -> None:
    script = "data => showChart(document.getElementById('place'), width => drawSweep(data, width))"
    figures.page.evaluate(script, sweep())
    assert figures.page.locator("svg").get_attribute("width") == "1400"
    figures.page.evaluate("document.getElementById('place').style.width = '358px'")
    figures.page.locator('svg[width="358"]').wait_for()
    figures.page.evaluate("document.getElementById('place').removeAttribute('style')")
    figures.page.locator('svg[width="1400"]').wait_for()


@pytest.mark.slow
def test_what_is_pressed_is_large_enough(figures: Figures) -> None:
    markup = (
        '<button>a</button><select></select><summary>b</summary><input type="range"><input type="number">'
    )
    markup = f'<div class="control">{markup}<button class="help">?</button></div>'
    figures.page.evaluate("m => { document.getElementById('place').innerHTML = m }", markup)
    sizes = "[...document.querySelectorAll('#place div *')].map(e => e.getBoundingClientRect().height)"
    assert min(figures.page.evaluate(sizes)) >= 40


@pytest.mark.slow
def test_numbers_have_signs_and_faults_have_names(figures: Figures) -> None:
    script = "[[.01412, 4, true], [-.004, 4, true], [-.00001, 4, true], [.5, 2]].map(a => formatNumber(...a))"
    assert figures.page.evaluate(script) == ["+0.0141", "\N{MINUS SIGN}0.0040", "0.0000", "0.50"]
    assert figures.page.evaluate("[.96, .001, .996, 0, 1, .125, NaN].map(printShare)") == [
        "96%", "<1%", ">99%", "0%", "100%", "12%", "\N{EN DASH}"
    ]  # fmt: skip
    for call, fault in [("text('figures.nothing_such')", "no text"), ("text('figures.mark')", "needs value")]:
        with pytest.raises(Exception, match=fault):
            figures.page.evaluate(call)
