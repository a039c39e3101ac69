"""What happened in the month: single happenings, and look-alikes that are two though they resemble one."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from gis import codes
from gis.codes import Area
from gis.zone import WIB
from tests.bench.stream.lore import LORE, ROADS

START = datetime(2025, 10, 1, tzinfo=WIB)
DAYS = 31
# How many of a hundred happenings fall to each regency; the offices of some write far more than others.
REGENCIES = {"19.01": 16, "19.02": 14, "19.03": 14, "19.04": 18, "19.05": 14, "19.06": 12, "19.71": 12}
KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event as it was. `figures` are those known in the end."""

    number: int
    hazard: str
    at: datetime
    villages: tuple[Area, ...]  # of the same regency unless `crosses`
    spot: tuple[float, float]  # lon, lat
    landmark: str
    story: str
    road: str
    rt: int
    figures: dict[str, int]
    trap: str = ""  # which kind of look-alikes it belongs to
    alike: int = 0  # the group of look-alikes; 0: none
    crosses: bool = False  # lies in two regencies

    @property
    def district(self) -> Area:
        """The kecamatan of its first village."""
        return codes.areas()[self.villages[0].parent or ""]

    @property
    def regency(self) -> Area:
        """The regency of its first village."""
        return regency_of(self.villages[0])


def regency_of(area: Area) -> Area:
    """The regency that an area lies in."""
    return codes.areas()[area.code[:5]]


