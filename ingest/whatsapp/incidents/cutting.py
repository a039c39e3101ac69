"""A message cut into its incidents: what stands before the first is the head that all share."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest import hazards
from ingest.whatsapp.incidents.dated import by_days
from ingest.whatsapp.incidents.hazard import named, tells
from ingest.whatsapp.incidents.quiet import LONGEST_HEADING, is_above_quiet
from ingest.whatsapp.incidents.regencies import heads, sections, titled
from ingest.whatsapp.incidents.several import by_sentences
from ingest.whatsapp.incidents.stories import by_regencies, by_story, is_one, is_regency
from ingest.whatsapp.layout.breaks import HAZARD
from ingest.whatsapp.layout.lines import EVENT_TITLE, Line
from ingest.whatsapp.official import is_official

Lines = list[Line]
MOST_HEAD = 4_000
"""Code points before the first of several incidents that are read with each."""

HEADING = re.compile(rf"(?:laporan |info |kejadian |bencana )?{HAZARD}[a-z /&,-]{{0,40}}")
COUNTED = re.compile(r"kejadian (?:ke[- ]?)?(?:\d{1,2}|[ivx]{1,4})\s?[:.)-]?")
OF_REGENCY = re.compile(
    r"\b(?:terjadi|melanda|menerjang|merendam|mengguncang|dilaporkan|dari|wilayah)\b[^.\n]{0,30}?"
    r"\b(?:kab(?:upaten)?|kota)\b\.?\s(?P<name>[a-z]+)"
)
AT_REGENCY = re.compile(
    r"[\s\"]{0,3}(?:(?:sementara|sedangkan|adapun|lalu|kemudian|selanjutnya)(?: itu)?,? )?di (?:wilayah )?"
    r"(?:kab(?:upaten)?\.? |kota )?(?P<name>[a-z]+(?: (?:barat|timur|tengah|selatan|utara))?)\b(?=[\s,])"
)
"""How the paragraph of one regency opens: "Di Bangka Barat, banjir terjadi …"."""

NEXT = re.compile(
    r"\b(?:juga|beralih|selanjutnya|berikutnya|kemudian|sementara itu|sedangkan|kejadian lain|peristiwa lain|"
    r"di tempat lain|masih di|dari (?:provinsi|kabupaten|kota))\b"
)
NAME_OF = re.compile(r"nama\b")
KIND_OF = re.compile(r"\bjenis\b(?! (?:kejadian|bencana|peristiwa|musibah|laka))")
THING = re.compile(r"(?:kapal|perahu|pompong|speed|klm|kmp?\b|pohon|mobil|motor|sepeda|truk|roda|kendaraan)")

LETTER = re.compile(r"(?:^|[\s*_(])([a-h])\s?[.)]+\s*\Z")
LONGEST_OPENING = 220  # code points that say which event a paragraph tells of
HARMS = re.compile(
    r"\b(?:kerugian|kerusakan|dampak|korban|pemilik|rincian|rumah)\b[^\n]{0,120}"
    r"\b(?:berikut|antara lain|adalah|yaitu|yakni|rinciannya)\s?:?\s{0,3}\Z"
)
"""A sentence that opens a list of what one incident did."""

HARMED_TITLE = re.compile(
    r"\b(?:ter)?dampak (?:dari |kejadian |bencana )?(?:hujan|angin|cuaca)\b|"
    r"\b(?:lokasi|titik|sebaran) (?:pohon tumbang|kerusakan)\b"
)
"""The title of such a list: "Data lokasi dampak hujan & angin kencang"."""

MOST_TITLES = 4  # lines

CODE = re.compile(r"\d{1,4}/[a-z]{2,6}/20\d\d")
FELT = re.compile(r"gempa (?:bumi )?(?:\w+ )?dirasakan")
"""One earthquake, told of one regency after the other."""

LABELLED = ("jenis", "waktu", "lokasi")
"""Fields whose labels no story has."""

HARMED = ("korban", "kerusakan")
ABOUT = ("waktu", "lokasi")
"""Fields whose labels follow the heading of an incident."""

ELSEWHERE = frozenset(("upaya", "kebutuhan", "petugas", "sumber", "abai"))
WITHIN = frozenset((*ELSEWHERE, "lokasi", "kerusakan", "korban"))


def cut(folded: str, lines: Sequence[Line]) -> tuple[Lines, list[Lines]]:
    """(head, the incidents' lines). A message with one incident has no head.

    In a recap by regency each incident begins with the heading of its regency, however far above it stands.
    """
    above, recap = sections(folded, lines)
    if recap:
        return _head(lines, above), recap
    starts = (
        _by_mark(folded, lines)
        or _by_code(folded, lines)
        or _by_label(folded, lines)
        or _by_count(folded, lines)
        or _by_number(folded, lines, [line.number for line in lines])
        or _by_number(folded, lines, [_letter(folded, line) for line in lines])
        or _by_heading(folded, lines)
        or _by_title(folded, lines)
        or by_days(folded, lines)
    )
    if not starts and not any(line.label and line.field in LABELLED for line in lines):
        if is_one(folded, lines):
            return [], [list(lines)]
        paragraphs = max(_by_paragraph(folded, lines), by_regencies(folded, lines), key=len)
        starts = paragraphs or by_story(folded, lines)
        head, told = by_sentences(folded, lines)
        if len(told) > len(starts):
            return head, told
    if len(starts) < 2:
        return [], [list(lines)]
    return _head(lines, starts[0]), [titled(lines[a:b]) for a, b in pairwise([*starts, len(lines)])]


def _head(lines: Sequence[Line], first: int) -> list[Line]:
    return [line for line in lines[:first] if line.end - lines[0].start < MOST_HEAD]


def _by_mark(folded: str, lines: Sequence[Line]) -> list[int]:
    """Where official texts, several in one message, begin: at the number of each."""
    starts = [
        n for n, line in enumerate(lines) if line.label and is_official(folded[line.label[0] : line.end])
    ]
    return starts if len(starts) > 1 else []


def _by_code(folded: str, lines: Sequence[Line]) -> list[int]:
    """Where the rows of a list of incidents begin, each with its own number: "012/PRS/2025"."""
    starts = [n for n, line in enumerate(lines) if CODE.fullmatch(folded, line.start, line.end)]
    return starts if len(starts) > 1 else []


def _by_label(folded: str, lines: Sequence[Line]) -> list[int]:
    """Where each incident begins that has a label of its own for its kind, and regencies called quiet."""
    labelled = [n for n, line in enumerate(lines) if line.field == "jenis" and line.label]
    labelled = [n for n in labelled if not _of_thing(folded, lines[n])]
    labelled = _not_back(folded, lines, labelled)
    labelled = _once(folded, lines, labelled) if len(labelled) > 1 else []
    if len(labelled) < 2:
        return []
    starts = [_back(folded, lines, n, labelled) for n in labelled]
    quiet = [
        n
        for n in range(labelled[-1], len(lines) - 1)
        if is_above_quiet(folded, lines[n], lines[n + 1]) and n > starts[-1]
    ]
    return [*starts, *quiet]


def _not_back(folded: str, lines: Sequence[Line], labelled: list[int]) -> list[int]:
    """Without labels that look back to an incident told above under its number: "Kejadian 2 : TRC 5 org"."""
    if not any(_is_counted(folded, lines[n]) for n in labelled):
        return labelled
    above = {
        line.number for line in lines[: labelled[0]] if line.number and named(folded[line.start : line.end])
    }
    return [] if len(above) > 1 and all(_is_counted(folded, lines[n]) for n in labelled) else labelled


def _is_counted(folded: str, line: Line) -> bool:
    return line.label is not None and COUNTED.fullmatch(folded, *line.label) is not None


def _once(folded: str, lines: Sequence[Line], labelled: list[int]) -> list[int]:
    """One label for each incident, where forms ask both for its name and for its kind.

    A label that only stands above those of the time is the form's heading, a category that is no hazard's
    that of something damaged.
    """
    told = [n for n in labelled if not _is_heading(lines, n) and not _is_category(folded, lines[n])]
    by_name = [n for n in told if NAME_OF.match(folded, *lines[n].label or (0, 0))]
    by_kind = [n for n in told if n not in by_name]
    if by_name and len(by_name) == len(by_kind):
        return min(by_name, by_kind)
    return told


def _is_heading(lines: Sequence[Line], n: int) -> bool:
    """Whether nothing stands behind the label there, and the next has one of its own for something else."""
    below = lines[n + 1] if n + 1 < len(lines) else None
    return lines[n].value >= lines[n].end and below is not None and below.label is not None


def _is_category(folded: str, line: Line) -> bool:
    label, words = folded[slice(*line.label or (0, 0))], folded[line.value : line.end]
    return label.startswith("kategori") and not named(words) and not hazards.hinted(words)


def _of_thing(folded: str, line: Line) -> bool:
    """Whether a bare "Jenis" tells what ship, tree or car it was, rather than what happened."""
    label = folded[slice(*line.label)] if line.label else ""
    return KIND_OF.search(label) is not None and _is_thing(folded[line.value : line.end])


def _is_thing(words: str) -> bool:
    return THING.match(words) is not None and not named(words) and not hazards.hinted(words)


def _back(folded: str, lines: Sequence[Line], n: int, labelled: Sequence[int]) -> int:
    """Back over the numbered title, or the heading of a regency, that stands right above the label."""
    before = lines[n - 1] if n else None
    if before is None or n - 1 in labelled or before.label is not None:
        return n
    return n - 1 if before.number is not None or heads(folded, before) else n


def _by_count(folded: str, lines: Sequence[Line]) -> list[int]:
    """Where lines stand that only count the incidents: "Kejadian I"."""
    starts = [n for n, line in enumerate(lines) if COUNTED.fullmatch(folded, line.start, line.end)]
    return starts if len(starts) > 1 else []


def _letter(folded: str, line: Line) -> int | None:
    """The place in the alphabet of the letter that a line stands behind: "b) Lokasi : …"."""
    start = line.begin
    before = folded[max(0, start - 6) : start]
    if "." not in before and ")" not in before:
        return None
    match = LETTER.search(folded, max(0, start - 6), start)
    return ord(match[1]) - ord("a") + 1 if match else None


def _by_number(folded: str, lines: Sequence[Line], numbers: Sequence[int | None]) -> list[int]:
    """Where numbered lines that each name a hazard begin: 1, 2, 3 …"""
    jenis = any(line.field == "jenis" and line.label and not _is_counted(folded, line) for line in lines)
    starts: list[int] = []
    for n, line in enumerate(lines):
        expected = len(starts) + 1
        if (
            numbers[n] == expected
            and line.field not in (WITHIN if jenis else ELSEWHERE)
            and not _of_chronicle(lines, n)
            and tells(folded[line.start : line.end])
        ):
            starts.append(n)
    strict = any(named(folded[lines[n].start : lines[n].end]) for n in starts)
    return starts if len(starts) > 1 and strict and not _of_harms(folded, lines, starts[0]) else []


def _of_harms(folded: str, lines: Sequence[Line], n: int) -> bool:
    """Whether the lines from there on are the list of what one incident did."""
    if any(HARMED_TITLE.search(folded, line.start, line.end) for line in lines[:n][:MOST_TITLES]):
        return True
    above = lines[n - 1] if n else None
    return (
        above is not None and HARMS.search(folded, max(above.start, above.end - 200), above.end) is not None
    )


def _of_chronicle(lines: Sequence[Line], n: int) -> bool:
    """Whether the line is a step of how one incident went, below a label that says so."""
    above = next((line for line in reversed(lines[:n]) if line.label), None)
    return above is not None and above.field == "kronologis" and lines[n].label is None


def _by_heading(folded: str, lines: Sequence[Line]) -> list[int]:
    """Where lines stand that are nothing but a hazard's name, each with labels of time or place below."""
    starts = [
        n
        for n, line in enumerate(lines)
        if line.label is None
        and line.end - line.start <= LONGEST_HEADING
        and HEADING.fullmatch(folded, line.start, line.end)
        and named(folded[line.start : line.end])
        and (
            any(below.label and below.field in ABOUT for below in lines[n + 1 : n + 3])
            or any(below.label and below.field in HARMED for below in lines[n + 1 : n + 2])
        )
    ]
    starts = [n for n in starts if n - 1 not in starts]  # one title in two lines
    return starts if len(starts) > 1 else []


def _by_title(folded: str, lines: Sequence[Line]) -> list[int]:
    """Where lines begin that each open with a hazard and tell its place: "- Karhutla di Ds. …"."""
    if any(line.field == "jenis" and line.label for line in lines):
        return []
    starts = [
        n
        for n, line in enumerate(lines)
        if line.label is None
        and line.field not in WITHIN
        and line.listed
        and EVENT_TITLE.match(folded, line.start, line.end)
        and named(folded[line.start : line.end])
        and not FELT.match(folded, line.start, line.end)
    ]
    return starts if len(starts) > 1 else []


def _by_paragraph(folded: str, lines: Sequence[Line]) -> list[int]:
    """Where the paragraphs of a round-up begin, each of a regency of its own: "Banjir juga … di Kab. B"."""
    headed: dict[str, int] = {}
    starts: dict[str, int] = {}
    for n, line in enumerate(lines):
        opening = folded[line.start : min(line.end, line.start + LONGEST_OPENING)]
        match = AT_REGENCY.match(opening)
        told = OF_REGENCY.search(opening)
        if not (match or told) or line.field == "abai" or not named(opening):
            continue
        if match and is_regency(match["name"]):
            headed.setdefault(match["name"], n)
        elif told and (not starts or NEXT.search(opening, 0, told.start())):
            starts.setdefault(told["name"], n)
    found = headed if len(headed) > 1 else starts
    return sorted(found.values()) if len(found) > 1 else []
