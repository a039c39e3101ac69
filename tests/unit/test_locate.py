"""Where reports are placed, by the indicative edition and by an official one."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from gis import codes, islands
from gis.areas import AreaIndex, Edition
from gis.register import common_area
from gis.report import Occurrence, Precision, Report
from ingest import editions, position
from ingest.boundaries import read_boundaries
from ingest.locate import locate

TOBOALI, TOBOALI_KOTA = "19.03.01", "19.03.01.1001"


def report(**changes: Any) -> Report:
    day = Occurrence.day(datetime(2026, 1, 1, tzinfo=UTC))
    return Report(ordinal=0, hazard="banjir", occurrence=day).evolve(**changes)


def codes_of(located: Report) -> set[str]:
    return {finding.code for finding in located.findings}


@pytest.fixture(scope="module")
def official(shared_data: Path) -> AreaIndex:
    edition = Edition(
        slug="resmi", title="", decree="", valid_from=date(2025, 1, 1), indicative=False, source=""
    )
    boundaries = read_boundaries(shared_data / "batas_babel.gpkg")
    return AreaIndex(edition, editions.place(boundaries, indicative=False))


def test_coordinates_in_the_area_named_are_a_spot(indicative_index: AreaIndex):
    located = locate(report(lonlat=(106.45132, -2.99817), area_codes=(TOBOALI,)), indicative_index)
    assert located.location is not None
    assert located.location.precision is Precision.SPOT
    assert located.location.lonlat == (106.45132, -2.99817)
    assert located.location.areas == (TOBOALI,)
    assert not located.location.approximate
    assert located.location.uncertainty_m == 50
    assert not located.findings


def test_what_only_indicative_polygons_say_is_an_approximation(indicative_index: AreaIndex):
    located = locate(report(lonlat=(106.11321, -2.13876)), indicative_index)
    assert located.location is not None
    assert [code[:5] for code in located.location.areas] == ["19.71"]
    assert located.location.approximate


def test_official_polygons_name_the_village(official: AreaIndex):
    lon, lat = official.point(TOBOALI_KOTA)
    located = locate(report(lonlat=(lon + 0.00123, lat), area_codes=(TOBOALI,)), official)
    assert located.location is not None
    assert located.location.areas == (TOBOALI_KOTA,)
    assert not located.location.approximate


def test_two_villages_at_a_point_give_one_and_a_finding(official: AreaIndex):
    first, second = official.geometry("19.04.01.2007"), official.geometry("19.04.05.2005")
    assert first is not None
    overlap = first.intersection(second).representative_point()
    point = (overlap.x, overlap.y)
    assert len(official.locate(*point, 4)) == 2
    alone = locate(report(lonlat=point), official)
    assert alone.location is not None
    assert alone.location.areas == ("19.04.01.2007",)
    assert "dua_wilayah" in codes_of(alone)
    told = locate(report(lonlat=point, area_codes=("19.04.05",)), official)
    assert told.location is not None
    assert told.location.areas == ("19.04.05.2005",)


def test_no_village_at_a_point_gives_the_nearest_and_a_finding(official: AreaIndex):
    coast = official.geometry("19.71")
    assert coast is not None
    lon, lat = coast.envelope.exterior.coords[0]
    at_shore = max(coast.geoms, key=lambda part: part.area).exterior.coords
    lon, lat = max(at_shore)  # the easternmost point of Pangkalpinang's coast
    located = locate(report(lonlat=(lon + 0.00051, lat + 0.00013)), official)
    assert located.location is not None
    assert located.location.precision is Precision.SPOT
    assert len(located.location.areas) == 1


@pytest.mark.parametrize(
    ("named", "precision", "finding"),
    [
        ((TOBOALI_KOTA,), Precision.VILLAGE, None),
        ((TOBOALI,), Precision.DISTRICT, None),
        (("19.03",), Precision.REGENCY, None),
        ((TOBOALI_KOTA, "19.03.01.2004"), Precision.DISTRICT, None),
        ((TOBOALI_KOTA, TOBOALI, "19.03"), Precision.VILLAGE, None),
        ((TOBOALI_KOTA, "19.03.02"), Precision.REGENCY, None),
        (("19.03", "19.05"), Precision.REGENCY, "tempat_sangat_luas"),
        (("19",), Precision.REGENCY, "tempat_sangat_luas"),
    ],
)
def test_names_alone(
    indicative_index: AreaIndex, named: tuple[str, ...], precision: Precision, finding: str | None
):
    located = locate(report(area_codes=named), indicative_index)
    assert located.location is not None
    assert located.location.precision is precision
    assert located.location.method == "nama"
    # A village's centre is a fact; a kecamatan's or kabupaten's shape is indicative.
    assert located.location.approximate is (precision is not Precision.VILLAGE)
    assert codes_of(located) == ({finding} if finding else set())


def test_a_village_whose_place_is_unknown_is_no_more_than_its_kecamatan(indicative_index: AreaIndex):
    keranggan = locate(report(area_codes=("19.05.01.1008",)), indicative_index)
    assert keranggan.location is not None
    assert keranggan.location.precision is Precision.DISTRICT
    assert keranggan.location.areas == ("19.05.01.1008",)
    assert keranggan.location.uncertainty_m == indicative_index.radius_m("19.05.01")


def test_several_villages_are_placed_in_their_middle_and_all_kept(indicative_index: AreaIndex):
    villages = ("19.03.01.1001", "19.03.01.1002", "19.03.01.2004")
    located = locate(report(area_codes=villages), indicative_index)
    assert located.location is not None
    assert located.location.areas == villages
    assert located.location.lonlat in [indicative_index.point(code) for code in villages]
    assert located.location.uncertainty_m > max(indicative_index.radius_m(code) for code in villages)


def test_namesakes_without_parent_are_not_guessed(indicative_index: AreaIndex):
    dukong = tuple(
        c for c, area in indicative_index.areas.items() if area.name == "Dukong" and area.level == 4
    )
    assert len(dukong) == 2
    located = locate(report(area_codes=dukong), indicative_index)
    assert located.location is not None
    assert located.location.precision is Precision.REGENCY
    assert "nama_ganda" in codes_of(located)


@pytest.mark.parametrize("level", [2, 3])
def test_a_computed_centre_is_not_a_spot(indicative_index: AreaIndex, level: int):
    code = next(area.code for area in indicative_index.areas.values() if area.level == level)
    geom = indicative_index.geometry(code)
    assert geom is not None
    centre = (geom.centroid.x, geom.centroid.y)
    for named in ((), (code,)):
        located = locate(report(lonlat=centre, area_codes=named), indicative_index)
        assert located.location is not None
        assert located.location.precision in (Precision.REGENCY, Precision.DISTRICT)
        assert located.location.areas == (code,)
        assert "pusat_wilayah" in codes_of(located)


def test_a_regency_centre_of_another_make_yields_to_the_village_named(indicative_index: AreaIndex):
    # The row of Bangka Tengah in BNPB's sample: Kel. Dul, with the coordinates of the regency's middle.
    located = locate(report(lonlat=(106.243, -2.43008), area_codes=("19.04.02.1001",)), indicative_index)
    assert located.location is not None
    assert located.location.precision is Precision.VILLAGE
    assert located.location.lonlat == indicative_index.point("19.04.02.1001")
    assert "posisi_di_luar_wilayah" in codes_of(located)


@pytest.mark.parametrize(
    ("lonlat", "finding"),
    [
        ((-2.99817, 106.45132), "lintang_bujur_tertukar"),
        ((106.45132, 2.99817), "tanda_lintang_hilang"),
        ((2.99817, 106.45132), "tertukar_dan_tanda_hilang"),
        ((-106.45132, 2.99817), "tanda_minus_salah"),
    ],
)
def test_plain_slips_are_put_right_and_marked(
    indicative_index: AreaIndex, lonlat: tuple[float, float], finding: str
):
    located = locate(report(lonlat=lonlat, area_codes=(TOBOALI,)), indicative_index)
    assert located.location is not None
    assert located.location.lonlat == (106.45132, -2.99817)
    assert codes_of(located) == {finding}


@pytest.mark.parametrize("lonlat", [(106.8272, -6.1754), (0.0, 0.0), (10.0, 95.0), (float("nan"), -2.0)])
def test_coordinates_elsewhere_leave_the_place_to_the_names(
    indicative_index: AreaIndex, lonlat: tuple[float, float]
):
    located = locate(report(lonlat=lonlat, area_codes=(TOBOALI,)), indicative_index)
    assert located.location is not None
    assert located.location.precision is Precision.DISTRICT


SEA = (106.90417, -2.30219)  # Gaspar Strait


def test_at_sea(indicative_index: AreaIndex):
    boat = locate(report(hazard="kecelakaan_laut", lonlat=SEA), indicative_index)
    assert boat.location is not None
    assert boat.location.precision is Precision.SEA
    assert boat.location.areas == ()
    assert boat.location.lonlat == SEA
    assert not boat.findings


def test_a_flood_at_sea_is_placed_by_its_names_with_a_finding(indicative_index: AreaIndex):
    named = locate(report(lonlat=SEA, area_codes=("19.04.06",)), indicative_index)
    assert named.location is not None
    assert named.location.precision is Precision.DISTRICT
    assert "titik_di_laut" in codes_of(named)
    unnamed = locate(report(lonlat=SEA), indicative_index)
    assert unnamed.location is not None
    assert unnamed.location.precision is Precision.SEA
    assert "titik_di_laut" in codes_of(unnamed)


def test_islands_of_the_gazetteer_are_land(indicative_index: AreaIndex):
    batun = (108.0666, -3.8010)  # in no polygon of any edition
    located = locate(report(lonlat=batun, area_codes=("19.06",)), indicative_index)
    assert located.location is not None
    assert located.location.precision is Precision.SPOT
    assert located.location.areas == ("19.06",)
    assert codes_of(located) <= {"di_tepi_wilayah"}


def test_an_island_named_in_words(indicative_index: AreaIndex):
    located = locate(report(texts={"lokasi": "Pulau Pongok"}, area_codes=("19.03",)), indicative_index)
    assert located.location is not None
    assert located.location.method == "pulau"
    assert located.location.lonlat == (107.0569, -2.8644)
    assert located.location.areas == ("19.03",)


@pytest.mark.parametrize(
    ("lonlat", "precision"),
    [
        ((106.451, -2.998), Precision.SPOT),
        ((106.45, -2.99), Precision.HAMLET),
        ((106.4, -2.9), Precision.DISTRICT),
    ],
)
def test_rounded_coordinates_are_as_coarse_as_they_are(
    indicative_index: AreaIndex, lonlat: tuple[float, float], precision: Precision
):
    located = locate(report(lonlat=lonlat, area_codes=(TOBOALI,)), indicative_index)
    assert located.location is not None
    assert located.location.precision is precision


def test_without_place_the_sender_answers_for_its_regency(indicative_index: AreaIndex):
    located = locate(report(agency="BPBD Bangka Selatan"), indicative_index)
    assert located.location is not None
    assert located.location.areas == ("19.03",)
    assert "tempat_dari_pengirim" in codes_of(located)
    for agency in ("BPBD Babel", "BNPB", "Warga", None):
        assert locate(report(agency=agency), indicative_index).location is None


@pytest.mark.parametrize(
    ("areas", "common"),
    [
        (("19.01.01.1001",), "19.01.01.1001"),
        (("19.01.01.1001", "19.01.01.1002"), "19.01.01"),
        (("19.01.01.1001", "19.01.02"), "19.01"),
        (("19.01", "19.02"), "19"),
    ],
)
def test_smallest_common(areas: tuple[str, ...], common: str):
    assert common_area(areas) == common


def test_a_centre_rounded_is_no_spot_either(indicative_index: AreaIndex):
    lon, lat = indicative_index.point("19.03")
    for decimals in (2, 3):
        located = locate(report(lonlat=(round(lon, decimals), round(lat, decimals))), indicative_index)
        assert codes_of(located) & {"pusat_wilayah", "pusat_desa"}
        assert located.location is not None
        assert located.location.precision is not Precision.SPOT


def test_a_villages_published_centre_is_the_village_or_what_was_named(indicative_index: AreaIndex):
    village = codes.areas()[TOBOALI_KOTA]
    alone = locate(report(lonlat=village.centre), indicative_index).location
    assert alone is not None
    assert (alone.areas, alone.precision) == ((TOBOALI_KOTA,), Precision.VILLAGE)
    seat = locate(report(lonlat=village.centre, area_codes=("19.03",)), indicative_index)
    assert "pusat_desa" in codes_of(seat)
    assert seat.location is not None
    assert (seat.location.areas, seat.location.precision) == (("19.03",), Precision.REGENCY)


def test_the_coarser_of_two_coordinates_counts_when_far_apart():
    assert position.decimals_of((106.45, -3.0127)) == 4
    assert position.decimals_of((106.45, -3.01271)) == 2
    assert position.uncertainty_m((106.45, -3.01271)) > 700
    assert position.uncertainty_m((106.4551, -3.0127)) == 50


def test_the_sender_answers_for_its_regency(indicative_index: AreaIndex):
    by_sender = locate(report(), indicative_index, sender="bpbd_bangka_tengah").location
    assert by_sender is not None
    assert by_sender.areas == ("19.04",)
    named = locate(report(agency="BPBD Kab. Belitung"), indicative_index, sender="bpbd_bangka").location
    assert named is not None
    assert named.areas == ("19.02",)
    assert locate(report(), indicative_index, sender="basarnas").location is None


@pytest.mark.parametrize(
    ("words", "away"),
    [
        ("± 10 mil laut barat daya Pulau Pongok", (-0.1178, -0.1178)),
        ("sekitar 5 km sebelah utara dari Pulau Pongok", (0.0, 0.045)),
        ("12,5 nm arah timur laut perairan Pulau Pongok", (0.147, 0.147)),
    ],
)
def test_a_bearing_at_sea(indicative_index: AreaIndex, words: str, away: tuple[float, float]):
    (island,) = islands.islands_named("Pulau Pongok")
    lost = report(hazard="kecelakaan_laut", texts={"lokasi": words}, area_codes=("19.03",))
    found = locate(lost, indicative_index).location
    assert found is not None
    assert found.lonlat is not None
    assert (found.precision, found.method) == (Precision.SEA, "arah")
    assert found.lonlat == pytest.approx((island.lonlat[0] + away[0], island.lonlat[1] + away[1]), abs=0.002)
    assert found.uncertainty_m > 1_000
    on_land = locate(lost.evolve(hazard="banjir"), indicative_index).location
    assert on_land is not None
    assert on_land.precision is not Precision.SEA
