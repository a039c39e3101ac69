"""The words of sheets and stand-alone maps: Bahasa Indonesia first, English second.

A catalogue of pairs, like the error texts and the code lists: nothing has to be compiled before a sheet can
be printed, and a missing translation cannot be written. Dates and numbers follow the language through Babel.
"""

from dataclasses import dataclass
from datetime import datetime

from babel import dates, numbers

from gis.zone import WIB

CATALOGUE: dict[str, tuple[str, str]] = {
    # head
    "title": ("PETA SITUASI BENCANA", "DISASTER SITUATION MAP:"),
    "title_event": ("PETA SITUASI {hazard}", "SITUATION MAP, {hazard}:"),
    "state_at": ("Keadaan: {moment}", "Situation as of {moment}"),
    "state_received": ("Keadaan: data diterima {moment}", "Situation by data received {moment}"),
    "state_by_received": ("Data diterima {moment}; sumber: {n}", "Data received {moment}; sources: {n}"),
    "state_by": ("Keadaan {moment}; sumber: {n}", "As of {moment}; sources: {n}"),
    "state_none": ("Belum ada laporan sampai {moment}", "No reports up to {moment}"),
    "period_day": ("Kejadian {day}", "Events of {day}"),
    "period": ("Kejadian {start} – {end}", "Events of {start} – {end}"),
    "sheet_number": ("Nomor lembar", "Sheet number"),
    "version": ("Versi", "Version"),
    "paper": ("Kertas", "Paper"),
    "invented": ("DATA REKAAN – BUKAN KEJADIAN NYATA", "INVENTED DATA – NOT REAL EVENTS"),
    "invented_short": ("DATA REKAAN", "INVENTED DATA"),
    "internal": ("INTERNAL – memuat laporan yang belum diverifikasi", "INTERNAL – holds unverified reports"),
    # panel
    "summary": ("Ringkasan", "Summary"),
    "impact_2": ("Dampak per kabupaten/kota", "Impact by regency"),
    "impact_3": ("Dampak per kecamatan", "Impact by kecamatan (district)"),
    "impact_4": ("Dampak per desa/kelurahan", "Impact by village"),
    "impact_event": ("Dampak dan sumbernya", "Impact and who says so"),
    "events_head": ("Kej.", "Ev."),
    "impact_head": ("Dampak · sumber", "Impact · source"),
    "event": ("Kejadian", "Event"),
    "figure_head": ("Angka", "Figure"),
    "valid_head": ("Keadaan", "As of"),
    "received": ("diterima {moment}", "received {moment}"),
    "ungraded": ("tanpa rincian", "not graded"),
    "unsplit": ("Belum terinci", "Not split yet"),
    "unsplit_1": ("Belum terinci (provinsi)", "Not split yet (province)"),
    "unsplit_2": ("Belum terinci (kabupaten)", "Not split yet (regency)"),
    "unsplit_3": ("Belum terinci (kecamatan)", "Not split yet (district)"),
    "area": ("Wilayah", "Area"),
    "total": ("Jumlah", "Total"),
    "events": ("Kejadian menurut beratnya dampak", "Events by severity"),
    "and_more": ("… dan {n} kejadian lain dalam tabel dan peta", "… and {n} more events in table and map"),
    "legend": ("Keterangan", "Legend"),
    "locator": ("Letak di provinsi", "Location"),
    "sources": ("Sumber data", "Data sources"),
    "sources_reports": ("Angka: {list}.", "Figures: {list}."),
    "sources_boundary": (
        "Batas: {boundary}; kode wilayah {decree}.",
        "Boundaries: {boundary}; area codes of {decree}.",
    ),
    "sources_recorded": ("Tercatat di SIGAP sampai {moment}.", "Recorded in SIGAP up to {moment}."),
    "notes": ("Catatan", "Notes"),
    "made": ("Dibuat", "Made"),
    "checked": ("Diperiksa", "Checked"),
    "approved": ("Disetujui", "Approved"),
    "sign_name": ("Nama/NIP", "Name/ID"),
    "contact": ("Posko: {contact}", "Operations centre: {contact}"),
    "contact_none": (
        "Posko: (belum diisi, lihat SIGAP_CONTACT)",
        "Operations centre: (not set, see SIGAP_CONTACT)",
    ),
    "qr": (
        "Pindai untuk memeriksa apakah lembar ini masih berlaku",
        "Scan to check whether this sheet is still current",
    ),
    "qr_none": (
        "Lembar ini tidak dapat diperiksa lewat QR: SIGAP_PUBLIC_URL belum diatur. Kode: {code}",
        "This sheet cannot be checked by QR: SIGAP_PUBLIC_URL is not set. Code: {code}",
    ),
    # strip
    "scale": ("Skala 1:{scale} (pada kertas {paper})", "Scale 1:{scale} (at {paper})"),
    "north": ("U", "N"),
    "utm": (
        "Proyeksi: Transverse Mercator, UTM zona {zone}",
        "Projection: Transverse Mercator, UTM zone {zone}",
    ),
    "tm": (
        "Proyeksi: Transverse Mercator, meridian tengah 107°00′ BT, faktor skala 0,9997",
        "Projection: Transverse Mercator, central meridian 107°00′ E, scale factor 0.9997",
    ),
    "datum": ("Datum: SRGI2013 / WGS 84", "Datum: SRGI2013 / WGS 84"),
    "grid": (
        "Grid: geografis {graticule} (hitam) dan UTM {grid} km (biru)",
        "Grid: geographic {graticule} (black) and UTM {grid} km (blue)",
    ),
    "graticule": ("Grid: geografis {graticule}", "Grid: geographic {graticule}"),
    "factor": ("Faktor skala di tengah peta {factor}", "Scale factor at the map's centre {factor}"),
    # legend
    "severity": ("Ukuran = beratnya dampak", "Size = severity"),
    "by_area": ("{hazard} (arsir wilayah)", "{hazard} (hatched area)"),
    "coarse": ("arsir: letak hanya diketahui sampai wilayah itu", "hatched: place known only to that area"),
    "coarse_html": ("letak hanya diketahui sampai wilayah itu", "place known only to that area"),
    "approximate": ("letak tidak persis", "place not exact"),
    "draft": ("belum terverifikasi", "not verified"),
    "moved": ("digeser; garis menunjuk letaknya", "moved aside; the line leads to its place"),
    "counted_3": ("angka: banyaknya kejadian di kecamatan itu", "number: events in that kecamatan"),
    "counted_4": ("angka: banyaknya kejadian di desa itu", "number: events in that village"),
    "or_more": ("{n} kejadian atau lebih", "{n} events or more"),
    "stack": ("beberapa kejadian berdekatan", "several events close together"),
    "line_province": ("Garis pantai", "Shoreline"),
    "line_regency": ("Batas kabupaten/kota", "Regency boundary"),
    "line_district": ("Batas kecamatan", "District boundary"),
    "line_village": ("Batas desa/kelurahan", "Village boundary"),
    "line_scope": ("Wilayah lembar ini", "Area of this sheet"),
    "village_point": ("Desa/kelurahan", "Village"),
    "line_indicative": ("(indikatif)", "(indicative)"),
    # notes
    "note_indicative": (
        "Batas administrasi bersifat indikatif – bukan batas resmi.",
        "Administrative boundaries are indicative – not official.",
    ),
    "note_boundary": (
        "Batas administrasi bukan acuan hukum batas wilayah.",
        "Administrative boundaries are no legal reference.",
    ),
    "note_provisional": (
        "Angka bersifat sementara dan dapat berubah. Angka dari sumber berbeda tidak dijumlahkan.",
        "Figures are provisional and may change. Figures of different sources are never added up.",
    ),
    "note_cells": (
        "… = belum ada angka (bukan nol); * = belum semua kejadian melaporkan.",
        "… = no figure yet (not zero); * = not all events have reported.",
    ),
    "note_outside": (
        "{n} kejadian berada di luar bingkai peta.",
        "{n} events lie outside the map's frame.",
    ),
    "note_islets": (
        "Pulau-pulau kecil yang jauh ({km2} km²) tidak tergambar.",
        "Far islets ({km2} km²) are not shown.",
    ),
    "note_counted_3": (
        "Yang terberat digambar sebagai tanda; semua kejadian ({n}) dihitung per kecamatan.",
        "The gravest are drawn as signs; all events ({n}) are counted by kecamatan (district).",
    ),
    "note_counted_4": (
        "Yang terberat digambar sebagai tanda; semua kejadian ({n}) dihitung per desa/kelurahan.",
        "The gravest are drawn as signs; all events ({n}) are counted by village.",
    ),
    "note_coarse": (
        "{n} kejadian letaknya kurang terinci untuk peta ini: hanya ada dalam tabel.",
        "{n} events are placed too coarsely for this map: they are in the table only.",
    ),
    "note_newer": (
        "Angka {n} kejadian berbicara tentang waktu sesudah keadaan ini.",
        "The figures of {n} events speak of a time after this moment.",
    ),
    "note_range": (
        "… = belum ada angka (bukan nol); (a–b) = rentang antarsumber.",
        "… = no figure yet (not zero); (a–b) = range over sources.",
    ),
    # sentences
    "s_events": (
        "Sampai {moment} tercatat {n} di {area}{kinds}.",
        "Up to {moment}, {n} were recorded in {area}{kinds}.",
    ),
    "s_events_none": (
        "Sampai {moment} tidak ada kejadian tercatat di {area}.",
        "Up to {moment} no event was recorded in {area}.",
    ),
    "s_not_nil": (
        "Tidak adanya laporan tidak berarti tidak ada kejadian.",
        "No report does not mean that nothing happened.",
    ),
    "s_people": ("Manusia: {list}{coverage}.", "People: {list}{coverage}."),
    "s_damage": ("Kerusakan: {list}{coverage}.", "Damage: {list}{coverage}."),
    "s_people_none": (
        "Manusia: belum ada angka korban yang dilaporkan (bukan berarti nihil).",
        "People: no casualty figures reported yet (which does not mean none).",
    ),
    "s_damage_none": (
        "Kerusakan: belum ada angka kerusakan yang dilaporkan (bukan berarti nihil).",
        "Damage: no damage figures reported yet (which does not mean none).",
    ),
    "s_coverage": (" ({n} dari {m} kejadian melaporkan)", " ({n} of {m} events reported)"),
    "s_worst": (" Terbanyak di {area}.", " Most of it in {area}."),
    "event_one": ("{n} kejadian", "{n} event"),
    "event_many": ("{n} kejadian", "{n} events"),
    "s_others": ("lainnya {n}", "others {n}"),
    "waters_of": ("Perairan {area}", "Waters of {area}"),
    "at_sea": ("di laut", "at sea"),
    "no_figures": ("belum ada angka", "no figures yet"),
    "no_impact": ("dampak nihil", "no impact"),
    "being_counted": ("dalam pendataan", "being counted"),
    "moment_join": ("pukul", "at"),
}
"""Every text by key: (Bahasa Indonesia, English)."""


