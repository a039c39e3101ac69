"""Lists of incidents of one kind, each line with a place and a day of its own below a title that names it."""

import re
from collections.abc import Sequence

from ingest.clean import DAY, DAY_SIGN
from ingest.whatsapp.incidents.hazard import named
from ingest.whatsapp.layout.lines import Line

LONGEST = 220  # code points of the line of one incident
PLACE = re.compile(
    r"(?:jalan |jl\.? |jln\.? |dusun |dsn |pantai |perairan |kawasan )?(?:[\w.]+ ){0,4}?"
    r"(?:ds|desa|kel|kelurahan|kec|kecamatan|kab|kabupaten|kota)\b"
)
BEFORE_PLACE = re.compile(
    r"[\s,.:;()|/-]{0,6}(?:(?:pukul|pkl|jam)?[ .]{0,2}\d{1,2}[.:]\d\d(?: wib)?[\s,.:;()|-]{0,6})?(?:di )?"
)
BEFORE_DAY = re.compile(
    r"(?:(?:pada |hari |tanggal |tgl\.? |terjadi ){1,4}|[,(|:;-] ?(?:pada |hari |tanggal |tgl\.? ){0,3})\Z"
)
OF_FIGURES = re.compile(r"\b(?:up ?date|per|hingga|sampai|sejak|data)\b[^,;]{0,12}\Z")
"""Before a day up to which something was counted."""

FIELDS = frozenset(("judul", "lain", "lokasi", "jenis"))
HEAD = 400  # code points of a title


def by_days(folded: str, lines: Sequence[Line]) -> list[int]:
    """Where the lines begin that each tell of an incident by place and day; none where all have one day."""
    if any(line.label and line.field in ("jenis", "waktu") for line in lines):
        return []
    days = {n: day for n, line in enumerate(lines) if (day := _dated(folded, line))}
    if len(days) < 2 or len(set(days.values())) < 2:
        return []
    first = min(days)
    title = folded[lines[0].start : lines[first].start][:HEAD] if first else ""
    alike = all(lines[n].listed == lines[first].listed for n in days)
    return sorted(days) if alike and named(title) else []


def _dated(folded: str, line: Line) -> str:
    """The day of a line that opens with a place and its day, or a day and its place, as written; ""."""
    start = line.begin
    if line.end - start > LONGEST or line.field not in FIELDS:
        return ""
    match = DAY.search(folded, start, line.end) if DAY_SIGN.search(folded, start, line.end) else None
    if match is None or OF_FIGURES.search(folded, start, match.start()):
        return ""
    if match.start() - start < 4:
        gap = BEFORE_PLACE.match(folded, match.end(), line.end)
        found = PLACE.match(folded, gap.end() if gap else match.end(), line.end)
    else:
        behind = BEFORE_DAY.search(folded, start, match.start())
        found = PLACE.match(folded, start, match.start()) if behind else None
    return " ".join(match[0].split()) if found else ""
