"""The page docs/reference/permissions.md, made from the table of permissions and the application's routes.

`.venv/bin/python -m tests.http.permission_table` writes it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from fastapi.routing import APIRoute
from starlette.applications import Starlette
from starlette.routing import Route

from api.app import create_app
from api.permissions import GRANTED, Permission
from gis.db import Database
from gis.settings import Settings
from gis.viewer import Role

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "permissions.md"
_START = """# Permissions

What each role may. The one table is in `api/permissions.py`; a test walks every route with every role and
compares this page with both (`python -m tests.http.permission_table` writes it anew). A route with several
permissions needs one of them.

A role bound to a regency (`petugas_kabupaten`) uses its permissions for that regency; elsewhere it reads what
is public. A token with a scope has only the permissions in it.
"""


class Guarded(NamedTuple):
    """A route as it is asked for, and the permissions of which one is needed (none: it is not declared)."""

    method: str
    path: str
    permissions: tuple[Permission, ...]


def guarded(app: Starlette) -> Iterator[Guarded]:
    """Every route of the application, plain ones too, by each of its methods."""
    for route in _routes(app.routes):
        found = getattr(route.endpoint, "permissions", ())
        if isinstance(route, APIRoute):
            found = found or _declared(route.dependant)
        for method in sorted((route.methods or {"GET"}) - {"HEAD"}):
            yield Guarded(method, route.path, tuple(found))


def _routes(routes: Iterable[Any]) -> Iterator[Route | APIRoute]:
    for route in routes:
        if hasattr(route, "original_router"):  # FastAPI's own way of including one
            assert not route.include_context.prefix, "a prefix that is not the router's own"
            yield from _routes(route.original_router.routes)
        else:
            assert isinstance(route, Route | APIRoute), f"a route of another kind: {route}"
            yield route


def _declared(dependant: Any) -> tuple[Permission, ...]:
    """The strictest of what a route's dependencies declare: reading what is public is in all of them."""
    all_of = [getattr(each.call, "permissions", ()) or _declared(each) for each in dependant.dependencies]
    stated = [found for found in all_of if found]
    narrow = [found for found in stated if found != (Permission.READ_PUBLIC,)]
    assert len(set(narrow)) < 2, f"two permissions at once: {narrow}"
    return (narrow or stated or [()])[0]


def application() -> Starlette:
    """The application without a database: its routes need none."""
    return create_app(Settings(), Database("postgresql://sigap_app@/nihil"))


def page(app: Starlette) -> str:
    """The whole page."""
    roles = "".join(f" {role} |" for role in Role)
    lines = [_START, "## Roles\n", f"| permission |{roles}", "|---|" + "---|" * len(Role)]
    for permission in Permission:
        marks = "".join(f" {'✓' if role in GRANTED[permission] else ''} |" for role in Role)
        lines.append(f"| `{permission}` |{marks}")
    lines += ["", "## Routes\n", "| route | permission |", "|---|---|"]
    for method, path, permissions in sorted(guarded(app), key=lambda each: (each.path, each.method)):
        lines.append(f"| `{method} {path}` | {', '.join(f'`{each}`' for each in permissions)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(application()), encoding="utf-8")
