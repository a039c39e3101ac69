"""The class of hazard that the story tells, where its name or its first word tells another."""

import re
from collections.abc import Callable, Sequence
from functools import partial

from ingest.signed import Signed
from ingest.whatsapp.incidents.unreal import real
from ingest.whatsapp.layout.lines import Line

MOST = 2_500  # code points of a story that are searched
BUSH = Signed(
    r"\b(?:lahan|hutan|semak|belukar|ilalang|gambut|kebun)\b[^.\n]{0,80}\bterbakar|"
    r"\bkebakaran\b[^.\n]{0,60}(?<!desa )(?<!jalan )\b(?:hutan|semak|ilalang|(?:lereng|puncak) gunung)\b|"
    r"\bkebakaran gunung\b|\blahannya\b[^.\n]{0,30}\b(?:se)?luas|"
    r"\bterbakar\b[^.\n]{0,30}\b(?:lahan|hutan|"
    r"semak|ilalang|gambut)\b|\b(?:lahan|semak|belukar|ilalang|gambut)\b[^.\n]{0,40}\b(?:ha|hektare?|m2)\b|"
    r"\b(?:ha|hektare?)\b[^.\n]{0,20}\b(?:lahan|hutan|semak|kebun)\b|"
    r"\b(?:se)?luas[^.\n]{0,40}\d\s?(?:ha|hektare?)\b"
)
BUILDING = re.compile(
    r"\b(?:rumah|bangunan|kios|toko|ruko|gudang|warung|kantor|sekolah|pabrik|pasar|bengkel|"
    r"mobil|motor|kapal|kontrakan)\b"
)
LANDMARK = re.compile(r"\b(?:belakang|samping|depan|dekat|seberang|sebelah|sekitar)\s\w+")
"""A building that only says where it burnt: "lahan di belakang kantor"."""

SPARED = re.compile(
    r"\b(?:rumah|bangunan|pondok|gudang)\b[^.\n]{0,80}\bdiselamatkan\b|"
    r"\btidak (?:sampai )?(?:mengancam|merembet|menjalar|membakar|berdampak)\b[^.,\n]{0,60}"
)
AT_SEA = re.compile(
    r"\b(?:kapal|kmp?|klm|perahu|speed ?boat)\b[^.\n]{0,80}\b(?:kebakaran|terbakar)\b[^.\n]{0,80}"
    r"\b(?:di perairan|di (?:tengah )?laut|berlayar|pelayaran|kamar mesin)\b"
)
SHIP_BURNT = re.compile(
    r"\b(?:kapal|kmp?|klm|perahu|speed ?boat)\b[^.\n]{0,80}\b(?:kebakaran|terbakar|meledak)|"
    r"\b(?:kebakaran|terbakar(?:nya)?|ledakan)\b[^.\n]{0,30}\b(?:kapal|kmp?|klm|perahu)\b"
)
WATERS = re.compile(r"\bperairan\b|\bdi (?:tengah )?laut\b|\bmil laut\b|\bberlayar\b|\bpelayaran\b")
ON_LAND = re.compile(r"\b(?:rumah(?! sakit)|bangunan|kios|toko|ruko|gudang|warung|pasar|bengkel|kontrakan)\b")

