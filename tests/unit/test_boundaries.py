"""Official boundary files of many makes, and what is said of their faults."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gis.errors import InvalidInput
from gis.report import Severity
from ingest import editions
from ingest.boundaries import Boundaries, read_boundaries
from ingest.boundary_checks import check_boundaries

pytestmark = pytest.mark.filterwarnings("ignore:.crs. was not provided")

WEST, EAST = shapely.box(105.9, -2.1, 106.0, -2.0), shapely.box(106.0, -2.1, 106.1, -2.0)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes rows and their polygons to a file and returns its path."""

    def written(rows: list[dict], geoms: list, name: str = "batas.gpkg", crs: object = 4326) -> Path:
        frame = gpd.GeoDataFrame(rows, geometry=geoms, crs=4326)
        path = tmp_path / name
        (frame.to_crs(crs) if crs else frame.set_crs(None, allow_override=True)).to_file(path)
        return path

    return written


def found(boundaries: Boundaries) -> dict[str, str]:
    """Findings by code, as people read them."""
    return {finding.code: finding.id_text for finding in check_boundaries(boundaries)}


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([{"kode": "19.03"}, {"kode": "19.05"}], ["19.03", "19.05"]),
        ([{"kode_bps": "1903"}, {"kode_bps": "1905"}], ["19.05", "19.03"]),
        ([{"KDPKAB": "19.03", "WADMKK": "Bangka Selatan"}, {"KDPKAB": "1905"}], ["19.03", "19.05"]),
        ([{"KDEPUM": "19.03.01.1001", "KDCPUM": "19.03.01"}, {"KDEPUM": "1903011002"}], None),
        (
            [{"kode": "1903", "nama": "Bangka Barat"}, {"kode": 1905.0, "nama": "Kab. Bangka Selatan"}],
            ["19.05", "19.03"],
        ),
        (
            [{"WADMPR": "", "WADMKK": "Belitung Timur", "WADMKC": "Dendang"}, {"WADMKK": "Bangka"}],
            ["19.06.03", "19.01"],
        ),
        (
            [{"KDBBPS": "1901", "WADMKK": "BANGKA"}, {"KDBBPS": "1971", "WADMKK": "Kota Pangkalpinang"}],
            ["19.01", "19.71"],
        ),
    ],
)
def test_codes_in_both_systems_and_names(
    write: Callable[..., Path], rows: list[dict], codes: list[str] | None
):
    boundaries = read_boundaries(write(rows, [WEST, EAST]))
    expected = codes or ["19.03.01.1001", "19.03.01.1002"]
    for code, geom in zip(expected, [WEST, EAST], strict=True):
        assert boundaries.shapes[code].equals(shapely.MultiPolygon([geom]))


def test_a_code_without_system_is_not_taken(write: Callable[..., Path]):
    boundaries = read_boundaries(write([{"kode": "1903"}, {"kode": "19.01"}], [WEST, EAST]))
    assert list(boundaries.shapes) == ["19.01"]
    assert "1903" in found(boundaries)["kode_sistem"]


def test_a_code_that_its_name_contradicts_is_not_taken(write: Callable[..., Path]):
    rows = [{"KDPKAB": "19.03", "WADMKK": "Bangka Barat"}, {"KDPKAB": "19.01", "WADMKK": "Bangka"}]
    boundaries = read_boundaries(write(rows, [WEST, EAST]))
    assert list(boundaries.shapes) == ["19.01"]
    assert "Bangka Barat" in found(boundaries)["kode_nama"]


def test_unknown_codes_and_other_provinces_are_told_apart(write: Callable[..., Path]):
    rows = [{"kode": "19.99"}, {"kode": "16.01"}, {"kode": "19.01"}]
    notes = found(read_boundaries(write(rows, [WEST, WEST, EAST])))
    assert "19.99" in notes["kode_tak_dikenal"]
    assert "16.01" in notes["kode_asing"]


@pytest.mark.parametrize("name", ["batas.geojson", "batas.shp.zip", "batas.fgb", "batas.gpkg"])
@pytest.mark.parametrize("crs", [4326, 32748, 3857])
def test_formats_and_coordinate_systems(write: Callable[..., Path], name: str, crs: int):
    boundaries = read_boundaries(write([{"kode": "19.01", "nama": "Bangka"}], [WEST], name, crs))
    # A straight edge in one projection is a little bent in another: compared by area.
    assert shapely.area(shapely.symmetric_difference(boundaries.shapes["19.01"], WEST)) < 1e-4 * WEST.area


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        (lambda points: points[:, ::-1], "tertukar"),
        (lambda points: points * (1, -1), "tanda minus lintang hilang"),
        (lambda points: points[:, ::-1] * (-1, 1), "tertukar dan tanda minus"),
    ],
)
def test_swapped_axes_and_lost_signs_are_put_right(write: Callable[..., Path], turn: Callable, words: str):
    path = write([{"kode": "19.01"}], [shapely.transform(WEST, turn)], "batas.geojson", None)
    boundaries = read_boundaries(path)
    assert boundaries.shapes["19.01"].equals(WEST)
    assert words in found(boundaries)["sumbu_diperbaiki"]


