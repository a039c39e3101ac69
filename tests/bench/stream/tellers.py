"""Who tells of a happening, when, and what each of them knows, forgets or gets wrong."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from gis import codes
from tests.bench.stream.happenings import Happening
from tests.bench.stream.lore import LATER, LORE, RESCUES
from tests.bench.stream.said import (
    SHORT,
    Said,
    jittered,
    moved,
    official_name,
    partly,
    regencies,
    slipped,
    titled,
)

OFFICES = {
    "19.01": "bpbd_bangka",
    "19.02": "bpbd_belitung",
    "19.03": "bpbd_bangka_selatan",
    "19.04": "bpbd_bangka_tengah",
    "19.05": "bpbd_bangka_barat",
    "19.06": "bpbd_belitung_timur",
    "19.71": "bpbd_pangkalpinang",
}


def tellings(happening: Happening, chance: random.Random) -> Iterator[Said]:
    """All messages about it, each with the time it comes in. Sheets and recaps are of the whole month."""
    teller = _Teller(happening, chance)
    first = teller.first()
    if happening.crosses:
        yield from teller.both_sides(first)
    elif chance.random() < 0.92:
        yield first
        if chance.random() < 0.3:
            yield teller.forwarded(first)
    for _ in range(chance.choices([0, 1, 2], [58, 32, 10])[0]):
        yield teller.witness()
    yield from teller.updates(first)
    if chance.random() < 0.1:
        yield teller.corrected(first)
    if chance.random() < 0.07:
        yield teller.late()


class _Teller:
    def __init__(self, happening: Happening, chance: random.Random) -> None:
        self.it = happening
        self.chance = chance
        self.office = OFFICES[happening.regency.code]
        self.rescue = happening.hazard in RESCUES

    def first(self) -> Said:
        """The office's own first message: often thin, sometimes with the district only."""
        it, chance = self.it, self.chance
        marks = set()
        only_district = chance.random() < 0.1
        slip = chance.random() < 0.12
        if only_district:
            marks.add("kecamatan saja")
        if slip and not only_district:
            marks.add("nama salah eja")
        if len(it.villages) > 1:
            marks.add("beberapa desa")
        hour = None if chance.random() < 0.12 else jittered(it.at, chance, 5)
        if hour is None:
            marks.add("tanpa jam")
        sender = self.office
        if self.rescue and chance.random() < 0.4:
            sender = "basarnas"
        elif it.hazard in ("kebakaran_rumah", "karhutla") and chance.random() < 0.25:
            sender = "damkar"
        return Said(
            happening=it,
            kind="first",
            by=sender,
            channel="wa",
            received=it.at + timedelta(minutes=chance.randint(25, 240)),
            hazard=chance.choice(LORE[it.hazard].official),
            day=(hour or it.at).date(),
            hour=hour,
            villages=() if only_district else self._villages(slip=slip),
            district=it.district.name,
            regency=official_name(it.regency),
            point=moved(it.spot, chance, 0.0015) if chance.random() < 0.35 else None,
            figures=partly(it.figures, chance.uniform(0.4, 1)),
            story=it.story,
            heading=chance.choice(
                ["LAPORAN KEJADIAN", "LAPORAN KEJADIAN BENCANA", "INFO AWAL", "LAPORAN AWAL"]
            ),
            road=f"{it.road} RT {it.rt:02d}" if chance.random() < 0.5 else None,
            marks=frozenset(marks),
        )

    def both_sides(self, first: Said) -> Iterator[Said]:
        """A happening on both sides of a border: each office tells its own side, the province both."""
        for village in self.it.villages:
            side = regencies([village])[0]
            yield replace(
                first,
                by=OFFICES[side.code],
                received=self.it.at + timedelta(minutes=self.chance.randint(30, 300)),
                hour=jittered(self.it.at, self.chance, 10),
                day=self.it.at.date(),
                villages=(titled(village, self.chance),),
                district=codes.areas()[village.parent or ""].name,
                regency=official_name(side),
                point=None,
                figures=partly(self.it.figures, 0.5),
                marks=frozenset({"lintas kabupaten"}),
            )
        yield replace(
            self.witness(),
            by="bpbd_babel",
            villages=tuple(
                f"{titled(v, self.chance)} Kec. {codes.areas()[v.parent or ''].name}"
                f" {official_name(regencies([v])[0])}"
                for v in self.it.villages
            ),
            district=None,
            regency=None,
            marks=frozenset({"lintas kabupaten"}),
        )

    def forwarded(self, first: Said) -> Said:
        """The province passes the same text on."""
        return replace(
            first,
            kind="forward",
            by="bpbd_babel",
            received=first.received + timedelta(minutes=self.chance.randint(3, 90)),
            heading=first.heading,
        )

    def witness(self) -> Said:
        """Somebody on the spot, in prose: other words for the hazard, one village, an hour that is off."""
        it, chance = self.it, self.chance
        village = chance.choice(it.villages)
        spoken = chance.choice(LORE[it.hazard].spoken)
        marks = {"warga"}
        if len(it.villages) > 1:
            marks.add("satu dari beberapa desa")
        slip = chance.random() < 0.15
        if slip:
            marks.add("nama salah eja")
        if spoken in ("angin kencang", "cuaca ekstrem", "hujan deras disertai angin kencang"):
            marks.add("sebutan bahaya lain")
        wrong_day = chance.random() < 0.05
        hour = None if chance.random() < 0.25 else jittered(it.at, chance, 20)
        day = (hour or it.at).date() + (timedelta(days=chance.choice([-1, 1])) if wrong_day else timedelta())
        received = it.at + timedelta(minutes=chance.randint(15, 600))
        if wrong_day:
            marks.add("tanggal selisih sehari")
            received = max(received, datetime.combine(day, received.timetz()) + timedelta(hours=2))
        if hour is None:
            marks.add("tanpa jam")
        with_regency = chance.random() < 0.7
        return Said(
            happening=it,
            kind="witness",
            by=chance.choice(["polri", "tni", "masyarakat", "media", self.office]),
            channel="wa",
            received=received,
            hazard=spoken,
            day=day,
            hour=hour,
            villages=(titled(village, chance, slip=slip),),
            district=it.district.name if len(it.villages) == 1 or village == it.villages[0] else None,
            regency=(official_name if chance.random() < 0.6 else _short)(it.regency)
            if with_regency
            else None,
            point=None,
            figures=partly(it.figures, chance.uniform(0.3, 1)) if chance.random() < 0.7 else {},
            story=self._retold() if chance.random() < 0.5 else "",
            road=f"{it.road} RT {it.rt:02d}" if chance.random() < 0.35 else None,
            vague=hour is not None and chance.random() < 0.2,
            marks=frozenset(marks),
        )

    def updates(self, first: Said) -> Iterator[Said]:
        """UPDATE and PERKEMBANGAN: more figures, sometimes no time of the happening."""
        often = 0.85 if self.rescue else 0.45 if len(self.it.figures) > 1 else 0.2
        received, round_ = first.received, 0
        while self.chance.random() < often and round_ < 3:
            round_ += 1
            received += timedelta(hours=self.chance.choice([2, 4, 8, 16, 24]))
            yield self._update(first, received, round_, last=round_ == 3)
            often *= 0.45

    def _update(self, first: Said, received: datetime, round_: int, *, last: bool) -> Said:
        chance = self.chance
        no_time = chance.random() < 0.2
        marks = {"perkembangan"} | ({"tanpa waktu kejadian"} if no_time else set())
        only_district = chance.random() < 0.1
        return replace(
            first,
            kind="update",
            received=received,
            heading=chance.choice([f"UPDATE {round_}", "UPDATE", "LAPORAN PERKEMBANGAN", "PERKEMBANGAN"]),
            day=None if no_time else first.happening.at.date(),
            hour=None if no_time else jittered(self.it.at, chance, 5),
            villages=() if only_district else self._villages(slip=False),
            story=chance.choice([first.story, self._retold(), chance.choice(LATER)]),
            figures=self.it.figures if last else partly(self.it.figures, chance.uniform(0.7, 1)),
            marks=frozenset(marks),
        )

    def corrected(self, first: Said) -> Said:
        """RALAT: of the hour, the figures or the village's spelling."""
        hour = jittered(self.it.at + timedelta(minutes=self.chance.choice([-60, 0, 45])), self.chance, 5)
        return replace(
            first,
            kind="correction",
            received=first.received + timedelta(hours=self.chance.randint(1, 30)),
            heading=self.chance.choice(["RALAT LAPORAN KEJADIAN", "KOREKSI LAPORAN", "LAPORAN (RALAT)"]),
            day=hour.date(),
            hour=hour,
            villages=self._villages(slip=False),
            figures=partly(self.it.figures, self.chance.uniform(0.6, 1.2)),
            marks=frozenset({"koreksi"}),
        )

    def late(self) -> Said:
        """A village's letter days later."""
        first = self.first()
        return replace(
            first,
            kind="late",
            by=self.chance.choice([None, "masyarakat", self.office]),
            channel="email",
            received=self.it.at + timedelta(days=self.chance.randint(3, 9)),
            hour=None if self.chance.random() < 0.4 else jittered(self.it.at, self.chance, 30),
            heading="LAPORAN KEJADIAN",
            story=self._retold(),
            figures=self.it.figures,
            marks=first.marks | {"terlambat"},
        )

    def _retold(self) -> str:
        """The cause as somebody else tells it: another sentence, often the same landmark."""
        lore = LORE[self.it.hazard]
        landmark = self.it.landmark if self.chance.random() < 0.7 else self.chance.choice(lore.landmarks)
        return self.chance.choice(lore.stories).format(landmark=landmark)

    def _villages(self, *, slip: bool) -> tuple[str, ...]:
        own = [v for v in self.it.villages if v.code.startswith(self.it.regency.code)]
        return tuple(titled(v, self.chance, slip=slip and n == 0) for n, v in enumerate(own))


def _short(regency: codes.Area) -> str:
    return SHORT[regency.code]


__all__ = ["OFFICES", "slipped", "tellings"]
