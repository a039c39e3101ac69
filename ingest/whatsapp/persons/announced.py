"""Names announced by a word before or an age behind: "a/n Fulan", "kata Fulan", "Fulan (45)"."""

import re
from collections.abc import Iterator

from gis.codes import name_key
from gis.report import Span
from ingest.folding import word_set
from ingest.signed import words_of
from ingest.whatsapp.figures.lexicon import lexicon
from ingest.whatsapp.persons.unannounced import is_known, is_person, unannounced
from ingest.whatsapp.places.gazetteer import gazetteer
from ingest.whatsapp.places.namewords import AGENCY, BELOW, LEVELS, NO_NAME

AGE = (
    r"(?:\(\s?\d{1,2}(?:\s?(?:[Tt]h|[Tt]hn|[Tt]ahun))?\.?\s?\)|,\s?\d{1,2}(?:\s(?:th|thn|"
    r"tahun))?(?=\s?[,.;)](?!\d)|\s(?:dan|&)\s[A-Z]))"
)
AGE_STANDS = re.compile(AGE)
AGED = re.compile(
    r"(?=[A-Z])(?:[A-Z][\w'’]*(?:\.? |/)(?:(?:bin|binti|alias|als|panggilan) )?){0,4}[A-Z][\w'’]*\s?"
    rf"{AGE}"
)
"""A name with an age behind it: "Fulan Contoh (56)", "Fulan Contoh, 38 tahun,"."""

SPEAKER = re.compile(
    r"\b(?:kata|ujar|ucap|tutur|jelas|ungkap|imbuh|tegas|terang|bernama|milik|pemilik|pemilik rumah|"
    r"atas nama|pasangan|na(?:kh|hk)oda|dipimpin|hajah|haji|bang|mbak|kang|ustadz?|kyai|"
    r"di(?:na(?:kh|hk)odai|kemudikan|tekongi|huni|tempati)(?: oleh)?|"
    r"pemilik (?:lahan|kios|toko|warung|kapal|kebun)|"
    r"nek|keuchik|geuchik|bidan|perawat|sekdes|mang|mak|atok|uwak|pakde|bude|koh|amang|"
    r"(?:ber)?inisial|almarhumah|almarhum|alm|an|(?:pak|ketua) rt(?: ?\d{1,3})?|kades \w{3,20}|"
    r"lurah \w{3,20})(?:\.\s{0,2}|\s{1,2})(?=[a-z])|\bmilik\s?:\s{1,2}(?=[a-z])|"
    r"\b(?:kades|lurah|kadus|camat)\b[a-z ]{1,25}\((?=[a-z])"
)
ACCORDING = re.compile(r"\b(?:menurut|bersama|panggilan|sapaan)\s(?=[a-z])")
"""Words before a name in a sentence, where the next word has a capital and is no other word."""

INITIALS = re.compile(r"[Ii]nisi?al\s?:?\s?(?P<name>[A-Z](?:\.?\s?[A-Z]){0,3})(?![a-z])")
MORE_INITIALS = re.compile(r"(?:\s?\([^)\n]{1,12}\))?,?\s(?:dan\s)?(?P<name>[A-Z]{1,3})(?=[\s.,(])")
AND_ANOTHER = re.compile(
    r"(?:\s?\([^)\n]{1,12}\))?\s?(?:,|dan|&|serta)\s(?=[a-z])|"
    r"\s?,?\s?\d{1,2}[.)][ ]?(?=[a-z])"
)
CUE = re.compile(
    r"\b(?:a\s?/\s?n\b|a\.n\b|an\.|atas nama\b|bpk\b|bapak\b(?!\.)|pak\b(?=\s)|bu\b(?=\s)|bp\.|"
    r"ibu\b(?!\.)|sdri?\b|sdra\b|"
    r"saudar[ai]\b(?!\.)|"
    r"tn\b|ny\b|nn\b"
    r"|nama(?: korban| pelapor| pemilik)?(?=\s?:))\s?(?:/i\b)?(?:[.:]+\s{0,3}|[ \t]{0,3})"
)
CUE_WORDS = word_set("a an atas bpk bapak pak bu bp ibu sdr sdri sdra saudara saudari tn ny nn nama")
"""With one of these begins whatever `CUE` matches."""