def test_without_coordinate_system_degrees_are_assumed_and_metres_refused(write: Callable[..., Path]):
    degrees = read_boundaries(write([{"kode": "19.01"}], [WEST], "derajat.shp", None))
    assert "tanpa_sistem_koordinat" in found(degrees)
    metres = shapely.transform(WEST, lambda points: points * 1000)
    with pytest.raises(InvalidInput) as refused:
        read_boundaries(write([{"kode": "19.01"}], [metres], "meter.shp", None))
    assert refused.value.code == "tanpa_sistem_koordinat"


def test_several_features_of_one_village_are_merged(write: Callable[..., Path]):
    boundaries = read_boundaries(write([{"KDEPUM": "19.01.01.1001"}] * 2, [WEST, EAST]))
    assert boundaries.shapes["19.01.01.1001"].area == pytest.approx(WEST.area + EAST.area)
    assert "19.01.01.1001 (2)" in found(boundaries)["bagian_digabung"]


def test_invalid_polygons_are_repaired_and_listed(write: Callable[..., Path]):
    bow = shapely.Polygon([(105.9, -2.1), (106.0, -2.0), (106.0, -2.1), (105.9, -2.0)])
    boundaries = read_boundaries(write([{"kode": "19.01"}], [bow]))
    assert boundaries.shapes["19.01"].is_valid
    assert "19.01 (Self-intersection" in found(boundaries)["geometri_diperbaiki"]


def test_features_without_polygon_are_told(write: Callable[..., Path]):
    boundaries = read_boundaries(write([{"kode": "19.01"}, {"kode": "19.02"}], [WEST, None]))
    assert "19.02" in found(boundaries)["tanpa_geometri"]


def test_overlaps_sizes_and_missing_areas_are_errors(write: Callable[..., Path]):
    rows = [{"kode": "19.01"}, {"kode": "19.02"}]
    boundaries = read_boundaries(write(rows, [WEST, shapely.box(105.95, -2.1, 106.05, -2.0)]))
    errors = {f.code for f in check_boundaries(boundaries) if f.severity is Severity.ERROR}
    assert {"tumpang_tindih", "luas_berbeda", "wilayah_hilang"} <= errors


def test_a_village_outside_its_kecamatan_is_an_error(write: Callable[..., Path]):
    rows = [{"kode": "19.01.01"}, {"kode": "19.01.01.1001"}]
    boundaries = read_boundaries(write(rows, [WEST, EAST]))
    assert "19.01.01.1001 (100%)" in found(boundaries)["di_luar_induk"]


def test_missing_levels_are_derived_without_slivers(write: Callable[..., Path]):
    rows = [{"kode": "19.01.01.1001"}, {"kode": "19.01.01.1002"}]
    notched = shapely.Polygon(
        [
            (106.0, -2.1),
            (106.1, -2.1),
            (106.1, -2.0),
            (106.0, -2.0),
            (106.0, -2.04),
            (106.0001, -2.05),
            (106.0, -2.06),
        ]
    )
    boundaries = editions.completed(read_boundaries(write(rows, [WEST, notched])))
    (whole,) = boundaries.shapes["19.01"].geoms
    assert not whole.interiors
    assert set(boundaries.shapes) == {"19", "19.01", "19.01.01", "19.01.01.1001", "19.01.01.1002"}


@pytest.mark.parametrize("content", [b"", b"not a map", b'{"type":"FeatureCollection","features":[]}'])
def test_files_without_areas_are_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "batas.geojson"
    path.write_bytes(content)
    with pytest.raises(InvalidInput):
        read_boundaries(path)


def test_the_official_file_is_read_whole(shared_data: Path):
    boundaries = read_boundaries(shared_data / "batas_babel.gpkg")
    assert [len(boundaries.level(level)) for level in (1, 2, 3, 4)] == [1, 7, 47, 391]
    findings = check_boundaries(boundaries)
    assert not [f for f in findings if f.severity is Severity.ERROR]
    texts = {f.code: f.id_text for f in findings}
    assert "Keranggan" in texts["wilayah_hilang"]
    assert "606 pasang" in " ".join(f.id_text for f in findings if f.code == "tumpang_tindih")
    assert "batas_kecamatan" in " ".join(f.id_text for f in findings if f.code == "lapis_dipilih")


def test_the_coarse_layer_of_the_official_file_is_doubted(shared_data: Path):
    boundaries = read_boundaries(shared_data / "batas_babel.gpkg", layer="asal_kecamatan_disederhanakan")
    assert "42.21 km2" in found(boundaries)["tumpang_tindih"]


def test_villages_alone_give_every_level(shared_data: Path):
    boundaries = editions.completed(read_boundaries(shared_data / "batas_babel.gpkg", layer="batas_desa"))
    assert [len(boundaries.level(level)) for level in (1, 2, 3, 4)] == [1, 7, 47, 391]
    assert "luas_berbeda" not in found(boundaries)
