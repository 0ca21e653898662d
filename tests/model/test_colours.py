"""Colours of patrons in scenario files: what is read, inherited and refused; no result depends on them."""

import pickle
from pathlib import Path

import pytest

from hedgesim.model.errors import InputError
from hedgesim.model.scenario.colours import WORDS, nearest_colour
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.scenario.schema import schema

HEAD = 'title = "T"\nquestion = "Q"\nextends = "{}"\n'


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def scenario(text: str = "", name: str = "case", root: str = "belarus/baseline", **colours: str) -> Scenario:
    """A scenario over another one, with colours of patrons."""
    tables = [f'[patrons.{patron}]\ncolour = "{colour}"\n' for patron, colour in colours.items()]
    Path(f"{name}.toml").write_text(HEAD.format(root) + text + "".join(tables), encoding="utf-8")
    return Scenario.load(f"{name}.toml")


def test_a_colour_is_read_inherited_and_changed() -> None:
    assert dict(scenario().colours) == {}
    assert dict(scenario(name="root", russia="#aa00bb", china="#00AA00").colours) == {
        "russia": "#AA00BB",
        "china": "#00AA00",
    }
    heir = scenario(root="root", china="#00BB00")
    assert dict(heir.colours) == {"russia": "#AA00BB", "china": "#00BB00"}
    assert heir.vary({"patrons.russia.barrier": 0.3}).colours == heir.colours


def test_colours_may_be_swapped_in_an_heir() -> None:
    scenario(name="root", russia="#AA0000", china="#00AA00")
    heir = scenario(root="root", russia="#00AA00", china="#AA0000")
    assert dict(heir.colours) == {"russia": "#00AA00", "china": "#AA0000"}


def test_a_colour_travels_as_data_and_changes_no_result() -> None:
    plain, coloured = scenario(name="plain"), scenario(name="coloured", eu="#123456")
    assert plain.digest == coloured.digest
    for copy in (Scenario.from_dict(coloured.to_dict()), pickle.loads(pickle.dumps(coloured))):
        assert dict(copy.colours) == {"eu": "#123456"}
    earlier = plain.to_dict()
    del earlier["colours"]
    assert dict(Scenario.from_dict(earlier).colours) == {}


@pytest.mark.parametrize(
    ("colours", "message"),
    [
        ({"russia": "D55E00"}, 'found \'D55E00\'; allowed is "#RRGGBB", such as "#D55E00"; did you mean'),
        ({"eu": "Sky-blue"}, 'did you mean "#56B4E9"?'),
        ({"eu": "#12"}, "case.toml:5: patrons.eu.colour: found '#12'; allowed is \"#RRGGBB\", such as"),
        (
            {"eu": "#000000"},
            'case.toml:5: patrons.eu.colour: found "#000000"; black is the hedger\'s; choose',
        ),
        ({"eu": "#ffffff"}, "white does not show on a white page; choose another"),
        (
            {"eu": "#D55E00", "russia": "#d55e00"},
            'case.toml:7: patrons.russia.colour: found "#D55E00", which eu has too; give each patron a colour'
            " of its own",
        ),
    ],
)
def test_a_wrong_colour_is_refused(colours: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as error:
        scenario(**colours)
    assert message in str(error.value)


def test_a_colour_of_a_patron_of_the_root_is_not_free() -> None:
    scenario(name="root", russia="#AA0000")
    with pytest.raises(InputError) as error:
        scenario(root="root", china="#AA0000")
    assert str(error.value).startswith('case.toml:5: patrons.china.colour: found "#AA0000", which russia has')
    assert "\n" not in str(error.value)  # the root has no fault


def test_the_american_spelling_is_led_to_the_key() -> None:
    with pytest.raises(InputError, match=r"patrons\.eu\.color: unknown key; did you mean colour\?"):
        scenario('[patrons.eu]\ncolor = "#123456"\n')


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#d50", "#DD5500"),
        ("0xd55e00", "#D55E00"),
        ("#D55E00FF", "#D55E00"),
        (" sky_BLUE ", "#56B4E9"),
        ("fuchsia", ""),
        ("#GGGGGG", ""),
    ],
)
def test_advice_is_a_colour_that_works(text: str, colour: str) -> None:
    assert nearest_colour(text) == colour


@pytest.mark.parametrize("word", WORDS)
def test_advised_words_are_accepted_colours(word: str) -> None:
    assert dict(scenario(eu=nearest_colour(word)).colours) == {"eu": WORDS[word]}


def test_a_faulty_colour_in_stored_data_is_refused() -> None:
    data = scenario().to_dict()
    with pytest.raises(InputError, match="not a scenario"):
        Scenario.from_dict(data | {"colours": 3})


def test_the_schema_names_the_form() -> None:
    colour = schema()["$defs"]["Patron"]["properties"]["colour"]
    assert colour["description"] == "colour in figures, as #RRGGBB; else one by its name"
    assert colour["anyOf"][0]["pattern"] == "^#[0-9A-Fa-f]{6}$"
