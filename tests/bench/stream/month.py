"""A month of sendings in the order they come in, each with what its parts truly tell of.

.venv/bin/python -m tests.bench.stream.month [--seed 1] [--count 90]     prints the stream to read
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gis.zone import WIB
from tests.bench.stream import letters, tables
from tests.bench.stream.happenings import DAYS, START, Happening, happenings
from tests.bench.stream.lore import LORE
from tests.bench.stream.said import Said, long_date, official_name, regencies
from tests.bench.stream.tellers import tellings


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What comes in at once: a text, a table, a chat. `told`: what its items tell of, in their order."""

    filename: str
    content: bytes
    received: datetime
    by: str | None
    channel: str
    told: tuple[Said, ...] = ()
    recipe: str | None = None


def month(seed: int, count: int = 90) -> list[Sending]:
    """The whole stream: about four reports for each happening, and messages that tell of none."""
    chance = random.Random(f"month {seed}")
    found = happenings(seed, count)
    told = {it.number: sorted(tellings(it, chance), key=lambda said: said.received) for it in found}
    sendings = [*_texts(told, chance), *_recaps(found, told, chance), *_noise(chance)]
    sendings += [*_sheets(found, chance), *_monthly(found, chance)]
    sendings += _chat(
        [each for each in sendings if each.by == "bpbd_bangka" and each.channel == "wa"], chance
    )
    return sorted(sendings, key=lambda sending: sending.received)


def _texts(told: dict[int, list[Said]], chance: random.Random) -> Iterator[Sending]:
    number = 0
    for of_one in told.values():
        latest = ""
        for said in of_one:
            number += 1
            if said.kind == "forward" and latest:
                written = letters.forwarded(latest, chance)
            else:
                written = letters.text(said, chance)
            if said.kind == "first":
                latest = written
            yield _sending(
                f"{number:04d}-{said.kind}.txt", written, said.received, said.by, said.channel, (said,)
            )


def _sending(
    name: str, text: str, received: datetime, by: str | None, channel: str, told: tuple[Said, ...] = ()
) -> Sending:
    return Sending(filename=name, content=text.encode(), received=received, by=by, channel=channel, told=told)


def _recaps(found: list[Happening], told: dict[int, list[Said]], chance: random.Random) -> Iterator[Sending]:
    """The province's daily recap at seven: most of what came in since yesterday, numbered."""
    for day in range(1, DAYS + 1):
        until = START + timedelta(days=day, hours=7)
        fresh = [it for it in found if until - timedelta(days=1) <= it.at < until and told[it.number]]
        listed = [_recap_said(told[it.number], until, chance) for it in fresh if chance.random() < 0.65]
        if len(listed) < 2:
            continue
        lines = [
            "LAPORAN HARIAN PUSDALOPS PB PROV. KEP. BANGKA BELITUNG",
            f"{long_date(until.date())} Pkl. 07.00 WIB",
        ]
        lines += ["Kejadian 24 jam terakhir :"]
        for number, said in enumerate(listed, start=1):
            lines += ["", *_recap_entry(number, said)]
        at = until + timedelta(minutes=chance.randint(0, 40))
        yield _sending(f"rekap-{day:02d}.txt", "\n".join(lines), at, "bpbd_babel", "wa", tuple(listed))


def _recap_said(told: list[Said], until: datetime, chance: random.Random) -> Said:
    first = max((said for said in told if said.received <= until), key=_received, default=told[0])
    it = first.happening
    marks = {"rekap harian"} | ({"lintas kabupaten"} if it.crosses else set())
    hour = it.at if chance.random() < 0.7 else None
    if hour is None:
        marks.add("tanpa jam")
    return replace(
        first,
        kind="recap",
        by="bpbd_babel",
        received=until,
        hazard=chance.choice(LORE[it.hazard].official),
        day=it.at.date(),
        hour=hour,
        villages=tuple(f"{'Kel.' if v.kind == 'kelurahan' else 'Ds.'} {v.name}" for v in it.villages),
        district=it.district.name,
        regency=official_name(it.regency),
        road=None,
        marks=frozenset(marks),
    )


def _received(said: Said) -> datetime:
    return said.received


def _recap_entry(number: int, said: Said) -> list[str]:
    assert said.day
    hour = f" Pkl. {said.hour.astimezone(WIB):%H.%M} WIB" if said.hour else ""
    impact = ", ".join(f"{letters.PHRASES[kind].format(n=n)}" for kind, n in said.figures.items() if n)
    places = letters.where(said)
    if said.happening.crosses:
        places += " dan " + official_name(regencies(said.happening.villages)[-1])
    return [
        f"{number}. {said.hazard}",
        f"   Waktu : {long_date(said.day)}{hour}",
        f"   Lokasi : {places}",
        f"   Dampak : {impact or 'Nihil'}",
    ]


