"""One thing that speaks for or against two reports being of one event, in both languages."""

from dataclasses import dataclass
from typing import Any

FINE = ("menit", "jam")
COARSE = ("bulan", "tahun")
"""Precisions of a time: known to an hour or better, and known only roughly."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (or against) the same event, and by how much."""

    code: str
    points: float
    id_text: str
    en_text: str

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON form."""
        return {"code": self.code, "points": round(self.points, 2), "id": self.id_text, "en": self.en_text}
