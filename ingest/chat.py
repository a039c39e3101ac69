"""WhatsApp chat exports, split into messages: who wrote what and when, and where it stands in the file.

    split(text, received_at=…) → Chat(messages, notices, …), or None where the text is no chat

Taken are the exports of Android ("14/10/25 17.32 - Nama: isi") and iOS ("[14/10/25, 17.32.05] Nama: isi") in
any order of day and month, by 12 or 24 hours, and messages copied from the screen ("[17.32, 14/10/2025] Nama:
isi"). A message's text is one stretch of the file, so positions in it need only be moved. Times are WIB.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from gis.report import Span
from gis.zone import WIB

FUTURE = timedelta(days=1)  # a phone's clock may be wrong by that much

_MARKS = "\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_SPACE = "[ \u00a0\u202f]"
_DATE = r"(?P<a>\d{1,4})(?P<sep>[/.\-])(?P<b>\d{1,2})(?:(?P=sep)(?P<c>\d{2,4}))?"
_TIME = (
    r"(?P<h>\d{1,2})(?P<colon>[:.])(?P<m>[0-5]\d)(?:[:.][0-5]\d)?"
    rf"(?:{_SPACE}?(?P<half>[AaPp])\.?{_SPACE}?[Mm]\.?)?"
)
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[{_MARKS}]*(?P<open>\[)?{_DATE}(?P<comma>,?){_SPACE}{_TIME}(?(open)\]|{_SPACE}-){_SPACE}?",
        rf"[{_MARKS}]*(?P<open>\[){_TIME}(?P<comma>,){_SPACE}{_DATE}\]{_SPACE}?",
    )
)
_SENDER = re.compile(rf"[{_MARKS}]*(?P<sender>[^\n:\x22\u201c]{{1,80}}):(?:{_SPACE}|(?=[{_MARKS}\n]|$))")

_ATTACHED = re.compile(  # a file's name alone, or iOS's mark
    rf"[{_MARKS}]*(?:<(?:terlampir|attached): [^>\n]{{1,120}}>"
    r"|[^\n]{1,120} \((?:file terlampir|file attached)\))"
)
_EDITED = re.compile(rf"\s?[{_MARKS}]*<(?:Pesan ini diedit|This message was edited)>[{_MARKS}]*\s*$")
_ATTACHED_LAST = re.compile(rf"\s*[{_MARKS}]*<(?:terlampir|attached): [^>\n]{{1,120}}>\s*$")
_NOTHING = re.compile(
    rf"[{_MARKS}\s]*(?:<Media (?:tidak disertakan|omitted)>"
    r"|(?:gambar|video|audio|stiker|GIF|dokumen|kartu kontak|image|sticker|document|Contact card)"
    r" (?:tidak disertakan|omitted)"
    r"|(?:Anda menghapus pesan ini|Pesan ini (?:telah )?dihapus|You deleted this message"
    r"|This message was deleted)\.?)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Message:
    """What one person wrote. `span` is its text's place in the file, `sender_span` the name's."""

    number: int  # from 1, as one counts on the screen
    sent_at: datetime
    sender: str
    sender_span: Span
    span: Span
    text: str

    @property
    def place(self) -> str:
        """How a person finds it in the original."""
        return f"pesan {self.number}, {self.sent_at:%d/%m/%y %H.%M}"


@dataclass(frozen=True, slots=True)
class Chat:
    """Messages in the order of the file; `notices` counts joins, encryption notices, media and deleted ones.

    `order_told`: the file itself decides between day-month and month-day.
    """

    messages: tuple[Message, ...]
    notices: int
    order_told: bool


@dataclass(slots=True)
class Tally:
    """What the messages of a chat were."""

    messages: int = 0
    notices: int = 0
    chatter: int = 0  # messages that tell of no incident


class _Head(NamedTuple):
    form: tuple[object, ...]  # how it is written: all heads of a file are written alike
    numbers: tuple[int, int, int | None]
    hour: int
    minute: int
    start: int
    end: int


def begins(head: bytes) -> bool:
    """Whether the first bytes of a file are a message's head."""
    plain = head.replace(b"\x00", b"").decode("utf-8", "ignore").lstrip("\ufeff\ufffe \r\n")
    return any(form.match(plain) for form in _FORMS)


def is_chat(text: str) -> bool:
    """Whether it begins with a message's head, and is bracketed or has a second one."""
    heads = _heads(text)
    first = next(heads, None)
    if first is None or text[: first.start].strip():
        return False
    bracketed = first.form[1] == "["
    return bool(bracketed and _SENDER.match(text, first.end)) or next(heads, None) is not None


