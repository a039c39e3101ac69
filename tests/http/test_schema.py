"""Anything that the description allows, and much that it does not, gets a documented answer."""

import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok

from api.app import create_app
from gis.db import Database
from gis.settings import Settings
from tests.http.conftest import Post

EXAMPLES = 12
LEFT_OUT = {"/api/live"}  # a stream without end


def test_no_read_is_ever_a_server_error(
    settings: Settings, database: Database, post: Post, officer: dict[str, str]
) -> None:
    post()
    # An application of its own: it is started anew for each request, which one that runs cannot be.
    schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(settings, database))
    asked = 0
    for result in schema.include(method="GET").get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        if operation.path in LEFT_OUT:
            continue

        @hypothesis_settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=officer, checks=[not_a_server_error])

        ask()
        asked += 1
    assert asked > 20
