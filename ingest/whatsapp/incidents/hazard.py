"""What kind of incident the text tells of, and whether it tells of one at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gis.report import Span
from ingest import hazards
from ingest.signed import Signed
from ingest.whatsapp.incidents.refine import refined
from ingest.whatsapp.incidents.unreal import real, told
from ingest.whatsapp.layout.lines import Line

_NONE = r"(?: bencana)?\s*[:=]?\s*nihil"
_SAFE = r"[^.\n]{0,40}\b(?:aman|kondusif)\b"
_NOTHING = r" (?:ada|terjadi|terdapat)(?: laporan)? (?:kejadian|bencana|laporan kejadian)(?! susulan)"
_NO_FIRE = (
    r" (?:di ?temukan|terpantau|terdeteksi|terlihat|di ?jumpai|ada) (?:adanya )?"
    r"(?:titik (?:api|panas)|hotspot|hot spot|kebakaran|karhutla|asap)"
)
# Each begins with a letter of its own: the engine then leaps from one such letter to the next.
NIL = re.compile(
    r"aman[\s,]*(?:dan |& |, )?terkendali|terpantau aman|"
    r"nihil (?:kejadian|bencana|kebakaran|karhutla|titik api)|"
    rf"kejadian{_NONE}|bencana{_NONE}|laporan kejadian{_NONE}|"
    rf"situasi{_SAFE}|keadaan{_SAFE}|kondisi{_SAFE}|"
    rf"tidak{_NOTHING}|tdk{_NOTHING}|tidak{_NO_FIRE}|tdk{_NO_FIRE}|belum{_NO_FIRE}"
)
HAPPENED = re.compile(
    r"\b(?:telah|tlh) terjadi|(?=terjadi)(?<!potensi )(?<!dapat )(?<!akan )(?<!diprediksi )"
    r"(?<!jika )(?<!apabila )(?<!bila )(?<!bisa )(?<!saja )(?<!berpeluang )(?<!sering )\bterjadi(?:nya)? \w+|"
    r"kejadian (?:banjir|kebakaran|puting)|mengakibatkan|"
    r"menyebabkan|menghanguskan|merendam|merusak(?! lingkungan)|menerjang|melanda|"
    r"(?<!rawan )terbakar|hanyut|tenggelam|diterkam|"
    r"\b(?:me|di)(?:ny|s)erang\b|\b(?:meng|di)gigit\b|"
    r"ludes|dilalap|jatuh (?:ke|dari)|terseret|jasad|jenazah|(?:melakukan|upaya) pemadaman|"
    r"pemadaman (?:masih|juga|"
    r"lanjutan)|(?:berhasil|telah|sudah) dipadamkan|masih (?:menimbulkan|mengeluarkan) asap|mengalami "
    r"(?:kekeringan|banjir|krisis|"
    r"kerusakan)|terdampak (?:banjir|gempa|longsor|angin|kekeringan|erupsi|bencana)|dilanda|mengering|"
    r"(?:kesulitan|"
    r"kekurangan) air|"
    r"(?:longsor|material|tebing)\b[^.\n]{0,20}\b(?:menutup|menimbun|menimpa)|tertimbun|"
    r"(?<!rawan )tumbang|meninggal(?!kan)|rusak (?:berat|ringan|sedang)|mengepung|"
    r"menggenangi|terendam|tergenang|"
    r"terisolir|\bekor (?:buaya|ular|gajah|harimau|beruang)\b|"
    r"roboh|ambruk|tewas|jebol|\b(?:di|me)?(?:nerkam|terkam|mangsa)\b|\bdimakan\b|\bkeracunan\b|"
    r"\bterluka\b|\bluka-luka\b|\bmuncul\b|\bditangkap\b|\bmemasuki\b(?! (?:musim|bulan|masa|"
    r"puncak|tahun|hari|periode|awal))"
)
ADVICE = Signed(
    r"(?:\bmenyebabkan )?\b(?:(?:me)?waspada\w*|(?:ber)?potensi|antisipasi|diharapkan|diminta)\b[^.\n]{0,200}"
)
AGENCIES = re.compile(r"(?:dinas|mobil|unit|petugas|tim|regu|satuan|armada|pos) (?:damkar|pemadam kebakaran)")
NO_KIND = re.compile(
    r"\bnihil\b|\baman\b|patroli|monitoring|pemantauan|sosialisasi|pelatihan|simulasi|rapat|kunjungan|apel|"
    r"distribusi|penyaluran|bantuan|koordinasi|asse?s?smen|survei|piket|gotong royong|kegiatan"
)
PLACED = re.compile(
    r"\b(?:ds|desa|kel|kelurahan|kec|kecamatan|distrik|nagari|gampong|jl|jln|jalan|kp|kampung|dusun|dsn)\b"
)
STRUCK = re.compile(
    r"\b(?:terjadi\w*|melanda|menerjang|dilanda|diterjang|bencana|musibah)(?: \w+){0,2} "
    r"(?:angin (?:kencang|ribut)|cuaca ekstr[ie]m|hujan)|"
    r"\b(?:angin (?:kencang|ribut)|cuaca ekstr[ie]m|badai)(?: juga| yang)? (?:melanda|menerjang|menerpa|"
    r"menyapu)"
)
"""Weather that is told as the event itself."""

WIND_STRUCK = re.compile(
    r"\b(?:angin (?:kencang|ribut|topan)|badai)(?: juga| yang| tersebut)? "
    r"(?:sekali|banget|melanda|menerjang|menerpa|menyapu|merusak|memorak|memporak)"
)
HOUSES_HARMED = re.compile(
    r"\brumah\b[^.\n]{0,80}\brusak|\b(?:me)?rusak\w*[^.\n]{0,40}\brumah|"
    r"\b(?:atap|asbes|seng|genteng)(?:nya)?\b[^.\n]{0,40}\bterbang"
)

STRIKES = re.compile(
    r"\b(?:angin (?:kencang|ribut|lebat)|cuaca ekstr[ie]m|badai)(?: juga| yang)? (?:melanda|menerjang|"
    r"menerpa|"
    r"menyapu|merusak|menghantam|memporak\w+)|"
    r"\b(?:rusak|kerusakan)(?: \w+){0,2} akibat (?:tiupan |terjangan |hantaman )?"
    r"angin (?:kencang|ribut|topan)"
)
A_TREE = re.compile(r"\b(?:se(?:buah|batang)|satu|1|batang) pohon\b[^.\n]{0,60}\btumbang")
"""One tree, of which the story tells first."""

AT_SEA = re.compile(r"\b(?:kapal|perahu|nelayan|tenggelam|hanyut|kebakaran|terbakar|karhutla|gempa|erupsi)\b")
OPENING = 250
NONE = re.compile(r"(?:nihil|nol|tidak ada|tdk ada|0|-)\W{0,3}")
LONGEST_KIND = 60
SPECIFIC = {"cuaca_ekstrem": "puting_beliung", "tanah_longsor": "laka_tambang"}
PEOPLE = ("orang_hilang", "orang_tenggelam")
CAUSES = ("cuaca_ekstrem", "sambaran_petir")
LIGHTNING = re.compile(r"sambar\w* petir|\bpetir( \w+)? menyambar|hantaman petir")
"""Lightning that struck, rather than came with the rain."""

BURNT = frozenset(("kebakaran_rumah", "karhutla"))
MOST = 2_500  # code points of a stretch that are searched for words of hazards
WIND = re.compile(r"angin (?:kencang|ribut)|hujan (?:deras|lebat)[^.\n]{0,30}angin")
DAMAGED = re.compile(r"\b(?:ke)?rusak|\broboh|\btumbang|\bmerusak|\bambruk|\bterhempas|\bberterbangan")
NO_INCIDENT = frozenset(("upaya", "kebutuhan", "petugas", "sumber", "abai", "cuaca", "nama"))
ORDER = ("jenis", "judul", "kronologis", "penyebab", "kerusakan", "korban", "lokasi", "lain", "kondisi")


@dataclass(frozen=True, slots=True)
class Kind:
    """The hazard, further ones named with it, and the field that told it."""

    slug: str
    others: tuple[str, ...]
    told_by: str
    span: Span
    doubt: str = ""


def read_hazard(folded: str, lines: Sequence[Line]) -> Kind | None:
    """The hazard by the label, else the title, else the story; None where no word of one is found."""
    first = next((line.start for line in lines if line.field == "kronologis" and not line.label), None)
    for field in ORDER:
        found = [
            (slug, line)
            for line in lines
            if _field(line, first) == field
            for slug in named(_words(folded, line))
        ]
        if found:
            said = [_words(folded, line) for _, line in found]
            struck = any(map(LIGHTNING.search, said))
            slugs = _ordered(tuple(dict.fromkeys(slug for slug, _ in found)), field, struck=struck)
            slugs = _weather_first(slugs, field, said, folded, lines)
            line = next((line for slug, line in found if slug == slugs[0]), found[0][1])
            slug = refined(slugs[0], folded, lines)
            others = (
                tuple(each for each in slugs[1:] if each not in (slug, "lainnya"))
                if field in ("jenis", "judul")
                else ()
            )
            return Kind(slug, others, field, (line.content, line.end))
    return (
        _in_labels(folded, lines)
        or _by_weather(folded, lines)
        or _hinted(folded, lines)
        or _by_task(folded, lines)
        or _unknown(folded, lines)
    )


def _weather_first(
    slugs: tuple[str, ...], field: str, said: Sequence[str], folded: str, lines: Sequence[Line]
) -> tuple[str, ...]:
    """The hazards with the weather first where it is told as the event. `said`: the words that name them."""
    opening = folded[lines[0].start : min(lines[0].end, lines[0].start + OPENING)]
    if "cuaca_ekstrem" in slugs and any(map(STRUCK.search, said)) and not A_TREE.search(opening):
        slugs = tuple(sorted(slugs, key=lambda slug: slug == "pohon_tumbang"))
    if field == "jenis":
        return slugs
    if slugs[0] == "pohon_tumbang" and _by_wind(folded, lines):
        slugs = ("cuaca_ekstrem", *slugs)
    if "cuaca_ekstrem" in slugs and _opens_with_wind(opening):
        slugs = ("cuaca_ekstrem", *(slug for slug in slugs if slug != "cuaca_ekstrem"))
    return slugs


def _field(line: Line, story: int | None) -> str:
    """The field of a line; what looks like a title below the beginning of a `story` is part of it."""
    return "kronologis" if line.field == "judul" and story is not None and line.start > story else line.field


def _by_wind(folded: str, lines: Sequence[Line]) -> bool:
    """Whether wind is what struck, and damaged houses, where trees fell as well."""
    story = told(folded[lines[0].start : min(lines[-1].end, lines[0].start + MOST)])
    return WIND_STRUCK.search(story) is not None and HOUSES_HARMED.search(story) is not None


def _opens_with_wind(opening: str) -> bool:
    """Whether a story's first words tell that wind struck a place."""
    match = STRIKES.search(opening)
    return match is not None and not AT_SEA.search(opening) and not A_TREE.search(opening, 0, match.start())


