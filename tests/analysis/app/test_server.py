"""Starting the page: what is refused, and in which words."""

import contextlib
import importlib.util
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hedgesim.analysis.app import server
from hedgesim.analysis.cli.main import app
from hedgesim.model import HedgesimError

COMMAND = str(Path(sys.executable).with_name("hedgesim"))


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    done = CliRunner().invoke(app, ["app"])
    assert done.exit_code == 2
    assert done.stderr == "Error: app needs the extra: pip install 'hedgesim[app]'\n"


def test_an_unknown_scenario_is_told_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "serve_page", lambda *_, **__: pytest.fail("it started"))
    done = CliRunner().invoke(app, ["app", "belarus/basline"])
    assert done.exit_code == 2
    assert "did you mean belarus/baseline?" in done.stderr


def test_a_port_in_use_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(HedgesimError) as error:
            server.open_socket("127.0.0.1", port)
    assert str(error.value) == (
        f"127.0.0.1:{port}: cannot be served (Address already in use);"
        " choose another with --port, or --port 0 for any"
    )


def test_an_address_of_nobody_is_told() -> None:
    with pytest.raises(HedgesimError, match=r"nowhere\.invalid:80: cannot be served \("):
        server.open_socket("nowhere.invalid", 80)


def test_a_port_of_0_is_any_free_one_of_this_machine_alone() -> None:
    with server.open_socket("127.0.0.1", 0) as own:
        assert own.getsockname()[0] == "127.0.0.1"
        assert own.getsockname()[1] > 0


def test_ctrl_c_ends_it_without_a_word(tmp_path: Path) -> None:
    with subprocess.Popen(
        [COMMAND, "app", "--port", "0"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    ) as running:
        assert running.stderr is not None
        address = running.stderr.readline().split()[4]
        for _ in range(240):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/readyz", timeout=5):
                break
            time.sleep(0.25)
        running.send_signal(signal.SIGINT)
        try:
            rest = running.communicate(timeout=60)
        finally:
            running.kill()
    assert (running.returncode, rest) == (0, ("", ""))
