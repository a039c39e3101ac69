"""What the cells of BNPB's sheet mean: counts, places, times, hazards, coordinates."""

from datetime import UTC, datetime

import pytest

from gis.report import State
from ingest.table import Value
from tests.bnpb_rows import figures_of, report_with


@pytest.mark.parametrize(
    ("cell", "value", "state"),
    [
        ("0", None, State.BLANK),
        (0, None, State.BLANK),
        (0.0, None, State.BLANK),
        (None, None, State.BLANK),
        (" ", None, State.BLANK),
        ("4", 4, State.NUMBER),
        (4.0, 4, State.NUMBER),
        ("1.234", 1234, State.NUMBER),
        ("± 12", 12, State.NUMBER),
        ("2 orang", 2, State.NUMBER),
        ("dua", 2, State.NUMBER),
        ("nihil", 0, State.NIL),
        ("NIHIL", 0, State.NIL),
        ("-", 0, State.DASH),
        ("dalam pendataan", None, State.COUNTING),
    ],
)
def test_what_a_count_says(cell: Value, value: float | None, state: State) -> None:
    figure = figures_of(report_with(meninggal=cell))["meninggal"]
    assert (figure.value, figure.state) == (value, state)


@pytest.mark.parametrize(
    ("cell", "hectares"),
    [("1.234,5 Ha", 1234.5), ("0,015", 0.015), (0.015, 0.015), ("5.000 m2", 0.5), ("3 hektar", 3.0)],
)
def test_what_an_area_says(cell: Value, hectares: float) -> None:
    assert figures_of(report_with(lahan=cell))["lahan_ha"].value == pytest.approx(hectares)


@pytest.mark.parametrize(
    ("name", "code", "area"),
    [
        ("BANGKA SELATAN", "1905", "19.03"),  # BPS
        ("BANGKA SELATAN", 1903, "19.03"),  # Kemendagri
        ("Kab. Bangka Barat", "19.05", "19.05"),
        ("BANGKA BARAT", "1903", "19.05"),
        ("KOTA PANGKALPINANG", "1971", "19.71"),
        ("BANGKA", None, "19.01"),
        (None, "1902", "19.02"),
        (None, "19.03", "19.03"),  # dotted: Kemendagri's own form
        ("BELITUNG TMUR", "1906", "19.06"),
    ],
)
def test_the_name_beside_a_code_settles_whose_code_it_is(name: Value, code: Value, area: str) -> None:
    assert report_with(kabkot=name, id_kab=code, lokasi=None).area_codes == (area,)


@pytest.mark.parametrize(
    ("regency", "place", "areas"),
    [
        ("BANGKA SELATAN", "Kec. Toboali\nKel. Teladan\nDs. Gadung\n", ["19.03.01.1002", "19.03.01.2007"]),
        ("BANGKA SELATAN", "Desa Gadung, Kec. Toboali", ["19.03.01.2007"]),
        ("BANGKA SELATAN", "Kec. Toboali \nKec. Airgegas", ["19.03.01", "19.03.03"]),
        ("BANGKA SELATAN", "Ds. Gadunk, Kec. Tobali", ["19.03.01.2007"]),
        ("BANGKA TENGAH", "Kec. Pangkalanbaru\nKel. Dul\n", ["19.04.02.1001"]),
        ("BANGKA", "Kel. Kudai dan Kel. Sungailiat Kec. Sungailiat", ["19.01.01.1003", "19.01.01.1001"]),
        ("BANGKA", "Ds. Riding Panjang, Kec. Belinyu", ["19.01.02.2006"]),
        ("BANGKA", "Ds. Riding Panjang, Kec. Merawang", ["19.01.03.2003"]),
        ("BANGKA", "Ds. Riding Panjang", ["19.01"]),  # there are two: not guessed
        ("BELITUNG TIMUR", "Dendang", ["19.06.03"]),
        ("BELITUNG", "perairan Selat Gaspar", ["19.02"]),
    ],
)
def test_places_are_found_from_the_regency_down(regency: str, place: str, areas: list[str]) -> None:
    assert list(report_with(kabkot=regency, id_kab=None, lokasi=place).area_codes) == areas


def test_a_village_that_is_not_there_is_a_finding() -> None:
    report = report_with(lokasi="Kec. Toboali\nDs. Antah Berantah")
    assert report.area_codes == ("19.03.01",)
    assert [finding.code for finding in report.findings] == ["nama_wilayah_tak_dikenal"]


