"""Hostile and careless scenario files, made from a source of choices: the same choices give the same file.

A source is a ``random.Random``: of a number in the big run, of hypothesis in the tests, which then shrinks.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

from support.hostile.words import NUMBERS, SCALARS, SMALL, STRINGS, SUBSTITUTES

from hedgesim.model.parameters.lookup import LADDER, parameters
from hedgesim.model.parameters.row import Row
from hedgesim.model.scenario.files import builtin_root, builtin_scenarios

PATRONS = ("russia", "china", "eu")
HEAD = 'title = "Fuzzed"\nquestion = "Does it hold?"\nextends = "belarus/baseline"\n'
FACTORS = (0.0, 1e-9, 0.5, 0.9, 1.1, 2.0, 10.0, -1.0, 1e9)
EMPTY = '"' * 6
SHORT, LONG = 12, 400
"""Quarters of most files, and of some."""


@cache
def shipped() -> tuple[str, ...]:
    """Texts of the built-in scenarios, what they extend named in full."""
    found = []
    for name in builtin_scenarios():
        text = (builtin_root() / f"{name}.toml").read_text(encoding="utf-8")
        state = name.partition("/")[0]
        found.append(re.sub(r'^extends = "(?=\w+"$)', f'extends = "{state}/', text, flags=re.M))
    return tuple(found)


@cache
def moving() -> tuple[tuple[str, Row], ...]:
    """Those that events may change."""
    kept = [(path, row) for path, row in table() if not path.startswith("start.")]
    return tuple((path, row) for path, row in kept if not path.endswith((".agreement", ".negotiable")))


@cache
def table() -> tuple[tuple[str, Row], ...]:
    """Paths of a scenario of three patrons, with their rows."""
    return tuple(parameters(PATRONS).items())


def fuzzed(r: Random, folder: Path) -> bytes:
    """One file that may lie in a folder, whose other files it may name."""
    made = r.choice(KINDS)(r)
    if r.random() < 0.1:
        made = mangled(r, made)
    return made.replace("FOLDER", folder.as_posix()).encode("utf-8", "surrogatepass")


def values(r: Random) -> str:
    """The baseline with values of parameters: in range, at its ends, just out of it, or none at all."""
    lines = [HEAD, f"horizon = {horizon(r)}\n"]
    tables: dict[str, list[str]] = {}
    for path, row in r.sample(table() if r.random() < 0.2 else moving(), r.randint(1, 30)):
        stem, _, name = path.rpartition(".")
        tables.setdefault(stem, []).append(f"{name} = {value(r, row)}\n")
    for stem, told in tables.items():
        lines += [f"[{stem}]\n", *told]
    return "".join(lines)


def horizon(r: Random) -> str:
    """A horizon, mostly one that can be."""
    if r.random() < 0.05:
        return r.choice(SCALARS)
    return str(r.randint(1, LONG if r.random() < 0.03 else SHORT))


def value(r: Random, row: Row) -> str:
    """A value for a row of the parameter table, as TOML says it."""
    if r.random() < 0.01:
        return r.choice(SCALARS)
    if row.unit == "switch":
        return r.choice(("true", "false"))
    if row.path.endswith(".agreement"):
        return f'"{r.choice(LADDER)}"'
    low, high = row.allowed
    ends = (low, high, row.low, row.high, low + (high - low) * 1e-12, high - (high - low) * 1e-12)
    return repr(float(r.choice(ends))) if r.random() < 0.6 else repr(r.uniform(low, high))


def events(r: Random) -> str:
    """The baseline with events of all kinds, most of which fit."""
    count = r.randint(900, 1100) if r.random() < 0.005 else r.randint(1, 12)
    long = r.randint(16, 40) if r.random() < 0.9 else horizon(r)
    return HEAD + f"horizon = {long}\n" + "".join(event(r, k) for k in range(count))


def event(r: Random, number: int) -> str:
    """One dated change."""
    path, row = r.choice(moving() if r.random() < 0.95 else table())
    operation = "set" if row.unit == "switch" else r.choice(("set", "set", "set", "add", "scale", "ramp"))
    if operation in {"set", "ramp"}:
        size = value(r, row)
    else:
        size = r.choice(NUMBERS[:9] if r.random() < 0.1 else SMALL)
    told = {
        "name": f'"e{number}"' if r.random() < 0.995 else r.choice(STRINGS),
        "date": date(r),
        operation: f'"{path}"' if r.random() < 0.995 else r.choice(STRINGS),
        "value": size,
        "source": '"what-if"',
    }
    if operation == "ramp" or r.random() < 0.2:
        told["until"] = date(r, 2022)
    for key in [k for k in told if r.random() < 0.001]:
        del told[key]
    return "\n[[events]]\n" + "".join(f"{key} = {said}\n" for key, said in told.items())


def date(r: Random, year: int = 2017) -> str:
    """A date, mostly one that can be."""
    if r.random() < 0.005:
        return r.choice(SCALARS)
    return f'"{year + r.randint(0, 3)}{r.choice(("", "Q4", "-07", "-09-29"))}"'


def edited(r: Random) -> str:
    """A shipped file with some lines changed, doubled, swapped or lost."""
    lines = r.choice(shipped()).splitlines(keepends=True)
    for _ in range(r.randint(1, 4)):
        place, other = r.randrange(len(lines)), r.randrange(len(lines))
        r.choice((lose, double, swap, revalue, revalue, revalue))(r, lines, place, other)
    return shortened(r, "".join(lines))


def lose(_: Random, lines: list[str], place: int, __: int) -> None:
    """A line is gone."""
    lines[place] = ""


def double(_: Random, lines: list[str], place: int, other: int) -> None:
    """A line stands at another place too."""
    lines.insert(other, lines[place])


def swap(_: Random, lines: list[str], place: int, other: int) -> None:
    """Two lines have changed places."""
    lines[place], lines[other] = lines[other], lines[place]


def revalue(r: Random, lines: list[str], place: int, _: int) -> None:
    """What stands behind an equals sign is something else."""
    key, equals, held = lines[place].partition("=")
    number = re.search(r"\d*\.\d+", held)
    if number and r.random() < 0.7:
        lines[place] = f"{key}={held.replace(number[0], repr(float(number[0]) * r.choice(FACTORS)))}"
    elif equals and r.random() < 0.3:
        lines[place] = f"{key}= {r.choice(SCALARS) if r.random() < 0.5 else r.choice(NUMBERS)}\n"


def shortened(r: Random, text: str) -> str:
    """The text, mostly with a horizon of a few quarters so that many files can be played."""
    if r.random() < 0.05 or "\nhorizon = " not in text:
        return text
    before, _, after = text.partition("\nhorizon = ")
    return f"{before}\nhorizon = {r.randint(8, 40)}\n{after.partition(chr(10))[2]}"


def random_keys(r: Random) -> str:
    """Tables and keys that nobody knows, of any type, in any nesting."""
    lines = [HEAD] if r.random() < 0.8 else []
    for _ in range(r.randint(1, 8)):
        head = ".".join(word(r) for _ in range(r.randint(1, 3)))
        lines.append(r.choice((f"[{head}]\n", f"[[{head}]]\n", "")))
        lines.append(f"{word(r)} = {r.choice(SCALARS)}\n")
    return "".join(lines)


def word(r: Random) -> str:
    """A key: a known one, or any text."""
    if r.random() < 0.6:
        return r.choice(r.choice(table())[0].split("."))
    return r.choice(STRINGS)


def headings(r: Random) -> str:
    """The baseline with texts, names, dates, strategies, ranges and sources that may be anything."""
    told = {
        "title": r.choice(STRINGS),
        "question": r.choice(STRINGS),
        "first_quarter": date(r),
        "horizon": horizon(r),
        "strategies": f"[{r.choice(STRINGS)}]",
        "hedger.label": r.choice(STRINGS),
        "patrons.eu.label": r.choice(STRINGS),
    }
    chosen = r.sample(list(told), r.randint(1, 4))
    lines = [HEAD.replace('"Fuzzed"', told["title"])] if "title" in chosen else [HEAD]
    lines += [f"{key} = {told[key]}\n" for key in chosen if key not in {"title", "question"}]
    lines += ["" if "horizon" in chosen else f"horizon = {r.randint(1, SHORT)}\n"]
    if r.random() < 0.5:
        path = r.choice(table())[0]
        lines.append(f"[uncertainty]\n'{path}' = [{r.choice(NUMBERS)}, {r.choice(NUMBERS)}]\n")
    if r.random() < 0.5:
        lines.append(f'[sources]\n{r.choice(STRINGS)} = {{kind = "guess", text = {r.choice(STRINGS)}}}\n')
    return "".join(lines)


def extending(r: Random) -> str:
    """A file that extends itself, its folder, others that are not there, or what is no scenario."""
    named = r.choice(("case", "./case.toml", "../case", "FOLDER/case", "FOLDER", "other", *EXTENDED))
    return f'title = "T"\nquestion = "Q"\nextends = "{named}"\nhorizon = {r.randint(1, SHORT)}\n'


EXTENDED = (
    "../../../../../../etc/passwd",
    "/etc/passwd.toml",
    "/dev/zero",
    "/dev/stdin",
    "/proc/self/environ",
    "..",
    ".",
    "~",
    "belarus/../belarus/baseline",
    "belarus/nothing",
    "belarus",
    "",
    " ",
    "x" * 300,
    "x/" * 600,
    "a\\u0000b",
    "\\u001b[2J",
    "\\u202e",
    "CON",
    "http://example.org/a.toml",
    "ünï/cødé",
    "belarus/baseline",
    "armenia/cepa",
)


def nested(r: Random) -> str:
    """Brackets, tables and keys within one another, to some depth."""
    deep = r.choice((5, 19, 21, 400))
    return HEAD + r.choice(
        (
            f"a = {'[' * deep}{']' * deep}\n",
            f"a = {'{b = ' * deep}1{'}' * deep}\n",
            f"[{'.'.join('a' * deep)}]\nb = 1\n",
            f"{'.'.join('a' * deep)} = 1\n",
            f"[patrons.eu]\n{'.'.join('a' * deep)} = 1\n",
            f"[[events]]\nname = {'[' * deep}{']' * deep}\n",
        )
    )


def spliced(r: Random) -> str:
    """The beginning of one shipped file and the end of another."""
    one, other = r.choice(shipped()), r.choice(shipped())
    return one[: r.randrange(len(one))] + other[r.randrange(len(other)) :]


def large(r: Random) -> str:
    """A file that is long in some way: a text, a list, many tables, many keys, many lines."""
    size = r.choice((10, 2_000, 40_000))
    return HEAD + r.choice(
        (
            f'x = "{"y" * size}"\n',
            "strategies = [" + '"hedge", ' * (size // 10) + "]\n",
            "".join(f"k{k} = 1\n" for k in range(size // 20)),
            "".join(f"[patrons.p{k}]\nframework = 0.1\n" for k in range(size // 40)),
            "[rivalry]\n" + "".join(f"'a-b{k}' = 0.1\n" for k in range(size // 40)),
            f"[hedger.effort]\n{''.join(f'p{k} = {{security = 0.1}}{chr(10)}' for k in range(size // 40))}",
            f"world.growth_sd = 0.{'0' * size}1\n",
            f"horizon = 1{'0' * size}\n",
            f"horizon = 0x1{'0' * size}\n",
            f"#{' ' * size}[a]\n" + "\n" * size,
            f"a = [{', '.join([EMPTY] * (size // 8))}]\n",
        )
    )


def noise(r: Random) -> str:
    """Characters that have nothing to do with TOML."""
    signs = (r.choice((r.randrange(128), r.randrange(0x3000), 0xFEFF)) for _ in range(r.randint(0, 80)))
    return "".join(map(chr, signs))


def mangled(r: Random, text: str) -> str:
    """A text with some characters lost, doubled or put in the place of others."""
    for _ in range(r.randint(1, 3)):
        place = r.randrange(len(text) + 1)
        text = text[:place] + r.choice(SUBSTITUTES) + text[place + r.randint(0, 3) :]
    return text


KINDS: Sequence[Callable[[Random], str]] = (
    *4 * (values,), *3 * (events,), *3 * (edited,),
    random_keys, headings, extending, nested, spliced, large, noise,
)  # fmt: skip
