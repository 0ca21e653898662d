"""The pictures of the page: two layers of one size, the moving one where the data are."""

import re
from pathlib import Path

import numpy as np
import pytest
from support.runs import scenario_file

from hedgesim.analysis.app.ensemble import play_ensemble
from hedgesim.analysis.app.pictures.axes import RIGHT, choose_looks
from hedgesim.analysis.app.pictures.canvas import (
    WIDTH,
    Canvas,
    Picture,
    data_url,
    format_area,
    format_dot,
    format_line,
    svg_dashes,
)
from hedgesim.analysis.app.pictures.difference import DifferencePicture, choose_ends
from hedgesim.analysis.app.pictures.fan import FanPicture, choose_layout, fan_key
from hedgesim.analysis.app.pictures.run import ActorsPicture, TiesPicture
from hedgesim.analysis.app.pictures.shares import build_shares_picture, shares_key
from hedgesim.analysis.app.single_run import build_model, copy_course, describe_position
from hedgesim.analysis.app.state import Setting
from hedgesim.analysis.plots.parts.page import text_width
from hedgesim.analysis.plots.parts.style import GREY, LINES, TEXT
from hedgesim.model.scenario.scenario import Scenario

SCENARIOS = ["belarus/baseline", "belarus/war_2022", "armenia/baseline", "belarus/history"]


def shape(svg: bytes) -> float:
    """Width to height of a picture."""
    found = re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert found
    return float(found[1]) / float(found[2])


def fits(picture: Picture) -> None:
    """Both layers have the same shape, and nothing in the moving one is no number."""
    assert shape(picture.still) == pytest.approx(shape(picture.moving), rel=1e-3)
    assert b"nan" not in picture.moving


def test_places_are_those_of_the_axes() -> None:
    canvas = Canvas(50.0)
    panel = canvas.panel(10.0, 5.0, 40.0, 20.0)
    panel.ax.set_xlim(0, 4)
    panel.ax.set_ylim(0, 2)
    found = panel.convert_to_mm(np.array([0.0, 4.0, 2.0]), np.array([0.0, 2.0, 9.0]))
    assert found.tolist() == [[10.0, 25.0], [50.0, 5.0], [30.0, 5.0]]
    x, y = np.array([0.0, 4.0]), np.array([0.0, 2.0])
    assert 'points="1000 2500 5000 500"' in format_line(panel, x, y, "#000000")
    assert 'points="1000 2500 5000 2500 5000 500 1000 2500"' in format_area(
        panel, x, x * 0, y, "#000000", 0.2
    )
    assert 'cx="3000" cy="1500"' in format_dot(panel, 2.0, 1.0, "#000000")
    assert format_line(panel, x[:1], y[:1], "#000000") == ""


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_can_be_drawn_from_its_start_to_its_end(name: str) -> None:
    setting = Setting.load(name)
    spec = setting.scenario
    fits(FanPicture(spec).layer(play_ensemble(setting, 20)))
    pictures = (ActorsPicture(spec), TiesPicture(spec), build_shares_picture(spec))
    for quarter in (0, 1, 10**6):
        course = copy_course(build_model(setting, quarter))
        assert len(course.quarters) == min(quarter, spec.horizon) + 1
        for picture in pictures:
            fits(picture.layer(course))


@pytest.mark.parametrize("count", [2, 4, pytest.param(6, marks=pytest.mark.slow)])
def test_any_number_of_patrons_can_be_drawn(tmp_path: Path, count: int) -> None:
    setting = Setting.load(str(scenario_file(tmp_path, count)))
    spec = setting.scenario
    looks = choose_looks(spec)
    many = play_ensemble(setting, 20)
    fan = FanPicture(spec)
    assert set(fan.panels) == set(many.fans)
    fits(fan.layer(many))
    for quarter in (0, 1, 10**6):
        course = copy_course(build_model(setting, quarter))
        assert course.shares().shape == (min(quarter, spec.horizon) + 1, count)
        for picture in (ActorsPicture(spec), TiesPicture(spec)):
            layer = picture.layer(course)
            fits(layer)
            assert all(look.colour.encode() in layer.moving for look in looks.values())
        fits(build_shares_picture(spec).layer(course))


def test_a_row_has_room_for_every_word_of_its_name() -> None:
    names = {"hedger": "Small State", "a": "Southland", "b": "Liechtenstein", "c": "C", "d": "D"}
    layout = choose_layout(names)
    assert layout.left > text_width("Liechtenstein", TEXT, "bold") + 5.0
    assert sum(layout.widths) + 2 * layout.gap + layout.left == pytest.approx(WIDTH - RIGHT)
    assert choose_layout(names | {"b": "B"}).left < layout.left


def test_shares_of_four_are_bands_and_of_two_a_line(tmp_path: Path) -> None:
    for count, areas, lines in ((2, 0, 1), (4, 4, 3)):
        setting = Setting.load(str(scenario_file(tmp_path, count)))
        moving = build_shares_picture(setting.scenario).layer(copy_course(build_model(setting, 5))).moving
        assert (moving.count(b"<polygon"), moving.count(b"<polyline")) == (areas, lines)


def test_names_leave_the_line_of_two_equal_powers_free() -> None:
    picture = build_shares_picture(Setting.load("two_powers/baseline").scenario)
    heights = {t.get_text(): t.get_position()[1] for t in picture.panel.ax.texts if t.get_gid() == "region"}
    assert heights.keys() == {"Western power dominates", "No dominance", "Eastern power dominates"}
    assert 0.53 < abs(heights["No dominance"] - 0.5) + 0.5 < 0.65


