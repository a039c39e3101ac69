"""The portal's server: which address is answered by what."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.portal import arcgis, images, ogc
from tests.portal.state import Portal, Query, Reply, as_json


@contextmanager
def running() -> Iterator[Portal]:
    """A geoportal on a loopback port."""
    portal = Portal()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            portal.asked.append((parts.path, query, {k.lower(): v for k, v in self.headers.items()}))
            status, headers, body = portal.fault(parts.path, query, len(portal.asked)) or answer(
                portal, parts.path, query
            )
            mark = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
            if portal.etags and status == 200:
                headers = {**headers, "ETag": mark}
                if self.headers.get("If-None-Match") == mark:
                    status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    portal.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()


def answer(portal: Portal, path: str, query: Query) -> Reply:
    """What the server says."""
    if path == "/ogc/collections/posko/items":
        return ogc.items(portal, path, query)
    if path == "/wfs":
        return ogc.wfs(portal, query)
    if path == "/arcgis/rest/services/Uji/FeatureServer/0":
        return as_json(arcgis.layer(portal))
    if path == "/arcgis/rest/services/Uji/FeatureServer/0/query":
        return arcgis.query(portal, query)
    if path == "/arcgis/rest/services/Indeks/ImageServer":
        return as_json(images.service() | portal.says)
    if path == "/arcgis/rest/services/Indeks/ImageServer/exportImage":
        return images.export(portal, query)
    return 404, {"Content-Type": "text/html"}, b"<html><title>Not here</title></html>"
