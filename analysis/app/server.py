"""Serve the page on this machine; no data are sent anywhere else."""

import os
import socket
import sys
import threading
import warnings
import webbrowser
from contextlib import suppress

from ...model.errors import InputError

PAGE = "hedgesim.analysis.app.page"
SCENARIO = "HEDGESIM_APP_SCENARIO"
"""Environment variable that tells the page its first scenario."""
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


def serve_page(scenario: str, host: str, port: int, *, shows: bool) -> None:
    """Serve the page until Ctrl-C.

    Parameters
    ----------
    scenario : str
        The first scenario of the page.
    host, port
        Address to serve at; see :func:`open_socket`.
    shows : bool
        Whether to open a browser.
    """
    own = open_socket(host, port)  # before uvicorn is imported: a port in use is reported at once
    os.environ |= {**QUIET, SCENARIO: scenario, "SOLARA_APP": PAGE}
    import uvicorn

    warnings.filterwarnings("ignore", module="solara")  # on cookies of embedded pages, and on Mesa's hooks
    address = f"http://{host}:{own.getsockname()[1]}"
    config = uvicorn.Config(
        "solara.server.starlette:app", log_level="error", lifespan="on", timeout_graceful_shutdown=1
    )
    sys.stderr.write(f"the page is at {address} ; Ctrl-C ends it\n")
    threading.Thread(target=load_engine, daemon=True).start()
    if shows:
        threading.Timer(1.0, webbrowser.open, (address,)).start()
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[own])


def load_engine() -> None:
    """Load the compiled engine in advance, so that the first page does not wait for it."""
    from ...model.engines.compiled.simulate import build_kernel

    build_kernel()
