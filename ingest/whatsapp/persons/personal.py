"""Personal data in a text: names after "a/n", "Bpk", "Ibu", "Sdr", phone numbers, NIK, e-mail addresses.

A 16-digit number is a NIK only if it is built like one; BNPB's event code (KIB) has 16 digits too.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from gis.codes import name_key
from gis.report import Span
from ingest.folding import fold, word_set
from ingest.whatsapp.figures.words import lexicon
from ingest.whatsapp.persons.named import by_context
from ingest.whatsapp.persons.unannounced import is_known, is_person, official_numbers, unannounced
from ingest.whatsapp.places.gazetteer import gazetteer
from ingest.whatsapp.places.namewords import AGENCY, BELOW, LEVELS, NO_NAME

PHONE = re.compile(
    r"(?<![\d.,])(?:\+\s?62|62|0)[\s-]?8\d{1,3}(?:[\s.-]?\d{2,5}){1,4}(?!\d)|(?<!\d)0800[\d-]{6,14}(?!\d)"
)
BRACKETED = re.compile(r"\(\s?0\d{2,4}\s?\)[\s-]?\d{2,4}(?:[\s.-]?\d{2,5}){1,3}(?!\d)")
NUMBERED = re.compile(r"\b(?:nik|no\.? ?(?:ktp|kk)|ktp)\b[\s.:=]{0,4}((?:\d[ .-]?){15}\d)(?!\d)")
LANDLINE = re.compile(
    r"\b(?:telp?|tlp|fax|hp|wa|call center|no\.? ?hp)\b\.?\s?:?\s?(\(?0\d{2,3}\)?[\s-]?\d{5,8})(?!\d)"
)
FIVE_DIGITS = re.compile(r"\d\d{4}")  # so written, the engine leaps from digit to digit
MASKED = re.compile(r"(?<!\d)0?8\d{2}[- ]?\d{3,4}[- ]?[\dx*]{2,6}")
"""A telephone number of which somebody took a part away: "0812-3456-xx78"."""

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
SIXTEEN = re.compile(r"(?<![\d.])\d{16}(?!\d)|(?<![\d.])\d{6}[ -]\d{6}[ -]\d{4}(?!\d)")
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
    r"bidan|perawat|sekdes|mang|mak|atok|uwak|pakde|bude|koh|amang|"
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
    r"\s?,?\s?\d{1,2}[.)]\s?(?=[a-z])"
)
CUE = re.compile(
    r"\b(?:a\s?/\s?n\b|a\.n\b|an\.|atas nama\b|bpk\b|bapak\b(?!\.)|pak\b(?=\s)|bu\b(?=\s)|bp\.|"
    r"ibu\b(?!\.)|sdri?\b|sdra\b|"
    r"saudar[ai]\b(?!\.)|"
    r"tn\b|ny\b|nn\b"
    r"|nama(?: korban| pelapor| pemilik)?(?=\s?:))\s?(?:/i\b)?(?:[.:]+\s{0,3}|[ \t]{0,3})"
)
TOKEN = re.compile(r"\w+")
CUE_WORDS = word_set("a an atas bpk bapak pak bu bp ibu sdr sdri sdra saudara saudari tn ny nn nama")
"""With one of these begins whatever `CUE` matches."""

SPEAKER_WORDS = word_set(
    "kata ujar ucap tutur jelas ungkap imbuh tegas terang bernama milik pemilik atas inisial berinisial "
    "almarhumah almarhum alm an pak ketua kades lurah kadus camat pasangan nakhoda nahkoda dipimpin "
    "dinakhodai dinahkodai dikemudikan ditekongi dihuni ditempati hajah haji bang mbak kang ustad ustadz "
    "kyai bidan perawat sekdes mang mak atok uwak pakde bude koh amang"
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
MOST_REPEATED = 100
SHORTEST = 4  # code points of one word of a name that is looked for again
PLACE_BEFORE = re.compile(
    r"\b(?:desa|ds|kel|kelurahan|kec|kecamatan|kab|kota|dusun|dsn|jalan|jl|pulau|sungai|pantai|tanjung|"
    r"kampung|kp)"
    r"[. ]{1,2}(?:[a-z]+ )?\Z"
)
LONGEST_NAME = 5
TITLES = word_set("mbah mbok nek nenek kakek kek datuk datok wak uwak cik encik haji hajah pak bu")
APOSTROPHE = re.compile(r"['’]")
NOT_SPACE = re.compile(r"\S")


def find(text: str) -> list[dict[str, Any]]:
    """Personal data in `text`, in order: {"kind": nama|telepon|nik|surel, "span", "value"}."""
    return [
        {"kind": kind, "span": span, "value": text[span[0] : span[1]]}
        for kind, span in spans(text, fold(text))
    ]


def spans(original: str, folded: str) -> list[tuple[str, Span]]:
    """(kind, span) of what is personal, in order and not overlapping."""
    found = sorted(
        (span, kind)
        for kind, finder in (("surel", _emails), ("telepon", _phones), ("nik", _niks), ("nama", _names))
        for span in finder(original, folded)
    )
    found = sorted({*found, *_repeated(original, folded, [span for span, kind in found if kind == "nama"])})
    kept: list[tuple[str, Span]] = []
    for span, kind in found:
        if not kept or span[0] >= kept[-1][1][1]:
            kept.append((kind, span))
        elif span[1] > kept[-1][1][1] and kept[-1][0] == kind:
            kept[-1] = kind, (kept[-1][1][0], span[1])
    return kept


def _repeated(original: str, folded: str, names: Iterable[Span]) -> Iterator[tuple[Span, str]]:
    """Where a name that was found, or one word of it, stands once more, without what told that it is one."""
    found = {original[start:end].strip() for start, end in names}
    alone = {
        word
        for name in found
        for word in name.split()
        if len(word) >= SHORTEST and APOSTROPHE.sub("", word).isalpha()
    }
    again = {name for name in found if " " in name} | {word for word in alone if _is_own(word)}
    for name in sorted(again)[:MOST_REPEATED]:
        at = original.find(name)
        while at >= 0:
            end = at + len(name)
            if _stands_alone(original, at, end) and (
                " " in name or not PLACE_BEFORE.search(folded, max(0, at - 40), at)
            ):
                yield (at, end), "nama"
            at = original.find(name, end)


def _is_own(word: str) -> bool:
    """Whether a single word of a name is no word of anything else."""
    return word[0].isupper() and is_person(word)


def _stands_alone(original: str, start: int, end: int) -> bool:
    return not (original[start - 1 : start].isalnum() or original[end : end + 1].isalnum())


def _emails(original: str, folded: str) -> Iterator[Span]:
    if "@" in folded:
        yield from (match.span() for match in EMAIL.finditer(folded))


def _phones(original: str, folded: str) -> Iterator[Span]:
    # Each pattern is only tried where the signs stand that it cannot do without: that is quickly seen.
    if "(" in folded:
        yield from (match.span() for match in BRACKETED.finditer(folded))
    yield from (match.span() for match in MASKED.finditer(folded)) if "xx" in folded or "**" in folded else ()
    for match in PHONE.finditer(folded) if "8" in folded else ():
        if 9 <= sum(character.isdigit() for character in match[0]) <= 15:
            yield match.span()
    if FIVE_DIGITS.search(folded):
        yield from (match.span(1) for match in LANDLINE.finditer(folded))


def _niks(original: str, folded: str) -> Iterator[Span]:
    """Sixteen digits with a birth date in the NIK's place (the day + 40 for women)."""
    if "nip" in folded:
        yield from official_numbers(folded)
    if "nik" in folded or "ktp" in folded or "kk" in folded:
        yield from (match.span(1) for match in NUMBERED.finditer(folded))
    for match in SIXTEEN.finditer(folded) if FIVE_DIGITS.search(folded) else ():
        digits = re.sub(r"\D", "", match[0])
        day, month = int(digits[6:8]), int(digits[8:10])
        born = (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12
        if 11 <= int(digits[:2]) <= 96 and born and not is_kib(digits):
            yield match.span()


def is_kib(digits: str) -> bool:
    """Whether 16 digits are built like BNPB's event code: regency, 1xx, year, month, day, number."""
    kind, year, month, day = digits[4:7], digits[7:11], digits[11:13], digits[13:15]
    return kind[0] == "1" and year[:2] in ("19", "20") and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _names(original: str, folded: str) -> Iterator[Span]:
    found = list(_announced(original, folded))
    yield from found
    yield from by_context(original, folded, found)


def _announced(original: str, folded: str) -> Iterator[Span]:
    tokens = frozenset(TOKEN.findall(folded))
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
