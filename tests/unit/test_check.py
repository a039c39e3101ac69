"""What is rejected, what is noted, and that nothing is dropped in silence."""

import gc
import weakref
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.areas import AreaIndex, PlacedArea
from gis.report import Figure, Occurrence, Rejection, Report, State
from ingest import whatsapp
from ingest.check import check
from ingest.locate import locate

RECEIVED = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)
DAY = Occurrence.day(RECEIVED - timedelta(days=1))


def report(**changes: Any) -> Report:
    plain = Report(ordinal=3, hazard="banjir", occurrence=DAY, area_codes=("19.71",), place="Sheet1 baris 5")
    return plain.evolve(**changes)


def figure(kind: str, value: float | None, **changes: Any) -> Figure:
    state = State.COUNTING if value is None else State.NUMBER
    return Figure(kind=kind, value=value, state=state, **changes)


def outcome(index: AreaIndex, **changes: Any) -> Report | Rejection:
    return check(locate(report(**changes), index), received_at=RECEIVED, index=index)


def rejected(index: AreaIndex, **changes: Any) -> str:
    result = outcome(index, **changes)
    assert isinstance(result, Rejection)
    assert (result.ordinal, result.place) == (3, "Sheet1 baris 5")
    assert result.id_text
    assert result.en_text
    return result.code


def doubted(index: AreaIndex, **changes: Any) -> set[str]:
    result = outcome(index, **changes)
    assert isinstance(result, Report)
    return {finding.code for finding in result.findings}


def at(moment: datetime) -> Occurrence:
    return Occurrence.minute(moment)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hazard": ""}, "jenis_tidak_dikenal"),
        ({"hazard": "naga"}, "jenis_tidak_dikenal"),
        ({"occurrence": at(datetime(2062, 1, 1, tzinfo=UTC))}, "tanggal_mustahil"),
        ({"occurrence": at(RECEIVED + timedelta(days=1, minutes=1))}, "tanggal_mustahil"),
        ({"occurrence": at(datetime(202, 1, 1, tzinfo=UTC))}, "tanggal_mustahil"),
        ({"occurrence": at(datetime(1, 1, 1, tzinfo=UTC))}, "tanggal_mustahil"),
        ({"occurrence": at(datetime(1899, 12, 30, tzinfo=UTC))}, "tanggal_mustahil"),
        ({"valid_at": datetime(2062, 1, 1, tzinfo=UTC)}, "tanggal_mustahil"),
        ({"figures": (figure("hilang", 1, valid_at=datetime(2062, 1, 1, tzinfo=UTC)),)}, "tanggal_mustahil"),
        ({"lonlat": (106.1, 95.0)}, "koordinat_mustahil"),
        ({"lonlat": (-74.0, 40.7)}, "koordinat_mustahil"),
        ({"lonlat": (float("inf"), 1.0)}, "koordinat_mustahil"),
        ({"lonlat": (106.8272, -6.1754), "area_codes": ()}, "di_luar_provinsi"),
        ({"area_codes": ()}, "tempat_tidak_dikenal"),
        ({"figures": (figure("meninggal", -1),)}, "angka_negatif"),
        ({"figures": (figure("meninggal", 1906101202104181),)}, "angka_mustahil"),
        ({"figures": (figure("kerugian_rp", float("nan")),)}, "angka_mustahil"),
    ],
)
def test_the_impossible_is_rejected_with_its_reason(
    indicative_index: AreaIndex, changes: dict[str, Any], code: str
):
    assert rejected(indicative_index, **changes) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"occurrence": None}, "tanpa_tanggal"),
        ({"occurrence": at(RECEIVED + timedelta(hours=5))}, "tanggal_setelah_diterima"),
        ({"valid_at": DAY.start - timedelta(days=2)}, "keadaan_sebelum_kejadian"),
        ({"figures": (figure("terdampak_jiwa", 300_000),)}, "melebihi_penduduk"),
        ({"figures": (figure("terdampak_kk", 70_000),)}, "melebihi_rumah_tangga"),
        ({"figures": (figure("rumah_terendam", 70_000),)}, "melebihi_rumah_tangga"),
        ({"figures": (figure("mengungsi_jiwa", 150_000, area="19.71.01"),)}, "melebihi_taksiran_penduduk"),
        ({"figures": (figure("rumah_terendam", 9_000, area="19.71.01.1004"),)}, "melebihi_taksiran_penduduk"),
        ({"figures": (figure("luas_ha", 9_999, area="19.71.01"),)}, "melebihi_taksiran_luas"),
        ({"figures": (figure("terdampak_kk", 30), figure("terdampak_jiwa", 20))}, "kk_melebihi_jiwa"),
        ({"figures": (figure("mengungsi_kk", 3), figure("mengungsi_jiwa", 70))}, "jiwa_per_kk_meragukan"),
        ({"hazard": "kebakaran_rumah", "figures": (figure("luas_ha", 120),)}, "satuan_luas_meragukan"),
        ({"hazard": "karhutla", "figures": (figure("luas_ha", 2_500),)}, "satuan_luas_meragukan"),
        ({"figures": (figure("tinggi_air_cm_maks", 1.5),)}, "satuan_tinggi_meragukan"),
        ({"figures": (figure("kerugian_rp", 350),)}, "kerugian_meragukan"),
        ({"figures": (figure("kerugian_rp", 6e12),)}, "kerugian_meragukan"),
        ({"figures": (figure("magnitudo", 0.3),)}, "ukuran_meragukan"),
        ({"figures": (figure("panjang_m", 400_000),)}, "ukuran_meragukan"),
        ({"figures": (figure("luas_ha", 11_000),)}, "melebihi_luas_wilayah"),
        ({"figures": (figure("magnitudo", 11),)}, "ukuran_meragukan"),
        (
            {"figures": (figure("tinggi_air_cm_min", 80), figure("tinggi_air_cm_maks", 40))},
            "ukuran_meragukan",
        ),
        (
            {"figures": (figure("rumah_rusak_berat", 5), figure("rumah_rusak_berat", 6, part_of=0))},
            "rincian_melebihi_jumlah",
        ),
        (
            {"figures": (figure("rumah_rusak_berat", 5), figure("rumah_rusak_berat", 3, part_of=0))},
            "belum_terinci",
        ),
        (
            {"texts": {"kondisi": "Status tanggap darurat, SK Bupati Nomor 188.45/101/BPBD/2026."}},
            "status_darurat_disebut",
        ),
        ({"lonlat": (2.13876, 106.11321)}, "tertukar_dan_tanda_hilang"),
        ({"lonlat": (106.90417, -2.30219)}, "titik_di_laut"),
        ({"lonlat": (106.45132, -2.99817)}, "posisi_di_luar_wilayah"),
        ({"lonlat": (106.8272, -6.1754)}, "koordinat_di_luar_provinsi"),
    ],
)
def test_the_doubtful_is_taken_and_noted(indicative_index: AreaIndex, changes: dict[str, Any], code: str):
    assert code in doubted(indicative_index, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"figures": (figure("terdampak_jiwa", 2_000), figure("terdampak_kk", None))},
        {"figures": (figure("rumah_rusak_berat", 5), figure("rumah_rusak_berat", 5, part_of=0))},
        {"figures": (figure("rumah_rusak_berat", 5), figure("rumah_rusak_berat", None, part_of=0))},
        {"figures": (figure("kerugian_rp", 12e9),)},
        {"texts": {"kondisi": "Tanggap darurat belum ditetapkan. Piket no 12 siaga."}},
        {"figures": (figure("mengungsi_kk", 2), figure("mengungsi_jiwa", 7))},
        {"figures": (figure("rumah_terendam", 300, area="19.71.01.1004"),)},
        {"hazard": "karhutla", "figures": (figure("luas_ha", 12),)},
        {"hazard": "kebakaran_rumah", "figures": (figure("luas_ha", 0.02),)},
        {"figures": (figure("tinggi_air_cm_min", 30), figure("tinggi_air_cm_maks", 150))},
        {"occurrence": at(datetime(1996, 2, 29, tzinfo=UTC))},
    ],
)
def test_the_ordinary_is_left_alone(indicative_index: AreaIndex, changes: dict[str, Any]):
    assert doubted(indicative_index, **changes) == set()


