"""A storm in a village of Toboali, ready to be put into any form of text."""

from datetime import datetime, timedelta

from gis import codes
from tests.bench.stream.happenings import Happening
from tests.bench.stream.said import Said


def said_of(village: str, at: datetime) -> Said:
    """What everybody knows of it: the hour, the village, what was broken."""
    area = next(
        each
        for each in codes.areas().values()
        if each.level == 4 and each.name == village and each.code.startswith("19.03")
    )
    happening = Happening(
        number=1,
        hazard="puting_beliung",
        at=at,
        villages=(area,),
        spot=area.centre or (106.4, -3.0),
        landmark="balai desa",
        story="Hujan deras disertai angin menerbangkan atap rumah warga di balai desa",
        road="Jl. Merdeka",
        rt=3,
        figures={"rumah_rusak_berat": 2, "rumah_rusak_ringan": 17},
    )
    return Said(
        happening=happening,
        kind="first",
        by=None,
        channel="wa",
        received=at + timedelta(hours=2),
        hazard="Angin Puting Beliung",
        day=at.date(),
        hour=at,
        villages=(f"Desa {village}",),
        district=happening.district.name,
        regency="Kab. Bangka Selatan",
        point=None,
        figures=happening.figures,
        story=happening.story,
        heading="LAPORAN KEJADIAN",
    )
