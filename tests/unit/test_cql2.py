"""CQL2 to SQL: what is understood, what is refused, and that a reader's words never become SQL."""

import random
import re
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import InvalidInput
from layers.cql2 import Queryable, compile_filter
from layers.cql2.tree import MAX_BYTES

KNOWN = (
    Queryable("nama", "string", "v.nama"),
    Queryable("n", "number", "v.n"),
    Queryable("ada", "boolean", "v.ada"),
    Queryable("waktu", "instant", "v.waktu"),
    Queryable("akhir", "instant", "v.akhir"),
    Queryable("kode", "strings", "v.kode"),
    Queryable("geometry", "geometry", "v.geom"),
)


def sql(text: str, language: str = "cql2-text") -> str:
    return compile_filter(text, KNOWN, language=language).sql


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("n > 1", "(v.n > CAST(:cql_0 AS double precision))"),
        ("NOT ada", "(NOT v.ada)"),
        ("nama IS NOT NULL", "(NOT (v.nama IS NULL))"),
        ("nama LIKE 'a%'", "(v.nama LIKE CAST(:cql_0 AS text))"),
        ("CASEI(nama) = CASEI('A')", "(lower(v.nama) = lower(CAST(:cql_0 AS text)))"),
        ("n / n = n", "((v.n / nullif(v.n, 0)) = v.n)"),
        ("a_overlaps(kode, ('x'))", "(v.kode && CAST(:cql_0 AS text[]))"),
        ("waktu >= DATE('2026-01-02')", "(v.waktu >= CAST(:cql_0 AS timestamptz))"),
        (
            "T_INTERSECTS(INTERVAL(waktu, akhir), INTERVAL('2026-01-01', '..'))",
            "(v.waktu <= timestamptz 'infinity' AND v.akhir >= CAST(:cql_0 AS timestamptz))",
        ),
        (
            "S_INTERSECTS(geometry, POINT(106 -2))",
            "ST_Intersects(v.geom, (SELECT ST_GeomFromEWKB(CAST(:cql_0 AS bytea))))",
        ),
    ],
)
def test_what_is_understood(text: str, wanted: str) -> None:
    assert sql(text) == wanted


def test_a_place_is_found_by_the_index_there_is() -> None:
    twin = Queryable("geometry", "geometry", "v.geom", indexed="v.geom_3857")
    for text in ("S_WITHIN(geometry, POINT(106 -2))", "S_WITHIN(POINT(106 -2), geometry)"):
        found = compile_filter(text, [twin])
        assert found.sql.startswith("(v.geom_3857 && ST_MakeEnvelope(CAST(:cql_1 AS double precision)")
        assert "AND ST_Within(" in found.sql
        west, south, east, north = list(found.params.values())[1:]
        assert west < 11799866 < east
        assert south < -222684 < north
    assert "geom_3857" not in compile_filter("S_DISJOINT(geometry, POINT(106 -2))", [twin]).sql


def test_json_says_the_same_as_text() -> None:
    assert sql('{"op": "=", "args": [{"property": "n"}, 1]}', "cql2-json") == sql("n = 1")


@pytest.mark.parametrize("day", ["2026-01-02", "20260102"])
def test_a_day_is_that_day_in_wib(day: str) -> None:
    low, high = compile_filter(f"waktu = DATE('{day}')", KNOWN).params.values()
    assert (low.isoformat(), high.date().isoformat()) == ("2026-01-02T00:00:00+07:00", "2026-01-02")


REFUSED = [
    "pg_sleep(10) = 1",
    "pg_sleep(10)",
    "version() = 'x'",
    "ada AND n",
    "n = 'satu'",
    "nama > 1",
    "rahasia = 1",
    '"nama; DROP TABLE x" = 1',
    "n = 1e400",
    "n >",
    "",
    "n = 1; SELECT 1",
    "waktu > DATE('2026-02-31')",
    "waktu > TIMESTAMP('kemarin')",
    "S_INTERSECTS(geometry, POINT(1000 0))",
    "S_INTERSECTS(nama, POINT(106 -2))",
    "S_INTERSECTS(geometry, POLYGON((1 1, 2 2)))",
    "S_DWITHIN(geometry, POINT(106 -2), 10, meters)",
    "geometry = geometry",
    "n IN ('a')",
    "n = 1 AND " * 300 + "n = 1",
    "(" * 40 + "n = 1" + ")" * 40,
    "NOT " * 400 + "ada",
    "n = " + "1+" * 900 + "1",
    "[" * 900,
    "\x00",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused_says_so(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        sql(text)
    assert refused.value.where == "filter"


@pytest.mark.parametrize(
    "text",
    ["[1]", "1", "{", '{"op": "="}', '{"op": "=", "args": 5}', '{"op": "pg_sleep", "args": [1]}',
     '{"op": "and", "args": []}', '{"op":"not","args":[' * 60 + "true" + "]}" * 60],
)  # fmt: skip
def test_json_that_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        sql(text, "cql2-json")


VOCABULARY = """n nama ada waktu geometry 1 'x' ( ) AND OR NOT = < IN LIKE BETWEEN POINT(1_2) S_INTERSECTS
T_AFTER DATE('2026-01-01') , CASEI + pg_sleep " ' ;--"""


@given(st.lists(st.sampled_from(VOCABULARY.split()), max_size=30).map(" ".join))
def test_whatever_comes_in_only_our_words_come_out(text: str) -> None:
    try:
        made = compile_filter(text, KNOWN)
    except InvalidInput:
        return
    assert ";" not in made.sql
    assert "pg_sleep" not in made.sql
    names = set(re.findall(r":(cql_\d+)", made.sql))
    assert names == set(made.params)


def test_deep_nesting_is_refused_in_a_thread_s_small_stack() -> None:
    """Uncaught, it would end the whole process: worker threads have less stack than the main one."""
    outcomes: list[bool] = []

    def ask() -> None:
        generator = random.Random(19)
        for _ in range(200):
            text = "".join(generator.choice("([{NOT-") for _ in range(MAX_BYTES))
            try:
                sql(text)
            except InvalidInput:
                outcomes.append(True)

    before = threading.stack_size(256 * 1024)
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    threading.stack_size(before)
    assert len(outcomes) == 200