def _sheets(found: Sequence[Happening], chance: random.Random) -> Iterator[Sending]:
    """BNPB's sheet of each week, some days after its end."""
    for week in range(5):
        start = START + timedelta(days=7 * week)
        within = [it for it in found if start <= it.at < start + timedelta(days=7) and LORE[it.hazard].bnpb]
        listed = [it for it in sorted(within, key=lambda it: it.at) if chance.random() < 0.8]
        received = start + timedelta(days=9, hours=chance.randint(8, 16))
        content, told = tables.bnpb_sheet(listed, received, chance)
        if told:
            yield Sending(
                filename=f"bnpb-{week}.xlsx", content=content, received=received, by="bnpb", channel="email",
                told=tuple(told),
            )  # fmt: skip


def _monthly(found: Sequence[Happening], chance: random.Random) -> Iterator[Sending]:
    end = START + timedelta(days=DAYS + 3, hours=9)
    recap = [
        it
        for it in found
        if any(v.code.startswith("19.04") for v in it.villages)
        and it.hazard in ("puting_beliung", "karhutla", "banjir", "pohon_tumbang", "kebakaran_rumah")
        and chance.random() < 0.9
    ]
    content, told = tables.monthly_recap(sorted(recap, key=lambda it: it.at), end, chance)
    yield Sending(
        filename="rekap bateng.xlsx", content=content, received=end, by="bpbd_bangka_tengah", channel="email",
        told=tuple(told), recipe="rekap_bulanan_bangka_tengah",
    )  # fmt: skip
    log = [
        it
        for it in found
        if it.regency.code == "19.06"
        and it.hazard in ("kebakaran_rumah", "karhutla")
        and chance.random() < 0.9
    ]
    content, told = tables.fire_log(sorted(log, key=lambda it: it.at), end, chance)
    yield Sending(
        filename="damkar beltim.csv", content=content, received=end + timedelta(hours=1), by="damkar",
        channel="email", told=tuple(told), recipe="damkar_belitung_timur",
    )  # fmt: skip


def _chat(sent: list[Sending], chance: random.Random) -> list[Sending]:
    """An export of the regency's group: messages that came in singly before, with chatter between them."""
    chosen = sorted((each for each in sent if each.told), key=lambda each: each.received)[-12:]
    if not chosen:
        return []
    lines = []
    for each in chosen:
        local = each.received.astimezone(WIB)
        lines.append(f"{local:%d/%m/%y %H.%M} - Piket Contoh: {each.content.decode()}")
        lines.append(f"{local + timedelta(minutes=2):%d/%m/%y %H.%M} - Fulan: {chance.choice(CHATTER)}")
    told = tuple(replace(each.told[0], kind="chat") for each in chosen)
    return [
        replace(
            chosen[-1],
            filename="WhatsApp Chat dengan Pusdalops.txt",
            content="\n".join(lines).encode(),
            received=chosen[-1].received + timedelta(hours=5),
            told=told,
        )
    ]


CHATTER = ("Siap, terima kasih 🙏", "Mohon data terbaru", "Monitor", "86")
NOISE = (
    "Laporan situasi {day} Pkl. 06.00 WIB\nSituasi {regency} aman terkendali, kejadian bencana nihil. Regu B",
    "Peringatan dini cuaca {day}: berpotensi hujan lebat, petir dan angin kencang di {regency}. BMKG",
    "Patroli rutin {day} di wilayah {regency}, tidak ditemukan titik api.",
)


def _noise(chance: random.Random) -> Iterator[Sending]:
    """Patrols and warnings: no incident."""
    offices = {"19.01": "bpbd_bangka", "19.02": "bpbd_belitung", "19.71": "bpbd_pangkalpinang"}
    names = {"19.01": "Kab. Bangka", "19.02": "Kab. Belitung", "19.71": "Kota Pangkalpinang"}
    for day in range(1, DAYS, 2):
        regency = chance.choice(list(offices))
        at = START + timedelta(days=day, hours=6, minutes=chance.randint(0, 59))
        said = chance.choice(NOISE).format(day=long_date(at.date()), regency=names[regency])
        yield _sending(f"situasi-{day:02d}.txt", said, at, offices[regency], "wa")


def main() -> None:
    """Print the stream, as somebody in the emergency room would read it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=90)
    asked = parser.parse_args()
    stream = month(asked.seed, asked.count)
    for each in stream:
        numbers = [said.happening.number for said in each.told]
        print(f"\n=== {each.received:%d %b %H.%M} {each.by} {each.filename} {numbers}")
        print(each.content.decode() if each.filename.endswith((".txt", ".csv")) else "(buku kerja)")
    print(Counter(said.kind for each in stream for said in each.told))


if __name__ == "__main__":
    main()
