"""Build the web application of the page: Solara's, for the names that it is served under."""

from collections.abc import Iterable

from solara.server import settings
from solara.server import starlette as solara_server
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from .host_filter import HostFilter


def build_application(names: Iterable[str]) -> Starlette:
    """Build the application that answers requests to any of these names; see :class:`HostFilter`."""
    return Starlette(
        routes=[adapt_route(route) for route in solara_server.routes],
        lifespan=solara_server.lifespan,
        middleware=[Middleware(HostFilter, names=names), *solara_server.middleware],
    )


def adapt_route(route: BaseRoute) -> BaseRoute:
    """Return a route of Solara's, or for those that answer with the page one that calls :func:`send_page`."""
    if isinstance(route, Route) and route.endpoint is solara_server.root:
        return Route(route.path, endpoint=send_page)
    return route


async def send_page(request: Request) -> Response:
    """Answer with the page, whose files lie below the path that this request's proxy names, if any.

    Solara keeps the first request's path and address for all later ones.
    """
    settings.main.root_path, settings.main.base_url = None, ""
    response: Response = await solara_server.root(request)
    return response
