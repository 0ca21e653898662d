"""Play the ladder with autonomy as the free room alone (eq. 20): ``python docs/build/free_room.py [--json]``.

A copy of the package has that line changed; mixes and leans are searched anew in it. The rule by which
``hedge`` values effort still follows eq. 20, so that only the rung of spreading, best mix less best lean,
means something.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import hedgesim

SCENARIOS = ("belarus/baseline", "belarus/confrontation", "belarus/war_2022")
SHARED = "concentration, pressed = compute_concentration(omega),"
FREE = "concentration, pressed = total(omega),"


def main() -> None:
    """Copy the package, change the line and print the ladder."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "hedgesim"
        shutil.copytree(str(Path(str(hedgesim.__file__)).parent), copy)
        rules = copy / "model" / "rules" / "welfare.py"
        text = rules.read_text(encoding="utf-8")
        if SHARED not in text:
            sys.exit(f"{rules.name}: {SHARED!r} is not in it")
        rules.unlink()  # it may be a link to the file that was copied
        rules.write_text(text.replace(SHARED, FREE), encoding="utf-8")
        words = [sys.executable, "-m", "hedgesim", "ladder", *SCENARIOS, "--point", *sys.argv[1:]]
        subprocess.run(words, env=os.environ | {"PYTHONPATH": place}, cwd=place, check=True)


if __name__ == "__main__":
    main()
