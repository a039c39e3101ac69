"""Places that a story names in passing: where it often happens, where it did once, where rain is forecast."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from gis.report import Span
from ingest.signed import Signed
from ingest.whatsapp.places.mention import Mention
from ingest.whatsapp.times.cues import around

FORECAST = (
    r"\bprakiraan|\b(?:bmkg|badan meteorologi)\b[^.\n]{0,90}\bmemperkirakan|"
    r"\bdiprakirakan|\bdiprediksi|\bpotensi\b|\bberpotensi\b(?! tsunami)|\bperingatan dini|"
    r"\b(?:meng|di)?im?bau\b|\bwaspada|\bme(?:minta|ngingatkan) (?:para )?(?:warga|nelayan|masyarakat)\b"
)
USUAL = r"\brawan\b[^.\n]{0,30}\b(?:seperti|yakni|yaitu|antara lain|di antaranya|diantaranya)\b|"
USUAL += r"\bjarang (?:terjadi|ada|dilanda)\b|\bpernah (?:di|ter|me)\w+|"
USUAL += r"\b(?:sering|kerap)(?:kali)?\b|\blangganan\b|\bsetiap (?:tahun|musim|hujan)"
LIABLE = Signed(
    r"\brawan\b[^.\n]{0,60}\.\s{1,3}(?:[^.\n]{0,90}\.\s{1,3})?(?:(?:belasan|puluhan|sejumlah|\d{1,3}) )?"
    r"(?:titik|lokasi|daerah|wilayah|tempat|kawasan)[a-z -]{0,20} (?:tersebut|itu)\b"
)
"""Places listed in the sentence behind that which calls them liable to disasters."""

ONCE = (
    r"\b(?:kejadian|peristiwa|kasus|hal|bencana|musibah) (?:yang )?(?:serupa|sama)\b|\b(?:tahun|bulan|"
    r"pekan)(?: \w+)? lalu\b|"
    r"\bpenghubung antara\b|\btahun sebelumnya\b|\bsebelumnya,? (?:pada )?(?:tahun )?(?:19|20)\d\d\b"
)
BELONGINGS = (
    r"\b(?:perahu|sampan|speedboat|kapal|motor|sepeda|sandal|pakaian|baju|tas|barang|jaring|pelampung)\b[^.\n]{0,40}"
    r"\bditemukan\b"
)
FELT = r"\b(?:dirasakan|terasa)\b[^.\n]{0,20}\b(?:hingga|sampai)\b"
HOT_SPOTS = r"\b(?:titik panas|hot ?spots?)\b"
IN_PASSING = Signed(f"{FORECAST}|{USUAL}|{ONCE}|{FELT}|{BELONGINGS}|{HOT_SPOTS}")
SHAKEN = Signed(
    r"\b(?:getaran|guncangan|goncangan|gempa(?: ?bumi)?)\b[^.\n]{0,90}\b(?:dirasakan|terasa)\b|"
    r"\bmerasakan (?:getaran|guncangan|gempa)|\b(?:suara|dentuman|letusan)\b[^.\n]{0,40}\bterdengar\b|"
    r"\b(?:pusat gempa|episenter|episentrum|berpusat)\b"
)
"""What tells where an earthquake was felt or began, an eruption heard: it may have harmed nothing there."""
REGENCY = 2
SPARED = Signed(
    r"\b(?:(?:belum|tidak|tak) (?:ikut )?(?:mengalami|terdampak|terendam|terkena|dilanda|"
    r"tergenang)|(?:data|laporan)(?:nya)? belum (?:masuk|diterima|ada))\b"
)
"""Behind places that the event left alone, or from which nobody has reported yet."""

BEHIND, FAR_BEHIND = 52, 140  # code points behind a place, and behind where the last begins
PARTED = frozenset(".,;\n")

LONGEST_SENTENCE = 500  # code points before a place


def without_passing(folded: str, mentions: Sequence[Mention], aside: Sequence[Span] = ()) -> list[Mention]:
    """The mentions, not yet resolved: those in passing are no places of the event where others are.

    `aside`: sentences of other events, in which all are in passing.
    """
    if not mentions:
        return []
    mentions = _without_aside(mentions, aside)
    first = max(0, min(mention.whole[0] for mention in mentions) - LONGEST_SENTENCE)
    last = max(mention.whole[0] for mention in mentions)
    more = [match.span() for match in IN_PASSING.finditer(folded, first, last)]
    more = sorted(
        [*more, *((match.end() - 1, match.end()) for match in LIABLE.finditer(folded, first, last))]
    )
    spared = [match.start() for match in SPARED.finditer(folded, first, min(len(folded), last + FAR_BEHIND))]
    passed = [_in_passing(folded, m, more) or _is_spared(folded, m, spared) for m in mentions]
    passed = _with_felt(folded, mentions, passed, (first, last))
    own = any(
        m.role == "place" and (m.level > 1 or m.candidates) and not aside
        for m, aside in zip(mentions, passed, strict=True)
    )
    return [
        replace(mention, role="passing") if aside and own else mention
        for mention, aside in zip(mentions, passed, strict=True)
    ]


def _with_felt(folded: str, mentions: Sequence[Mention], passed: list[bool], part: Span) -> list[bool]:
    """Those in passing, with the places where an earthquake was only felt, if another regency is told of."""
    signs = [match.span() for match in SHAKEN.finditer(folded, *part)]
    if not signs:
        return passed
    felt = [_in_passing(folded, mention, signs) for mention in mentions]
    struck = any(
        m.role == "place" and not aside and not only and (m.level == REGENCY or _is_regency(m))
        for m, aside, only in zip(mentions, passed, felt, strict=True)
    )
    return [aside or (only and struck) for aside, only in zip(passed, felt, strict=True)]


def _is_regency(mention: Mention) -> bool:
    return mention.level == 0 and any(area.level == REGENCY for area in mention.candidates)


def _without_aside(mentions: Sequence[Mention], aside: Sequence[Span]) -> list[Mention]:
    """The mentions; those in sentences of other events in passing, where others are a place or a home."""
    within = [any(start <= mention.span[0] < end for start, end in aside) for mention in mentions]
    own = any(
        m.role in ("place", "home") and (m.level > 1 or m.candidates) and not there
        for m, there in zip(mentions, within, strict=True)
    )
    return [
        replace(mention, role="passing") if there and own and mention.role == "place" else mention
        for mention, there in zip(mentions, within, strict=True)
    ]


def _in_passing(folded: str, mention: Mention, more: Sequence[Span]) -> bool:
    """Whether the sentence before the place speaks of more than this event; `more`: the words that do."""
    at = mention.whole[0]
    start = max(0, at - LONGEST_SENTENCE)
    near = [
        begin for begin, end in more[bisect_left(more, (start, 0)) : bisect_left(more, (at, 0))] if end <= at
    ]
    if mention.role != "place" or not near:
        return False
    return max(near) >= around(folded, start, at, (at, at))[0]


def _is_spared(folded: str, mention: Mention, spared: Sequence[int]) -> bool:
    """Whether words behind the place say that the event left it alone; `spared`: where such words stand."""
    end = mention.span[1]
    if mention.role != "place" or not spared:
        return False
    at = next((start for start in spared if start > end), 0)
    return 0 < at - end <= BEHIND and PARTED.isdisjoint(folded[end:at])