def test_bands_fill_the_panel_from_bottom_to_top(tmp_path: Path) -> None:
    setting = Setting.load(str(scenario_file(tmp_path, 4)))
    picture = build_shares_picture(setting.scenario)
    moving = picture.layer(copy_course(build_model(setting, 5))).moving.decode()
    heights = [
        list(map(int, found.split()[1::2])) for found in re.findall(r'polygon points="([^"]+)"', moving)
    ]
    panel = picture.panel
    assert max(heights[0]) == round((panel.top + panel.height) * 100)
    assert min(heights[-1]) == round(panel.top * 100)
    assert min(heights[0]) >= min(heights[1]) >= min(heights[2]) >= min(heights[3])


def test_colours_are_part_of_what_a_still_layer_shows(tmp_path: Path) -> None:
    plain = Setting.load(str(scenario_file(tmp_path, 4))).scenario
    coloured = Setting.load(str(scenario_file(tmp_path, 4, japan="#123456"))).scenario
    assert fan_key(plain) != fan_key(coloured)
    assert shares_key(plain) != shares_key(coloured)


def test_line_styles_of_all_actors_differ_as_svg() -> None:
    assert len({svg_dashes(line) for line in LINES}) == len(LINES) == 7


def test_a_single_quarter_has_a_fan() -> None:
    setting = Setting.load("belarus/baseline")
    setting = Setting(setting.source, setting.base.vary({"horizon": 1}))
    fits(FanPicture(setting.scenario).layer(play_ensemble(setting, 20)))


def test_still_layers_are_kept_for_what_they_show() -> None:
    setting = Setting.load("belarus/baseline")
    other = setting.replace_value("patrons.russia.barrier", 0.4).scenario
    assert fan_key(other) == fan_key(setting.scenario)
    assert shares_key(other) == shares_key(setting.scenario)
    lower = setting.replace_value("regimes.dominance", 0.55).scenario
    assert shares_key(lower) != shares_key(setting.scenario)
    assert fan_key(setting.switch_scenario("belarus/war_2022").scenario) != fan_key(setting.scenario)


def test_events_are_named_in_the_still_layer() -> None:
    spec = Setting.load("belarus/war_2022").scenario
    assert ActorsPicture(spec).still.count(b'id="event') == len(spec.events) == 4


def test_a_run_is_told_and_shares_sum_to_one() -> None:
    setting = Setting.load("belarus/baseline").replace_fields(point=True)
    assert describe_position(build_model(setting, 0)) == "Before 2017Q3. Step or play; 60 quarters are ahead."
    model = build_model(setting.replace_strategy("pivot:china"), 10**6)
    assert describe_position(model).startswith("2032Q2, quarter 60 of 60: regime pivot to China, utility 0.")
    course = copy_course(model)
    assert np.allclose(course.shares().sum(axis=1), 1.0)
    assert np.allclose(np.sum(list(course.ties("arms").values()), axis=0), 1.0)
    line = setting.scenario.values["patrons.russia.red_line"]
    assert 0.0 < line < 1.0
    assert course.drift("russia")[-1] == pytest.approx(course.columns["drift_russia"][-1] / line)


def test_a_quarter_that_is_just_being_written_down_is_left_out() -> None:
    """A run is played in one thread and drawn in another."""
    model = build_model(Setting.load("belarus/baseline"), 5)
    model.datacollector.model_vars["security"].append(0.5)
    course = copy_course(model)
    assert {len(column) for column in course.columns.values()} == {6}
    assert len(course.quarters) == len(course.lines) == 6


def test_layers_are_shown_by_their_address() -> None:
    assert data_url(b"<svg/>") == "data:image/svg+xml;base64,PHN2Zy8+"


def test_cold_spells_and_beliefs_are_drawn_where_patrons_have_moods() -> None:
    scenario = Scenario.load("belarus/baseline")
    known = scenario.vary({"mechanisms.moods": False})
    course = copy_course(build_model(Setting("belarus/baseline", scenario), 60))
    assert course.columns["mood_russia"][1:].max() == 1.0  # a cold spell to be drawn
    grey, drawn = f'fill="{GREY}"', TiesPicture(scenario).layer(course).moving.decode()
    assert drawn.count(grey) == 3  # a bar for each patron
    assert grey not in TiesPicture(known).layer(course).moving.decode()


def test_labels_of_time_stand_on_their_ticks() -> None:
    for name in SCENARIOS:
        picture = ActorsPicture(Setting.load(name).scenario)
        labels = picture.panels["autonomy"].ax.get_xticklabels()
        assert {label.get_horizontalalignment() for label in labels} == {"center"}
        assert any(label.get_text() for label in labels)


def test_differences_fill_axes_of_their_own() -> None:
    spec = Setting.load("belarus/war_2022").scenario
    runs = np.zeros((20, spec.horizon, 4))
    runs[:, :, 1], runs[:, :, 3] = -0.03, 0.0004
    ends = choose_ends(runs)
    assert ends == (0.001, 0.05, 0.001, 0.001)
    picture = DifferencePicture(spec, ends)
    layer = picture.layer(runs)
    fits(layer)
    economy = picture.panels[1]
    heights = [float(y) / 100.0 for y in re.findall(r"\d+ (\d+)", layer.moving.decode().split("polyline")[2])]
    assert heights[0] == pytest.approx(economy.top + 0.8 * economy.height, abs=0.02)
    assert [t.get_text() for t in economy.ax.get_yticklabels()] == ["\N{MINUS SIGN}0.05", "0", "+0.05"]