ATTACKED = re.compile(
    r"terkam|serang|gigit|sambar|mangsa|seret|tewas|meninggal|\bluka|hilang|dicari|pencarian|lawan|tarik|"
    r"caplok"
)
MINE = re.compile(
    r"(?<!tali )\b(?:tambang|penambang|menambang|camui|galian timah|pertambangan|ti apung|ti rajuk|"
    r"lokasi ti|tbi)\b"
)
BURIED = re.compile(
    r"\b(?:penambang|pekerja)\b[^.\n]{0,160}\b(?:tertimbun|tewas|meninggal)|"
    r"\btertimbun\b[^.\n]{0,90}\b(?:pe|me)nambang|\b(?:pe|me)nambang\b[^.\n]{0,90}\btertimbun|"
    r"\btertimbun\b[^\n]{0,120}\btambang|\bmenimbun\b[^.\n]{0,40}\b(?:penambang|pekerja|pendulang)|"
    r"\b(?:penambang|pendulang)\b[^.\n]{0,120}\btertimpa\b[^.\n]{0,20}\blongsor|"
    r"\blongsor(?:nya)? (?:lokasi |lubang |lobang )?(?:tambang|galian)\b|"
    r"\btambang\b[^.\n]{0,140}\blongsor\b[^.]{0,90}\b(?:tewas|menewaskan|tewaskan|meninggal)"
)
AT_WATER = ("orang_tenggelam", "kecelakaan_laut", "orang_hilang")
IN_FORM = ("orang_tenggelam", "gelombang_abrasi", "cuaca_ekstrem", "lainnya", "orang_hilang")
BODY = re.compile(r"\b(?:penemuan|ditemukan\w*|temuan) (?:\w+ ){0,3}(?:mayat|jenazah|jasad)")
DROWNED = re.compile(
    r"\btenggelam|\bhanyut|\bterseret|\btercebur|\bterpeleset\b[^.\n]{0,60}\b(?:sungai|kolong|sumur|laut|"
    r"dalam)\b|"
    r"\b(?:mandi|berenang)\b[^.\n]{0,40}\b(?:sungai|kolong|laut|pantai)\b"
)
COAST = Signed(
    r"\b(?:ombak|gelombang)(?: (?!kapal|perahu|speed)\w+){0,3} (?:menghantam|menerjang|merusak|melanda|"
    r"mengikis|"
    r"menggerus|merobohkan)(?: \w+){0,2} "
    r"(?:pemukiman|permukiman|rumah|kampung|pesisir|pantai|desa|dusun|tanggul|talud|dermaga|jalan|pondok|"
    r"warung|kios)\b|"
    r"\b(?:pantai|pesisir|tanggul|talud|daratan|jalan|dermaga|pemukiman|permukiman|rumah|"
    r"rumah warga)\b[^.\n]{0,70}"
    r"\b(?:terkikis|tergerus|dikikis|digerus|(?:hilang|habis) (?:sepanjang|sejauh|\d{1,4})|runtuh|jebol|"
    r"ambrol|longsor|rusak|roboh|dihantam|diterjang)\b"
    r"[^.\n]{0,60}\b(?:ombak|gelombang|abrasi)\b|\bair laut (?:mengikis|menggerus)"
)
"""A shore worn away, or what stands on it struck by waves."""

MOORED = re.compile(
    r"\b(?:ombak|gelombang)\b[^.\n]{0,100}\b(?:perahu|kapal)\b[^.\n]{0,40}"
    r"\b(?:di ?tambat\w*|tertambat|bersandar|sandar|ditepikan)\b"
)
"""Boats that waves broke at their moorings, with nobody in them."""

FLOODED = re.compile(r"\bmeluap|\b(?:me|te)rendam|\btergenang|\bmenggenangi")
"""Water over land, which carries off bridges and boats as well as people."""

