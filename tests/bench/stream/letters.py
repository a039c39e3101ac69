"""One telling as a text, in the layouts that are met: labels of several kinds, prose of several voices."""

import random
from collections.abc import Callable
from datetime import datetime

from gis.zone import WIB
from tests.bench.stream.said import Said, long_date, part_of_day

LABELS = {
    "meninggal": "MD",
    "hilang": "Hilang",
    "luka_berat": "LB",
    "luka_ringan": "LR",
    "selamat": "Selamat",
    "terdampak_kk": "Terdampak KK",
    "terdampak_jiwa": "Terdampak jiwa",
    "mengungsi_jiwa": "Mengungsi",
    "rumah_rusak_berat": "Rumah RB",
    "rumah_rusak_sedang": "Rumah RS",
    "rumah_rusak_ringan": "Rumah RR",
    "rumah_terendam": "Rumah terendam",
    "rumah_terbakar": "Rumah terbakar",
    "luas_ha": "Luas lahan terbakar",
}
UNITS = {"luas_ha": "Ha", "terdampak_kk": "KK", "terdampak_jiwa": "jiwa"}
PHRASES = {
    "meninggal": "{n} orang meninggal dunia",
    "hilang": "{n} orang dalam pencarian",
    "selamat": "{n} orang selamat",
    "terdampak_kk": "{n} KK terdampak",
    "terdampak_jiwa": "{n} jiwa terdampak",
    "rumah_rusak_berat": "{n} rumah rusak berat",
    "rumah_rusak_sedang": "{n} rumah rusak sedang",
    "rumah_rusak_ringan": "{n} rumah rusak ringan",
    "rumah_terendam": "{n} rumah terendam",
    "rumah_terbakar": "{n} unit rumah terbakar",
    "luas_ha": "lahan yang terbakar sekitar {n} hektar",
}
GREETINGS = (
    "Assalamualaikum, ijin meneruskan laporan\n\n",
    "Mohon ijin menginformasikan Bapak/Ibu Pimpinan\n",
    "Diteruskan:\n",
    "*FWD* Kalaksa, Kabid KL, grup Pusdalops\n\n",
    "",
)


def text(said: Said, chance: random.Random) -> str:
    """The message. Forwarded ones are made by `forwarded` from the text they pass on."""
    if said.kind == "witness":
        return chance.choice(VOICES)(said, chance)
    return chance.choices(FORMS, [6, 4, 3, 2, 2, 4])[0](said, chance)


def forwarded(original: str, chance: random.Random) -> str:
    """The same text below a greeting, sometimes with its last lines cut off."""
    lines = original.split("\n")
    if chance.random() < 0.3 and len(lines) > 12:
        lines = lines[:-3]
    return chance.choice(GREETINGS) + "\n".join(lines) + chance.choice(["", "\n\nTembusan: arsip", "\n🙏"])


def where(said: Said) -> str:
    """The place on one line."""
    parts = [", ".join(said.villages)]
    if said.road and said.villages:
        parts = [f"{said.road} {parts[0]}"]
    parts += [f"Kec. {said.district}"] if said.district else []
    parts += [said.regency] if said.regency else []
    return " ".join(filter(None, parts))


def coordinates(point: tuple[float, float], chance: random.Random) -> str:
    """In one of the usual notations."""
    lon, lat = point
    if chance.random() < 0.6:
        return f"{lat:.5f}, {lon:.5f}"
    return f"{_dms(abs(lat))} {'LS' if lat < 0 else 'LU'} {_dms(lon)} BT"


def _dms(degrees: float) -> str:
    seconds = round(degrees * 3600)
    return f"{seconds // 3600}°{seconds % 3600 // 60:02d}'{seconds % 60:02d}\""


def _clock(moment: datetime, chance: random.Random) -> str:
    local = moment.astimezone(WIB)
    style = chance.choice(
        ["Pkl. {t} WIB", "pukul {t} WIB", "Pkl. ± {t} WIB", "sekira pukul {t} WIB", "jam {t} WIB"]
    )
    return style.format(t=f"{local:%H}{chance.choice(['.', ':'])}{local:%M}")


def _date(said: Said, chance: random.Random) -> str:
    assert said.day
    return chance.choice([long_date(said.day), f"{said.day:%d/%m/%Y}", f"{said.day:%d-%m-%Y}"])


def _when(said: Said, chance: random.Random) -> str:
    if said.day is None:
        return ""
    hour = f" {_clock(said.hour, chance)}" if said.hour else ""
    return _date(said, chance) + hour


def _lines(said: Said) -> list[str]:
    lines = []
    for kind, value in said.figures.items():
        unit = UNITS.get(kind, "unit" if kind.startswith("rumah") else "orang")
        lines.append(f"{LABELS[kind]} : {f'{value} {unit}' if value else 'Nihil'}")
    return lines


def _as_of(said: Said) -> str:
    local = said.received.astimezone(WIB)
    return f"{long_date(local.date())} Pkl. {local:%H.%M} WIB"


