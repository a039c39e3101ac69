"""Which of the places that a message names are the event's, and which areas they are."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from gis.codes import name_key
from gis.report import Span
from ingest.whatsapp.layout.lines import FAR, PLACE_FIELDS, Line
from ingest.whatsapp.places.agency import area_of
from ingest.whatsapp.places.mention import Mention, event_areas
from ingest.whatsapp.places.mentions import find_mentions
from ingest.whatsapp.places.passing import without_passing
from ingest.whatsapp.places.resolve import resolve
from ingest.whatsapp.places.spots import within

REGENCY, DISTRICT, VILLAGE = 2, 3, 4
REGENCY_CODE = len("19.01")
MOST_MENTIONS = 400
HEADED = re.compile(r"\b(?:kepala|pemerintah|perangkat|aparat|aparatur) \Z")
"""Before a village whose own office it is."""

AT_HOME = frozenset(("kebakaran_rumah", "banjir", "banjir_rob", "kekeringan", "gempabumi"))
"""Hazards that strike people where they live."""

BURIED_AT_HOME = frozenset(
    ("kebakaran_rumah", "tanah_longsor", "gerakan_tanah", "puting_beliung", "cuaca_ekstrem", "banjir_bandang")
)
"""Hazards of which homes tell the place only where not even a kecamatan is told."""


def places_of(
    text: str,
    folded: str,
    lines: Sequence[Line],
    agency: str | None,
    spots: Sequence[Span] = (),
    aside: Sequence[Span] = (),
) -> list[Mention]:
    """The places of the event, resolved; those of agencies only help to settle which regency is meant.

    `aside`: sentences of other events.
    """
    told: dict[str, int] = {}
    found = (mention for span in _stretches(lines) for mention in find_mentions(text, folded, span, told))
    seen = (_in_spot(mention, spots) for mention in islice(found, MOST_MENTIONS))
    mentions = _homes_for_places(without_passing(folded, [mention for mention in seen if mention], aside))
    offices = [
        area.code
        for mention in mentions
        if mention.role == "agency"
        for area in mention.candidates
        if area.level == 2
    ]
    office = area_of(agency)
    context = list(dict.fromkeys([*offices, *([office] if office and "." in office else [])]))
    resolved = _without_province(resolve(mentions, context[:1]))
    return _with_regency(_of_village_office(_of_home(resolved), folded), context)


def _without_province(mentions: list[Mention]) -> list[Mention]:
    """The mentions without this province, where all that is told in it lies in another."""
    own = [m for m in mentions if m.role == "place" and m.code]
    if any("." in (m.code or "") for m in own) or not any(
        m.role == "place" and m.level == REGENCY and m.is_foreign for m in mentions
    ):
        return mentions
    return [replace(m, role="passing") if m in own else m for m in mentions]


def has_regency(mentions: Iterable[Mention]) -> bool:
    """Whether a regency is named as the event's place: one of ours by its code, or another's."""
    return any(
        m.role == "place" and ((m.code or "").count(".") == 1 or (m.level == REGENCY and m.is_foreign))
        for m in mentions
    )


def regency_line(mentions: Iterable[Mention], like: Line) -> list[Line]:
    """The regency of the incident before, as a line above that of the next, which names none."""
    regency = next((m for m in mentions if m.role == "place" and m.level == REGENCY), None)
    if regency is None:
        return []
    start, end = regency.whole
    return [replace(like, start=start, end=end, value=start, label=None, field="lokasi")]


def _homes_for_places(mentions: list[Mention]) -> list[Mention]:
    """Where all places told are people's homes, they are the event's: nothing nearer is known."""
    if any(mention.role == "place" and mention.level != 1 for mention in mentions):
        return mentions
    if any(mention.role == "near" and mention.candidates for mention in mentions):
        return mentions
    return [replace(m, role="place") if m.role == "home" else m for m in mentions]


def _in_spot(mention: Mention, spots: Sequence[Span]) -> Mention | None:
    """The mention.

    Within a street's or market's name none, unless a kecamatan ends it ("Pasar Contoh Koba").
    """
    if mention.start >= 0 or mention.role == "near" or not within(mention.span, spots):
        return mention
    if mention.told_apart and any(end == mention.span[1] for _, end in spots):
        return mention
    ends = any(end == mention.span[1] for _, end in spots)
    if ends and " " in mention.name and any(area.level == REGENCY for area in mention.candidates):
        return mention  # "Pantai Contoh Bangka Barat"
    district = any(area.level == 3 for area in mention.candidates)
    return replace(mention, role="near") if ends and district else None


def _with_regency(mentions: list[Mention], context: Sequence[str]) -> list[Mention]:
    """Where no place of the event has a regency, that of the agency or of the dateline stands for it."""
    if event_areas(mentions) or any(m.role == "place" and m.level == 2 for m in mentions):
        return mentions
    finer = {
        m.name.lower() for m in mentions if m.level > REGENCY and m.is_foreign
    }  # "Polsek Contoh" is of it
    for role in ("near", "agency", "dateline", "home"):
        told = [
            m if m.start < 0 and m.name.lower() in finer else _as_place(m, context, role) for m in mentions
        ]
        if any(new is not old for new, old in zip(told, mentions, strict=True)):
            return told
    return mentions


def _as_place(mention: Mention, context: Sequence[str], role: str) -> Mention:
    """A regency that is named as an agency's, as a place of the event."""
    if mention.role != role:
        return mention
    own = next(
        (a.code for a in mention.candidates if a.level == 2 and (not context or a.code in context)), None
    )
    if own and role != "home":
        return replace(mention, role="place", code=own)
    return replace(mention, role="place") if mention.level == 2 and mention.is_foreign else mention


