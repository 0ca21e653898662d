"""Hostile scenario files: refused with a message, or played to numbers in range. Never anything else."""

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.hostile.checks import ACCEPTED, FAILED, REFUSED, message, tried
from support.hostile.files import HEAD, KINDS, fuzzed

from hedgesim.model import InputError, Scenario
from hedgesim.model.scenario.schema import MOST_EVENTS

QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@QUICK
@given(r=st.randoms(use_true_random=False), seed=st.integers(0, 10_000))
def test_a_hostile_file_is_refused_or_played(r: Random, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.toml"
        path.write_bytes(fuzzed(r, Path(folder)))
        assert tried(path, Random(seed)).what in {ACCEPTED, REFUSED, FAILED}


@QUICK
@given(content=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: (HEAD + text).encode()))
def test_any_bytes_are_refused_or_played(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.toml"
        path.write_bytes(content)
        assert tried(path, Random(1)).what in {ACCEPTED, REFUSED}


def test_the_files_of_a_number_are_always_the_same(tmp_path: Path) -> None:
    assert [fuzzed(Random(f"1/{k}"), tmp_path) for k in range(50)] == [
        fuzzed(Random(f"1/{k}"), tmp_path) for k in range(50)
    ]


@pytest.mark.parametrize("kind", dict.fromkeys(KINDS), ids=lambda kind: kind.__name__)
def test_every_kind_of_file_is_made(kind: object, tmp_path: Path) -> None:
    assert len({kind(Random(k)) for k in range(20)}) > 10  # type: ignore[operator]


def told(folder: Path, text: str) -> str:
    """What is said of a file's content."""
    path = folder / "case.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Scenario.load(str(path))
    return message(caught.value).replace(f"{folder}/", "")


EVENT = '[[events]]\nname = "e{}"\ndate = "2018"\nset = "world.strain"\nvalue = 0.5\nsource = "s"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#" * 300_000, "case.toml: found 300,000 bytes; a scenario has at most 262,144"),
        (f"a = {'[' * 25}{']' * 25}", "case.toml: brackets are nested deeper than 20; a scenario needs two"),
        (f"a = 1\n{'a.' * 25}b = 1", "case.toml:2: a key of more than 20 parts; a scenario needs four"),
        (
            f"a = {{{'b.' * 100_000}c = 1}}",
            "case.toml:1: more than 500 words joined by dots; break the line",
        ),
        (
            HEAD + "".join(EVENT.format(k) for k in range(MOST_EVENTS + 1)),
            "case.toml:4: events: found a list; allowed is 1,000 entries at most",
        ),
        (HEAD + f"horizon = {'9' * 5000}", "case.toml:4: not valid TOML: a number of thousands of digits"),
        (
            HEAD + f"horizon = 0x{'f' * 5000}",
            "case.toml:4: horizon: found a number of more than 20 digits; allowed is 2000 or less",
        ),
        (
            'title = "\\u001b[2J"\n',
            "case.toml:1: title: found the character \\x1b; allowed is text without control characters",
        ),
        (
            'title = "\\u202egnp.exe"\n',
            "case.toml:1: title: found the character \\u202e; allowed is text without control characters",
        ),
        ('"\\u001b[2J" = 1\n', "case.toml: \\x1b[2J: unknown key"),
        (f"{'k' * 200} = 1\n", f"case.toml:1: {'k' * 57}...: unknown key"),
        ('title = "t"\nextends = "' + "x" * 300 + '"\n', "case.toml:2: extends: "),
        (
            "".join(f"k{k} = 1\n" for k in range(2000)),
            "and 950 faults more",
        ),
    ],
    ids=lambda text: None if len(text) > 100 else text[:40],
)
def test_what_is_too_much_is_said(tmp_path: Path, text: str, said: str) -> None:
    assert said in told(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        f"a = [\n[ 'b',{' ' * 200_000}'c' ],\n]\n",  # spaces within a line that could be a table's head
        f"[a{' ' * 200_000}]\n",
        "a = [" + ", ".join(['""""""'] * 25_000) + "]\n",
        "".join(f"[[a]]\nb{k} = 1\n" for k in range(15_000)),
        f"[{'.'.join('a' * 20)}]\n" + "".join(f"b{k} = 1\n" for k in range(20_000)),
        "\n".join(f"{'.'.join(f'a{k}' for _ in range(20))} = 1" for k in range(3_000)),
        "[sources]\n" + "".join(f"'*.*.{k}' = {{kind = 'guess', text = 't'}}\n" for k in range(5_000)),
        "[hedger.effort]\n" + "".join(f"p{k} = {{security = 0.1}}\n" for k in range(8_000)),
    ],
    ids=["spaces", "head", "quotes", "tables", "deep head", "deep keys", "sources", "efforts"],
)
def test_what_could_take_for_ever_is_told_in_good_time(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, HEAD + text)