def _full(said: Said, chance: random.Random) -> str:
    """The office's long form, bold labels and bullets."""
    when, updating = _when(said, chance), said.kind == "update"
    lines = [
        f"*{said.heading}*",
        f"*PUSDALOPS PB BPBD {(said.regency or 'PROVINSI').upper()}*",
        f"{said.hazard} di Kec. {said.district}, {said.regency}",
        f"{'UPDATE' if updating else 'Data per'} : {_as_of(said)}",
        "",
        f"*Jenis Kejadian* : {said.hazard}",
        f"*Waktu Kejadian* : {when}" if when else "",
        "*Lokasi* :",
        *(f"• {village}" for village in said.villages),
        f"Kec. {said.district}, {said.regency}",
        f"Koordinat : {coordinates(said.point, chance)}" if said.point else "",
        f"*Kronologis* : {said.story}",
        "*Dampak* :",
        *(f"- {line}" for line in _lines(said)),
        "*Upaya* : TRC kaji cepat, koordinasi dengan perangkat desa",
        "*Kondisi Mutakhir* : " + chance.choice(["Kondusif", "Penanganan berlanjut", "Masih dipantau"]),
        f"*Petugas Piket* : Regu {chance.choice('ABC')}",
    ]
    return "\n".join(line for line in lines if line)


def _short(said: Said, chance: random.Random) -> str:
    """The quick form."""
    lines = [
        said.heading,
        f"Kejadian : {said.hazard}",
        f"Hari/Tanggal : {_date(said, chance)}" if said.day else "",
        f"Pukul : {said.hour.astimezone(WIB):%H.%M} WIB" if said.hour else "",
        f"Alamat : {where(said)}",
        f"Koordinat : {coordinates(said.point, chance)}" if said.point else "",
        "Kerusakan/Korban : " + ", ".join(_lines(said)).replace(" :", ""),
        f"Keterangan : {said.story}" if chance.random() < 0.7 else "",
        "Laporan akan di-update kembali",
    ]
    return "\n".join(line for line in lines if line)


def _glued(said: Said, chance: random.Random) -> str:
    """Emoji for bullets, labels glued to their values."""
    lines = [
        f"🚨 {said.heading} 🚨",
        f"🔸Jenis Kejadian:{said.hazard}",
        f"🔸Waktu Kejadian:{_when(said, chance)}" if said.day else "",
        f"📍Lokasi:{where(said)}",
        f"🔸Koordinat:{coordinates(said.point, chance)}" if said.point else "",
        f"🔸Kronologi:{said.story}",
        *(f"➡️{line.replace(' : ', ':')}" for line in _lines(said)),
    ]
    return "\n".join(line for line in lines if line)


def _stacked(said: Said, chance: random.Random) -> str:
    """Each label on a line of its own, the value below."""
    lines = [
        said.heading,
        "Jenis Kejadian",
        said.hazard,
        *(["Waktu Kejadian", _when(said, chance)] if said.day else []),
        "Lokasi Kejadian",
        where(said),
        "Kronologis",
        said.story,
        *_lines(said),
    ]
    return "\n".join(lines)


def _numbered(said: Said, chance: random.Random) -> str:
    """Numbered labels."""
    values = [
        ("Jenis kejadian", said.hazard),
        ("Waktu kejadian", _when(said, chance)),
        ("Lokasi", where(said)),
        ("Kronologis", said.story),
        ("Dampak", "; ".join(_lines(said)).replace(" :", "")),
    ]
    told = [(label, value) for label, value in values if value]
    return "\n".join([said.heading, *(f"{n}. {label} : {value}" for n, (label, value) in enumerate(told, 1))])


def _prose(said: Said, chance: random.Random) -> str:
    """The office in one paragraph."""
    when = f"pada hari {_when(said, chance)} " if said.day else ""
    head = f"{said.heading}\n" if said.kind != "first" else "Ijin melaporkan, "
    return f"{head}Telah terjadi {said.hazard.lower()} {when}di {where(said)}. {said.story}. {_impact(said)}"


def _impact(said: Said) -> str:
    told = [PHRASES[kind].format(n=value) for kind, value in said.figures.items() if value]
    return f"Akibatnya {', '.join(told)}." if told else "Tidak ada korban jiwa."


def _spoken_time(said: Said, chance: random.Random) -> str:
    if said.day is None:
        return ""
    same_day = said.received.astimezone(WIB).date() == said.day
    if said.vague and said.hour:
        part = part_of_day(said.hour.astimezone(WIB))
        return (
            f"{part} tadi"
            if same_day and part in ("pagi", "siang", "sore")
            else f"{_date(said, chance)} {part} hari"
        )
    if said.hour and same_day and chance.random() < 0.4:
        return f"hari ini {_clock(said.hour, chance)}"
    return _when(said, chance)


def _policeman(said: Said, chance: random.Random) -> str:
    when = _spoken_time(said, chance)
    return (
        f"Selamat {chance.choice(['pagi', 'siang', 'malam'])} Komandan, ijin melaporkan telah terjadi "
        f"{said.hazard} {when} di {where(said)}. {said.story + '. ' if said.story else ''}{_impact(said)} "
        "Situasi aman terkendali. Dokumentasi menyusul, terima kasih."
    )


def _neighbour(said: Said, chance: random.Random) -> str:
    when = _spoken_time(said, chance)
    return f"Info pak, {said.hazard} di {where(said)} {when}. {_impact(said)} Mohon bantuan."


def _press(said: Said, chance: random.Random) -> str:
    place = (said.regency or said.district or "BABEL").replace("Kab. ", "").upper()
    when = _spoken_time(said, chance)
    return (
        f"{place} - {said.hazard.capitalize()} terjadi di {where(said)}, {when}. "
        f"{said.story + '. ' if said.story else ''}{_impact(said)}"
    )


Form = Callable[[Said, random.Random], str]
FORMS: tuple[Form, ...] = (_full, _short, _glued, _stacked, _numbered, _prose)
VOICES: tuple[Form, ...] = (_policeman, _neighbour, _press)