def at_home(mentions: list[Mention], hazard: str) -> list[Mention]:
    """Where people's homes or a market are the only villages or kecamatan told, they are the place."""
    for role in ("home", "near"):
        if role not in [m.role for m in mentions]:
            continue
        told = any(
            m.role == "place" and (m.level > 2 or (m.code and m.code.count(".") > 1)) for m in mentions
        )
        village = any(
            m.role == "place" and ((m.code or "").count(".") > 2 or (m.level == VILLAGE and m.is_foreign))
            for m in mentions
        )
        wanted = hazard in AT_HOME | BURIED_AT_HOME if role == "home" else True
        if wanted and not (told if role == "near" or hazard in BURIED_AT_HOME else village):
            above = {m.code[:REGENCY_CODE] for m in mentions if m.role == "place" and m.code} - {"19"}
            mentions = [
                replace(m, role="place")
                if m.role == role and m.code and (m.code[:REGENCY_CODE] in above or not above)
                else m
                for m in mentions
            ]
            mentions = [replace(m, role="place") if m.role == role == "home" else m for m in mentions]
    return mentions


def with_addresses(
    text: str, folded: str, lines: Sequence[Line], mentions: list[Mention], hazard: str
) -> list[Mention]:
    """The places, with the address of who owns or lives there where a form asks for no other."""
    if hazard not in AT_HOME or any(m.role == "place" and m.level != 1 for m in mentions):
        return mentions
    homes = [line for line in lines if line.label and folded.startswith("alamat", line.label[0])]
    homes = [replace(line, field="lokasi") for line in homes if line.field == "nama"]
    return places_of(text, folded, homes, None) if homes else mentions


def without_told(mentions: list[Mention], before: Iterable[Mention]) -> list[Mention]:
    """The mentions; villages of earlier incidents, named again without a label, are no place of this one."""
    told = {m.code for m in before if m.role == "place" and m.code and m.code.count(".") > 2}
    villages = {m.code for m in mentions if m.role == "place" and m.code and m.code.count(".") > 2}
    labelled = {m.code for m in mentions if m.level == VILLAGE}
    if not villages - told:
        return mentions
    return [
        replace(m, role="passing") if m.code in told and m.code not in labelled and not m.level else m
        for m in mentions
    ]


def _of_home(mentions: list[Mention]) -> list[Mention]:
    """The mentions; the kecamatan of a home is the event's where its village is: "warga Desa A, Kec. B"."""
    told = {name_key(m.name) for m in mentions if m.role == "place" and m.level == VILLAGE and not m.code}
    if not told:
        return mentions
    homes = [n for n, m in enumerate(mentions) if m.role == "home" and name_key(m.name) in told]
    above = {n + 1 for n in homes if n + 1 < len(mentions) and mentions[n + 1].role == "home"}
    kept = [replace(m, role="place") if n in above and m.level == 3 else m for n, m in enumerate(mentions)]
    return kept if above else mentions


def _of_village_office(mentions: list[Mention], folded: str) -> list[Mention]:
    """Where no village is told, that of a village's own office: "Pemerintah Desa Contoh"."""
    if any(m.role == "place" and (m.level == VILLAGE or (m.code or "").count(".") > 2) for m in mentions):
        return mentions
    above = {m.code for m in mentions if m.role == "place" and m.code and m.code.count(".") == 2}
    homes = {name_key(m.name) for m in mentions if m.role == "home"}  # of the victims, far from the accident
    offices = [m for m in mentions if m.role == "agency" and m.level == VILLAGE]
    offices = [m for m in offices if name_key(m.name) not in homes]
    away = [m for m in offices if m.is_foreign and HEADED.search(folded, max(0, m.start - 20), m.start)]
    name = min((m.name for m in away), key=len, default="")  # "Kepala Desa Contoh Fulan" goes on
    only = [m for m in away if m.name == name] if all(m.name.startswith(name) for m in away) else []
    ends = {m.span[1] for m in only}
    only += [m for m in mentions if m.role == "agency" and m.level == DISTRICT and m.start - 2 in ends]
    return [
        replace(m, role="place")
        if m in only or (m in offices and m.code and m.code.rpartition(".")[0] in above)
        else m
        for m in mentions
    ]


def _stretches(lines: Sequence[Line]) -> Iterator[Span]:
    """The stretches of text whose places are the event's: adjoining lines of one field are one."""
    begin, end, field = 0, 0, ""
    for line in lines:
        if line.field not in PLACE_FIELDS:
            continue
        start = line.begin
        if line.field != field or line.label or line.start - end > FAR:
            if end:
                yield begin, end
            begin, field = start, line.field
        end = line.end
    if end:
        yield begin, end