SPEAKER_WORDS = word_set(
    "kata ujar ucap tutur jelas ungkap imbuh tegas terang bernama milik pemilik atas inisial berinisial "
    "almarhumah almarhum alm an pak ketua kades lurah kadus camat pasangan nakhoda nahkoda dipimpin "
    "dinakhodai dinahkodai dikemudikan ditekongi dihuni ditempati hajah haji bang mbak kang ustad ustadz "
    "kyai nek keuchik geuchik bidan perawat sekdes mang mak atok uwak pakde bude koh amang"
)
"""The same of `SPEAKER`."""

ACCORDING_WORDS = word_set("menurut bersama panggilan sapaan")
PLURAL = re.compile(
    r"keterangan|penuturan|pengakuan|saksi|tim|seluruh|sejumlah|masing|para|unsur|prakiraan|perkiraan"
)
"""What else stands behind them with a capital."""

AGE_WORD = re.compile(r"\d\s?(?:th|tahun)")
AGE_BEGINS = re.compile(r"\s?[(,]\s?\d")
PERSON_BEFORE = re.compile(
    r"(?:milik|bernama|korban|yakni|yaitu|istri|suami|anak|pemilik|oleh|saksi|nenek|kakek|\(\d{1,2}\),? dan|"
    r"\d,? dan|\d,|\d[.)]|;|identitas|a\.?n\.?|nama|inisial|ayah|ibu|orang tua|saudara|bapak)[\s:,]{1,3}\Z"
)
ROLE = re.compile(
    r"(?:kota\b|juru|pelaksana|staff?\b|wakil|sekretaris|anggota|kasat|kapospol|lanjut|dia\b|"
    r"ia\b|humas|kapusdatin\w*|kasatpol|plt|plh|komandan|direktur|manajer|manager|kabag|akp|"
    r"iptu|ipda|"
    r"kompol|brigjen|kombes|letkol|mayor|kapten|serma|sertu|aipda|bripka|briptu|dinas|badan|tim|"
    r"pihak|petugas|"
    r"hamil|menyusui|rumah tangga|yang|dan|atau|bupati|wakil|walikota|gubernur|camat|lurah|"
    r"kades|kadus|kepala|kalak\w*|"
    r"kabid|kasi|sekda|danramil|kapolsek|kapolres|kapusdalops|pimpinan|ketua|komandan|dandim|lansia|"
    r"warga|para|anak|korban|bapak|ibu|"
    r"kami|bencana|pemilik|tersebut|nya|presiden|menteri)\b"
)
SPEECH = re.compile(
    r"(?:me[nmlrwy]|ber|ter|di)[a-z]{4,}|untuk\b|agar\b|bahwa\b|mohon\b|atas\b|i[jz]in\b|kepala\b"
)
"""What stands in lower case behind "Bapak" and is no name: "Bapak melaporkan"."""

NAME_WORD = re.compile(r"[^\W\d_][^\W\d_'.]*\.?(?=[\s,.;:()/\n•-]|$)")
AFTER_NAME = word_set(
    "umur usia warga desa ds kel kelurahan kec kecamatan kab kabupaten dusun dsn rt rw jl jalan via tlp "
    "telp hp wa no nik ttl alamat meninggal luka hilang selamat mengalami md rusak rumah unit kk jiwa "
    "tahun thn th dengan yang di dan ke dari selaku sebagai pekerjaan jabatan kondisi belum sudah telah "
    "adalah pada kasi kabid kalak kalaksa kapusdalops petugas staf pusdalops bpbd pukul saat beserta "
    "bersama karyawan pns tni polri ditemukan tertimpa terbakar laki perempuan pemilik anggota"
)
FIRST = re.compile(r"\s?:?\s?1[.)]\s?")
PLACE_BEFORE = re.compile(
    r"\b(?:desa|ds|kel|kelurahan|kec|kecamatan|kab|kota|dusun|dsn|jalan|jl|pulau|sungai|pantai|tanjung|"
    r"kampung|kp)"
    r"[. ]{1,2}(?:[a-z]+ )?\Z"
)
LONGEST_NAME = 5
TITLES = word_set("mbah mbok nek nenek kakek kek datuk datok wak uwak cik encik haji hajah pak bu")
NOT_SPACE = re.compile(r"\S")


