"""Changes in words: "Rumah rusak berat 5 → 3, menurut BPBD Bangka Selatan, koreksi pukul 17.30"."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from babel import dates, numbers

from gis import codes
from gis.zone import WIB

_WORDS: dict[str, tuple[str, str]] = {
    "new": ("Kejadian baru: {name}, {when}", "New event: {name}, {when}"),
    "gone": ("Kejadian ditarik dari daftar", "The event was taken off the list"),
    "merged": ("Digabungkan dengan kejadian lain: {name}", "Merged into another event: {name}"),
    "verified": ("Terverifikasi", "Verified"),
    "unverified": ("Kembali menunggu verifikasi", "Waits for verification again"),
    "jenis": ("Jenis kejadian: {old} → {new}", "Kind of event: {old} → {new}"),
    "tempat": ("Tempat: {old} → {new}", "Place: {old} → {new}"),
    "waktu": ("Waktu kejadian: {old} → {new}", "Time of the event: {old} → {new}"),
    "golongan": ("Dicatat sebagai: {old} → {new}", "Recorded as: {old} → {new}"),
    "disaster": ("bencana", "disaster"),
    "other_service": ("kejadian nonbencana", "other emergency"),
    "at_sea": ("di laut", "at sea"),
    "name": ("{hazard} di {place}", "{hazard} in {place}"),
    "name_at_sea": ("{hazard} di laut", "{hazard} at sea"),
    "angka_baru": ("{what} {new}{unit}", "{what} {new}{unit}"),
    "naik": ("{what} {old} → {new}{unit}", "{what} {old} → {new}{unit}"),
    "turun": ("{what} {old} → {new}{unit}", "{what} {old} → {new}{unit}"),
    "terhitung": ("{what}: {old} → {new}{unit}", "{what}: {old} → {new}{unit}"),
    "pendataan": ("{what}: {new}", "{what}: {new}"),
    "pendataan_from": ("{what}: {old}{unit} → {new}", "{what}: {old}{unit} → {new}"),
    "angka_ditarik": ("{what} {old}{unit} ditarik", "{what} {old}{unit} withdrawn"),
    "sumber": ("{what} tetap {new}{unit}", "{what} still {new}{unit}"),
    "part": ("{label} di {area}", "{label} in {area}"),
    "counting": ("dalam pendataan", "being counted"),
    "blank": ("tidak diisi", "not filled in"),
    "by": (", menurut {source}", ", according to {source}"),
    "by_other": ("sumber lain", "another source"),
    "corrected": (", koreksi {when}", ", corrected {when}"),
    "as_of": (", keadaan {when}", ", as of {when}"),
    "received": (", diterima {when}", ", received {when}"),
    "clock": ("pukul {clock}", "at {clock}"),
    "day_clock": ("{day} pukul {clock}", "{day} at {clock}"),
}


class Sentences:
    """Sentences in one language; times of the day of `now` are told by the clock alone."""

    def __init__(self, lang: str, now: datetime | None) -> None:
        self.lang = lang
        self._now = (now or datetime.now(UTC)).astimezone(WIB)

    def __call__(self, key: str, **params: object) -> str:
        """The text of that key with its parameters filled in."""
        return _WORDS[key][self.lang == "en"].format(**params)

    def hazard(self, slug: str) -> str:
        """A hazard's name."""
        known = codes.hazards()[slug]
        return known.label_en if self.lang == "en" else known.label_id

    def label(self, kind: str) -> str:
        """A figure kind's name."""
        known = codes.figures()[kind]
        return known.label_en if self.lang == "en" else known.label_id

    def area(self, code: str) -> str:
        """An area with its kind; its code where it is not known."""
        known = codes.areas().get(code)
        return known.full_name if known else code

    def place(self, state: Mapping[str, Any]) -> str:
        """Where an event is."""
        return self("at_sea") if state["precision"] == "laut" else self.area(state["area_code"])

    def event(self, state: Mapping[str, Any]) -> str:
        """What an event is called."""
        hazard = self.hazard(state["hazard"])
        if state["precision"] == "laut":
            return self("name_at_sea", hazard=hazard)
        return self("name", hazard=hazard, place=self.area(state["area_code"]))

    def occurred(self, state: Mapping[str, Any]) -> str:
        """When an event was, as exactly as it is known."""
        local = state["occurred_from"].astimezone(WIB)
        form = {"bulan": "MMMM y", "tahun": "y"}.get(state["occurred_precision"], "d MMMM y")
        day = str(dates.format_date(local.date(), form, locale=self.lang))
        if state["occurred_precision"] in ("menit", "jam"):
            return self("day_clock", day=day, clock=self._clock(local))
        return day

    def when(self, moment: datetime) -> str:
        """`pukul 17.30`, with its day where that is not today's."""
        local = moment.astimezone(WIB)
        if local.date() == self._now.date():
            return self("clock", clock=self._clock(local))
        form = "d MMMM" if local.year == self._now.year else "d MMMM y"
        return self(
            "day_clock",
            day=dates.format_date(local.date(), form, locale=self.lang),
            clock=self._clock(local),
        )

    def figure(self, kind: str, was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> str:
        """What became of a figure, by whom, and of when that is."""
        shown = now or was
        assert shown is not None
        what = self.label(shown["kind"])
        if not shown["total"]:
            what = self("part", label=what, area=self.area(shown["area_code"]))
        known = codes.figures()[shown["kind"]].unit
        counted = was is not None and was["value"] is not None
        unit = "" if known in ("unit", "Rp", "") or (kind == "angka_ditarik" and not counted) else f" {known}"
        sentence = self(
            "pendataan_from" if kind == "pendataan" and counted else kind,
            what=what,
            unit=unit,
            old=self._value(was),
            new=self._value(now),
        )
        return sentence + self._said_by(now) if now else sentence

    def _said_by(self, now: Mapping[str, Any]) -> str:
        by = self("by", source=self._source(now["source"]))
        if now["corrected"]:
            return by + self("corrected", when=self.when(now["recorded_at"]))
        key = "as_of" if now["valid_at_known"] else "received"
        return by + self(key, when=self.when(now["valid_at"]))

    def _source(self, slug: str) -> str:
        known = codes.agencies().get(slug)
        if not known:
            return self("by_other")
        return known.name.replace("BPBD Kabupaten ", "BPBD ").replace("BPBD Kota ", "BPBD ")

    def _value(self, said: Mapping[str, Any] | None) -> str:
        if said is None:
            return ""
        if said["value"] is None:
            return self("counting" if said["state"] == "pendataan" else "blank")
        shown = str(numbers.format_decimal(said["value"], "#,##0.##", locale=self.lang))
        shown = f"Rp {shown}" if codes.figures()[said["kind"]].unit == "Rp" else shown
        return f"± {shown}" if said["approx"] else shown

    def _clock(self, local: datetime) -> str:
        return local.strftime("%H:%M" if self.lang == "en" else "%H.%M")
