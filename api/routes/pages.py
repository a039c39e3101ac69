"""The web map at `/`, its files, and the HTTP reference."""

from html import escape
from pathlib import Path

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from api import html, links, methods
from api.deps import Public
from api.middleware import GROUPS
from gis.errors import NotFound
from maps import webapp

router = APIRouter(include_in_schema=False, dependencies=[Public])
files = APIRouter(include_in_schema=False, dependencies=[Public])
"""Takes any address, so it comes after all others."""
# The build names its assets by content, so they never change.
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "Accept-Ranges": "none"}
_CHECKED = {"Cache-Control": "no-cache", "Accept-Ranges": "none"}


@router.get("/docs")
def docs(request: Request) -> Response:
    """The HTTP reference: every route with its parameters, from the API's own description."""
    document = request.app.openapi()
    parts = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            parts.append(_operation(path, method, operation))
    address = escape(links.to(request, "/openapi.json"))
    start = (
        f"<p>{escape(document['info']['description'])}</p>"
        f'<p>OpenAPI: <a href="{address}">openapi.json</a> · OGC: '
        f'<a href="{escape(links.to(request, "/ogc?f=html"))}">/ogc</a></p>'
    )
    return html.page(request, "Rujukan HTTP", start + "".join(parts))


def _operation(path: str, method: str, operation: dict[str, object]) -> str:
    parameters = operation.get("parameters", [])
    assert isinstance(parameters, list)
    told = [each for each in parameters if each["name"] != "lang"]  # of every route the same
    rows = [(str(each["name"]), str(each.get("description", ""))) for each in told]
    return (
        f"<h2><code>{escape(method.upper())} {escape(path)}</code></h2>"
        f"<p>{escape(str(operation.get('summary', '')))}. {escape(str(operation.get('description', '')))}</p>"
        f"{html.table(rows) if rows else ''}"
    )


@router.get("/")
def index(request: Request) -> Response:
    """The web map."""
    return WholeFile(webapp.dist() / "index.html", headers=_CHECKED)


@files.get("/{path:path}")
def asset(request: Request, path: str) -> Response:
    """A file of the built web map."""
    if methods.taken(request):
        raise HTTPException(405)  # a route that takes other methods
    wanted = None if path.split("/")[0] in GROUPS else _inside(webapp.dist().resolve(), path)
    if wanted is None:
        raise NotFound(
            "halaman", "Halaman '{path}' tidak ada", "There is no page '{path}'", where="path", path=path[:80]
        )
    return WholeFile(wanted, headers=_FOREVER if path.startswith("assets/") else _CHECKED)


class WholeFile(FileResponse):
    """A file that is never sent in parts: those of the web map are small, and a poor Range is no error."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [pair for pair in scope["headers"] if pair[0] != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)


def _inside(root: Path, path: str) -> Path | None:
    """The file of that path below `root`; None for anything else, names that no file can have included."""
    try:
        wanted = (root / path).resolve()
        return wanted if wanted.is_relative_to(root) and wanted.is_file() else None
    except (ValueError, OSError):
        return None
