"""Who says so: the agency that a source line, or the head of the message, names."""

import re
from collections.abc import Sequence
from itertools import islice

from gis import codes
from gis.codes import name_key
from gis.report import Span
from ingest.whatsapp.layout.lines import Line
from ingest.whatsapp.places import elsewhere
from ingest.whatsapp.places.gazetteer import gazetteer

BPBD = re.compile(r"\b(?:bpbd|pusdalops(?:[ -]?pb)?|badan penanggulangan bencana daerah|trc)\b")
OTHERS = tuple(
    (slug, re.compile(pattern))
    for slug, pattern in (
        ("bnpb", r"\bbnpb\b|badan nasional penanggulangan"),
        ("basarnas", r"\bbasarnas\b|kantor (?:sar|pencarian)|\bsar pangkal ?pinang|\bkansar\b"),
        ("bmkg", r"\bbmkg\b"),
        ("damkar", r"\bdamkar\b|pemadam kebakaran|\bdpkp\b"),
        ("polri", r"\bpol(?:da|res|resta|sek|ri|airud)\b|bhabinkamtibmas|kepolisian"),
        ("tni", r"\btni\b|\bkodim\b|\bkoramil\b|\bbabinsa\b|\blanal\b"),
        ("pmi", r"\bpmi\b|palang merah"),
        ("manggala_agni", r"manggala agni|\bdaops\b"),
        ("dinkes_babel", r"\bdinkes\b|dinas kesehatan"),
        ("media", r"\bmedia\b|berita|\.com\b"),
        ("masyarakat", r"\bwarga\b|masyarakat"),
    )
)
AWAY = re.compile(
    r"\bbpbd (?P<kind>(?:kab(?:upaten)?|kota|prov(?:insi)?)\b\.?)\s?(?P<name>[a-z]+(?:[ -][a-z]+){0,3})"
)
SAR_OF = re.compile(
    r"\b(?:kantor (?:sar|pencarian dan pertolongan)|kansar|basarnas)(?: \(basarnas\))?(?: kelas [ab])? "
    r"(?P<town>[a-z]+(?: [a-z]+)?)"
)
"""The SAR office of a town, which may be another province's."""

MOST_BPBD = 40  # looked at in a message
TITLE = 120  # code points; a longer line is a story
FOLLOWING = 60
OFFICES = ("19", "19.01", "19.02", "19.03", "19.04", "19.05", "19.06", "19.71")


def read_agency(text: str, folded: str, lines: Sequence[Line]) -> str | None:
    """The agency's own name where it is known, else the words of the source line; None without one."""
    sources = [
        line
        for line in lines
        if (line.field == "sumber" or (line.label and folded[slice(*line.label)].strip() == "dari"))
        and line.value < line.end
    ]
    lines = [line for line in lines if line.field != "abai"]
    for line in sources:
        if name := _known(folded[line.value : line.end]):
            return name
    head = [line for line in lines if line.field in ("judul", "jenis", "update")][:6]
    stated = next((name for line in head if (name := _bpbd(folded[line.start : line.end]))), None)
    if stated:
        return stated
    if sources:
        return " ".join(text[sources[0].value : sources[0].end].split()).strip(" *_-") or None
    titles = (line for line in head if line.end - line.start < TITLE)
    return (
        next((name for line in lines if (name := _bpbd(folded[line.start : line.end]))), None)
        or next((n for line in lines if (n := _bpbd_elsewhere(text, folded, (line.start, line.end)))), None)
        or next((name for line in titles if (name := _known(folded[line.start : line.end]))), None)
    )


def _bpbd_elsewhere(text: str, folded: str, span: Span) -> str | None:
    """The BPBD of another province's regency, by its words: "BPBD Kabupaten Garut"."""
    if folded.find("bpbd", *span) < 0:
        return None
    for match in islice(AWAY.finditer(folded, *span), MOST_BPBD):
        if count := _elsewhere(match["name"].split()):
            name = text[slice(*match.span("name"))].split()[:count]
            return " ".join(["BPBD", *text[slice(*match.span("kind"))].split(), *name])
    return None


def _known(words: str) -> str | None:
    exact = codes.agency_named(words)
    if exact:
        return exact.name
    if name := _bpbd(words):
        return name
    town = match["town"].split() if (match := SAR_OF.search(words)) else []
    if count := _elsewhere(town):
        return f"Kantor Pencarian dan Pertolongan {' '.join(town[:count]).title()}"
    return next((codes.agencies()[slug].name for slug, pattern in OTHERS if pattern.search(words)), None)


def _elsewhere(words: Sequence[str]) -> int:
    """How many of the words, from the first, are a regency of another province; 0."""
    counts = range(len(words), 0, -1)
    return next((count for count in counts if name_key("".join(words[:count])) in elsewhere.names()), 0)


def _bpbd(words: str) -> str | None:
    """The BPBD of a regency or the province that the words name."""
    if not ("bpbd" in words or "pusdalops" in words or "penanggulangan" in words or "trc" in words):
        return None
    for match in BPBD.finditer(words):
        if area := _office(words[match.end() : match.end() + FOLLOWING].partition("\n")[0]):
            return next(
                a.name for a in codes.agencies().values() if a.kind.startswith("bpbd") and a.area == area
            )
    return None


def _office(words: str) -> str | None:
    """The area after an agency's word: the longest name of a regency or the province."""
    parts = [
        w
        for w in re.findall(r"[a-z]+", words)
        if w not in ("kab", "kabupaten", "kota", "prov", "provinsi", "pb", "bpbd", "pusdalops")
    ]
    for first in range(min(3, len(parts))):
        for count in (3, 2, 1):
            for area in gazetteer().get("".join(parts[first : first + count]), ()):
                if area.code in OFFICES:
                    return area.code
    return None


def area_of(agency: str | None) -> str | None:
    """The area that an agency answers for, for lookups of places that name no regency."""
    known = codes.agency_named(agency) if agency else None
    return known.area or None if known else None