def _hinted(folded: str, lines: Sequence[Line]) -> Kind | None:
    """What the words tell without a hazard's name; a label that names weather alone means that weather."""
    for field in ORDER:
        for line in (line for line in lines if line.field == field):
            words = _words(folded, line)
            if field == "jenis" and (slugs := hazards.named(AGENCIES.sub(" ", words))):
                return Kind(refined(slugs[0], folded, lines), slugs[1:], "jenis", (line.value, line.end))
            if slugs := _ordered(hazards.hinted(ADVICE.sub(" ", told(words))), field):
                slug = refined(slugs[0], folded, lines)
                return Kind(slug, (), "tersirat", (line.content, line.end))
    return None


def _by_task(folded: str, lines: Sequence[Line]) -> Kind | None:
    """What was attended to, where labels tell when and where: "Giat : pemadaman kebakaran pondok"."""
    if not {"waktu", "lokasi"} <= {line.field for line in lines if line.label}:
        return None
    for line in (line for line in lines if line.field == "upaya" and line.label):
        words = AGENCIES.sub(" ", _words(folded, line))
        if not NO_KIND.search(words) and (slugs := hazards.named(words) or hazards.hinted(words)):
            return Kind(refined(slugs[0], folded, lines), (), "tersirat", (line.value, line.end))
    return None