def split(text: str, *, received_at: datetime) -> Chat | None:
    """The messages, or None: no chat. `received_at` settles years left out, and what is day or month."""
    if not is_chat(text):
        return None
    heads = list(_heads(text))
    times, order_told = _times(heads, received_at)
    messages: list[Message] = []
    notices = 0
    for number, (head, sent_at) in enumerate(zip(heads, times, strict=True)):
        end = heads[number + 1].start if number + 1 < len(heads) else len(text)
        message = _message(text, head, end, sent_at, len(messages) + 1)
        if message:
            messages.append(message)
        else:
            notices += 1
    return Chat(tuple(messages), notices, order_told)


def _heads(text: str) -> Iterator[_Head]:
    """Lines that begin a message, all written in the way of the first."""
    wanted: tuple[object, ...] | None = None
    start = 0
    while start < len(text):
        if text[start] in "\n\r":
            start += 1
            continue
        head = _head(text, start)
        if head and (wanted is None or head.form == wanted):
            wanted = head.form
            yield head
        elif wanted is None:
            return
        line_end = text.find("\n", start)
        if line_end < 0:
            return
        start = line_end + 1


def _head(text: str, start: int) -> _Head | None:
    for number, form in enumerate(_FORMS):
        if not (found := form.match(text, start, start + 80)):
            continue
        hour, half = int(found["h"]), (found["half"] or "").lower()
        if hour > 23 or (half and not 1 <= hour <= 12):
            return None
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        year = int(found["c"]) if found["c"] else None
        if year is None and not found["open"]:
            return None
        written = (
            number,
            found["open"],
            found["sep"],
            found["comma"],
            found["colon"],
            bool(half),
            year is None,
        )
        numbers = (int(found["a"]), int(found["b"]), year)
        return _Head(written, numbers, hour, int(found["m"]), start, found.end())
    return None


_ORDERS = ("dmy", "mdy", "ymd")


def _times(heads: list[_Head], received_at: datetime) -> tuple[list[datetime], bool]:
    """Each head's moment by the order of day, month and year that fits the whole file best."""
    tried = {order: [_moment(head, order, received_at) for head in heads] for order in _ORDERS}
    faults = {order: _faults(times, received_at) for order, times in tried.items()}
    best = min(_ORDERS, key=lambda order: faults[order])  # of equals the first: Indonesia's
    told = faults["mdy"] != faults["dmy"] or tried["mdy"] == tried["dmy"]
    filled: list[datetime] = []
    for time in tried[best]:
        filled.append(time or (filled[-1] if filled else received_at.astimezone(WIB)))
    return filled, told


def _faults(times: list[datetime | None], received_at: datetime) -> tuple[int, int, int]:
    """How badly an order fits: dates that do not exist, dates to come, steps back in time."""
    known = [time for time in times if time]
    future = sum(time > received_at + FUTURE for time in known)
    back = sum(later < earlier for earlier, later in pairwise(known))
    return len(times) - len(known), future, back


def _moment(head: _Head, order: str, received_at: datetime) -> datetime | None:
    a, b, c = head.numbers
    if order == "ymd" and (a < 1000 or c is None):
        return None
    year, month, day = {"dmy": (c, b, a), "mdy": (c, a, b), "ymd": (a, b, c or 0)}[order]
    try:
        if year is None:  # copied from the screen: the last such day
            newest = received_at.astimezone(WIB)
            this = datetime(newest.year, month, day, head.hour, head.minute, tzinfo=WIB)
            return this if this <= newest + FUTURE else this.replace(year=newest.year - 1)
        return datetime(year + 2000 if year < 100 else year, month, day, head.hour, head.minute, tzinfo=WIB)
    except ValueError:
        return None


def _message(text: str, head: _Head, end: int, sent_at: datetime, number: int) -> Message | None:
    """The message after a head; None: a notice of WhatsApp's, a deleted message, or media without words."""
    if not (found := _SENDER.match(text, head.end, min(end, head.end + 100))):
        return None
    start, end = _words(text, found.end(), end)
    if start == end or _NOTHING.fullmatch(text, start, end):
        return None
    return Message(number, sent_at, found["sender"], found.span("sender"), (start, end), text[start:end])


def _words(text: str, start: int, end: int) -> Span:
    """The stretch that its writer wrote: without attachments' names, marks and blanks around it."""
    while attached := _ATTACHED.match(text, start, end):
        start = attached.end()
        while start < end and text[start] in "\r\n":
            start += 1
    tail = max(start, end - 300)
    for mark in (_EDITED, _ATTACHED_LAST):
        if found := mark.search(text[tail:end]):
            end = tail + found.start()
    while start < end and (text[start].isspace() or text[start] in "\u200e\u200f\ufeff"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