def announced(original: str, folded: str) -> Iterator[Span]:
    tokens = words_of(folded)
    for cue in () if CUE_WORDS.isdisjoint(tokens) else CUE.finditer(folded):
        start = cue.end() + (
            numbered.end() - numbered.start() if (numbered := FIRST.match(folded, cue.end())) else 0
        )
        while span := _name_at(original, folded, start):
            if not all(map(is_known, folded[slice(*span)].split())):  # "pak damkar" is nobody's name
                yield span
            another = AND_ANOTHER.match(folded, span[1])
            if another is None or not original[another.end()].isupper():
                break
            start = another.end()
    for cue in () if SPEAKER_WORDS.isdisjoint(tokens) else SPEAKER.finditer(folded):
        span = _name_at(original, folded, cue.end()) if original[cue.end()].isupper() else None
        if span and not all(map(is_known, folded[slice(*span)].split())):  # "kata Kantor Pencarian"
            yield span
    for cue in () if ACCORDING_WORDS.isdisjoint(tokens) else ACCORDING.finditer(folded):
        span = _name_at(original, folded, cue.end()) if original[cue.end()].isupper() else None
        if span and _is_according(original, folded, cue.start(), span):
            yield span
    for match in INITIALS.finditer(original) if "nis" in folded else ():
        more: re.Match[str] | None = match
        while more:
            yield more.span("name")
            more = MORE_INITIALS.match(original, more.end("name"))
    yield from _aged(original, folded)
    yield from unannounced(original, folded)


def _is_according(original: str, folded: str, start: int, span: Span) -> bool:
    """Whether it may be a person's name, and tells so by its capital: not where all words have some."""
    shouted = original[start : span[1]].isupper()
    return not shouted and is_person(original[slice(*span)]) and not PLURAL.match(folded, *span)


def _aged(original: str, folded: str) -> Iterator[Span]:
    """Names that an age follows; one word alone only where a name stands before, or a person's word."""
    for match in AGED.finditer(original) if AGE_STANDS.search(original) else ():
        end = AGE_BEGINS.search(folded, match.start(), match.end())
        stop = end.start() if end else match.end()
        words = folded[match.start() : stop].replace(".", " ").replace("/", " ").split()
        while words and _no_name(words[0]):
            words = words[1:]
        if not words or any(_no_name(word) for word in words):
            continue
        start = folded.find(words[0], match.start())
        aged = AGE_WORD.search(folded, stop, match.end()) is not None
        bracketed = folded.startswith("(", stop) or folded.startswith(" (", stop)
        aged = aged or (
            bracketed and is_person(words[0]) and not PLACE_BEFORE.search(folded, max(0, start - 40), start)
        )
        alone = len(words) == 1 and not aged and not PERSON_BEFORE.search(folded, max(0, start - 40), start)
        if not alone and name_key("".join(words)) not in gazetteer():
            yield start, stop


def _no_name(word: str) -> bool:
    return (
        word in LEVELS
        or word in BELOW
        or word in AGENCY
        or word in NO_NAME
        or word in AFTER_NAME
        or word in lexicon()
        or ROLE.fullmatch(word) is not None
        or len(word) < 3
    )


def _name_at(original: str, folded: str, start: int) -> Span | None:
    """The name that begins at `start`: up to five words, until a sign, a number or a word of no name."""
    if ROLE.match(folded, start):
        return None
    capital = start < len(original) and original[start].isupper()
    if not capital and SPEECH.match(folded, start):
        return None
    at, end, words, titled = start, start, 0, False
    while words < LONGEST_NAME and (word := NAME_WORD.match(folded, at)):
        bare = word[0].strip(".")
        small = capital and not original[at].isupper() and bare not in ("bin", "binti", "alias", "als")
        if bare in AFTER_NAME or (small and not titled):
            break
        titled = bare in TITLES  # "Mbah contoh"
        capital = capital or original[at].isupper()
        end, words = word.end(), words + 1
        if word[0].endswith(".") and len(bare) > 3:
            break
        following = NOT_SPACE.search(folded, end, end + 3)
        if (
            following is None
            or "\n" in folded[end : following.start()]
            or folded[end : following.start()] == ""
        ):
            break
        at = following.start()
    if end - start > 3 and folded[end - 1] == "." and folded[end - 3 : end - 1].isalpha():
        end -= 1  # the end of the sentence
    return (start, end) if end > start + 1 else None
