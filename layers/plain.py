"""Areas, sources and numbers in plain JSON, the same in every answer."""

from typing import Any

from gis import codes


def area_json(code: str) -> dict[str, Any]:
    """An area by its dotted code: code, name with its kind, level."""
    known = codes.areas().get(code)
    return {"code": code, "name": known.full_name if known else code, "level": codes.level_of(code)}


def source_json(slug: str) -> dict[str, str]:
    """An agency's slug and full name; `lain` where it is not known."""
    known = codes.agencies().get(slug)
    return {"slug": slug, "name": known.name if known else "Sumber lain"}


def number(value: Any) -> float | int | None:
    """Whole numbers as int, so that JSON shows 12, not 12.0."""
    if value is None:
        return None
    exact = float(value)
    return int(exact) if exact.is_integer() else exact


def said_json(row: Any) -> dict[str, Any]:
    """What a source said of a figure, and of which moment."""
    return {
        "value": number(row["value"]),
        "state": row["state"],
        "approx": row["approx"],
        "source": source_json(row["source"]),
        "valid_at": row["valid_at"].isoformat(),
        "valid_at_known": row["valid_at_known"],
    }
