"""Tiles over HTTP: kept for one class of readers, dropped with access, told of in figures."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import shapely
import sqlalchemy as sa
from starlette.testclient import TestClient

from api import tokens
from api.app import create_app
from gis.catalogue import LayerMeta
from gis.db import Database
from gis.files import Files
from gis.settings import Settings
from gis.viewer import officer as officer_named
from ingest import run
from tests import mvt
from tests.db.test_tiles import spot
from tests.db.test_tiles_copies import SOUTH, WEST, feature, mosaic, scattered
from tests.registers import keep

WAIT_S = 20.0
NEAR = "/tiles/kejadian/12/3259/2082.mvt"
PETAK = "/tiles/petak/8/203/130.mvt"


def bring(
    database: Database, settings: Settings, slug: str, features: list[Any], access: str = "publik"
) -> None:
    body = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    meta = LayerMeta(slug=slug, title=slug, source="uji", access=access)
    delivery = run.Delivery(
        content=body, filename="uji.geojson", channel="uji", viewer=officer_named("uji"), layer=meta
    )
    run.ingest(database, Files(settings.files), delivery)


def settled(client: TestClient, path: str, check: Any, headers: dict[str, str] | None = None) -> Any:
    """The answer once it is as it should be; fails when it is not so in WAIT_S."""
    end = time.monotonic() + WAIT_S
    while not check(answer := client.get(path, headers=headers)):
        assert time.monotonic() < end, answer
        time.sleep(0.02)
    return answer


def trusted(client: TestClient) -> None:
    settled(client, "/metrics", lambda answer: "sigap_live_trusted 1" in answer.text)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Statements that go to the database meanwhile, but those of the listening connection."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    plain = psycopg.AsyncCursor.execute

    async def noted(self: Any, query: Any, *args: Any, **more: Any) -> Any:
        if self.connection.info.get_parameters().get("application_name") != "sigap-live":
            seen.append(str(query))
        return await plain(self, query, *args, **more)

    psycopg.AsyncCursor.execute = noted  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        psycopg.AsyncCursor.execute = plain  # type: ignore[method-assign]
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def test_what_is_unchanged_costs_no_statement(client: TestClient, database: Database) -> None:
    keep(database, spot())
    trusted(client)
    with statements() as seen:
        etag = settled(client, NEAR, lambda answer: answer.status_code == 200).headers["etag"]
        assert seen
        seen.clear()
        for path in (NEAR, NEAR.replace(".mvt", ".pbf"), f"{NEAR}?lang=en"):
            again = client.get(path, headers={"If-None-Match": etag})
            assert (again.status_code, again.content) == (304, b""), path
            assert client.get(path).status_code == 200
        assert seen == []


def test_what_is_unchanged_costs_an_officer_no_statement_either(
    client: TestClient, database: Database, officer: dict[str, str]
) -> None:
    keep(database, spot())
    trusted(client)
    etag = settled(client, NEAR, lambda answer: answer.status_code == 200, officer).headers["etag"]
    with statements() as seen:
        assert client.get(NEAR, headers=officer | {"If-None-Match": etag}).status_code == 304
        assert seen == []
    # Whose credentials nobody knows is told nothing, whatever he says he holds.
    stranger = {"Authorization": "Bearer tidak-ada", "If-None-Match": etag}
    assert client.get(NEAR, headers=stranger).status_code == 401
    # One whose token has ended may hear that his tile is unchanged, but is given none.
    for token in tokens.listed(database):
        tokens.revoke(database, token["id"])
    assert client.get(NEAR, headers=officer).status_code == 401


def test_a_layer_made_secret_is_gone_from_memory(
    client: TestClient, database: Database, settings: Settings, officer: dict[str, str]
) -> None:
    bring(database, settings, "petak", mosaic(2))
    trusted(client)
    answer = settled(client, PETAK, lambda answer: answer.status_code == 200 and "etag" in answer.headers)
    etag = answer.headers["etag"]
    bring(database, settings, "petak", mosaic(3), access="rahasia")
    settled(client, PETAK, lambda answer: answer.status_code == 404)
    assert client.get(PETAK, headers={"If-None-Match": etag}).status_code == 404
    # An officer's copy in memory is no one else's.
    settled(client, PETAK, lambda answer: answer.status_code == 200, officer)
    assert client.get(PETAK, headers=officer).status_code == 200
    assert client.get(PETAK).status_code == 404
    bring(database, settings, "petak", mosaic(4))
    settled(client, PETAK, lambda answer: answer.status_code == 404 or len(answer.content) > 0)


def test_the_server_makes_the_copies_by_itself(
    client: TestClient, database: Database, settings: Settings
) -> None:
    bring(database, settings, "petak", mosaic(5))
    bring(database, settings, "titik", scattered(6_000))
    settled(client, PETAK, lambda answer: answer.headers.get("sigap-tile") == "salinan")
    answer = settled(
        client, "/tiles/titik/6/50/32.mvt", lambda answer: answer.headers.get("sigap-tile") == "kisi"
    )
    cells = mvt.decode(answer.content)["titik_kisi"]
    assert sum(cell.properties["jumlah"] for cell in cells) == 6_000
    ids = {layer["id"] for layer in client.get("/tiles/titik,petak").json()["vector_layers"]}
    assert ids == {"titik", "titik_kisi", "petak", "petak_label"}


def test_a_replaced_layer_is_the_new_one_at_once(
    client: TestClient, database: Database, settings: Settings
) -> None:
    for n in range(1, 6):
        square = shapely.box(WEST, SOUTH, WEST + 0.1, SOUTH + 0.1)
        bring(database, settings, "kotak", [feature(square, **{f"kolom_{n}": n})])
        place = "/tiles/kotak/8/203/130.mvt"
        settled(
            client,
            place,
            lambda answer, n=n: (
                answer.status_code == 200
                and mvt.decode(answer.content)["kotak"][0].properties == {f"kolom_{n}": n}
            ),
        )


def test_conditions_are_in_tilejson_and_refused_where_they_mean_nothing(
    client: TestClient, database: Database, settings: Settings
) -> None:
    bring(database, settings, "titik", scattered(40))
    document = client.get("/tiles/titik", params={"filter": "kelas = 1", "datetime": "2024-01-01/.."}).json()
    answer = client.get(document["tiles"][0].format(z=6, x=50, y=32))
    assert len(mvt.decode(answer.content)["titik"]) == 10
    for query in (
        "hazard=banjir",
        "filter=nihil%20%3D%201",
        "filter=kelas%20%3D",
        "datetime=x",
        "bbox=1,2,3,4",
    ):
        answer = client.get(f"/tiles/titik/6/50/32.mvt?{query}")
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json"), (
            query
        )
    for path in (
        "/tiles/titik,nihil/6/50/32.mvt",
        "/tiles/titik/6/50/32.png",
        "/tiles/kejadian,/6/50/32.mvt",
    ):
        assert client.get(path).status_code == 404, path


def test_memory_is_bounded(database: Database, settings: Settings) -> None:
    small = settings.model_copy(update={"tile_cache_mb": 0})
    keep(database, spot())
    with TestClient(create_app(small, database), client=("127.0.0.1", 50000)) as client:
        trusted(client)
        for _ in range(3):
            assert client.get(NEAR).status_code == 200
        assert "sigap_tile_cache_tiles 0" in client.get("/metrics").text
        assert 'sigap_tile_misses_total{layer="kejadian",zoom="12"} 3' in client.get("/metrics").text


@pytest.mark.parametrize("workers", [16])
def test_many_who_ask_at_once_cost_one_statement(
    client: TestClient, database: Database, workers: int, tmp_path: Path
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    keep(database, *(spot(106.4 + n / 1000) for n in range(100)))
    trusted(client)
    path = "/tiles/kejadian/9/407/260.mvt"
    with ThreadPoolExecutor(workers) as pool:
        answers = list(pool.map(lambda _: client.get(path), range(workers)))
    assert len({answer.content for answer in answers}) == 1
    text = client.get("/metrics").text
    made = [
        line
        for line in text.splitlines()
        if line.startswith("sigap_tile_statements_total") and 'zoom="9"' in line
    ]
    assert made == ['sigap_tile_statements_total{layer="kejadian",zoom="9"} 1']
