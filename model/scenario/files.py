"""Reading of scenario files: names and paths, size, encoding, TOML and shape."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..parameters.lookup import FEWEST_PATRONS, MOST_PATRONS, hint
from ..strategies import LEANING, PLAIN
from ..text import first_control, shell_word, shorten
from .schema import Fault, shape_faults
from .syntax.pruning import prune_faults
from .syntax.regular_file import check_regular_file
from .syntax.toml_faults import toml_fault
from .syntax.toml_lines import Where, key_lines, nesting_fault

LARGEST = 1 << 18  # bytes, twenty times the largest built-in file: larger files are not parsed
LONGEST_PATH = 1000  # letters of a scenario's name or path
LONGEST_CHAIN = 20  # files that extend one another
ENDING = ".toml"
STRATEGY_KINDS = {*LEANING, *PLAIN}
HISTORY = "history"
"""How the names of scenarios begin that a batch of a folder leaves out: they start elsewhere."""
LEDGERS = ("claims.toml", "patterns.toml")
"""Files beside scenarios that hold claims about them."""


@dataclass(frozen=True)
class Document:
    """One scenario file as read.

    Attributes
    ----------
    name : str
        Name in messages and tables: a built-in name, or the path as given.
    path : Path or None
        The file; None for settings from a command line.
    raw : Mapping
        Parsed content.
    lines : Mapping
        Line number of every key, by its place (keys and indices from the top level down).
    faults : tuple
        Faults of its shape, reported with those of the whole chain. ``raw`` is free of them but for those in
        events and ranges.
    """

    name: str
    path: Path | None
    raw: Mapping[str, Any]
    lines: Mapping[Where, int]
    faults: tuple[Fault, ...] = ()

    @property
    def shape(self) -> tuple[Fault, ...]:
        """Return the faults of its shape but those of ranges, on which nothing else depends."""
        return tuple(fault for fault in self.faults if fault[0][0] != "uncertainty")

    def describe_faults(self) -> list[str]:
        """Describe the faults of its shape, each with its line."""
        return [self.at(where) + what for where, what in self.faults]

    def at(self, where: Where) -> str:
        """Compose the start of a message about a place: file, line and path."""
        spot = where
        while spot and spot not in self.lines:
            spot = spot[:-1]
        line = f":{self.lines[spot]}" if spot else ""
        path = ".".join(shorten(part) for part in dotted_path(where, self.raw).split("."))
        return f"{self.name}{line}: {path}: " if path else f"{self.name}{line}: "


def dotted_path(where: Where, raw: Mapping[str, Any]) -> str:
    """Format a place as a dotted path; an event is given by its name, a trigger by its number."""
    if where[:2] == ("trigger", "steps"):
        return ".".join(str(part + 1) if isinstance(part, int) else part for part in where)
    if len(where) > 1 and where[0] == "events" and isinstance(where[1], int):
        events = raw.get("events")
        event = events[where[1]] if isinstance(events, list) and where[1] < len(events) else None
        name = event.get("name") if isinstance(event, dict) else None
        called = name if isinstance(name, str) and len(name) < 60 else f"number {where[1] + 1}"
        return ".".join(["events", called, *map(str, where[2:])])
    return ".".join(map(str, where))


@cache
def builtin_root() -> Path:
    """Return the folder of the built-in scenarios."""
    return Path(str(files("hedgesim.scenarios")))


def builtin_scenarios() -> list[str]:
    """List the names of the built-in scenarios, such as ``belarus/baseline``."""
    return list(builtin_names())


@cache
def builtin_names() -> tuple[str, ...]:
    """Search the built-in scenarios once, for :func:`builtin_scenarios`."""
    folders = builtin_root().glob("*/")
    return tuple(sorted(display_name(file) for folder in folders for file in find_scenarios(folder)))


def find_scenarios(folder: Path) -> list[Path]:
    """Return the scenario files of a folder, sorted; none if it is no folder.

    The ending may have large letters. Names that begin with a dot are left out: copies that macOS makes on
    foreign disks (``._case.toml``) and locks of editors (``.#case.toml``). So are LEDGERS.
    """
    found = (f for f in folder.glob("[!.]*") if is_scenario_name(f.name))
    return sorted(f for f in found if f.name.lower() not in LEDGERS)


def is_scenario_name(name: str) -> bool:
    """Return whether a name ends as those of scenario files do."""
    return name.lower().endswith(ENDING)


def strip_ending(name: str) -> str:
    """Return the name of a scenario file without its ending."""
    return name[: -len(ENDING)] if is_scenario_name(name) else name


def locate_file(name: str, beside: Path | None = None) -> Path:
    """Find the file of a name: a path (relative to the folder ``beside`` if given) or a built-in scenario.

    Raises
    ------
    InputError
        If no such file exists; the message names the most similar name.
    """
    if first_control(name) or len(name) > LONGEST_PATH or not name.strip():
        msg = f"{shorten(repr(name))}: not the name of a scenario"
        raise InputError(msg)
    own = (beside or Path()) / name
    built_in = [builtin_root() / f"{name}{ENDING}"] if name in builtin_scenarios() else []
    try:
        options = [*spellings(own), own]
        options = [*options[:1], *built_in, *options] if beside else [*built_in, *options]
        for option in options:
            if option.is_file() and is_scenario_name(option.name):
                return option
        reason = describe_missing_scenario(name, options, beside)
    except OSError as error:  # for example a name that is too long for the operating system
        reason = f"{shorten(name)}: cannot be read: {error.strerror}"
    raise InputError(reason)


def spellings(path: Path) -> list[Path]:
    """Return the path if it has the ending, else all with the ending, the usual first, then large letters."""
    if is_scenario_name(path.name):
        return [path]
    others = (f for f in find_scenarios(path.parent) if strip_ending(f.name) == path.name)
    return [Path(f"{path}{ENDING}"), *others]


def describe_missing_scenario(name: str, options: Sequence[Path], beside: Path | None) -> str:
    """Describe why no scenario has this name, and name the most similar one."""
    folder = next((option for option in [*options, builtin_root() / name] if option.is_dir()), None)
    if folder is not None:
        inside = find_scenarios(folder)
        if inside and beside is None:
            return f"{name}: a folder of {count_scenarios(inside)}, or: hedgesim batch {shell_word(name)}"
        return f"{name}: found a folder; a scenario is one {ENDING} file"
    if any(option.is_symlink() or option.exists() for option in options):
        return f"{name}: not a regular file; a scenario is one {ENDING} file"
    if beside is None and name.partition(":")[0] in STRATEGY_KINDS:
        return f"{name}: a strategy, not a scenario; use commas: --strategies A,{name}"
    files = (f.stem if beside else f.as_posix() for f in find_scenarios(beside or Path()) if f.is_file())
    what = "no such file" if is_scenario_name(name) else "no such scenario"
    near = hint(name, [*files, *builtin_scenarios()])
    return f"{name}: {what}; `hedgesim list` names the built-in ones{near}"


def count_scenarios(files: Sequence[Path]) -> str:
    """Count the scenarios of a folder in words, apart from them the histories that a batch does not play."""
    if len(files) == 1:
        return "1 scenario; name it"
    apart = sum(file.name.startswith(HISTORY) for file in files)
    played = len(files) - apart
    if not apart or not played:
        return f"{len(files)} scenarios; name one of them"
    histories = "1 history" if apart == 1 else f"{apart} histories"
    return f"{played} scenario{'' if played == 1 else 's'} and {histories}; name one of them"


def display_name(path: Path) -> str:
    """Return the name of a file in tables: the built-in name, or the path without ``.toml``."""
    base = builtin_root()
    inside = path.is_relative_to(base)
    return (path.relative_to(base) if inside else path).with_suffix("").as_posix()


def read_file(path: Path) -> Document:
    """Read one scenario file and check its shape.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    return read_builtin(path) if path.is_relative_to(builtin_root()) else parse_text(path, str(path))


@cache
def read_builtin(path: Path) -> Document:
    """Read a built-in file; cached, as built-in files do not change."""
    return parse_text(path, f"{display_name(path)}.toml")


def parse_text(path: Path, name: str) -> Document:
    """Parse one file and check its shape; ``name`` is its name in messages.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    text = read_text(path, name)
    try:
        raw = tomllib.loads(text)
    except ValueError as error:  # from the parser, or from Python for an integer of thousands of digits
        raise InputError(f"{name}:{toml_fault(str(error), text)}") from error  # noqa: EM102
    if not raw:
        msg = f"{name}: the file is empty; `hedgesim new NAME` writes a scenario to start from"
        raise InputError(msg)
    document = Document(name, path, raw, key_lines(text))
    faults = shape_faults(raw)
    if all(len(where) > 1 for where, _ in faults):  # else a slip in `extends` or `patrons` may be the cause
        faults = count_faults(raw) + faults
    rest = prune_faults(raw, [where for where, _ in faults])
    if rest is None:
        raise InputError(*sort_by_line(document.at(where) + what for where, what in faults))
    return replace(document, raw=rest, faults=tuple(faults))


_SPOT = re.compile(r"(.*?\.toml):(\d+): ", re.IGNORECASE)


def sort_by_line(faults: Iterable[str]) -> list[str]:
    """Sort messages as their lines stand in a file, file by file; those without a line come last."""

    def spot(fault: str) -> tuple[int, int]:
        found = _SPOT.match(fault)
        return (names.index(found[1]), int(found[2])) if found else (len(names), 0)

    faults = list(faults)
    names = list(dict.fromkeys(found[1] for found in map(_SPOT.match, faults) if found))
    return sorted(faults, key=spot)


def count_faults(raw: Mapping[str, Any]) -> list[Fault]:
    """Check the number of patrons of the root of a chain, which no other file can add to."""
    patrons = raw.get("patrons", {})
    if "extends" in raw or not isinstance(patrons, dict) or FEWEST_PATRONS <= len(patrons) <= MOST_PATRONS:
        return []
    count = {0: "no patron", 1: "1 patron"}.get(len(patrons), f"{len(patrons)} patrons")
    names = f" ({shorten(', '.join(patrons), 200)})" if patrons else ""
    return [(("patrons",), f"found {count}{names}; a scenario has {FEWEST_PATRONS} to {MOST_PATRONS}")]


def read_text(path: Path, name: str) -> str:
    """Read a file's text, without a byte order mark.

    Raises
    ------
    InputError
        If it is no regular file, too large, not UTF-8 or nested too deeply.
    """
    size = check_regular_file(path, name, "a scenario", LARGEST)
    try:
        content = path.read_bytes() if size else b""
    except OSError as error:
        msg = f"{name}: cannot be read: {error.strerror}"
        raise InputError(msg) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        msg = f"{name}:{line}: not text in UTF-8; a scenario is a text file"
        raise InputError(msg) from error
    if fault := nesting_fault(text):
        msg = f"{name}{fault}"
        raise InputError(msg)
    return text


def read_chain(name: str) -> list[Document]:
    """Read the files of a scenario's ``extends`` chain, root first.

    Raises
    ------
    InputError
        With every fault found: missing files, cycles, faulty files.
    """
    documents: list[Document] = []
    path = locate_file(name)
    while True:
        documents.append(read_file(path))
        extends = documents[-1].raw.get("extends")
        if extends is None:
            return documents[::-1]
        document = documents[-1]
        try:
            path = locate_file(extends, beside=path.parent)
        except InputError as error:
            fault = document.at(("extends",)) + str(error)
            raise InputError(*sort_by_line([*document.describe_faults(), fault])) from error
        seen = [d.path.resolve() for d in documents if d.path is not None]
        if path.resolve() in seen:
            circle = " -> ".join(
                [*(display_name(d.path) for d in documents if d.path is not None), display_name(path)]
            )
            msg = document.at(("extends",)) + f"a circle: {circle}"
            raise InputError(msg)
        if len(documents) >= LONGEST_CHAIN:
            msg = document.at(("extends",)) + f"a chain of more than {LONGEST_CHAIN} files"
            raise InputError(msg)
