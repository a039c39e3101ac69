"""One report of many is erased alone also where one key sealed all of them, before they had parts."""

from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa

from api import erasures
from gis import keyring, postgis
from gis.db import Database
from gis.errors import Conflict
from gis.files import Files
from gis.postgis import Cluster
from gis.sealing import DataKey, is_of_part
from gis.settings import Settings
from tests.db.test_erasing_one import ADMIN, HERS, HIS, exported, shared, sheet_of_two, thief
from tests.db.test_vault import files, whole  # noqa: F401

SEALED = (
    ("report_text", "sealed", "(SELECT submission_id FROM report WHERE id = report_id)", "report_id"),
    ("personal_datum", "sealed", "(SELECT submission_id FROM report WHERE id = report_id)", "report_id"),
    ("item", "sealed", "submission_id", "submission_id"),
    ("sheet_row", "cells", "submission_id", "coalesce(report_id, submission_id)"),
)


def seal_as_before(cluster: Cluster, settings: Settings) -> int:
    """Every value as it was before 0013: sealed with its submission's key; returns how many."""
    name = (settings.database_url or "").rsplit("/", 1)[-1].split("?")[0]
    ring, count = keyring.load(settings), 0
    with psycopg.connect(cluster.url(postgis.SUPERUSER, database=name)) as conn:
        conn.execute("SET session_replication_role = replica")  # the register refuses it to everyone else
        conn.execute("SET search_path = sigap, public")
        keys: dict[UUID, DataKey] = {}
        for submission, wrapped, master in conn.execute(
            "SELECT submission_id, wrapped, master FROM submission_key"
        ).fetchall():
            keys[submission] = ring.named(master).unwrap(wrapped, submission.bytes)
        for table, column, submission_of, part in SEALED:
            rows = conn.execute(
                f"SELECT ctid, {submission_of}, {part}, {column} FROM {table} WHERE {column} IS NOT NULL"
            ).fetchall()
            for place, submission, named, sealed in rows:
                key = keys[submission]
                old = key.seal(key.part(named.bytes).open(sealed))
                assert not is_of_part(old)
                conn.execute(f"UPDATE {table} SET {column} = %s WHERE ctid = %s", [old, place])
                count += 1
    return count


def test_what_was_sealed_with_one_key_is_sealed_anew_for_the_others(
    database: Database,
    settings: Settings,
    cluster: Cluster,
    files: Files,  # noqa: F811
) -> None:
    submission, hers, his = shared(database, files)
    kept = whole(database, his)
    assert seal_as_before(cluster, settings) > 4
    assert whole(database, his) == kept
    with database.write() as conn:
        stolen = conn.execute(sa.text("SELECT wrapped FROM submission_key")).scalar_one()

    done = erasures.erase(database, files, report=hers, reason="permintaan", by=ADMIN)

    assert (done.reports, done.kept, done.unsealed) == (1, 1, 0)
    after = thief(database, settings)
    assert HERS not in after
    assert "tanggul belakang" not in after
    assert all(word in after for word in (HIS, "dapur rumah", "Umpama Belaka"))
    assert whole(database, his) == kept
    assert set(whole(database, hers)["texts"].values()) == {"dihapus"}  # type: ignore[attr-defined]
    with database.write() as conn:
        assert conn.execute(sa.text("SELECT wrapped FROM part_key")).scalars().all() != [stolen]
        assert conn.execute(sa.text("SELECT count(*) FROM submission_key")).scalar_one() == 0
    erasures.erase(database, files, report=his, reason="permintaan", by=ADMIN)
    assert HIS not in thief(database, settings)
    erasures.erase(database, files, submission=submission, reason="permintaan", by=ADMIN)
    assert thief(database, settings).strip() == ""


def test_cells_of_a_sheet_sealed_with_one_key_stay_but_for_the_one_erased(
    database: Database,
    settings: Settings,
    cluster: Cluster,
    files: Files,  # noqa: F811
) -> None:
    hers = sheet_of_two(database, files)
    seal_as_before(cluster, settings)
    erasures.erase(database, files, report=hers, reason="uji", by=ADMIN)
    assert HERS not in thief(database, settings)
    rows_out, kinds = exported(database)
    assert HIS in str(rows_out)
    assert HERS not in str(rows_out)
    assert kinds.count("dihapus") == 1


def test_what_was_never_sealed_is_not_erased_alone(
    database: Database,
    settings: Settings,
    cluster: Cluster,
    files: Files,  # noqa: F811
) -> None:
    submission, hers, his = shared(database, files)
    name = (settings.database_url or "").rsplit("/", 1)[-1].split("?")[0]
    with psycopg.connect(cluster.url(postgis.SUPERUSER, database=name)) as conn:
        conn.execute("SET session_replication_role = replica")
        plain = (
            "UPDATE sigap.report_text SET sealed = NULL, content = 'dari arah pelabuhan' WHERE report_id = %s"
        )
        conn.execute(plain, [his])
    with pytest.raises(Conflict) as caught:
        erasures.erase(database, files, report=hers, reason="uji", by=ADMIN)
    assert caught.value.code == "kiriman_bersama"
    assert HERS in str(whole(database, hers))
    assert "dari arah pelabuhan" in str(whole(database, his))
    done = erasures.erase(database, files, submission=submission, reason="uji", by=ADMIN)
    assert done.unsealed > 0
    assert "dari arah pelabuhan" not in str(whole(database, his))
