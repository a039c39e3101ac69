"""A regency's recap as large as a province's register: invented incidents, each with ten figures."""

import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from openpyxl.utils import get_column_letter

from gis import codes
from tests.bnpb_sheets import PARTS, SHEET_NAMESPACE, Shared, row_xml, shared_xml

REGENCY = "19.04"
HEAD = (
    ("NO", "HARI/TANGGAL", "JAM (WIB)", "JENIS KEJADIAN", "LOKASI", "", "KORBAN (JIWA)", "", "", "",
     "TERDAMPAK", "", "MENGUNGSI", "", "RUMAH", "", "", "", "LUAS LAHAN TERBAKAR (HA)", "KETERANGAN"),
    ("", "", "", "", "KECAMATAN", "DESA/KELURAHAN", "MD", "HILANG", "LB", "LR",
     "KK", "JIWA", "KK", "JIWA", "RB", "RS", "RR", "TERENDAM", "", ""),
)  # fmt: skip
HAZARDS = ("Banjir", "Puting beliung", "Angin kencang", "Tanah longsor", "Kebakaran lahan", "Pohon tumbang")


def rows(count: int, *, seed: int = 19) -> Iterator[tuple[object, ...]]:
    """Incidents in the columns of recipe `rekap_bulanan_bangka_tengah`; ten of its figures in each."""
    chance = random.Random(seed)
    villages = [area for area in codes.areas().values() if area.level == 4 and area.code.startswith(REGENCY)]
    for number in range(count):
        village = chance.choice(villages)
        few, households = chance.randint(0, 2), chance.randint(1, 9)
        yield (
            number + 1,
            f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(2005, 2024)}",
            f"{chance.randint(0, 23):02}.{chance.randint(0, 59):02}",
            chance.choice(HAZARDS),
            codes.areas()[village.parent].name,
            village.name,
            *(0, few, chance.randint(0, 2), chance.randint(0, 5)),
            *(households, households * chance.randint(2, 5), None, None),
            *(chance.randint(0, 3), chance.randint(0, 3), chance.randint(0, 9), chance.randint(0, 9), None),
            f"Kejadian rekaan nomor {number}: warga dan petugas membersihkan lokasi",
        )


def write_recap(path: Path, count: int) -> None:
    """Write the workbook to `path`, streaming."""
    shared = Shared()
    letters = [get_column_letter(n + 1) for n in range(len(HEAD[0]))]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, part in PARTS.items():
            archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{SHEET_NAMESPACE}"><sheetData>'.encode())
            for number, line in enumerate((*HEAD, *rows(count)), start=1):
                told = {letter: value for letter, value in zip(letters, line, strict=True) if value != ""}
                sheet.write(row_xml(number, told, list(told), shared))
            sheet.write(b"</sheetData></worksheet>")
        archive.writestr("xl/sharedStrings.xml", shared_xml(shared))
