"""A message cut into lines, each with the field that its label, or the label above it, names."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from gis.report import Span
from ingest.folding import word_set
from ingest.whatsapp.layout.breaks import HAZARD, stretches
from ingest.whatsapp.layout.labels import TIME_WORDS, field_named, find_label

NUMBERING = re.compile(
    r"[\s>»\-–+.)(:,;#]*(?:(?:\d{1,2}|[a-h]|i{1,3}|iv|vi{0,3}|ix|x)\s?[.)]+(?=\s|[a-z]{2})[\s\-]*)?"
)
DASH = re.compile(r"[ \t]{0,8}:?[ \t]{0,4}(?P<dash>-)[ \t]{0,4}")
"""A value without its label that says that there is none."""

LETTERED = re.compile(r"\s{0,4}(?:[a-j]|[ivx]{1,4})\s?[.)]")
EVENT = re.compile(HAZARD)
LIST_NUMBER = re.compile(r"\d{1,2}|\b(?:i{1,3}|iv|vi{0,3}|ix|x)\b")
ROMAN = {
    word: n for n, word in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"], start=1)
}
OPENING = re.compile(
    r"\b(?:i[jz]in|mohon|bersama ini|dengan hormat|ass?alam|menindaklanjuti|laporan|melaporkan|"
    r"dilaporkan|telah terjadi)\b"
)
"""Words that end a list of addressees."""

ALSO_READ = re.compile(r"\W{0,6}(?:(?:baca|lihat|simak|tonton) juga|juga baca)\b")
"""How a newspaper points to another story, in the midst of its own."""

PERSON = re.compile(r"alamat|status|ket|pekerjaan|agama")
"""Labels that speak of the person whose name stands above."""

EVENT_TITLE = re.compile(rf"{HAZARD}[^\n:]{{0,60}}\b(?:di|kab|kabupaten|kota|kec|prov)\b")
"""A numbered line that opens the next event of a recap."""

TIME = re.compile(TIME_WORDS)
SHORT = word_set("jenis waktu koordinat update sumber petugas selesai abai nama cuaca")
SINGLE = word_set("jenis waktu koordinat update")
"""Fields of one line: what follows a filled one without a label is something else."""

PLACE_FIELDS = word_set(
    "judul jenis lokasi kronologis korban kerusakan kondisi lain penyebab waktu koordinat"
)
"""Fields whose places are the event's."""

FAR = 20
"""Code points between two lines beyond which others stand between them."""

PARTS_OF_ONE = frozenset(("lokasi", "kerusakan", "korban", "upaya"))
"""Fields whose numbered lines belong to the one incident that a label names."""

UNIT = re.compile(r"jiwa|orang|org|kk|unit|buah")
BULLETS = frozenset("•|")
LONGEST_TITLE = 160  # code points; a longer line at the top is a story
FEWEST_COLUMNS = 3
LONGEST_LABEL = 48  # code points


@dataclass(slots=True, unsafe_hash=True)  # never changed once read: freezing would cost as much as reading
class Line:
    """One line without its bullet. `label`: its label's span; `value`: where the rest begins."""

    start: int
    end: int
    field: str
    label: Span | None
    value: int
    number: int | None = None  # of a numbered line
    after_blank: bool = False
    listed: bool = False  # behind a number, a letter or a bullet
    head: Span | None = None  # a label that stands elsewhere, in a column of labels

    @property
    def begin(self) -> int:
        """Where its label begins, or the line that has none."""
        return self.label[0] if self.label else self.start

    @property
    def content(self) -> int:
        """Where what it says begins, behind its label."""
        return self.value if self.label else self.start


def read_lines(folded: str, text: str = "") -> list[Line]:
    """The lines of a folded text that hold anything, in order; `text` as written tells labels by capitals."""
    lines: list[Line] = []
    field, filled, blank, kinds = "judul", False, False, False
    for (start, stop), fresh in stretches(folded, text):
        line = _dash_below(folded, _line(folded, text, (start, stop), blank), lines)
        blank = (blank or fresh) if line is None else False
        if line is None:
            continue
        if ALSO_READ.match(folded, start, stop):
            lines.append(replace(line, field="abai", label=None, value=line.start))
            continue
        if line.label and PERSON.match(folded, *line.label) and field == "nama":
            line = replace(line, field="nama")
        if line.label is None and field == "abai" and OPENING.search(folded, line.start, line.end):
            field, filled = "judul", True
        if line.label:
            field, filled = line.field, line.value < line.end
            kinds = kinds or field == "jenis"
        elif (
            line.number is not None
            and not (kinds and field in PARTS_OF_ONE)
            and EVENT_TITLE.match(folded, line.start, line.end)
        ):
            field, filled = "judul", True
        elif filled and field == "waktu" and _goes_on(folded, line, start, fresh=fresh):
            pass
        elif filled and (field in SINGLE or (line.after_blank and field in SHORT)):
            field = "lain"
        elif field == "judul" and line.end - line.start > LONGEST_TITLE:
            field = "kronologis"
        else:
            filled = True
        if line.label is None:
            line.field = field
        lines.append(line)
    return _columns(folded, lines)


