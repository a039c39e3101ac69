"""Which servers may be called: those that were registered, and none inside the network by another's name.

A name is resolved once and that very address is connected to, so that it cannot lead elsewhere the second
time. Addresses of private networks are refused unless the operator names the host in SIGAP_REMOTE_HOSTS.
"""

import ipaddress
import socket
import ssl
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from gis.errors import InvalidInput, Unavailable
from ingest.remote import troubles

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}


class Guard:
    """Knows the hosts that the operator vouches for: `host` or `host:port`."""

    def __init__(self, vouched: Iterable[str]) -> None:
        self._vouched = frozenset(each.strip().lower() for each in vouched)

    def vouches(self, host: str, port: int | None) -> bool:
        """Whether the operator named it."""
        return host.lower() in self._vouched or f"{host.lower()}:{port}" in self._vouched

    def vouches_for(self, url: str) -> bool:
        """The same of an address."""
        _, host, port = origin(url)
        return self.vouches(host, port)

    def is_inside(self, host: str, port: int) -> bool:
        """Whether a host that may be called lies in a network of our own; a name we do not know does not."""
        try:
            return not any(map(is_public, self.addresses(host, port)))
        except Unavailable:
            return False

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host that may be connected to; InvalidInput where one of them may not be."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise troubles.silent(host, "DNS") from error
        listed = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not self.vouches(host, port) and not all(map(is_public, listed)):
            raise troubles.forbidden(
                host, "alamatnya di jaringan internal", "its address is in a private network"
            )
        return listed

    def check_onward(self, registered: str, url: str) -> str:
        """`url` as it may be called on behalf of a registered address; InvalidInput for another server.

        The same host by http where https was registered is asked by https: servers behind a proxy often do
        not know how they are reached.
        """
        ours, theirs = origin(registered), origin(url)
        if theirs == ours or self.vouches(theirs[1], theirs[2]):
            return url
        if (
            theirs[1] == ours[1]
            and (ours[0], theirs[0]) == ("http", "https")
            and theirs[2] == _PORTS["https"]
        ):
            return url
        if theirs[1] == ours[1] and (ours[0], theirs[0]) == ("https", "http") and theirs[2] in (80, ours[2]):
            return urlsplit(url)._replace(scheme="https", netloc=urlsplit(registered).netloc).geturl()
        raise troubles.forbidden(
            theirs[1], f"{ours[1]} mengarahkan ke server lain", f"{ours[1]} leads to another server"
        )


def is_public(address: str) -> bool:
    """Whether an IP address is one of the whole internet."""
    ip: Any = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip
    if ip.version == 6 and ip in _NAT64:
        ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return bool(ip.is_global and not ip.is_multicast and not ip.is_reserved)


def origin(url: str) -> tuple[str, str, int]:
    """(scheme, host, port) of an address; InvalidInput where it has none that is called."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise troubles.forbidden(url[:80], "bukan alamat http(s)", "it is no http(s) address")
    return parts.scheme, parts.hostname.lower(), port or _PORTS[parts.scheme]


class _Backend(httpcore.SyncBackend):
    """Connects to addresses that the guard lets through."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        failed: Exception | None = None
        for address in self._guard.addresses(host, port):
            try:
                return super().connect_tcp(address, port, *args, **kwargs)
            except httpcore.ConnectError as error:
                failed = error
        raise failed or httpcore.ConnectError(host)


class GuardedTransport(httpx.HTTPTransport):
    """httpx over connections that the guard lets through, one at a time.

    By a proxy only where the operator names one, then not to hosts within our own network. The proxy looks
    names up itself; those that we know too must not lead inside.
    """

    def __init__(self, guard: Guard, proxy: str | None = None) -> None:
        super().__init__(trust_env=False)
        self._guard = guard
        context: ssl.SSLContext = httpx.create_ssl_context(trust_env=False)
        self._direct = httpcore.ConnectionPool(
            ssl_context=context, max_connections=1, network_backend=_Backend(guard)
        )
        self._proxied = _proxied(proxy, context) if proxy else None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask directly or by the proxy; InvalidInput where the guard lets nobody through."""
        _, host, port = origin(str(request.url))
        outside = self._proxied is not None and not self._guard.is_inside(host, port)
        self._pool = self._proxied if outside and self._proxied else self._direct
        return super().handle_request(request)

    def close(self) -> None:
        """Let all connections go."""
        self._direct.close()
        if self._proxied is not None:
            self._proxied.close()


def _proxied(address: str, context: ssl.SSLContext) -> httpcore.HTTPProxy:
    try:
        proxy = httpx.Proxy(address)
        if proxy.url.scheme not in _PORTS or not proxy.url.host:
            raise ValueError
    except (ValueError, httpx.InvalidURL) as error:
        raise InvalidInput(
            "proksi",
            "SIGAP_REMOTE_PROXY bukan alamat proksi http(s)",
            "SIGAP_REMOTE_PROXY is no address of an http(s) proxy",
            where="SIGAP_REMOTE_PROXY",
        ) from error
    url = httpcore.URL(scheme=proxy.url.raw_scheme, host=proxy.url.raw_host, port=proxy.url.port, target=b"/")
    return httpcore.HTTPProxy(
        proxy_url=url, proxy_auth=proxy.raw_auth, ssl_context=context, max_connections=1
    )
