"""Anything that the description allows, and much that it does not, gets a documented answer."""

import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api import tokens
from api.app import create_app
from api.permissions import Permission
from gis.db import Database
from gis.settings import Settings
from gis.viewer import Role
from tests.http.conftest import Post
from tests.http.permission_table import guarded

EXAMPLES = 12
LEFT_OUT = {"/api/live"}  # a stream without end
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# Logging in is braked, sheets take their time, and what is fetched from elsewhere is not there.
NOT_SENT = {"/api/session", "/api/session/password", "/sheets", "/api/layers/{slug}/remote"}


def test_no_read_is_ever_a_server_error(
    settings: Settings, database: Database, post: Post, officer: dict[str, str]
) -> None:
    post()
    assert _asked(settings, database, officer, {"get"}, LEFT_OUT, EXAMPLES) > 20


def test_no_write_is_answered_otherwise_than_described(
    settings: Settings, database: Database, post: Post
) -> None:
    post()
    for role in (Role.OPERATIONS, Role.ADMIN):
        sender = {"Authorization": f"Bearer {tokens.create(database, name='uji', role=role)}"}
        assert _asked(settings, database, sender, {"post", "put", "patch", "delete"}, NOT_SENT, 4) > 20


def _asked(
    settings: Settings,
    database: Database,
    headers: dict[str, str],
    methods: set[str],
    left_out: set[str],
    examples: int,
) -> int:
    """Ask every route of these methods; how many there were. An answer that is not as described fails."""
    # An application of its own: it is started anew for each request, which one that runs cannot be.
    schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(settings, database))
    asked = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        if operation.path in left_out or operation.method not in methods:
            continue

        @hypothesis_settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=headers, checks=CHECKS)

        ask()
        asked += 1
    return asked


def test_the_description_says_who_may_ask(settings: Settings, database: Database) -> None:
    app = create_app(settings, database)
    paths = app.openapi()["paths"]
    for route in guarded(app):
        operation = paths.get(route.path.replace(":path", ""), {}).get(route.method.lower())
        if operation is None:
            assert not route.path.startswith("/api"), route
            continue
        anyone = Permission.READ_PUBLIC in route.permissions
        assert ({} in operation["security"]) == anyone, route
        assert "422" not in operation["responses"], route
        assert ("403" in operation["responses"]) == (not anyone or route.method != "GET"), route


def test_the_description_says_what_a_submission_takes(settings: Settings, database: Database) -> None:
    paths = create_app(settings, database).openapi()["paths"]
    taken = paths["/api/submissions"]["post"]
    form = taken["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"]
    assert {"file", "recipe", "agency", "slug", "licence", "keep_z", "produsen"} <= set(form)
    assert {"200", "201", "202", "413"} <= set(taken["responses"])
    events = paths["/api/events"]["get"]
    assert all(
        "example" in each for each in events["parameters"] if each["name"] in ("area", "bbox", "as_of")
    )
