"""A printed sheet is true to scale, whole, searchable, the same every time, and honest about its gaps."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from io import BytesIO

import numpy as np
import pikepdf
import pypdfium2
import pytest
import shapely

from maps import sheet
from maps.paper import PAPERS, PT_PER_MM
from maps.projection import View, utm
from maps.spec import Ground
from tests import invented, pdfpaths

MM_100 = 100.0
TOLERANCE_MM = 0.01


@cache
def _sheet(paper: str = "A3") -> bytes:
    return sheet.render(invented.spec(paper))


def text_of(pdf: bytes) -> str:
    page = pypdfium2.PdfDocument(pdf)[0]
    words = page.get_textpage().get_text_bounded()
    return " ".join(words.replace("\ufffe", "").split())


def _square_sheet(side_m: float, scale: int) -> tuple[bytes, View]:
    """A sheet whose land is one square of that side, in metres of UTM 48S."""
    plane = utm(106.4, -2.8)
    form = PAPERS["A3"]
    view = View(
        projection=plane,
        scale=scale,
        centre=(650_000.0, 9_690_000.0),
        width_mm=form.frame.width_mm,
        height_mm=form.frame.height_mm,
    )
    x, y = view.centre
    half = side_m / 2
    square = shapely.box(x - half, y - half, x + half, y + half)
    ground = (Ground(code="19.90", geom=shapely.transform(square, plane.unproject)),)
    return sheet.render(
        replace(invented.spec(), view=view, ground=ground, places=(), events=(), listed=0)
    ), view


@pytest.mark.parametrize(("side_m", "scale"), [(25_000.0, 250_000), (50_000.0, 500_000), (5_000.0, 50_000)])
def test_a_square_of_100_mm_measures_100_mm(side_m: float, scale: int):
    pdf, _ = _square_sheet(side_m, scale)
    sizes = [np.ptp(path, axis=0) / PT_PER_MM for path in pdfpaths.page_paths(pdf) if len(path) >= 4]
    error = min(np.abs(size - MM_100).max() for size in sizes)
    assert error <= TOLERANCE_MM


def test_the_scale_bar_is_as_long_as_it_says():
    pdf, view = _square_sheet(50_000.0, 500_000)
    parts = [path for path in pdfpaths.page_paths(pdf) if len(path) == 2 or len(path) == 4]
    widths = np.array([np.ptp(path[:, 0]) / PT_PER_MM for path in parts])
    told = text_of(pdf)
    assert "0 5 10 15 20 km" in told
    assert np.isclose(widths, 5e6 / view.scale, atol=TOLERANCE_MM).sum() >= 4


def test_the_page_knows_where_on_earth_it_is():
    spec = invented.spec()
    with pikepdf.open(BytesIO(_sheet())) as document:
        viewport = document.pages[0].obj["/VP"][0]
        left, bottom, right, top = (float(n) for n in viewport.BBox)
        latlon = np.array([float(n) for n in viewport.Measure.GPTS]).reshape(4, 2)
        assert viewport.Measure.GCS["/EPSG"] == 32748
    metres = spec.view.projection.project(latlon[:, ::-1])
    per_mm = spec.view.scale / 1000
    assert (right - left) / PT_PER_MM == pytest.approx((metres[2] - metres[0])[0] / per_mm, abs=TOLERANCE_MM)
    assert (top - bottom) / PT_PER_MM == pytest.approx((metres[1] - metres[0])[1] / per_mm, abs=TOLERANCE_MM)


def test_every_font_is_embedded():
    found = pdfpaths.fonts(_sheet())
    assert found
    assert all(found.values())
    assert all("NotoSans" in name for name in found)


def test_names_and_words_can_be_searched():
    text = text_of(_sheet())
    for words in (
        "PETA SITUASI BENCANA KABUPATEN REKAAN",
        "17.30 WIB",
        "PANTAI TIMUR",
        "Desa B4",
        "Skala 1:200.000",
    ):
        assert words in text


@pytest.mark.parametrize("name", ["A3", "A4", "A4-tegak", "A2", "A0"])
def test_the_page_is_one_sheet_of_the_paper(name: str):
    document = pypdfium2.PdfDocument(_sheet(name))
    assert len(document) == 1
    size_mm = [length / PT_PER_MM for length in document[0].get_size()]
    assert size_mm == pytest.approx([PAPERS[name].width_mm, PAPERS[name].height_mm], abs=0.05)


def test_the_same_spec_gives_the_same_bytes_in_another_process():
    script = (
        "import hashlib; from maps import sheet; from tests import invented; "
        "print(hashlib.sha256(sheet.render(invented.spec('A3'))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima"}
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=_root(),
    )
    assert ran.stdout.strip() == hashlib.sha256(_sheet()).hexdigest()


def _root() -> str:
    return str(sheet.TEMPLATE.parents[2])


def test_it_is_tagged_for_keeping_and_reading_aloud():
    with pikepdf.open(BytesIO(_sheet())) as document:
        with document.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("id")


def test_invented_and_indicative_sheets_say_so():
    text = text_of(_sheet())
    assert text.count("DATA REKAAN") >= 2
    assert "bukan batas resmi" in text


def test_without_a_public_address_the_sheet_says_so_and_gives_its_code():
    text = text_of(sheet.render(invented.spec(address=None)))
    assert "SIGAP_PUBLIC_URL" in text
    assert "abcdefgh23456777" in text


def test_the_legend_holds_what_is_in_the_frame_and_nothing_else():
    text = text_of(_sheet())
    assert "Tanah longsor" in text
    assert "Tsunami" not in text
    bare = text_of(sheet.render(invented.spec(events=(), listed=0)))
    assert "Tanah longsor" not in bare
    assert "Ukuran = beratnya dampak" not in bare


def test_english_sheets_are_english():
    text = text_of(sheet.render(invented.spec(lang="en")))
    for words in ("Legend", "Scale 1:200,000", "Projection", "Flood", "106°20′ E"):
        assert words in text


def test_hostile_names_are_only_words():
    nasty = '<script>alert("x")</script> & #panic() $x$'
    text = text_of(sheet.render(invented.spec(scope_name=nasty, sentences=(nasty,), subtitle=nasty)))
    assert "#panic()" in text
    assert "<script>" in text
