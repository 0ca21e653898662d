"""Write docs/commands.md, every command, from the help texts: ``python docs/build/commands.py``."""

import re
from pathlib import Path
from typing import Any

import typer

from hedgesim.analysis.cli.main import app

PAGE = Path(__file__).parents[1] / "commands.md"
HEAD = """# Every command

Made from the program's own help by `python docs/build/commands.py`; a test compares them.
`hedgesim COMMAND --help` says the same.

A result goes to standard output, what a command says about its work to standard error. The exit code is 0
for success, 2 for something in the input that has to be changed, 1 for runs or comparisons that failed, 130,
129 or 143 after Ctrl-C, a terminal that closed (SIGHUP) or SIGTERM.

**Tables as data.** Where a command prints tables, `--json` gives them with full precision, `--csv` one of
them. `--table NAME` chooses which, where there are several; without it the message names them. The entries
below say which of these three a command knows.

**What is not known.** Most numbers of a case are guesses. A command that plays runs takes draws of them by
default: those of the case's ensemble, else draws by rule, 200 of them in 240 runs. `--point` plays the
scenario's own numbers, `--parameters-from FILE` other draws; the last line printed says which it was.

**Tables as input.** Points, draws, observations and priors are read alike, from `.parquet` or from text in
UTF-8 (`.csv`, `.tsv`, `.txt`). Cells are separated by commas, semicolons or tabs, as the head shows. Decimal
commas are understood, and a first column without a name that only labels the rows, as `DataFrame.to_csv`
writes it, is left out; of points and draws both are named. What could be read in two ways, such as `54,700`,
is refused.

"""
AS_DATA = ("--json", "--csv", "--table")
GROUPS = {
    "Look around": ("list", "show", "explain", "app", "page"),
    "Run and compare": (
        "run",
        "batch",
        "compare",
        "ladder",
        "fallback",
        "risk",
        "game",
        "plot",
        "report",
        "page",
    ),
    "Vary inputs": (
        "sweep",
        "sensitivity",
        "threshold",
        "discover",
        "robustness",
        "voi",
        "attribute",
        "optimise",
    ),
    "Say what is not known": ("ensemble", "claims", "calibrate", "hindcast"),
    "Send on and check": ("export", "pack", "rerun"),
    "Write scenarios": ("new", "validate", "diagnose", "schema"),
}
PLACEHOLDER = re.compile(r"  \[default: (.*?)\]")


def commands() -> dict[str, Any]:
    """Return all commands by name."""
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def contents(known: dict[str, Any]) -> str:
    """Return all commands in a table, by group, each with a link and what it does."""
    grouped = sorted(name for names in GROUPS.values() for name in names)
    assert sorted(known) == grouped, "every command belongs to a group"
    rows = [
        f"| **{group}** | |\n{''.join(line(n, known[n]) for n in names)}" for group, names in GROUPS.items()
    ]
    return f"| command | what it does |\n|---|---|\n{''.join(rows)}"


def line(name: str, command: Any) -> str:  # noqa: ANN401 - its type depends on the version of typer
    """Return a command as a row of the contents: its name and the first sentence of its help."""
    sentence = " ".join(command.help.split("\n\n")[0].split()).partition(". ")[0].rstrip(".")
    return f"| {link(name)} | {sentence} |\n"


def link(name: str) -> str:
    """Return a link to a command on the page."""
    return f"[{name}](#hedgesim-{name})"


def section(name: str, command: Any) -> str:  # noqa: ANN401 - its type depends on the version of typer
    """Return a command: what it does, its usage, arguments and options, an example."""
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    own = [p for p in options if p.opts[0] not in AS_DATA]
    words = " ".join(["hedgesim", name, *(usage(p) for p in arguments), *(["[OPTIONS]"] if options else [])])
    text = f"### hedgesim {name}\n\n{command.help}\n\n```text\n{words}\n```\n"
    if arguments or own:
        text += "\n| | meaning | default |\n|---|---|---|\n" + "".join(map(row, [*arguments, *own]))
    if len(own) < len(options):
        text += f"\nTables as data: {', '.join(called(p) for p in options if p not in own)}.\n"
    return f"{text}\n```sh\n{example(name, command)}\n```\n"


def example(name: str, command: Any) -> str:  # noqa: ANN401
    """Return the example that a command's help ends with."""
    return str(command.epilog or f"hedgesim {name}").removeprefix("Example: ")


def usage(argument: Any) -> str:  # noqa: ANN401
    """Return an argument in the line of usage."""
    name = argument.metavar.strip("[]")
    return name if argument.required else f"[{name}]"


def row(parameter: Any) -> str:  # noqa: ANN401
    """Return an argument or option as a row: name, default, meaning."""
    told = PLACEHOLDER.search(parameter.help or "")
    meaning = PLACEHOLDER.sub("", parameter.help or "").strip().replace("|", r"\|")
    return f"| {called(parameter)} | {meaning} | {told[1] if told else default(parameter)} |\n"


def called(parameter: Any) -> str:  # noqa: ANN401
    """Return how an argument or option is typed, its value by its placeholder."""
    if parameter.param_type_name == "argument":
        return " or ".join(f"`{word}`" for word in parameter.metavar.split("|"))
    value = "" if parameter.is_flag else f" {parameter.metavar or 'TEXT'}"
    return ", ".join(f"`{name}{value}`" for name in parameter.opts)


def default(parameter: Any) -> str:  # noqa: ANN401
    """Return a default that the help text does not give."""
    if parameter.required:
        return "required"
    return "" if parameter.default is None or parameter.default is False else f"{parameter.default}"


def page() -> str:
    """Return the whole page."""
    known = commands()
    groups = [
        "\n".join([f"## {group}\n", *(section(name, known[name]) for name in names)])
        for group, names in GROUPS.items()
    ]
    return HEAD + contents(known) + "\n" + "\n".join(groups)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