def _unknown(folded: str, lines: Sequence[Line]) -> Kind | None:
    """An incident of a kind that we have no word for, where labels tell its kind, time and place."""
    if not {"waktu", "lokasi"} <= {line.field for line in lines if line.label}:
        return None
    for line in lines:
        words = folded[line.value : line.end].strip(" .-")
        if line.field != "jenis" or not line.label or not 3 < len(words) <= LONGEST_KIND:
            continue
        if not is_nil(words) and not NO_KIND.search(words):
            return Kind(
                refined("lainnya", folded, lines),
                (),
                "jenis",
                (line.value, line.end),
                "jenis kejadian tidak dikenal",
            )
    return None


def _by_weather(folded: str, lines: Sequence[Line]) -> Kind | None:
    """Strong wind, where the story tells what it did and of no other hazard."""
    for line in lines:
        match = WIND.search(ADVICE.sub(" ", _words(folded, line))) if line.field not in NO_INCIDENT else None
        if match and DAMAGED.search(folded, line.start, line.end):
            return Kind("cuaca_ekstrem", (), "kronologis", (line.start, line.end))
    return None


def _in_labels(folded: str, lines: Sequence[Line]) -> Kind | None:
    """The hazard in the words of a label: "Situasi terkini banjir Desa A : …"."""
    for line in lines:
        if line.label and line.field not in NO_INCIDENT and not NONE.fullmatch(folded, line.value, line.end):
            slugs = _ordered(named(folded[slice(*line.label)]), line.field)
            if slugs:
                return Kind(slugs[0], slugs[1:], "kronologis", line.label)
    return None


