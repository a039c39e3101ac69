"""Where a request came from: the client's address, told by a proxy only where that proxy is trusted."""

from ipaddress import ip_address

from starlette.requests import Request

from gis.settings import Settings


def address_of(request: Request) -> str:
    """The client's address: the last one in X-Forwarded-For that no trusted proxy of ours has."""
    settings: Settings = request.app.state.settings
    found = request.client.host if request.client else ""
    told = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    while found in settings.trusted_proxies and told and told[-1]:
        found = told.pop()
    return found


def is_local(request: Request) -> bool:
    """Whether the request comes from this machine itself, and was not passed on for somebody else."""
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    try:
        return ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False