@dataclass(frozen=True, slots=True)
class Words:
    """Texts, dates and numbers in one language: `id` or `en`."""

    lang: str = "id"

    def __call__(self, key: str, **params: object) -> str:
        """The text of that key with its parameters filled in; KeyError for an unknown key."""
        return self.pair(CATALOGUE[key]).format(**params)

    def pair(self, texts: tuple[str, str]) -> str:
        """The one of (Bahasa Indonesia, English) that this language wants."""
        return texts[self.lang == "en"]

    def date(self, when: datetime) -> str:
        """`14 Okt 2025`, the WIB day."""
        return dates.format_date(when.astimezone(WIB).date(), "d MMM y", locale=self.lang)

    def moment(self, when: datetime) -> str:
        """`14 Okt 2025 pukul 17.30 WIB`."""
        local = when.astimezone(WIB)
        clock = local.strftime("%H:%M" if self.lang == "en" else "%H.%M")
        return f"{self.date(when)} {self('moment_join')} {clock} WIB"

    def moment_of(self, text: str) -> str:
        """The same for an ISO time."""
        return self.moment(datetime.fromisoformat(text))

    def number(self, value: float) -> str:
        """`1.234,5` in Indonesian, `1,234.5` in English; at most two decimals."""
        return numbers.format_decimal(value, "#,##0.##", locale=self.lang)

    def decimals(self, value: float, digits: int) -> str:
        """A number with exactly that many decimals."""
        return numbers.format_decimal(value, f"0.{'0' * digits}", locale=self.lang)

    def events(self, n: int) -> str:
        """`3 kejadian`, `1 event`."""
        return self("event_one" if n == 1 else "event_many", n=self.number(n))