def _words(folded: str, line: Line) -> str:
    start = line.content
    return folded[start : min(line.end, start + MOST)]


@lru_cache(maxsize=256)
def named(words: str) -> tuple[str, ...]:
    """Hazards that folded words name; agencies that fight them, warnings and denials do not count."""
    return hazards.named(real(words))


def _ordered(slugs: tuple[str, ...], field: str, *, struck: bool = False) -> tuple[str, ...]:
    """The special class before its general one; in a story, the event before the weather behind it."""
    if field != "jenis" and "karhutla" in slugs:
        slugs = tuple(slug for slug in slugs if slug != "kebakaran_rumah")
    for general, special in SPECIFIC.items():
        if {general, special} <= set(slugs):
            slugs = (special, *(slug for slug in slugs if slug != special))
    if field != "jenis":
        at_sea = not {"orang_tenggelam", "kecelakaan_laut", "orang_hilang"}.isdisjoint(slugs)
        causes = {*CAUSES, "gelombang_abrasi"} if at_sea else {*CAUSES}
        if struck and BURNT.isdisjoint(slugs):
            causes.discard("sambaran_petir")
        slugs = tuple(sorted(slugs, key=lambda slug: (slug in causes) * 2 + (slug in PEOPLE)))
    return slugs


def tells(words: str) -> bool:
    """Whether folded words name a hazard, or tell of one with the place where it happened."""
    return bool(named(words)) or bool(PLACED.search(words) and hazards.hinted(ADVICE.sub(" ", told(words))))


def is_nil(folded: str) -> bool:
    """Whether the text says that nothing happened."""
    return NIL.search(folded) is not None


def has_happened(folded: str) -> bool:
    """Whether a word tells of something that happened, advice aside."""
    return HAPPENED.search(ADVICE.sub(" ", told(folded[:MOST]))) is not None
