"""The command starts quickly: what it imports, told by a fresh process, not by a clock."""

import json
import subprocess
import sys

import pytest

HEAVY = {"mesa", "numba", "pandas", "matplotlib", "scipy", "pyarrow", "numpy", "pydantic", "rich"}


def imported(*words: str) -> set[str]:
    """Top-level modules that a command has imported when it ends."""
    script = (
        "import sys, json\n"
        "from hedgesim.analysis.cli.main import app\n"
        "try:\n"
        f"    app({list(words)!r}, prog_name='hedgesim')\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["batch", "--help"], ["plot", "--help"]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    assert not imported(*words) & (HEAVY - {"pydantic"})  # typer reads a command's options with it


def test_scenario_commands_need_no_tables() -> None:
    assert not imported("explain", "red_line") & (HEAVY - {"rich", "pydantic", "numpy"})
    assert not imported("validate", "belarus/baseline") & (HEAVY - {"rich", "pydantic"})


def test_one_run_does_not_import_mesa_or_figures() -> None:
    unneeded = {"mesa", "matplotlib", "numba", "llvmlite", "scipy", "sklearn", "pandas"}
    assert not imported("run", "belarus/baseline", "--quarters", "2") & unneeded


def test_the_packages_themselves_are_light() -> None:
    script = "import sys, hedgesim.model, hedgesim.analysis; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {name.partition(".")[0] for name in done.stdout.split()} & HEAVY


def test_workers_do_not_import_what_only_the_parent_needs() -> None:
    script = "import sys; from hedgesim.analysis.execution import blocks, local; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {name.partition(".")[0] for name in done.stdout.split()} & (HEAVY - {"numpy", "pydantic"})


def test_every_public_name_is_what_it_says_whatever_was_imported_before() -> None:
    script = (
        "import sys, pkgutil, importlib, hedgesim.analysis as a\n"
        "first = {n: getattr(a, n) for n in a.__all__}\n"
        "assert all(map(callable, first.values())), first\n"
        "for m in pkgutil.walk_packages(a.__path__, 'hedgesim.analysis.'):\n"
        "    if '.app.' not in m.name:\n"  # Solara's page warns where it is imported outside a server
        "        importlib.import_module(m.name)\n"
        "assert {n: getattr(a, n) for n in a.__all__} == first\n"
        "print(*first)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert {"sensitivity", "robustness", "comparison", "threshold", "optimise"} <= set(done.stdout.split())


def test_a_command_visits_its_objects_seldom_and_not_at_its_end() -> None:
    script = (
        "import atexit, gc, sys\n"
        "atexit.register(lambda: print(gc.get_threshold()[0], gc.get_freeze_count()))\n"
        "sys.argv = ['hedgesim', '--version']\n"
        "from hedgesim.analysis.cli.main import main\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    threshold, frozen = map(int, done.stdout.split()[-2:])
    assert threshold >= 50_000
    assert frozen > 10_000