LOST_AT_SEA = re.compile(
    r"(?<!pemukiman )(?<!perahu )(?<!pondok )(?<!kampung )(?<!kapal )\b(?:abk|penumpang|nakhoda|pemancing|"
    r"awak|korban|"
    r"orang|nelayan|bocah|anak|remaja|warga|wisatawan|pelajar|pria|seorang)\b[^.,\n]{0,50}"
    r"\b(?:hilang|tenggelam|hanyut|tewas|meninggal|jatuh|tercebur|selamat|terseret|terombang)\w*|"
    r"\bmati mesin|"
    r"\b(?:berenang|mandi)\b"
)
SHIP_FORM = re.compile(
    r"(?:^|\n)\W{0,4}(?:\d{1,2}[.)]\s?)?(?:nama kapal|pob|jenis kapal|nakhoda|call ?sign)\b[^:\n]{0,12}[:=]"
)
IN_DISTRESS = re.compile(
    r"\b(?:kapal|perahu|km|klm|speed ?boat|pompong)(?:nya)?\b[^.\n]{0,60}"
    r"\b(?:mati mesin|mesin(?:nya)? (?:mati|rusak)|rusak mesin|tenggelam|terbalik|karam|bocor|dihantam|"
    r"terombang|terdampar)|\bmesin (?:kapal|perahu|sampan|pompong)(?:nya)? (?:mati|rusak)"
)
SANK = re.compile(
    r"\b(?:kapal|perahu|km|klm|speed ?boat|pompong)\b[^.\n]{0,120}"
    r"\b(?:bocor|karam|terbalik|pecah|kandas|dihantam (?:ombak|gelombang))\b"
)
OVERBOARD = re.compile(r"\bman over ?board|\bmob\b|\bjatuh (?:ke|dari)|\btercebur")
VOLCANO = re.compile(
    r"\berupsi|\bkawah\b|\bpvmbg\b|\bvulkan|\bgunung ?api\b|\bpos\s+pengamatan\s+gunung|\bawan panas|"
    r"\babu vulkanik"
)
FIRST = 300  # code points
BY_SEA = re.compile(
    r"\bbanjir (?:\w+ ){0,2}(?:akibat|dipicu|karena|disebabkan)(?: oleh)? (?:naiknya|luapan|meluapnya|"
    r"limpasan) (?:permukaan )?air laut"
)
A_BODY = re.compile(
    r"\bmayat\b[^.\n]{0,80}\b(?:ditemukan|mengapung|terapung|mengambang)\b|\b(?:menemukan|"
    r"penemuan) (?:\w+ )?mayat\b"
)
AT_WORK = re.compile(r"\b(?:ke)?(?:celakaan|laka)\b[^.\n]{0,30}\bkerja\b")
WRECKED = re.compile(
    r"\b(?:kapal|tongkang|tug ?boat|perahu|klm|kmp?)\b[^\n]{0,200}\b(?:tenggelam|karam|terbalik|"
    r"terdampar|kandas)\b"
)
CAUGHT_AT_SEA = re.compile(
    r"\b(?:kapal|perahu|sampan|speedboat|pompong|nelayan)\b[^.\n]{0,40}\bdi(?:hantam|terjang|terpa|sapu) "
    r"(?:badai|angin|ombak|gelombang|cuaca)\b[^.\n]{0,60}\b(?:perairan|laut|selat|teluk)\b"
)
"""Boats that weather struck on the water: "perahu nelayan dihantam badai di perairan Contoh"."""

LAND_HARMED = re.compile(
    r"\b(?:rumah|pemukiman|permukiman|talud|tanggul|warung|dermaga|jalan)\b[^.\n]{0,60}"
    r"\b(?:rusak|terendam|roboh|jebol|ambrol|tergerus|terkikis|terdampak|hancur)\b"
)
"""What waves did on land, where ships were wrecked too."""

TAKEN = re.compile(
    r"\bhilang,? (?:setelah |usai |saat |akibat |karena |diduga )?(?:ter(?:seret|bawa|gulung)|tenggelam|"
    r"hanyut)"
)
BODY_IN_WATER = re.compile(
    r"\b(?:ditemukan|menemukan)\b[^.\n]{0,60}"
    r"\b(?:tak bernyawa|tidak bernyawa|meninggal|tewas|jasad|jenazah)\b[^.\n]{0,60}"
    r"\b(?:kolong|sungai|danau|embung|kolam|sumur)\b|\busai (?:berenang|mandi)\b"
)
"""How somebody who was missing was found."""

SHIP = re.compile(r"\b(?:kapal|perahu|nelayan|perairan|speed ?boat|abk)\b")