@cache
def villages() -> tuple[Area, ...]:
    """All villages with a known centre."""
    return tuple(area for area in codes.areas().values() if area.level == 4 and area.centre)


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance of two points near the equator, in kilometres."""
    return math.hypot(a[0] - b[0], a[1] - b[1]) * KM_PER_DEGREE


def near(area: Area, *, within_km: float, same_regency: bool = True) -> list[Area]:
    """Other villages around, nearest first."""
    assert area.centre
    around = [
        (km(area.centre, other.centre), other)
        for other in villages()
        if other.centre and other != area and (regency_of(other) == regency_of(area)) == same_regency
    ]
    return [other for away, other in sorted(around, key=lambda pair: pair[0]) if away < within_km]


def happenings(seed: int, count: int) -> list[Happening]:
    """About `count` single happenings and the look-alikes, in no order."""
    maker = _Maker(random.Random(seed))
    found = [maker.one(hazard) for hazard in maker.hazards(count)]
    for group, trap in enumerate(TRAPS * max(1, round(count / 40)), start=1):
        found += [replace(each, trap=trap, alike=group) for each in getattr(maker, trap)()]
    return [replace(each, number=number) for number, each in enumerate(found, start=1)]


TRAPS = (
    "two_fires_one_village",
    "two_wildfires_one_village",
    "neighbours_flooded_apart",
    "same_place_days_later",
    "same_name_two_regencies",
    "two_hazards_one_place",
    "crossing_regencies",
)


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.wet = chance.sample(range(1, DAYS), 9)
        self.dry = [day for day in range(1, DAYS) if day not in self.wet]

    def hazards(self, count: int) -> list[str]:
        often = [LORE[hazard].often for hazard in LORE]
        return self.chance.choices(list(LORE), often, k=count)

    def one(self, hazard: str, **known: object) -> Happening:
        village = known.pop("village", None) or self._village()
        assert isinstance(village, Area)
        lore = LORE[hazard]
        landmark = self.chance.choice(lore.landmarks)
        made = {
            "number": 0,
            "hazard": hazard,
            "at": self._moment(hazard),
            "villages": self._spread(hazard, village),
            "spot": self._spot(village, hazard),
            "landmark": landmark,
            "story": self.chance.choice(lore.stories).format(landmark=landmark),
            "road": self.chance.choice(ROADS),
            "rt": self.chance.randint(1, 14),
            "figures": self._figures(hazard),
        }
        return Happening(**{**made, **known})  # type: ignore[arg-type]

    def two_fires_one_village(self) -> Iterator[Happening]:
        yield from self._twice("kebakaran_rumah", timedelta(hours=self.chance.randint(4, 12)))

    def two_wildfires_one_village(self) -> Iterator[Happening]:
        yield from self._twice("karhutla", timedelta(minutes=self.chance.randint(60, 240)))

    def neighbours_flooded_apart(self) -> Iterator[Happening]:
        """Two floods of one night with causes of their own, known to the office as two."""
        first = self.one("banjir", village=self._with_neighbour(6))
        other = self.chance.choice(near(first.villages[0], within_km=6)[:4])
        later = first.at + timedelta(minutes=self.chance.randint(60, 240))
        yield replace(first, villages=first.villages[:1])
        yield self.one("banjir", village=other, at=later, villages=(other,))

    def same_place_days_later(self) -> Iterator[Happening]:
        hazard = self.chance.choice(["banjir", "karhutla", "puting_beliung"])
        yield from self._twice(hazard, timedelta(days=self.chance.randint(1, 4)))

    def same_name_two_regencies(self) -> Iterator[Happening]:
        names: dict[str, list[Area]] = {}
        for village in villages():
            names.setdefault(codes.name_key(village.name), []).append(village)
        twins = [pair for pair in names.values() if len({regency_of(each).code for each in pair}) > 1]
        one, other = self.chance.choice(twins)[:2]
        hazard = self.chance.choice(["banjir", "karhutla", "puting_beliung"])
        first = self.one(hazard, village=one, villages=(one,))
        yield first
        later = first.at + timedelta(minutes=self.chance.randint(-90, 90))
        yield self.one(hazard, village=other, villages=(other,), at=later)

    def two_hazards_one_place(self) -> Iterator[Happening]:
        pair = self.chance.choice(
            [
                ("banjir", "kebakaran_rumah"),
                ("puting_beliung", "pohon_tumbang"),
                ("karhutla", "kebakaran_rumah"),
            ]
        )
        first = self.one(pair[0])
        village = first.villages[0]
        later = first.at + timedelta(minutes=self.chance.randint(-120, 180))
        yield first
        yield self.one(pair[1], village=village, villages=(village,), at=later)

    def crossing_regencies(self) -> Iterator[Happening]:
        """One flood or storm on both sides of a border."""
        hazard = self.chance.choice(["banjir", "banjir", "puting_beliung", "karhutla"])
        one = self.chance.choice([v for v in villages() if near(v, within_km=5, same_regency=False)])
        other = near(one, within_km=5, same_regency=False)[0]
        yield self.one(hazard, village=one, villages=(one, other), crosses=True)

    def _twice(self, hazard: str, later: timedelta) -> Iterator[Happening]:
        first = self.one(hazard)
        first = replace(
            first, at=first.at.replace(hour=self.chance.randint(7, 10)), villages=first.villages[:1]
        )
        yield first
        village = first.villages[0]
        yield self.one(hazard, village=village, villages=(village,), at=first.at + later)

    def _village(self) -> Area:
        regency = self.chance.choices(list(REGENCIES), list(REGENCIES.values()))[0]
        return self.chance.choice([each for each in villages() if each.code.startswith(regency)])

    def _with_neighbour(self, within_km: float) -> Area:
        return next(v for v in iter(self._village, None) if near(v, within_km=within_km))

    def _spread(self, hazard: str, village: Area) -> tuple[Area, ...]:
        """Storms and floods often hit the villages beside too."""
        wide = {"banjir": 0.45, "puting_beliung": 0.4, "banjir_rob": 0.3}.get(hazard, 0.03)
        if self.chance.random() > wide:
            return (village,)
        beside = near(village, within_km=7)[:4]
        return (village, *self.chance.sample(beside, min(len(beside), self.chance.choice([1, 1, 2, 3]))))

    def _spot(self, village: Area, hazard: str) -> tuple[float, float]:
        assert village.centre
        reach = 0.06 if hazard in ("kecelakaan_laut", "orang_hilang") else 0.012
        lon, lat = (degree + self.chance.uniform(-reach, reach) for degree in village.centre)
        return lon, lat

    def _moment(self, hazard: str) -> datetime:
        wet = hazard in ("banjir", "puting_beliung", "pohon_tumbang", "sambaran_petir", "tanah_longsor")
        day = self.chance.choice(self.wet if wet and self.chance.random() < 0.75 else self.dry)
        hours = {
            "puting_beliung": (13, 18),
            "karhutla": (10, 17),
            "banjir": (0, 23),
            "laka_tambang": (8, 17),
        }.get(hazard, (0, 23))
        return START + timedelta(
            days=day - 1, hours=self.chance.randint(*hours), minutes=self.chance.randint(0, 59)
        )

    def _figures(self, hazard: str) -> dict[str, int]:
        pick = self.chance.randint
        if hazard == "puting_beliung":
            heavy, medium, light = pick(0, 4), pick(0, 8), pick(1, 25)
            homes = heavy + medium + light
            return {
                "rumah_rusak_berat": heavy,
                "rumah_rusak_sedang": medium,
                "rumah_rusak_ringan": light,
                "terdampak_kk": homes,
                "terdampak_jiwa": homes * 3 + pick(0, homes),
            }
        if hazard in ("banjir", "banjir_rob"):
            homes = pick(4, 160)
            return {
                "rumah_terendam": homes,
                "terdampak_kk": homes,
                "terdampak_jiwa": homes * 3 + pick(0, homes),
            }
        if hazard == "karhutla":
            return {"luas_ha": pick(1, 12)}
        if hazard == "kebakaran_rumah":
            return {"rumah_terbakar": self.chance.choice([1, 1, 1, 2, 3]), "meninggal": 0}
        if hazard == "kecelakaan_laut":
            return {"selamat": pick(1, 4), "meninggal": pick(0, 1), "hilang": pick(0, 2)}
        if hazard in ("orang_hilang", "orang_tenggelam", "diterkam_buaya", "laka_tambang", "sambaran_petir"):
            return {"meninggal": 1}
        return {"rumah_rusak_ringan": pick(0, 2)}
