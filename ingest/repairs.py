"""What was done to a layer's features: counted in notes for readers, the first of them listed one by one."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from gis.errors import InvalidInput
from ingest.curves import TOLERANCE_M
from ingest.mending import REFUSED, REPAIRED, STRAIGHTENED

EMPTY, BEYOND, HEIGHTLESS, UNMEASURED = "kosong", "di_luar_peta", "tanpa_ketinggian", "tanpa_ukuran"
_LISTED = 200
_TOLERANCE = f"{TOLERANCE_M:g}".replace(".", ",")
_WORDS = {
    REPAIRED: "geometri diperbaiki",
    STRAIGHTENED: f"fitur bergaris lengkung diluruskan, menyimpang paling jauh {_TOLERANCE} m",
    REFUSED: "fitur ditolak",
    EMPTY: "fitur tanpa geometri dilewati",
    HEIGHTLESS: "fitur dengan ketinggian yang tidak diketahui: ditulis 0",
    UNMEASURED: "fitur dengan ukuran (M) yang tidak diketahui: dibiarkan kosong",
    BEYOND: "fitur di luar jangkauan peta (lintang di atas 85°) dilewati",
}


@dataclass(slots=True)
class Repairs:
    """Counts by what was done, and `listed`: `feature` (its number in the file), `outcome`, `why`."""

    counts: Counter[str] = field(default_factory=Counter)
    listed: list[dict[str, Any]] = field(default_factory=list)

    def add(self, feature: int, outcome: str, why: str) -> None:
        """Count one feature, and list it while there is room."""
        self.counts[outcome] += 1
        if len(self.listed) < _LISTED:
            self.listed.append({"feature": feature, "outcome": outcome, "why": why})

    @property
    def changed(self) -> int:
        """How many geometries are not as the file has them."""
        return self.counts[REPAIRED] + self.counts[STRAIGHTENED]

    def notes(self) -> list[str]:
        """What was done, in words for the catalogue."""
        notes = [f"{self.counts[what]} {words}" for what, words in _WORDS.items() if self.counts[what]]
        first = self._first_refused()
        of_first = f" (fitur ke-{first['feature']}: {first['why']})" if first else ""
        return [note + of_first if note.endswith(_WORDS[REFUSED]) else note for note in notes]

    def check_some_left(self, filename: str, kept: int) -> None:
        """InvalidInput where features were refused and none is left."""
        first = self._first_refused()
        if first and not kept:
            raise InvalidInput(
                "semua_ditolak",
                "{file}: tidak ada fitur yang dapat dipakai, {n} ditolak; fitur ke-{first}: {why}",
                "{file}: no feature can be used, {n} were refused; feature {first}: {why}",
                where=filename,
                file=filename,
                n=self.counts[REFUSED],
                first=first["feature"],
                why=first["why"],
            )

    def _first_refused(self) -> dict[str, Any] | None:
        return next((each for each in self.listed if each["outcome"] == REFUSED), None)
