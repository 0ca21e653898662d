"""Which names a page answers to, without a server."""

from typing import Any

import pytest

from hedgesim.analysis.app.host_filter import MOST_REPORTS, HostFilter


async def answer(*_: object) -> None:
    """An application that answers nothing."""


def foreign(*headers: tuple[str, str], server: tuple[str, int] = ("10.0.0.5", 80)) -> str | None:
    """The name that is refused, at a server of all addresses of a machine."""
    scope: dict[str, Any] = {"server": server, "headers": [(k.encode(), v.encode()) for k, v in headers]}
    return HostFilter(answer, ["0.0.0.0:80", "hub.example.org"]).find_foreign(scope)


def test_the_address_at_which_a_request_arrived_is_known() -> None:
    assert foreign(("host", "10.0.0.5")) is None
    assert foreign(("host", "10.0.0.5:80"), ("origin", "http://10.0.0.5")) is None
    assert foreign(("host", "10.0.0.5:81"), server=("10.0.0.5", 81)) is None
    assert foreign(("host", "[fe80::1]:81"), server=("fe80::1", 81)) is None
    assert foreign(("host", "10.0.0.6")) == "10.0.0.6"


def test_every_header_counts_and_one_has_to_be_there() -> None:
    assert foreign() == ""
    assert foreign(("origin", "http://hub.example.org")) == ""
    assert foreign(("host", "hub.example.org"), ("host", "evil.example")) == "evil.example"
    both = ("origin", "http://hub.example.org"), ("origin", "http://evil.example")
    assert foreign(("host", "hub.example.org"), *both) == "evil.example"


def test_refusals_are_told_once_and_not_without_end(capsys: pytest.CaptureFixture[str]) -> None:
    page = HostFilter(answer, [])
    for k in range(2 * MOST_REPORTS):
        page.report(f"{k // 2}\n")
        page.report(f"{k // 2}\n")
    assert capsys.readouterr().err == "".join(f"{k}\n" for k in range(MOST_REPORTS))
