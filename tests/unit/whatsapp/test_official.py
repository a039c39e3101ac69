"""The official text reads back to just what it was written from."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gis import codes
from gis.codes import level_of
from gis.laporan import Laporan, Stated
from gis.report import Occurrence, Report, State
from gis.zone import WIB
from ingest import whatsapp
from ingest.places import finest
from layers.exports.laporan import write

AREAS = [code for code in codes.areas() if level_of(code) > 1]
WHOLE = ("jiwa", "KK", "unit", "batang")
NOON = datetime(2025, 10, 14, 14, 20, tzinfo=WIB)
DAY = timedelta(days=1)
moments = st.datetimes(datetime(2015, 1, 1), datetime(2029, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=WIB)
)


@st.composite
def occurrences(draw: st.DrawFn) -> Occurrence:
    start = draw(moments)
    precision = draw(st.sampled_from(["menit", "jam", "hari", "bulan", "tahun", "diterima"]))
    day = start.replace(hour=0, minute=0)
    match precision:
        case "menit":
            return Occurrence.minute(start)
        case "jam":
            end = start + timedelta(minutes=draw(st.integers(2, 3000)))
        case "hari":
            start, end = day, day + draw(st.integers(1, 40)) * DAY
        case "diterima":
            start, end = day, day + DAY
        case "bulan":
            start = day.replace(day=1)
            end = (start + 31 * DAY).replace(day=1)
        case _:
            start = day.replace(month=1, day=1)
            end = start.replace(year=start.year + 1)
    return Occurrence(start=start, end=end, precision=precision)


@st.composite
def figures(draw: st.DrawFn, areas: list[str | None]) -> Stated:
    kind, area = draw(st.sampled_from(sorted(codes.figures()))), draw(st.sampled_from(areas))
    state = draw(st.sampled_from([State.NUMBER, State.NUMBER, State.NUMBER, *State]))
    if state is not State.NUMBER:
        none = state in (State.COUNTING, State.BLANK)
        return Stated(kind=kind, value=None if none else 0.0, state=state, area=area)
    whole = codes.figures()[kind].unit in WHOLE
    number = st.integers(0, 10**6).map(float) if whole else st.decimals(0, 10**12, places=3).map(float)
    return Stated(kind=kind, value=draw(number), state=state, area=area, approx=draw(st.booleans()))


@st.composite
def laporans(draw: st.DrawFn) -> Laporan:
    areas = finest(draw(st.lists(st.sampled_from(AREAS), max_size=5)))
    stated = draw(
        st.lists(figures([None, *areas, *draw(st.lists(st.sampled_from(AREAS), max_size=2))]), max_size=25)
    )
    hazards = draw(st.lists(st.sampled_from(sorted(codes.hazards())), min_size=1, max_size=3, unique=True))
    decimals = draw(st.integers(2, 5))
    spot = st.tuples(st.floats(105, 109), st.floats(-4, -1.1))
    lonlat = draw(st.none() | spot.map(lambda p: (round(p[0], decimals), round(p[1], decimals))))
    agencies = [agency.name for agency in codes.agencies().values()]
    source = draw(st.none() | st.sampled_from(agencies))
    return Laporan(
        number=draw(st.integers(1, 10**6)),
        update=draw(st.integers(0, 30)),
        hazard=hazards[0],
        other_hazards=tuple(hazards[1:]),
        is_disaster=draw(st.booleans()),
        occurrence=draw(occurrences()),
        valid_at=draw(st.none() | moments),
        areas=areas,
        lonlat=lonlat,
        decimals=decimals,
        figures=tuple({(f.kind, f.area): f for f in stated}.values()),
        source=source,
        other_sources=tuple(draw(st.lists(st.sampled_from(agencies), max_size=2))) if source else (),
        status=tuple(
            draw(
                st.lists(
                    st.just("tanggap darurat, SK 360/12/2025, 14 Oktober 2025 s/d 27 Oktober 2025"),
                    max_size=1,
                )
            )
        ),
        notes=tuple(
            draw(st.lists(st.just("Rumah rusak berat 3 sampai 5 unit menurut 2 sumber"), max_size=1))
        ),
    )


def of(laporan: Laporan) -> dict[str, Any]:
    return {
        "hazards": (laporan.hazard, *laporan.other_hazards),
        "occurrence": laporan.occurrence if laporan.occurrence.precision != "diterima" else None,
        "valid_at": laporan.valid_at,
        "areas": set(laporan.areas),
        "lonlat": laporan.lonlat,
        "figures": set(laporan.figures),
        "agency": laporan.source,
        "is_update": bool(laporan.update and laporan.valid_at),
    }


def read(report: Report) -> dict[str, Any]:
    totals = {f.kind: n for n, f in enumerate(report.figures) if f.area is None}
    assert all(f.part_of == (totals.get(f.kind) if f.area else None) for f in report.figures)
    return {
        "hazards": (report.hazard, *report.other_hazards),
        "occurrence": report.occurrence,
        "valid_at": report.valid_at,
        "areas": set(report.area_codes),
        "lonlat": report.lonlat,
        "figures": {
            Stated(kind=f.kind, value=f.value, state=f.state, area=f.area, approx=f.approx)
            for f in report.figures
        },
        "agency": report.agency,
        "is_update": report.is_update,
    }


@given(laporans())
@settings(max_examples=300, deadline=None)
def test_a_text_reads_back_to_what_it_was_written_from(laporan):
    parsed = whatsapp.parse(write(laporan))
    (reading,) = parsed.readings
    assert read(reading.report) == of(laporan)
    assert not reading.personal
    assert not reading.doubts
    assert not reading.unread
    assert not parsed.nil


def every(area: str | None) -> tuple[Stated, ...]:
    return tuple(
        Stated(kind=kind, value=float(n), state=State.NUMBER, area=area)
        for n, kind in enumerate(codes.figures())
    )


def test_every_kind_in_every_area_is_told_apart():
    for area in (None, *AREAS[::25]):
        laporan = Laporan(
            number=1,
            update=1,
            hazard="banjir",
            occurrence=Occurrence.minute(NOON),
            areas=("19.03.01.1001",),
            figures=every(area),
        )
        (report,) = whatsapp.parse(write(laporan)).reports
        assert read(report)["figures"] == set(laporan.figures)


def test_every_area_reads_back():
    for code in codes.areas():
        laporan = Laporan(
            number=1, update=0, hazard="karhutla", occurrence=Occurrence.minute(NOON), areas=(code,)
        )
        (report,) = whatsapp.parse(write(laporan)).reports
        assert report.area_codes == (code,)


def test_without_its_mark_it_reads_the_same():
    stated = (
        Stated(kind="meninggal", value=0.0, state=State.NIL),
        Stated(kind="terdampak_kk", value=31.0, state=State.NUMBER, approx=True),
        Stated(kind="rumah_rusak_berat", value=5.0, state=State.NUMBER),
        Stated(kind="rumah_rusak_ringan", value=None, state=State.COUNTING),
    )
    laporan = Laporan(
        number=1,
        update=2,
        hazard="puting_beliung",
        occurrence=Occurrence.minute(NOON),
        valid_at=NOON + timedelta(hours=3),
        areas=("19.03.01.1001", "19.03.06.2003"),
        lonlat=(106.4551, -3.0127),
        figures=stated,
        source="BPBD Kabupaten Bangka Selatan",
    )
    lines = [line for line in write(laporan).splitlines() if not line.startswith("Nomor")]
    (report,) = whatsapp.parse("\n".join(lines)).reports
    assert read(report) == of(laporan)


def test_a_line_changed_by_hand_is_still_read():
    laporan = Laporan(
        number=1,
        update=0,
        hazard="banjir",
        occurrence=Occurrence.minute(NOON),
        areas=("19.03.01.1001",),
        figures=(Stated(kind="rumah_terendam", value=4.0, state=State.NUMBER),),
    )
    text = write(laporan).replace("- Rumah terendam : 4 unit", "- Rumah terendam : 4 unit\n- RB 2 rumah")
    (report,) = whatsapp.parse(text).reports
    assert {f.kind: f.value for f in report.figures} == {"rumah_terendam": 4, "rumah_rusak_berat": 2}


def test_two_texts_in_one_message_are_two_reports():
    one = Laporan(
        number=1,
        update=1,
        hazard="banjir",
        occurrence=Occurrence.minute(NOON),
        valid_at=NOON,
        areas=("19.03.01.1001",),
        figures=every(None)[:5],
        source="BPBD Kabupaten Bangka Selatan",
    )
    two = Laporan(
        number=2,
        update=0,
        hazard="karhutla",
        occurrence=Occurrence(
            start=NOON.replace(hour=0, minute=0), end=NOON.replace(hour=0, minute=0) + DAY, precision="hari"
        ),
        areas=("19.06.01",),
        figures=every("19.06.01")[3:9],
    )
    first, second = whatsapp.parse(write(one) + "\n" + write(two)).reports
    assert read(first) == of(one)
    assert read(second) == of(two)
