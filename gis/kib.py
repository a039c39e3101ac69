"""BNPB's event code (KIB): regency, hazard, year, month, day and a running number: 16 digits in all.

BNPB's own tables hold malformed ones (`1904 101 2020 010 18 1`). Such a code is repaired only where the
row's own fields say the same regency, hazard and date: nothing is guessed.
"""

import re

WELL_FORMED = re.compile(r"\d{4} ?\d{3} ?\d{4} ?\d{2} ?\d{2} ?\d")


def repaired(kib: str, *, regency: str, hazard: str, year: str, month: str, day: str) -> str | None:
    """The code as it should be written, or None: nothing is wrong with it, or the fields do not settle it.

    `regency` is the row's code as written, `hazard` BNPB's three digits; zeros before a number do not count.
    """
    if not kib.strip() or WELL_FORMED.fullmatch(kib.strip()):
        return None
    fields = [re.sub(r"\.0+$", "", field.strip()) for field in (regency, hazard, year, month, day)]
    fields[0] = fields[0].replace(".", "")
    if not all(field.isascii() and field.isdecimal() and len(field) < 5 for field in fields):
        return None
    told = r"[\s.\-/]*".join(f"0*{int(field)}" for field in fields)
    match = re.fullmatch(rf"\s*{told}[\s.\-/]*(\d)\s*", kib)
    if match is None:
        return None
    area, kind, in_year, in_month, on_day = (int(field) for field in fields)
    return f"{area:04} {kind:03} {in_year:04} {in_month:02} {on_day:02} {match[1]}"
