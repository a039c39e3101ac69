"""How grave an event is by its figures: the classes of `gis/sql/derive.sql`, for readers of some figures."""

from collections.abc import Iterable, Mapping
from typing import Any

# Kinds of a line are added where more than zero counts, and taken one by one where a number is asked for.
_GRAVE: tuple[tuple[int, tuple[str, ...], float], ...] = (
    (3, ("meninggal", "hilang"), 0),
    (3, ("rumah_rusak_berat",), 10),
    (3, ("mengungsi_jiwa",), 100),
    (2, ("luka_berat", "rumah_rusak_berat", "rumah_terbakar", "mengungsi_jiwa", "mengungsi_kk"), 0),
    (2, ("terdampak_jiwa",), 100),
    (2, ("rumah_terendam",), 25),
    (2, ("luas_ha",), 10),
)


def of(figures: Mapping[str, Mapping[str, Any]]) -> int:
    """3 (grave) to 0 (no impact recorded), from an event's figures by kind."""
    values = {kind: float(said["value"]) for kind, said in figures.items() if said.get("value") is not None}
    for severity, kinds, least in _GRAVE:
        if _reached((values[kind] for kind in kinds if kind in values), least):
            return severity
    return int(any(value > 0 for value in values.values()))


def _reached(values: Iterable[float], least: float) -> bool:
    total = sum(values)
    return total >= least if least else total > 0
