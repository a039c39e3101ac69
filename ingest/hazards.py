"""Hazard words and BNPB's three-digit codes to our hazard slugs."""

import re
from collections.abc import Mapping
from functools import lru_cache

from gis import codes

WORDS: tuple[tuple[str, str], ...] = (  # the special before the general: what matched is not read again
    (
        "laka_tambang",
        (
            r"(tambang|ti|tbi)\b.{0,30}(longsor|tertimbun|amblas|runtuh|rubuh)|laka tambang|"
            r"kecelakaan tambang"
        ),
    ),
    (
        "laka_tambang",
        r"(\bti\b|tambang|ponton)\b[^.]{0,40}\bterbalik\b[^.]{0,60}\bpenambang|ti apung terbalik",
    ),
    ("laka_tambang", r"(tertimbun|longsor|kecelakaan)\b.{0,30}\btambang"),
    (
        "kecelakaan_laut",
        (
            r"(kapal|perahu|speed ?(boat|lidah)|kelotok|ponton|sampan|tongkang|tug ?boat|\bklm|"
            r"\bkmp?(?= [a-z]{3}))"
            r"\b[^.]{0,60}\b"
            r"(tenggelam|karam|terbalik|hilang|terbakar|bocor|kandas|pecah|ditabrak|mati mesin)"
        ),
    ),
    ("kecelakaan_laut", r"(ke)?celakaan (laut|kapal|perahu|pelayaran)|laka laut"),
    (
        "diterkam_buaya",
        (
            r"(terkam|serang|gigit|sambar|mangsa)\w*\b[^.]{0,30}\bbuaya|"
            r"buaya\b[^.]{0,20}\b(menerkam|menyerang|menggigit)"
        ),
    ),
    (
        "konflik_hewan",
        (r"(kemunculan|penampakan|evakuasi|penangkapan|temuan|menangkap|muncul\w*)[^.]{0,20}\bbuaya"),
    ),
    ("konflik_hewan", r"buaya\b[^.]{0,20}\b(muncul|terlihat|masuk|ditangkap|menampakkan)"),
    ("diterkam_buaya", r"buaya"),
    ("banjir_bandang", r"banjir bandang"),
    (
        "banjir_rob",
        (
            r"(banjir )?\brob\b|banjir pesisir|banjir pasang|"
            r"(?<!karena )(?<!akibat )(?<!dan )(air laut (pasang|naik|masuk|meluap)|(luapan|limpasan|"
            r"pasang) air laut)"
        ),
    ),
    (
        "karhutla",
        (
            r"karhutla|hutan dan lahan|(ke)?bakaran? (hutan|lahan|semak|kebun|ilalang|rumput)|"
            r"\b(hutan|lahan|semak belukar|ilalang|kebun|gambut)\b[^.,]{0,25}\b(hangus )?terbakar\b|"
            r"\b(hutan|lahan) seluas [^.]{0,90}\bterbakar\b"
        ),
    ),
    (
        "gelombang_abrasi",
        (
            r"gelombang (pasang|tinggi|laut|besar)( (dan|/) abrasi)?|abrasi|air pasang|"
            r"ombak (besar|tinggi)|pantai (tergerus|terkikis)"
        ),
    ),
    (
        "puting_beliung",
        (r"(angin )?put(ing|ting) ?beliung|waterspout|angin (puyuh|putar|berputar)"),
    ),
    ("pohon_tumbang", r"pohon\b[^.]{0,40}\b(tumbang|roboh|patah)|tumbangnya|dahan patah"),
    ("cuaca_ekstrem", r"cuaca ekstr[ie]m|angin (kencang|ribut|topan)|hujan es|badai"),
    ("banjir", r"banjir|luapan air|genangan"),
    (
        "gerakan_tanah",
        (
            r"(per)?gerakan tanah|tanah bergerak|amblesan|(tanah|jalan|badan jalan) ambl[ae]s|"
            r"pergeseran tanah|tanah retak|retakan tanah|rekahan tanah"
        ),
    ),
    (
        "tanah_longsor",
        (r"longsor|tebing (runtuh|ambrol)|(talud|tanggul) (ambrol|jebol|runtuh)"),
    ),
    (
        "kekeringan",
        (
            r"kekeringan|(krisis|kesulitan|kekurangan|kelangkaan) air|"
            r"sumur\b[^.]{0,20}\b(kering|mengering)|kemarau panjang"
        ),
    ),
    ("tsunami", r"tsunami"),
    ("gempabumi", r"gempa ?bumi|gempa"),
    ("sambaran_petir", r"petir"),
    ("kebakaran_rumah", r"kebakaran|terbakar|dilalap api|si jago merah|ludes|hangus"),
    ("orang_tenggelam", r"tenggelam|hanyut|terseret (arus|ombak)|tercebur"),
    (
        "orang_hilang",
        (
            r"(orang|nelayan|warga|pemancing|anak|pria|kakek|nenek|lansia)\b[^.]{0,40}\bhilang\b|"
            r"pencarian orang|(dilaporkan|dinyatakan) hilang|hilang di (laut|perairan|hutan|sungai|kebun)"
        ),
    ),
    (
        "kecelakaan_transportasi",
        (
            r"kecelakaan|laka lantas|lakalantas|laka tunggal|tabrakan|"
            r"(truk|bus|mobil|motor)\b[^.]{0,20}\b(terguling|terbalik)"
        ),
    ),
    (
        "konflik_hewan",
        (
            r"tawon|lebah|(?<!tanjung )(?<!pulau )(?<!desa )\bular\b|monyet|hewan (buas|liar)|satwa|"
            r"binatang buas"
        ),
    ),
    (
        "lainnya",
        (
            r"erupsi|letusan gunung|awan panas|gagal teknologi|keracunan|wabah|kabut asap|ledakan|"
            r"tersengat listrik|kesetrum|jatuh ke (sumur|kolong)|penemuan (mayat|jenazah)"
        ),
    ),
)
PATTERNS = tuple((slug, re.compile(pattern)) for slug, pattern in WORDS)
COMBINED = {"103": ("banjir", "tanah_longsor"), "110": ("gempabumi", "tsunami")}  # not seen, from memory
LIKENESS = {"cuaca_ekstrem": "puting_beliung", "banjir_rob": "banjir", "banjir_bandang": "banjir"}