def refined(slug: str, folded: str, lines: Sequence[Line]) -> str:
    """The class that the story tells, where the label only says "Kebakaran" or "Kecelakaan"."""
    story = "\n".join(folded[line.start : line.end] for line in lines if line.field != "abai")[:MOST]
    if slug == "kebakaran_rumah":
        return _what_burnt(story)
    if slug == "orang_hilang":
        return _how_lost(story)
    if slug == "orang_tenggelam":
        slug = _what_sank(story)
    return next((told for told, slugs, holds in RULES if slug in slugs and holds(story)), slug)


def _in_form(story: str) -> bool:
    """Whether a form asks for a ship's name and crew, and nobody fell from it."""
    return SHIP_FORM.search(story) is not None and not OVERBOARD.search(story)


def _struck_shore(story: str) -> bool:
    """Whether waves struck a shore or moored boats, and nobody was lost."""
    struck = COAST.search(story) or MOORED.search(story)
    return struck is not None and not LOST_AT_SEA.search(real(story))


def _only_at_sea(struck: re.Pattern[str], story: str) -> bool:
    """Whether ships were struck, and nothing on land was harmed."""
    return struck.search(story) is not None and not LAND_HARMED.search(story)


RULES: tuple[tuple[str, tuple[str, ...], Callable[[str], bool]], ...] = (
    ("konflik_hewan", ("diterkam_buaya",), lambda story: not ATTACKED.search(story)),
    ("banjir_rob", ("banjir",), lambda story: BY_SEA.search(story[:FIRST]) is not None),
    ("laka_tambang", ("tanah_longsor",), lambda story: bool(MINE.search(story) and BURIED.search(story))),
    ("orang_tenggelam", ("lainnya",), lambda story: bool(BODY.search(story) and DROWNED.search(story))),
    ("kecelakaan_laut", IN_FORM, _in_form),
    ("lainnya", ("gempabumi",), lambda story: len(VOLCANO.findall(story)) > 1),
    ("gelombang_abrasi", AT_WATER, _struck_shore),
    (
        "laka_tambang",
        ("kecelakaan_transportasi", "lainnya"),
        lambda story: bool(AT_WORK.search(story) and MINE.search(story)),
    ),
    ("kecelakaan_laut", ("gelombang_abrasi",), partial(_only_at_sea, WRECKED)),
    ("kecelakaan_laut", ("cuaca_ekstrem",), partial(_only_at_sea, CAUGHT_AT_SEA)),
    ("lainnya", ("gelombang_abrasi", "cuaca_ekstrem"), lambda story: bool(A_BODY.search(story[:FIRST]))),
    ("kecelakaan_laut", ("kecelakaan_transportasi",), lambda story: SHIP.search(story) is not None),
)
"""The class told, those it may be called by, and what the story of it holds; the first that holds."""


def _what_burnt(story: str) -> str:
    """The class of a fire: bush where no building burnt, a ship's where it was at sea."""
    if BUSH.search(story) and not BUILDING.search(SPARED.sub(" ", LANDMARK.sub(" ", real(story)))):
        return "karhutla"
    at_sea = SHIP_BURNT.search(story) and WATERS.search(story) and not ON_LAND.search(real(story))
    return "kecelakaan_laut" if at_sea or AT_SEA.search(story) else "kebakaran_rumah"


def _what_sank(story: str) -> str:
    """The class of who drowned: in a flood over land, or with a ship."""
    if FLOODED.search(story) and not LOST_AT_SEA.search(real(story)):
        return "banjir"
    sank = SANK.search(story) is not None and not OVERBOARD.search(story)
    return "kecelakaan_laut" if sank else "orang_tenggelam"


def _how_lost(story: str) -> str:
    """The class of somebody missing: with a ship in distress, taken by the water, or simply missing."""
    if IN_DISTRESS.search(story) or _in_form(story):
        return "kecelakaan_laut"
    if COAST.search(story) and not LOST_AT_SEA.search(real(story)):
        return "gelombang_abrasi"
    taken = TAKEN.search(story) or BODY_IN_WATER.search(story)
    return "orang_tenggelam" if taken else "orang_hilang"
