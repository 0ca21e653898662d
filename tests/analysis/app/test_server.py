"""Starting the page: what is refused, and in which words."""

import contextlib
import http.client
import importlib.util
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest
from support.app_pages import served
from typer.testing import CliRunner

from hedgesim.analysis.app import server
from hedgesim.analysis.cli.main import app
from hedgesim.model import HedgesimError, Scenario
from hedgesim.model.engines.compiled.kind import LoopKind, has_hazards

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


def wait_until_ready(address: str) -> None:
    """Wait until a page answers."""
    for _ in range(240):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/readyz", timeout=5):
            return
        time.sleep(0.25)
    pytest.fail("the page did not answer")


@pytest.mark.parametrize("presses", [1, 3])
def test_ctrl_c_ends_it_without_a_word(tmp_path: Path, presses: int) -> None:
    with subprocess.Popen(
        [COMMAND, "app", "--port", "0"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    ) as running:
        assert running.stderr is not None
        address = running.stderr.readline().split()[4]
        wait_until_ready(address)
        with open_websocket(address):
            for _ in range(presses):
                running.send_signal(signal.SIGINT)
                time.sleep(0.1)
            try:
                rest = running.communicate(timeout=60)
            finally:
                running.kill()
    out, errors = rest
    # code that this machine has not compiled yet is compiled in the background, with a notice
    assert (running.returncode, out, re.sub(r"^compiling the model .*\n", "", errors)) == (0, "", "")


@pytest.mark.parametrize(("name", "count"), [("belarus/baseline", 3), ("two_powers/baseline", 2)])
def test_the_engine_of_the_first_page_is_loaded(
    monkeypatch: pytest.MonkeyPatch, name: str, count: int
) -> None:
    engine, loaded = import_module("hedgesim.model.engines.compiled.simulate"), []
    monkeypatch.setattr(engine, "build_kernel", loaded.append)
    server.load_engine(name)
    assert loaded == [LoopKind(count, hazards=has_hazards(Scenario.load(name)))]


# ---- who is answered -----------------------------------------------------------------------


@contextlib.contextmanager
def open_websocket(address: str, **headers: str) -> Iterator[int]:
    """The status with which a session's websocket is answered, open for a while."""
    host, _, port = address.removeprefix("http://").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=60)
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Cookie": "solara-session-id=a",
    }
    kernel = f"/jupyter/api/kernels/{uuid4()}/channels?session_id=a"
    connection.request("GET", kernel, headers=upgrade | headers)
    try:
        yield connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served("--allow-host", "hub.example.org", cwd=tmp_path_factory.mktemp("served")) as found:
        wait_until_ready(found)
        yield found


def get_page(address: str, **headers: str) -> tuple[int, str, str]:
    """Status, text and security policy of the page, asked for with some headers."""
    words = {key.replace("_", "-"): value for key, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=words), timeout=60) as answer:
            return 200, answer.read().decode(), answer.headers["Content-Security-Policy"]
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode(), ""


NAMES = {
    "{here}": 200,
    "localhost:{port}": 200,
    "LOCALHOST:{port}": 200,
    "[::1]:{port}": 200,
    "hub.example.org": 200,
    "hub.example.org:443": 200,
    "hub.example.org:8443": 403,
    "localhost": 403,
    "127.0.0.1:1": 403,
    "evil.example": 403,
    "evil.example:{port}": 403,
    "localhost:{port}.evil.example": 403,
    "localhost:{port}@evil.example": 403,
}


@pytest.mark.parametrize(("name", "status"), NAMES.items())
def test_it_answers_to_its_names_alone(address: str, name: str, status: int) -> None:
    here = address.removeprefix("http://")
    name = name.format(here=here, port=here.partition(":")[2])
    assert get_page(address, Host=name)[0] == status
    assert get_page(address, Origin=f"http://{name}")[0] == status


def test_a_page_of_nowhere_is_not_answered(address: str) -> None:
    assert get_page(address, Origin="null")[:2] == (403, "refused: a request that does not name this page\n")


WEBSOCKETS = {
    "": 101,
    "Origin: {address}": 101,
    "Origin: https://hub.example.org": 101,
    "Origin: http://evil.example": 403,
    "Origin: http://127.0.0.1:1": 403,
    "Origin: null": 403,
    "Host: evil.example": 403,
}


@pytest.mark.parametrize(("header", "status"), WEBSOCKETS.items())
def test_a_session_begins_from_the_page_alone(address: str, header: str, status: int) -> None:
    key, _, value = header.format(address=address).partition(": ")
    with open_websocket(address, **({key: value} if key else {})) as found:
        assert found == status


def test_a_refusal_says_how_to_allow_it(address: str) -> None:
    assert get_page(address, Host="mine.example:81")[1] == (
        "refused: mine.example:81: the page is not served under this name; if it should be, start it with"
        " --allow-host mine.example:81\n"
    )
    assert get_page(address, Host="<b>")[1] == "refused: a request that does not name this page\n"


def test_no_other_site_shows_it_in_a_frame(address: str) -> None:
    policy = get_page(address)[2]
    assert policy.startswith("frame-ancestors 'self' ")
    assert "hub.example.org" in policy.split()


def test_a_proxys_path_is_that_of_its_own_requests_alone(address: str) -> None:
    proxied, direct = get_page(address, X_Script_Name="/user/x")[1], get_page(address)[1]
    assert 'href="/user/x/_solara/' in proxied
    assert 'href="/_solara/' in direct
    assert "/user/x" not in direct
    assert "/other" in get_page(address, X_Script_Name="/other")[1]


@pytest.mark.parametrize("name", ["https://hub.example.org", "a b", "*", "hub:", "", "hub/x"])
def test_a_name_that_no_browser_shows_is_refused(name: str) -> None:
    done = CliRunner().invoke(app, ["app", "--allow-host", name, "--port", "0"])
    assert done.exit_code == 2
    assert done.stderr == (
        f"Error: --allow-host {name}: found no name of a host; write it as in a browser's address line:"
        " hub.example.org, or hub.example.org:8443\n"
    )
