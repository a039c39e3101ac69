"""Which methods an address takes: routes that share an address are asked one by one."""

from starlette.requests import Request
from starlette.routing import BaseRoute, Match

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def taken(request: Request) -> tuple[str, ...]:
    """The methods that the request's address takes; none where there is at most a file of the web map."""
    *routes, _files = request.app.router.routes  # the last one takes any address
    found = [method for method in _METHODS if any(_takes(route, request, method) for route in routes)]
    return tuple(each for method in found for each in ((method, "HEAD") if method == "GET" else (method,)))


def _takes(route: BaseRoute, request: Request, method: str) -> bool:
    match, _ = route.matches({**request.scope, "method": method})
    return match is Match.FULL
