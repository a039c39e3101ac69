"""What request headers ask of an answer: only if it changed, and packed or not (RFC 9110)."""

import re
from collections.abc import Iterator

from starlette.requests import Request

_TAG = re.compile(r'"[^"]*"')


def unchanged(request: Request, etag: str) -> bool:
    """Whether If-None-Match names `etag`: `*`, one tag or a list of them, weak or strong."""
    return names(request.headers.get("if-none-match", ""), etag)


def names(header: str, etag: str) -> bool:
    """Whether the value of an If-None-Match header names the tag. A comma or `*` may stand within a tag."""
    return header.strip() == "*" or etag.removeprefix("W/") in _TAG.findall(header)


def takes_gzip(request: Request) -> bool:
    """Whether Accept-Encoding takes gzip; `gzip;q=0` does not."""
    return gzip_in(request.headers.get("accept-encoding", ""))


def gzip_in(header: str) -> bool:
    """Whether the value of an Accept-Encoding header takes gzip."""
    weights = dict(_weighted(header))
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def preferred(header: str) -> list[str]:
    """The values of a weighted header such as Accept-Language, the most wanted first."""
    wanted = [pair for pair in _weighted(header) if pair[1] > 0]
    return [value for value, _ in sorted(wanted, key=lambda pair: -pair[1])]


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    for part in header.lower().split(","):
        value, _, parameters = part.partition(";")
        if value.strip():
            yield value.strip(), _weight(parameters)


def _weight(parameters: str) -> float:
    for each in parameters.split(";"):
        name, _, number = each.strip().partition("=")
        if name.strip() == "q":
            try:
                return float(number)
            except ValueError:
                return 0.0
    return 1.0