@pytest.mark.parametrize(
    ("changes", "start", "precision"),
    [
        ({}, "2020-02-07T00:00+07:00", "hari"),
        ({"jam": "11.10"}, "2020-02-07T11:10+07:00", "menit"),
        ({"jam": "11:10"}, "2020-02-07T11:10+07:00", "menit"),
        ({"jam": "Pkl. 11.10 WIB"}, "2020-02-07T11:10+07:00", "menit"),
        ({"jam": 11.1}, "2020-02-07T11:10+07:00", "menit"),
        ({"jam": 0.465277777777778}, "2020-02-07T11:10+07:00", "menit"),
        ({"jam": "siang"}, "2020-02-07T10:00+07:00", "jam"),
        ({"jam": "-"}, "2020-02-07T00:00+07:00", "hari"),
        ({"tahun": 2020, "bulan": 2.0, "tanggal": 7}, "2020-02-07T00:00+07:00", "hari"),
        ({"bulan": "Februari"}, "2020-02-07T00:00+07:00", "hari"),
        ({"tanggal": None}, "2020-02-01T00:00+07:00", "bulan"),
        ({"tanggal": 0, "bulan": 0}, "2020-01-01T00:00+07:00", "tahun"),
        ({"tanggal": 43868}, "2020-02-07T00:00+07:00", "hari"),
        ({"tgl": datetime(2020, 2, 7)}, "2020-02-07T00:00+07:00", "hari"),
        ({"tgl": "07/02/2020", "tahun": None}, "2020-02-07T00:00+07:00", "hari"),
    ],
)
def test_when_it_happened(changes: dict[str, Value], start: str, precision: str) -> None:
    occurrence = report_with(**changes).occurrence
    assert occurrence is not None
    assert occurrence.start.isoformat(timespec="minutes") == start
    assert occurrence.precision == precision


def test_figures_speak_of_the_day_of_the_last_update() -> None:
    report = report_with(tanggal_update=43870, tanggal_status=datetime(2020, 2, 8), tanggal_input="x")
    assert report.valid_at == datetime(2020, 2, 8, 17, tzinfo=UTC)
    assert report_with(tanggal_update="31/02/2020").valid_at is None
    earlier = report_with(tanggal_update=datetime(2020, 2, 1))
    assert earlier.occurrence is not None
    assert earlier.valid_at == earlier.occurrence.start


@pytest.mark.parametrize(
    ("code", "words", "hazards", "findings"),
    [
        ("101", "BANJIR", ("banjir",), []),
        (101, None, ("banjir",), []),
        ("101", "BANJIR ROB", ("banjir_rob",), []),
        ("101", "BANJIR DAN TANAH LONGSOR", ("banjir", "tanah_longsor"), []),
        ("103", None, ("banjir", "tanah_longsor"), []),
        ("105", "PUTING BELIUNG", ("puting_beliung",), []),
        ("105", "CUACA EKSTREM", ("cuaca_ekstrem",), []),
        ("104", "GELOMBANG PASANG DAN ABRASI", ("gelombang_abrasi",), []),
        ("107", "BANJIR", ("banjir",), ["jenis_bertentangan"]),
        (None, "KEBAKARAN HUTAN DAN LAHAN", ("karhutla",), []),
    ],
)
def test_which_hazard(code: Value, words: Value, hazards: tuple[str, ...], findings: list[str]) -> None:
    report = report_with(id_jenis_bencana=code, kejadian=words)
    assert (report.hazard, *report.other_hazards) == hazards
    assert [finding.code for finding in report.findings] == findings


def test_derived_sums_are_compared_and_never_added() -> None:
    report = report_with(meninggal="2", hilang="1", md_hlg="4", menderita="5", menderita_mengungsi="5")
    assert figures_of(report)["meninggal"].value == 2
    assert not {"md_hlg", "menderita_mengungsi"} & figures_of(report).keys()
    assert [(f.code, f.field) for f in report.findings] == [("jumlah_tidak_cocok", "md_hlg")]


def test_a_total_of_houses_counts_only_where_its_parts_are_empty() -> None:
    split = figures_of(report_with(rumah_rusak_berat="1", rumah_rusak_ringan=12, rumah_rusak="13"))
    assert split["rumah_rusak_ringan"].value == 12
    assert "rumah_rusak" not in split
    assert figures_of(report_with(rumah_rusak="13"))["rumah_rusak"].value == 13


def test_losses_are_in_millions() -> None:
    assert figures_of(report_with(kerugian_juta="1.250,5"))["kerugian_rp"].value == 1_250_500_000


@pytest.mark.parametrize(
    ("changes", "lonlat", "findings"),
    [
        ({"longitude": 106.45, "latitude": -3.01}, (106.45, -3.01), []),
        ({"longitude": "106,45", "latitude": "-3,01"}, (106.45, -3.01), []),
        ({"longitude": "106.455", "latitude": "8.67E-2"}, (106.455, 0.0867), []),
        ({"longitude": "106°27'18\" BT", "latitude": "3°0'36\" LS"}, (106.455, -3.01), []),
        ({"longitude": 106.0, "latitude": 95}, (106.0, 95.0), []),  # for the check to refuse
        ({"longitude": 0, "latitude": "0"}, None, []),
        ({"longitude": "-", "latitude": None}, None, []),
        ({"longitude": 106.45}, None, ["koordinat_separuh"]),
        (
            {"longitude": 106.166, "latitude": -2.4, "lng_prov": 106.166, "lat_prov": -2.4},
            None,
            ["koordinat_pusat_provinsi"],
        ),
    ],
)
def test_stated_coordinates(
    changes: dict[str, Value], lonlat: tuple[float, float] | None, findings: list[str]
) -> None:
    report = report_with(**changes)
    assert report.lonlat == (pytest.approx(lonlat) if lonlat else None)
    assert [finding.code for finding in report.findings] == findings


def test_malformed_event_codes_are_kept_and_well_formed_ones_compared() -> None:
    assert report_with(kib="1904 101 2020 010 18 1").findings == ()
    (finding,) = report_with(kib="1905 105 2020 02 08 1").findings
    assert finding.code == "kib_bertentangan"
