"""Days as people write them: "14/10/2025", "Selasa, 14 Oktober 2025", "3 Pebruari", ISO, Excel's serial numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ingest.clean.failure import Failure, unreadable
from ingest.clean.folding import fold

MONTHS = (
    "januari jan january",
    "februari feb pebruari peb february febuari",
    "maret mar march mrt",
    "april apr",
    "mei may",
    "juni jun june",
    "juli jul july",
    "agustus agu agt agust aug ags august agts",
    "september sep sept",
    "oktober okt oct october",
    "november nov nopember nop",
    "desember des dec december",
)
MONTH_OF = {word: number for number, words in enumerate(MONTHS, start=1) for word in words.split()}
WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
WEEKDAY_OF = {name: number for number, name in enumerate(WEEKDAYS)} | {
    "jum'at": 4,
    "jum at": 4,
    "ahad": 6,
    "rebo": 2,
    "kemis": 3,
}
EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = (20_000, 80_000)  # 1954 to 2119
EARLIEST, LATEST = 1900, 2199

_MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
_WEEKDAY = r"senin|selasa|rabu|rebo|kamis|kemis|jum'?\s?at|sabtu|minggu|ahad"
_YEAR = r"(?:20\d\d|19\d\d|'\d\d|\d\d(?![\d:]|[.,]\d))"
DAY = re.compile(
    rf"(?:\b(?P<weekday>{_WEEKDAY})\b[\s,./()-]{{0,4}}(?:(?:malam|pagi|siang|sore)\b[\s,]{{0,3}})?"
    r"(?:(?:tgl|tanggal)\b[\s.:]{0,4})?)?"
    r"(?:"
    r"(?<![\d./,-])(?P<iso_y>20\d\d|19\d\d)-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)(?!\d)"
    r"|(?<![\d./,-])(?P<d>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|\d{2})(?![\d/]|[.,:]\d)"
    r"|(?<![\d.,/])(?P<wd>\d{1,2})(?:\s?(?:-|s/d|sd|s\.d\.?|sampai(?: dengan)?|dan|&)\s?(?P<until>\d{1,2}))?"
    rf"\s?[-/.,]?\s?(?P<wm>{_MONTH})\b\.?(?:\s?[-/.,]?\s?(?P<wy>{_YEAR})(?!\d))?"
    r"|\((?:(?P<paren>[a-z' ]{4,8}),? )?(?P<sd>\d{1,2})/(?P<sm>\d{1,2})(?:/(?P<sy>\d{4}|\d{2}))?\)"
    r")"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as written. `year_given` tells whether the year stood there; `weekday` (0 = Monday) if one was named.

    `until` is the last day where a run of days was written ("14 s/d 16 Oktober 2025").
    """

    day: date
    span: tuple[int, int]
    year_given: bool = True
    weekday: int | None = None
    until: date | None = None

    @property
    def contradicts(self) -> bool:
        """Whether the weekday named is not that day's."""
        return self.weekday is not None and self.year_given and self.day.weekday() != self.weekday


def find_days(folded: str, *, today: date | None = None) -> Iterator[Day | Failure]:
    """The days written in a folded text, in order; a date that no calendar has is a failure.

    A missing year is the one that brings the day nearest before `today`; without `today` such a day is a failure.
    """
    for match in DAY.finditer(folded):
        yield _day(match, today)


def read_day(value: str | float | date, *, today: date | None = None) -> Day | Failure:
    """The one day that a cell or a label's value states; Excel's serial number counts as one."""
    if isinstance(value, datetime):
        return Day(value.date(), (0, 0))
    if isinstance(value, date):
        return Day(value, (0, 0))
    if isinstance(value, (int, float)):
        return _serial(float(value))
    folded = fold(value)
    if re.fullmatch(r"\s*\d{5}(?:\.\d+)?\s*", folded):
        return _serial(float(folded))
    found = next(find_days(folded, today=today), None)
    return found or unreadable("tanggal", "a date", value)


def full_year(written: str) -> int:
    """The year, of this century where two digits stand for it."""
    bare = written.lstrip("'")
    return int(bare) + 2000 if len(bare) <= 2 else int(bare)


def _serial(number: float) -> Day | Failure:
    if not SERIALS[0] <= number <= SERIALS[1]:
        return unreadable("tanggal", "a date", f"{number:g}")
    return Day(EXCEL_EPOCH + timedelta(days=int(number)), (0, 0))


def _day(match: re.Match[str], today: date | None) -> Day | Failure:
    year, month, day = _parts(match)
    if year is None and today is None:
        return Failure("tanpa_tahun", f"'{match[0]}' tanpa tahun", f"'{match[0]}' has no year")
    try:
        found = date(full_year(year), month, day) if year else _nearest_before(month, day, today)
        until = found.replace(day=int(match["until"])) if match["until"] else None
    except ValueError:
        return _impossible(match[0])
    if not EARLIEST <= found.year <= LATEST:
        return _impossible(match[0])
    weekday = match["weekday"] or (match["paren"] or "").strip()
    return Day(
        day=found,
        span=match.span(),
        year_given=year is not None,
        weekday=WEEKDAY_OF.get(weekday.replace(" ", "") if weekday != "jum at" else weekday),
        until=until if until and until > found else None,
    )


def _parts(match: re.Match[str]) -> tuple[str | None, int, int]:
    if match["iso_y"]:
        return match["iso_y"], int(match["iso_m"]), int(match["iso_d"])
    if match["wm"]:
        return match["wy"], MONTH_OF[match["wm"]], int(match["wd"])
    if match["sd"]:
        return match["sy"], int(match["sm"]), int(match["sd"])
    return match["y"], int(match["m"]), int(match["d"])


def _nearest_before(month: int, day: int, today: date | None) -> date:
    if today is None:
        raise ValueError
    found = date(today.year, month, day)
    return found if found <= today + timedelta(days=1) else found.replace(year=found.year - 1)


def _impossible(text: str) -> Failure:
    shown = text[:40]
    return Failure("tanggal_mustahil", f"tanggal '{shown}' tidak ada", f"there is no date '{shown}'")
