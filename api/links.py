"""The only maker of addresses. Behind a proxy they are the proxy's, but only of one that is trusted."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request

from gis.settings import Settings


def base(request: Request) -> str:
    """Scheme, host and base path under which the client reached us, without a slash at the end."""
    settings: Settings = request.app.state.settings
    prefix = settings.base_path.rstrip("/")
    scheme, host = request.url.scheme, request.headers.get("host", request.url.netloc)
    if request.client and request.client.host in settings.trusted_proxies:
        scheme = _first(request, "x-forwarded-proto") or scheme
        host = _first(request, "x-forwarded-host") or host
        prefix = (_first(request, "x-forwarded-prefix") or prefix).rstrip("/")
    return f"{scheme}://{host}{prefix}"


def to(request: Request, path: str, query: Mapping[str, Any] | None = None) -> str:
    """Absolute address of `path` (starting with a slash), with those query values that are not None."""
    values = {key: value for key, value in (query or {}).items() if value is not None}
    tail = f"?{urlencode(values, doseq=True, quote_via=quote)}" if values else ""
    return f"{base(request)}{path}{tail}"


def again(request: Request, **changes: Any) -> str:
    """The request's own address with some query values changed (None removes one)."""
    query = dict(request.query_params) | changes
    return to(request, inner_path(request), query)


def inner_path(request: Request) -> str:
    """The path below SIGAP_BASE_PATH, quoted: it goes into headers too."""
    return quote(request.url.path.removeprefix(request.scope.get("root_path", "")), safe="/%:@")


def _first(request: Request, header: str) -> str:
    return request.headers.get(header, "").split(",")[0].strip()
