"""The official report text of an event, in the layout that regencies send over WhatsApp.

`ingest.whatsapp.official` reads it back to the same record.
"""

from collections.abc import Iterator
from datetime import timedelta

from gis import codes
from gis.laporan import (
    AT_SEA,
    DAMAGE,
    MARK,
    MONTHS,
    PARTS,
    PEOPLE,
    PEOPLE_GROUPS,
    UNKNOWN,
    Laporan,
    Stated,
    day_words,
    moment_words,
    place_words,
    value_words,
)
from gis.report import Occurrence
from gis.zone import WIB

HEAD = "SIGAP PROVINSI KEPULAUAN BANGKA BELITUNG"
DAY = timedelta(days=1)
RECEIVED = "diterima"  # the day of receipt stands in, since no report says when it happened


def write(laporan: Laporan) -> str:
    """The text, with line ends `\\n`."""
    return "\n".join(_lines(laporan)) + "\n"


def _lines(laporan: Laporan) -> Iterator[str]:
    yield f"*LAPORAN KEJADIAN{' BENCANA' if laporan.is_disaster else ''}*"
    yield f"*{HEAD}*"
    yield f"Nomor : {MARK}/{laporan.number}/{laporan.update}"
    if laporan.valid_at:
        label = f"UPDATE ke-{laporan.update}" if laporan.update else "Data per"
        yield f"{label} : {moment_words(laporan.valid_at)}"
    yield ""
    hazards = (laporan.hazard, *laporan.other_hazards)
    yield f"*Jenis Kejadian* : {', '.join(codes.hazards()[slug].label_id for slug in hazards)}"
    yield f"*Waktu Kejadian* : {occurrence_words(laporan.occurrence)}"
    yield from _place(laporan)
    yield from _figures(laporan)
    if laporan.chronology:
        yield ""
        yield f"*Kronologis* : {' '.join(laporan.chronology.split())}"
    yield ""
    for line in laporan.status:
        yield f"*Status* : {line}"
    if laporan.source:
        yield f"*Sumber* : {laporan.source}"
    if laporan.other_sources:
        yield f"*Sumber lain* : {', '.join(laporan.other_sources)}"
    yield from (f"Catatan : {note}" for note in laporan.notes)


def occurrence_words(when: Occurrence) -> str:
    """When it happened, as exactly as it is known: minute, hours, day or days, month, year."""
    start, end = when.start.astimezone(WIB), when.end.astimezone(WIB)
    if when.precision == RECEIVED:
        return UNKNOWN
    if when.precision == "tahun":
        return f"Tahun {start.year}"
    if when.precision == "bulan":
        return f"{MONTHS[start.month - 1]} {start.year}"
    if when.precision == "menit":
        return moment_words(start)
    if when.precision == "jam":
        return f"{moment_words(start)} s/d {moment_words(end)}"
    last = (end - DAY).date()
    days = day_words(start.date())
    return f"{days} s/d {day_words(last)}" if last > start.date() else days


def _place(laporan: Laporan) -> Iterator[str]:
    if laporan.areas:
        yield "*Lokasi* :"
        yield from (f"- {place_words(code)}" for code in laporan.areas)
        yield from (f"- {hamlet}" for hamlet in laporan.hamlets)
    else:
        yield f"*Lokasi* : {AT_SEA}"
    if laporan.lonlat:
        lon, lat = laporan.lonlat
        yield f"*Koordinat* : {lat:.{laporan.decimals}f}, {lon:.{laporan.decimals}f}"


def _figures(laporan: Laporan) -> Iterator[str]:
    """Totals under two headings in the order of the code list, then a line for each area."""
    order = {kind: n for n, kind in enumerate(codes.figures())}
    figures = sorted(laporan.figures, key=lambda figure: (order[figure.kind], figure.area or ""))
    totals = [figure for figure in figures if figure.area is None]
    people = [figure for figure in totals if codes.figures()[figure.kind].group in PEOPLE_GROUPS]
    for heading, of_it in ((PEOPLE, people), (DAMAGE, [f for f in totals if f not in people])):
        if of_it:
            yield ""
            yield f"*{heading}* :"
            yield from (f"- {codes.figures()[f.kind].label_id} : {value_words(f)}" for f in of_it)
    areas = sorted({figure.area for figure in figures if figure.area})
    if areas:
        yield ""
        yield f"*{PARTS}* :"
        for area in areas:
            words = "; ".join(_item(figure) for figure in figures if figure.area == area)
            yield f"- Di {place_words(area)} : {words}"


def _item(figure: Stated) -> str:
    label = codes.figures()[figure.kind].label_id
    lowered = label if label.isupper() or label[:2].isupper() else label[0].lower() + label[1:]
    return f"{lowered} {value_words(figure)}"