def _goes_on(folded: str, line: Line, start: int, *, fresh: bool) -> bool:
    """Whether the time told above goes on: in the next cell, or with an hour alone on its line."""
    if line.after_blank:
        return False
    return (
        TIME.fullmatch(folded, line.start, line.end) is not None
        if fresh
        else folded[start - 1 : start] == "|"
    )


def _dash_below(folded: str, line: Line | None, lines: list[Line]) -> Line | None:
    """The line; a lone dash only as the value of the label right above, or of a column."""
    if line is None or line.label or folded[line.start : line.end] != "-" or _is_marked(folded, line):
        return line
    above = lines[-1] if lines else None
    bare = above is not None and above.label is not None and above.value == above.end
    return replace(line, head=above.label) if above and bare else None


def _columns(folded: str, lines: list[Line]) -> list[Line]:
    """Lines where labels stand first and their values after, as copied from two columns, set in pairs."""
    paired = list(lines)
    first = 0
    while first < len(lines):
        if count := _marked(folded, lines, first):
            for n in range(first - count, first):
                head = lines[n].label or (lines[n].start, lines[n].end)
                field = field_named(folded[slice(*head)]) or "lain"
                paired[n] = replace(lines[n], field=field, label=head, value=lines[n].end)
                start = _dashed(folded, lines[n + count])
                paired[n + count] = replace(
                    lines[n + count], start=start, field=field, label=None, value=start, head=head
                )
            first += count
            continue
        count = _run(lines, first, lambda line: line.label is not None and line.value == line.end)
        values = _run(lines, first + count, lambda line: line.label is None) if count >= FEWEST_COLUMNS else 0
        if values == count and count:
            for n in range(first, first + count):
                paired[n + count] = replace(lines[n + count], field=lines[n].field, head=lines[n].label)
        first += max(1, count)
    return paired


def _marked(folded: str, lines: list[Line], first: int) -> int:
    """How many values behind colons stand in a column there, below as many labels without; 0."""
    if not _is_value(folded, lines[first]):
        return 0
    count = _run(lines, first, lambda line: _is_value(folded, line))
    above = lines[max(0, first - count) : first]
    alone = all(_is_bare(line) for line in above)
    return count if FEWEST_COLUMNS <= count == len(above) and alone else 0


def _is_value(folded: str, line: Line) -> bool:
    """Whether it is a value behind a colon, though its only word be that of a label: ": - jiwa"."""
    return (line.label is None or line.value == line.end) and _is_marked(folded, line)


def _dashed(folded: str, line: Line) -> int:
    """Where the line begins with the dash that stands for its number."""
    dash = folded.rfind("-", max(0, line.start - 3), line.start)
    return dash if dash >= 0 and UNIT.fullmatch(folded, line.start, line.end) else line.start


def _is_marked(folded: str, line: Line) -> bool:
    """Whether a colon stands before it, and nothing else but the dash of a number left out: ": - jiwa"."""
    before = folded[max(0, line.start - 6) : line.start].rstrip(" -")
    return before.endswith("\n:")


def _is_bare(line: Line) -> bool:
    """Whether it may be a label without its value."""
    return line.end - line.start <= LONGEST_LABEL and (line.label is None or line.value == line.end)


def _run(lines: list[Line], first: int, holds: Callable[[Line], bool]) -> int:
    """How many lines from there on are such lines."""
    count = 0
    while first + count < len(lines) and holds(lines[first + count]):
        count += 1
    return count


def _is_section(folded: str, text: str, at: tuple[int, int, int]) -> bool:
    """Whether the line is the heading of a form's part: a letter, and a label's words in capitals."""
    start, begin, end = at
    if end - begin > LONGEST_LABEL or not LETTERED.match(folded, start, begin):
        return False
    if not text[begin:end].isupper() or EVENT.match(folded, begin, end):
        return False
    return field_named(folded[begin:end]) not in (None, "jenis", "nama", "koordinat", "judul")


def _line(folded: str, text: str, span: Span, after_blank: bool) -> Line | None:
    start, stop = span
    stripped = NUMBERING.match(folded, start, stop)
    begin = stripped.end() if stripped else start
    end = begin + len(folded[begin:stop].rstrip())
    if begin >= end and (dash := DASH.fullmatch(folded, start, stop)):
        begin, end = dash.span("dash")
    if begin >= end:
        return None
    digits = LIST_NUMBER.search(folded, start, begin)
    number = (ROMAN.get(digits[0]) or int(digits[0])) if digits else None
    label, value, field = find_label(folded, begin, end)
    if label is None and _is_section(folded, text, (start, begin, end)):
        label, value, field = (begin, end), end, field_named(folded[begin:end]) or ""
    listed = bool(folded[start:begin].strip()) or folded[start - 1 : start] in BULLETS
    return Line(begin, end, field, label, value, number, after_blank, listed)
