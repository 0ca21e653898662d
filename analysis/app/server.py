"""Serve the page on this machine; no data are sent anywhere else."""

import os
import signal
import socket
import sys
import threading
import warnings
import webbrowser
from collections.abc import Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any

from ...model.errors import InputError

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette

PAGE = "hedgesim.analysis.app.page"
SCENARIO = "HEDGESIM_APP_SCENARIO"
"""Environment variable that gives the page its first scenario."""
MISSING = "app needs the extra: pip install 'hedgesim[app]'"
QUIET = {
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_MODE": "production",
    "SOLARA_THEME_VARIANT": "light",
    "SOLARA_THEME_SHOW_BANNER": "False",
}
"""Solara's settings: it reports to nobody, and takes no time to look for changed sources."""


def require_extra() -> None:
    """Raise if a package of the extra ``app`` is missing.

    Raises
    ------
    InputError
        If one is missing; the message says how to install the extra.
    """
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in ("solara", "ipyvuetify", "networkx", "uvicorn")):
        raise InputError(MISSING)


def open_socket(host: str, port: int) -> socket.socket:
    """Open a listening socket; port 0 takes any free port.

    Raises
    ------
    InputError
        If the address or port cannot be used.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        msg = f"{host}:{port}: cannot be served ({why}); choose another with --port, or --port 0 for any"
        raise InputError(msg) from None


def serve_page(scenario: str, host: str, port: int, names: Sequence[str] = (), *, shows: bool) -> None:
    """Serve the page until Ctrl-C.

    Parameters
    ----------
    scenario : str
        The first scenario of the page.
    host, port
        Address to serve at; see :func:`open_socket`.
    names : sequence of str
        Further names under which browsers find the page, such as that of a proxy.
    shows : bool
        Whether to open a browser.

    Raises
    ------
    InputError
        If the address cannot be used, or a name is none.
    """
    from .host_filter import LOOPBACK, check_hosts, join_port

    check_hosts(names)
    own = open_socket(host, port)  # before uvicorn is imported: a port in use is reported at once
    os.environ |= {**QUIET, SCENARIO: scenario, "SOLARA_APP": PAGE}
    port = own.getsockname()[1]
    server = build_server([*names, *(join_port(name, port) for name in (host, *LOOPBACK))], scenario)
    warnings.filterwarnings("ignore", module="solara")  # on cookies of embedded pages, and on Mesa's hooks
    address = f"http://{join_port(host, port)}"
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # but while the server runs, which has a handler of its own
    sys.stderr.write(f"the page is at {address} ; Ctrl-C ends it\n")
    if shows:
        threading.Timer(1.0, webbrowser.open, (address,)).start()
    server.run(sockets=[own])
    os._exit(0)  # without waiting for what a page still computes, which nobody sees any more


def build_server(names: Sequence[str], scenario: str) -> "uvicorn.Server":
    """Build a server that ends in order after the first signal; a second one changes nothing.

    It loads the engine of a scenario in the background.
    """
    import uvicorn

    class Server(uvicorn.Server):
        """A server that the first signal ends in order, and no later one disturbs."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            if not self.should_exit:
                sys.unraisablehook = ignore_exception  # what threads meet from now on concerns nobody
                super().handle_exit(sig, frame)

    def build() -> "Starlette":
        from .application import build_application  # heavy: while it loads, Ctrl-C is the server's already

        application = build_application(names)
        # not before: numba restores the filters of warnings, so those set by imports meanwhile would be lost
        threading.Thread(target=load_engine, args=[scenario], daemon=True).start()
        return application

    options: dict[str, Any] = {"log_level": "error", "lifespan": "on", "timeout_graceful_shutdown": 1}
    return Server(uvicorn.Config(build, factory=True, **options))


def ignore_exception(_: object) -> None:
    """Do nothing about an exception that no one can handle."""


def load_engine(scenario: str) -> None:
    """Load the compiled engine for the first page's paths and draws, so that it waits less."""
    from ...model.engines.compiled.kind import LoopKind, has_hazards
    from ...model.engines.compiled.simulate import build_kernel
    from ...model.scenario.scenario import Scenario

    loaded = Scenario.load(scenario)
    build_kernel(LoopKind(len(loaded.patrons), hazards=has_hazards(loaded)))
