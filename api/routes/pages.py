"""The web map at `/`, its files, and the HTTP reference."""

from html import escape
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api import html, links
from api.deps import Public
from gis.errors import NotFound
from maps import webapp

router = APIRouter(include_in_schema=False, dependencies=[Public])
# The build names its assets by content, so they never change.
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@router.get("/docs")
def docs(request: Request) -> Response:
    """The HTTP reference: every route with its parameters, from the API's own description."""
    document = request.app.openapi()
    parts = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
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
    rows = [(str(each["name"]), str(each.get("description", ""))) for each in parameters]
    return (
        f"<h2><code>{escape(method.upper())} {escape(path)}</code></h2>"
        f"<p>{escape(str(operation.get('summary', '')))}. {escape(str(operation.get('description', '')))}</p>"
        f"{html.table(rows) if rows else ''}"
    )


@router.get("/")
def index(request: Request) -> Response:
    """The web map."""
    return FileResponse(webapp.dist() / "index.html", headers={"Cache-Control": "no-cache"})


@router.get("/{path:path}")
def asset(request: Request, path: str) -> Response:
    """A file of the built web map."""
    root = webapp.dist().resolve()
    wanted = _inside(root, path)
    if wanted is None:
        raise NotFound(
            "halaman", "Halaman '{path}' tidak ada", "There is no page '{path}'", where="path", path=path[:80]
        )
    headers = _FOREVER if path.startswith("assets/") else {"Cache-Control": "no-cache"}
    return FileResponse(wanted, headers=headers)


def _inside(root: Path, path: str) -> Path | None:
    """The file of that path below `root`; None for anything else, names that no file can have included."""
    try:
        wanted = (root / path).resolve()
        return wanted if wanted.is_relative_to(root) and wanted.is_file() else None
    except (ValueError, OSError):
        return None
