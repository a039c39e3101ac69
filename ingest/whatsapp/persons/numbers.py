"""Numbers and addresses that are personal: telephones, NIK, e-mail.

A 16-digit number is a NIK only if it is built like one; BNPB's event code (KIB) has 16 digits too.
"""

import re
from collections.abc import Iterator

from gis.report import Span
from ingest.signed import Signed
from ingest.whatsapp.persons.unannounced import official_numbers

PHONE = re.compile(
    r"(?<![\d.,])(?:\+\s?62|62|0)[\s-]?8\d{1,3}(?:[\s.-]?\d{2,5}){1,4}(?!\d)|(?<!\d)0800[\d-]{6,14}(?!\d)"
)
PHONE_SIGN = re.compile(r"[02][\s-]?8\d")
BRACKETED = re.compile(r"\(\s?0\d{2,4}\s?\)[\s-]?\d{2,4}(?:[\s.-]?\d{2,5}){1,3}(?!\d)")
NUMBERED = Signed(r"\b(?:nik|no\.? ?(?:ktp|kk)|ktp)\b[\s.:=]{0,4}((?:\d[ .-]?){15}\d)(?!\d)")
LANDLINE = re.compile(
    r"\b(?:telp?|tlp|fax|hp|wa|call center|no\.? ?hp)\b\.?\s?:?\s?(\(?0\d{2,3}\)?[\s-]?\d{5,8})(?!\d)"
)
FIVE_DIGITS = re.compile(r"\d\d{4}")  # so written, the engine leaps from digit to digit
MASKED = re.compile(r"(?<!\d)0?8\d{2}[- ]?\d{3,4}[- ]?[\dx*]{2,6}")
"""A telephone number of which somebody took a part away: "0812-3456-xx78"."""

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
SIXTEEN = re.compile(r"(?<![\d.])\d{16}(?!\d)|(?<![\d.])\d{6}[ -]\d{6}[ -]\d{4}(?!\d)")


def emails(original: str, folded: str) -> Iterator[Span]:
    if "@" in folded:
        yield from (match.span() for match in EMAIL.finditer(folded))


def phones(original: str, folded: str) -> Iterator[Span]:
    # Each pattern is only tried where the signs stand that it cannot do without: that is quickly seen.
    if "(" in folded:
        yield from (match.span() for match in BRACKETED.finditer(folded))
    yield from (match.span() for match in MASKED.finditer(folded)) if "xx" in folded or "**" in folded else ()
    for match in PHONE.finditer(folded) if PHONE_SIGN.search(folded) else ():
        if 9 <= sum(character.isdigit() for character in match[0]) <= 15:
            yield match.span()
    if FIVE_DIGITS.search(folded):
        yield from (match.span(1) for match in LANDLINE.finditer(folded))


def niks(original: str, folded: str) -> Iterator[Span]:
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
