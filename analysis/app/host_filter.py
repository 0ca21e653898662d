"""Answer only requests that name this page as their host, and that come from no foreign page."""

import re
import sys
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...model.errors import InputError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
POLICY_VIOLATION = 1008
"""Code with which a websocket is refused."""
MOST_REPORTS = 20
"""Most different refusals reported on standard error, so that foreign requests cannot flood it."""
HOST = re.compile(r"([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE)


class HostFilter:
    """An ASGI application in front of another one.

    A browser sends the name in its address line as ``Host``, and that of the page that asks as ``Origin``. So
    neither a page of another site nor a name that its owner points at this machine can start a session; nor
    can another site show this page in a frame.

    Parameters
    ----------
    app : ASGI application
        The application that answers.
    names : iterable of str
        Names under which browsers find the page, each with its port unless that is 80 or 443.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self.app, self.names = app, frozenset(map(drop_default_port, names))
        framing = sorted(name for name in self.names if "[" not in name)  # policies know no IPv6 addresses
        self.policy = f"frame-ancestors 'self' {' '.join(framing)}".encode()
        self.reports: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with status 403."""

        async def send_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", self.policy)]
            await send(message)

        foreign = None if scope["type"] == "lifespan" else self.find_foreign(scope)
        if foreign is None:
            await self.app(scope, receive, send_policy)
            return
        fault = explain_refusal(foreign)
        self.report(fault)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            await PlainTextResponse(fault, 403)(scope, receive, send)

    def find_foreign(self, scope: Scope) -> str | None:
        """Return the first name of a request that is not served, None if all are.

        Besides the known names, the address counts at which the request arrived: a server of all addresses of
        a machine cannot list them.
        """
        known = self.names | {drop_default_port(join_port(*scope["server"]))}
        headers = [(key, value.decode("latin-1")) for key, value in scope["headers"]]
        hosts = [value for key, value in headers if key == b"host"]
        origins = [value.partition("://")[2] for key, value in headers if key == b"origin"]
        return next((n for n in [*(hosts or [""]), *origins] if drop_default_port(n) not in known), None)

    def report(self, fault: str) -> None:
        """Tell a refusal on standard error, once: a browser does not show that of a websocket."""
        if fault not in self.reports and len(self.reports) < MOST_REPORTS:
            self.reports.add(fault)
            sys.stderr.write(fault)


def explain_refusal(name: str) -> str:
    """Explain that a name is not served, and how it would be; a name of other letters is not repeated."""
    if not is_host(name):
        return "refused: a request that does not name this page\n"
    return (
        f"refused: {name}: the page is not served under this name; if it should be, start it with"
        f" --allow-host {name}\n"
    )


def check_hosts(names: Iterable[str]) -> None:
    """Refuse names that could not stand in a browser's address line.

    Raises
    ------
    InputError
        If one could not.
    """
    wrong = [name for name in names if not is_host(name)]
    if wrong:
        msg = (
            f"--allow-host {', '.join(wrong)}: found no name of a host; write it as in a browser's address"
            " line: hub.example.org, or hub.example.org:8443"
        )
        raise InputError(msg)


def is_host(name: str) -> bool:
    """Return whether a text is a name or address, with or without a port."""
    return HOST.fullmatch(name) is not None


def join_port(host: str, port: int) -> str:
    """Join an address and a port as in a link."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def drop_default_port(name: str) -> str:
    """Return a name in small letters, without a port that browsers leave out."""
    return re.sub(r":(80|443)$", "", name.lower())