def test_a_household_is_as_large_as_the_settings_say(indicative_index: AreaIndex):
    flooded = locate(report(figures=(figure("rumah_terendam", 70_000),)), indicative_index)
    for size, found in ((3.5, {"melebihi_rumah_tangga"}), (3.0, set())):
        result = check(flooded, received_at=RECEIVED, index=indicative_index, household_size=size)
        assert isinstance(result, Report)
        assert {finding.code for finding in result.findings} == found


def test_a_weekday_that_is_not_of_its_date_is_told(indicative_index: AreaIndex):
    text = "Jenis Kejadian : Banjir\nWaktu Kejadian : Senin, 10/03/2026\nLokasi : Kec. Toboali\n"
    (wrong,) = whatsapp.parse(text, received_at=RECEIVED).reports
    (right,) = whatsapp.parse(text.replace("Senin", "Selasa"), received_at=RECEIVED).reports
    results = [
        check(locate(each, indicative_index), received_at=RECEIVED, index=indicative_index)
        for each in (wrong, right)
    ]
    told = [{finding.code for finding in each.findings} for each in results if isinstance(each, Report)]
    assert "hari_tidak_cocok" in told[0]
    assert "hari_tidak_cocok" not in told[1]


@given(
    lon=st.floats(allow_nan=True), lat=st.floats(allow_nan=True), value=st.floats(allow_nan=True) | st.none()
)
def test_anything_ends_as_a_report_or_a_reason(
    indicative_index: AreaIndex, lon: float, lat: float, value: float | None
):
    result = outcome(indicative_index, lonlat=(lon, lat), figures=(figure("hilang", value),))
    assert isinstance(result, Report | Rejection)
    if isinstance(result, Report):
        assert result.location is not None


def test_an_edition_that_no_one_needs_goes(indicative_index: AreaIndex) -> None:
    def checked() -> "weakref.ref[AreaIndex]":
        places: list[PlacedArea] = [a for a in indicative_index.areas.values() if a.code.startswith("19.71")]
        index = AreaIndex(indicative_index.record, places)
        doubted(index, figures=(figure("terdampak_jiwa", 4e6), figure("meninggal", 2, area="19.71.01")))
        return weakref.ref(index)

    index = checked()
    gc.collect()
    assert index() is None
