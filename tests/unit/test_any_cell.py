"""Whatever a cell holds, a row ends as a report or as a rejection in plain words."""

from datetime import datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.errors import InvalidInput
from gis.report import Rejection, Report
from ingest import bnpb, places, readers, recipe, rows
from ingest.amounts import read_quantity
from ingest.coordinates import read_degrees, read_metres, utm_zone
from ingest.delimited import read_delimited
from ingest.moments import read_clock, read_day
from ingest.table import Sheet, Value
from tests.bnpb_rows import ROW, read_one

CELLS: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.text(alphabet="0123456789.,-±/: eE°'\"SLBTHakmRpjut\n", max_size=20),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.times(),
)
DAMKAR = recipe.recipes()["damkar_belitung_timur"]


def in_plain_words(item: Report | Rejection) -> None:
    if isinstance(item, Rejection):
        assert item.code
        assert item.id_text
        assert item.en_text
        (item.place + item.id_text + item.en_text + item.value + item.column).encode()
        return
    "".join(item.texts.values()).encode()
    assert all(figure.value is None or 0 <= figure.value < 1e16 for figure in item.figures)
    assert item.occurrence is not None
    assert item.occurrence.start < item.occurrence.end


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(bnpb.COLUMNS_94), CELLS, min_size=1, max_size=6))
def test_any_cells_in_bnpbs_sheet(changes: dict[str, Value]) -> None:
    in_plain_words(read_one(**changes))


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(DAMKAR.columns)), CELLS, min_size=1, max_size=6))
def test_any_cells_in_a_table_by_its_recipe(changes: dict[str, Value]) -> None:
    good: dict[str, Value] = {
        "Tgl Kejadian": "03/08/2025",
        "Objek": "Rumah",
        "UTM X": 193480,
        "UTM Y": 9682150,
    }
    row: list[Value] = [{**good, **changes}.get(name) for name in DAMKAR.columns]
    header: list[Value] = list(DAMKAR.columns)
    table = DAMKAR.table(Sheet("Data", lambda: iter([(1, header), (2, row)])))
    assert table is not None
    for item in rows.rows([table], DAMKAR):
        in_plain_words(item)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_as_a_place(text: str) -> None:
    found = places.resolve("19.03", text)
    assert found.areas
    assert all(code.startswith("19.03") for code in found.areas)


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["a.txt", "a.csv", "a.xlsx", "a.xls", "a.zip", "a.geojson", ""])
)
def test_any_bytes_as_a_file(content: bytes, name: str) -> None:
    try:
        source = readers.read(content, name)
    except InvalidInput:
        return
    if source.tables:
        for item in source.rows():
            in_plain_words(item)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), CELLS)
def test_value_readers_never_stumble(text: str, value: Value) -> None:
    read_quantity(text, "ha")
    read_degrees(value)
    read_metres(value)
    utm_zone(text)
    for read in (read_day, read_clock):
        try:
            read(value)
        except ValueError:
            continue


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8),
            min_size=3,
            max_size=3,
        ),
        min_size=2,
        max_size=5,
    )
)
def test_a_csv_gives_back_what_was_written(table: list[list[str]]) -> None:
    table = [[f"x{cell}" for cell in row] for row in table]
    content = "\r\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table)
    sheet = read_delimited(content.encode(), filename="x.csv", name="x", ragged=True)
    assert sheet is not None
    assert [values for _, values in sheet.read()] == table


@pytest.mark.parametrize(
    "value", [datetime(2020, 10, 18, 11, 10), time(11, 10), "11.10", 11.1, 0.46527777777]
)
def test_one_time_in_many_forms(value: Value) -> None:
    assert read_clock(value) is not None
    assert read_clock(value)[0] == time(11, 10)  # type: ignore[index]


def test_the_ordinary_row_is_a_report() -> None:
    assert isinstance(read_one(**ROW), Report)
