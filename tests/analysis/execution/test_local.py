"""Worker processes of this machine, whatever script asks for them."""

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from hedgesim.analysis.cli.main import main

print("begun")
sys.argv[1:] = ["batch", "belarus/baseline", "--engine", "plain", "--runs", "300", "--quarters", "4",
                "--strategies", "hedge,myopic", "--workers", "2", "--no-compare", "--out", "out"]
main()
"""


def test_a_script_without_a_main_guard_is_run_once(tmp_path: Path) -> None:
    (tmp_path / "driver.py").write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "driver.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (0, "begun\n"), done.stderr
    assert done.stderr.endswith("written to out: 600 runs, 0 failed\n")
