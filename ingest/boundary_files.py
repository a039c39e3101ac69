"""Vector files of boundaries as features and the area each one means: the edge to GDAL and column names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from gis import codes
from gis.errors import InvalidInput
from gis.report import Severity
from ingest.area_codes import Reading, System, code_by_names, dotted, read_code
from ingest.notes import Notes

CODE_COLUMNS: tuple[tuple[str, System], ...] = (
    ("kdepum", System.KEMENDAGRI),
    ("kdebps", System.BPS),
    ("kdcpum", System.KEMENDAGRI),
    ("kdcbps", System.BPS),
    ("kdpkab", System.KEMENDAGRI),
    ("kdbbps", System.BPS),
    ("kdppum", System.KEMENDAGRI),
    ("kdpbps", System.BPS),
    ("kode", System.UNKNOWN),
    ("kode_wilayah", System.UNKNOWN),
    ("kode_kemendagri", System.KEMENDAGRI),
    ("kode_bps", System.BPS),
)
"""Columns that hold a code, the finest level first (BIG/RBI dictionary: PUM = Kemendagri)."""

NAME_COLUMNS = ("wadmpr", "wadmkk", "wadmkc", "wadmkd")
"""BIG/RBI names of province, kabupaten, kecamatan, desa."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One polygon, the area it means and how the file writes that."""

    reading: Reading
    label: str  # as the file writes it
    geom: Any


def read_layers(path: Path, notes: Notes, *, layer: str | None = None) -> dict[str, list[Feature]]:
    """The polygon features of every layer (or of `layer`) in EPSG:4326; InvalidInput when unreadable."""
    layers = {name: _features(_read(path, name, notes), notes) for name in _polygon_layers(path, layer)}
    _note_readings([feature for features in layers.values() for feature in features], notes)
    return layers


def _polygon_layers(path: Path, layer: str | None) -> list[str]:
    try:
        known = pyogrio.list_layers(path)
    except (DataSourceError, OSError) as error:
        raise InvalidInput(
            "berkas_tidak_terbaca",
            "{name} tidak dapat dibaca sebagai berkas vektor (GeoPackage, GeoJSON, Shapefile .zip, …)",
            "{name} cannot be read as a vector file (GeoPackage, GeoJSON, zipped Shapefile, …)",
            where=path.name,
            name=path.name,
        ) from error
    wanted = [str(name) for name, kind in known if layer in (None, name) and "Point" not in str(kind)]
    if layer and not wanted:
        raise InvalidInput(
            "lapis_tidak_ada",
            "tidak ada lapis '{layer}' di {name}",
            "there is no layer '{layer}' in {name}",
            where=path.name,
            layer=layer,
            name=path.name,
        )
    return wanted


def _read(path: Path, layer: str, notes: Notes) -> gpd.GeoDataFrame:
    """One layer in EPSG:4326 with lower-case columns."""
    try:
        frame = pyogrio.read_dataframe(path, layer=layer, on_invalid="ignore")
    except (DataLayerError, DataSourceError, ValueError) as error:
        raise InvalidInput(
            "lapis_tidak_terbaca",
            "lapis '{layer}' tidak dapat dibaca: {error}",
            "layer '{layer}' cannot be read: {error}",
            where=path.name,
            layer=layer,
            error=str(error)[:200],
        ) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        return gpd.GeoDataFrame()
    frame = frame.rename(columns={c: c.lower() for c in frame.columns if c != frame.geometry.name})
    if frame.crs is None:
        return _assumed(frame, layer, notes)
    return frame.to_crs(4326)


def _assumed(frame: gpd.GeoDataFrame, layer: str, notes: Notes) -> gpd.GeoDataFrame:
    if len(frame) and np.abs(frame.total_bounds).max() > 180:
        raise InvalidInput(
            "tanpa_sistem_koordinat",
            "lapis '{layer}' tidak menyebut sistem koordinatnya (.prj) dan bukan derajat",
            "layer '{layer}' does not name its coordinate system (.prj) and is not in degrees",
            where=layer,
            layer=layer,
        )
    notes.add(
        "tanpa_sistem_koordinat",
        Severity.WARNING,
        f"lapis '{layer}' tidak menyebut sistem koordinatnya; dibaca sebagai WGS 84",
        f"layer '{layer}' does not name its coordinate system; read as WGS 84",
    )
    return frame.set_crs(4326)


def _features(frame: gpd.GeoDataFrame, notes: Notes) -> list[Feature]:
    columns = [(name, system) for name, system in CODE_COLUMNS if name in frame.columns]
    if not len(frame):
        return []
    rows = frame.drop(columns=frame.geometry.name).astype(object).to_dict("records")
    meanings = [
        (*_meaning(row, columns), geom) for row, geom in zip(rows, frame.geometry.values, strict=True)
    ]
    shaped = [Feature(*meaning) for meaning in meanings if meaning[2] is not None and not meaning[2].is_empty]
    if len(shaped) < len(meanings):
        notes.add(
            "tanpa_geometri",
            Severity.WARNING,
            "fitur tanpa poligon yang terbaca; dilewati",
            "features without a readable polygon; skipped",
            [label for _, label, geom in meanings if geom is None or geom.is_empty],
        )
    return shaped


def _meaning(row: Mapping[str, Any], columns: Sequence[tuple[str, System]]) -> tuple[Reading, str]:
    """What a row's codes and names mean, and how to call it."""
    names = [_text(row.get(column)) for column in NAME_COLUMNS]
    name = _text(row.get("nama")) or next((n for n in reversed(names) if n), "") or _text(row.get("namobj"))
    for column, system in columns:
        if text := _text(row.get(column)):
            own = names[_level_of(text) - 1] if any(names) and _level_of(text) else name
            return read_code(text, system, own), f"{text} {own}".strip()
    code = code_by_names(names)
    return Reading(code, "" if code else "tak_dikenal"), name or "?"


def _level_of(text: str) -> int:
    code = dotted(text)
    return codes.level_of(code) if code else 0


def _text(value: Any) -> str:
    if value is None or value != value:  # NaN: a blank cell of a number column
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return re.sub(r"^(\d{4,})\.0$", r"\1", str(value).strip())  # a number that was once a float


def _note_readings(features: Sequence[Feature], notes: Notes) -> None:
    told: dict[str, list[str]] = {}
    for feature in features:
        if feature.reading.why:
            told.setdefault(feature.reading.why, []).append(feature.label)
    for why, severity, id_text, en_text in READING_NOTES:
        if why in told:
            notes.add(f"kode_{why}", severity, id_text, en_text, dict.fromkeys(told[why]))


READING_NOTES = (
    ("asing", Severity.INFO, "wilayah provinsi lain tidak diambil", "areas of other provinces not taken"),
    (
        "tak_dikenal",
        Severity.ERROR,
        "kode tidak ada dalam daftar kode; tidak diambil",
        "codes not in the code list; not taken",
    ),
    (
        "sistem",
        Severity.ERROR,
        "kode tanpa sistem (Kemendagri atau BPS) dan tanpa nama; tidak diambil",
        "codes without system (Kemendagri or BPS) and name; not taken",
    ),
    (
        "nama",
        Severity.ERROR,
        "kode bertentangan dengan namanya (BPS tertukar Kemendagri?); tidak diambil",
        "codes contradicted by their names (BPS taken for Kemendagri?); not taken",
    ),
    (
        "ejaan",
        Severity.INFO,
        "nama ditulis lain dari daftar kode",
        "names written otherwise than in the code list",
    ),
)
