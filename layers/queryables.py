"""What a filter may speak of in each layer: the names readers see, and the SQL that gives them."""

from gis import codes
from layers.cql2 import Queryable
from layers.cql2.queryables import OF_COLUMN, Type, quoted
from layers.layer import Layer

_EVENT: dict[str, tuple[Type, str]] = {
    "name": ("string", "s.name"),
    "hazard": ("string", "s.hazard"),
    "other_hazards": ("strings", "s.other_hazards"),
    "is_bencana": ("boolean", "s.is_bencana"),
    "severity": ("number", "s.severity"),
    "datetime": ("instant", "s.occurred_from"),
    "end_datetime": ("instant", "s.occurred_to"),
    "occurred_precision": ("string", "s.occurred_precision"),
    "kode_wilayah": ("string", "s.area_code"),
    "kode_wilayah_semua": ("strings", "s.areas"),
    "precision": ("string", "s.precision"),
    "uncertainty_m": ("number", "s.uncertainty_m"),
    "perkiraan": ("boolean", "s.approximate"),
    "verified": ("boolean", "s.verified"),
    "invented": ("boolean", "s.invented"),
    "laporan": ("number", "s.reports"),
    "sumber": ("number", "s.sources"),
    "valid_at": ("instant", "s.valid_at"),
    "geometry": ("geometry", "s.point"),
}
_AREA: dict[str, tuple[Type, str]] = {
    "kode": ("string", "a.code"),
    "kode_bps": ("string", "a.bps_code"),
    "nama": ("string", "a.name"),
    "jenis": ("string", "a.kind"),
    "kode_induk": ("string", "a.parent"),
    "luas_km2": ("number", "a.area_km2"),
    "penduduk": ("number", "a.population"),
    "geometry": ("geometry", "coalesce(a.geom, a.label_point)"),
}


def of(layer: Layer) -> tuple[Queryable, ...]:
    """A layer's queryables: events are `s` in SQL, areas `a`, a catalogue's table `v`; a raster has none."""
    if layer.kind == "kejadian":
        return (*_declared(_EVENT), *(_figure(kind) for kind in codes.figures()))
    if layer.kind == "wilayah":
        return _declared(_AREA)
    if layer.version is None or layer.kind != "vektor":
        return ()
    columns = [column for column in layer.version.columns if column["type"] in OF_COLUMN]
    return (
        *(
            Queryable(column["name"], OF_COLUMN[column["type"]], quoted("v", column["name"]))
            for column in columns
        ),
        Queryable("geometry", "geometry", "v.geom", indexed="v.geom_3857"),
    )


def _declared(table: dict[str, tuple[Type, str]]) -> tuple[Queryable, ...]:
    return tuple(Queryable(name, kind, sql) for name, (kind, sql) in table.items())


def _figure(kind: str) -> Queryable:
    return Queryable(kind, "number", f"CAST(s.figures -> '{kind}' ->> 'value' AS numeric)")