@lru_cache(maxsize=4096)
def named(words: str) -> tuple[str, ...]:
    """Hazard slugs that the words name, in the order they stand; () when none is known."""
    left = " ".join(words.lower().replace("_", " ").split())
    found: list[tuple[int, str]] = []
    for slug, pattern in PATTERNS:
        if match := pattern.search(left):
            found.append((match.start(), slug))
            left = pattern.sub(lambda part: " " * len(part[0]), left)
    return tuple(dict.fromkeys(slug for _, slug in sorted(found)))


def by_recipe(words: str, own: Mapping[str, str]) -> tuple[str, ...]:
    """The same, a sender's own words first."""
    key = codes.name_key(words)
    exact = next((slug for word, slug in own.items() if codes.name_key(word) == key), None)
    if exact:
        return (exact,)
    if words.strip().lower() in codes.hazards():
        return (words.strip().lower(),)
    within = tuple(slug for word, slug in own.items() if codes.name_key(word) in key)
    return tuple(dict.fromkeys((*within, *named(words))))


@lru_cache(maxsize=1024)
def by_bnpb(code: str, words: str) -> tuple[tuple[str, ...], bool]:
    """Slugs of a row with BNPB's code and `kejadian`, and whether the two agree. Words win over the code.

    105 is both extreme weather and whirlwinds, 101 any flood: the words tell which.
    """
    spoken = named(words)
    coded = COMBINED.get(code) or tuple(
        h.slug for h in codes.hazards().values() if h.bnpb_code == code and code
    )
    if not spoken:
        return coded[:1] if code not in COMBINED else coded, bool(coded)
    likely = {*coded, *(special for special, general in LIKENESS.items() if general in coded)}
    return spoken, not coded or bool(likely & set(spoken))
