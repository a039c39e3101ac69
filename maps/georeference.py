"""Put the map's place on earth into the PDF, so that readers can tell coordinates from the page.

A viewport with a geospatial measure (ISO 32000-2, 12.10): GDAL, Acrobat and QGIS read it.
"""

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from maps.paper import PT_PER_MM, Box
from maps.projection import View

_UNIT_SQUARE = [0, 0, 0, 1, 1, 1, 1, 0]
"""Lower left, upper left, upper right, lower right: the order of `View.corners`."""


def georeference(pdf: bytes, view: View, frame: Box, *, name: str) -> bytes:
    """The same PDF with the frame's corners tied to longitude and latitude; equal input gives equal bytes."""
    with pikepdf.open(BytesIO(pdf)) as document:
        page = document.pages[0]
        height_pt = float(page.mediabox[3])
        left, top = frame.x_mm * PT_PER_MM, height_pt - frame.y_mm * PT_PER_MM
        right, bottom = left + frame.width_mm * PT_PER_MM, top - frame.height_mm * PT_PER_MM
        viewport = Dictionary(
            Type=Name.Viewport,
            BBox=Array([_short(n) for n in (left, bottom, right, top)]),
            Name=String(name),
            Measure=_measure(view),
        )
        page.obj["/VP"] = document.make_indirect(Array([viewport]))
        out = BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _measure(view: View) -> Dictionary:
    corners = view.corners()
    system = Dictionary(Type=Name.PROJCS, WKT=String(view.projection.wkt))
    if view.projection.epsg:
        system["/EPSG"] = view.projection.epsg
    return Dictionary(
        Type=Name.Measure,
        Subtype=Name.GEO,
        Bounds=Array(_UNIT_SQUARE),
        LPTS=Array(_UNIT_SQUARE),
        GPTS=Array([_short(degrees) for lon, lat in corners.tolist() for degrees in (lat, lon)]),
        GCS=system,
    )


def _short(number: float) -> float:
    """Nine decimals: 0.1 mm on the ground, a thousandth of a millimetre on paper and less."""
    return round(number, 9)
