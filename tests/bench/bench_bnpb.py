"""A BNPB sheet of 50,000 rows by 94 columns: how long it takes to read, and how much memory.

    .venv/bin/python tests/bench/bench_bnpb.py [--rows 50000] [--keep FILE.xlsx]

The bar: the whole ingest under 60 s and 500 MB; reading alone is printed here.
"""

import argparse
import random
import resource
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from gis import codes
from gis.report import Report
from ingest import bnpb, readers

SHEET_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"

PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{CONTENT}.styles+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{CONTENT}.sharedStrings+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT}.worksheet+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{SHEET_NAMESPACE}" xmlns:r="{OFFICE}">
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>""",
    "xl/styles.xml": f"""<styleSheet xmlns="{SHEET_NAMESPACE}">
<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>
<borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>""",
}

DATES = {"tanggal_input", "tanggal_status", "tanggal_update", "data_update"}
NUMBERS = {"sawah", "jalan", "kebun", "lahan", "hutan", "kolam", "irigasi", "longitude", "latitude"}
HAZARDS = [("101", "BANJIR"), ("105", "PUTING BELIUNG"), ("107", "KEBAKARAN HUTAN DAN LAHAN")]


class _Shared:
    """The workbook's table of texts, as Excel writes it."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}

    def cell(self, address: str, text: str) -> str:
        number = self.index.setdefault(text, len(self.index))
        return f'<c r="{address}" t="s"><v>{number}</v></c>'


def rows(count: int, *, seed: int = 19) -> Iterator[dict[str, object]]:
    """Invented incidents in BNPB's columns, one in 500 with a cell that cannot be read."""
    chance = random.Random(seed)
    villages = [area for area in codes.areas().values() if area.level == 4]
    for number in range(count):
        yield _incident(chance, chance.choice(villages), number)


def _incident(chance: random.Random, village: codes.Area, number: int) -> dict[str, object]:
    district, regency = (codes.areas()[code] for code in codes.ancestors(village.code)[:2])
    hazard_code, hazard = chance.choice(HAZARDS)
    year, month, day = chance.randint(2015, 2024), chance.randint(1, 12), chance.randint(1, 28)
    kind = "Kel." if village.kind == "kelurahan" else "Ds."
    known: dict[str, object] = {
        "id_prov": "19",
        "id_kab": regency.bps_code,
        "provinsi": "KEPULAUAN BANGKA BELITUNG",
        "kabkot": ("KOTA " if regency.kind == "kota" else "") + regency.name.upper(),
        "id_jenis_bencana": hazard_code,
        "kejadian": hazard,
        "nama_kejadian": hazard,
        "lokasi": f"Kec. {district.name}\n{kind} {village.name}\n",
        "tahun": str(year),
        "bulan": str(month),
        "tanggal": str(day),
        "jam": f"{chance.randint(0, 23)}.{chance.randint(10, 59)}" if chance.random() < 0.3 else None,
        "kronologis": f"• Hujan lebat sejak pukul {number % 24:02d}.00 WIB, laporan rekaan nomor {number}",
        "sumber": f"BPBD {regency.full_name}\nBpk. Fulan\nVia Telp.\n(0800-0000-{number % 10000:04d})\n",
        "kib": f"{regency.bps_code} {hazard_code} {year} {month:02d} {day:02d} {number % 9 + 1}",
        "longitude": round(village.centre[0], 4) if village.centre else None,
        "latitude": round(village.centre[1], 4) if village.centre else None,
        "menderita": str(chance.randint(1, 400)) if chance.random() < 0.5 else "0",
        "terendam": str(chance.randint(1, 90)) if hazard == "BANJIR" else "0",
        "rumah_rusak_ringan": str(chance.randint(1, 30)) if hazard_code == "105" else "0",
        "meninggal": "beberapa" if number % 500 == 499 else "0",
    }
    return {name: known.get(name, _default(name, number)) for name in bnpb.COLUMNS_94}


def _default(name: str, number: int) -> object:
    if name in DATES:
        return 42000 + number % 3000
    if name in bnpb.FIGURES or name in ("md_hlg", "menderita_mengungsi"):
        return 0 if name in NUMBERS else "0"
    return None


def write_sheet(path: Path, count: int) -> None:
    """Write the workbook to `path`, streaming, in the parts and shared texts Excel itself would write."""
    shared = _Shared()
    letters = [get_column_letter(n + 1) for n in range(len(bnpb.COLUMNS_94))]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, part in PARTS.items():
            archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{SHEET_NAMESPACE}"><sheetData>'.encode())
            header = {name: name for name in bnpb.COLUMNS_94}
            sheet.write(_row_xml(1, header, letters, shared))
            for number, row in enumerate(rows(count), start=2):
                sheet.write(_row_xml(number, row, letters, shared))
            sheet.write(b"</sheetData></worksheet>")
        archive.writestr("xl/sharedStrings.xml", _shared_xml(shared))


def _row_xml(number: int, row: Mapping[str, object], letters: list[str], shared: _Shared) -> bytes:
    cells = []
    for letter, (name, value) in zip(letters, row.items(), strict=True):
        address = f"{letter}{number}"
        if isinstance(value, str):
            cells.append(shared.cell(address, value))
        elif value is not None:
            style = ' s="1"' if name in DATES else ""
            cells.append(f'<c r="{address}"{style}><v>{value}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _shared_xml(shared: _Shared) -> str:
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in shared.index)
    return f'<sst xmlns="{SHEET_NAMESPACE}">{texts}</sst>'


def measure(path: Path) -> None:
    """Read the workbook as an ingest would, and print seconds, rows and peak memory."""
    before_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, cpu_start = time.perf_counter(), time.process_time()
    source = readers.read(path, path.name)
    outcome: Counter[str] = Counter()
    figures = 0
    for item in source.rows():
        outcome[type(item).__name__] += 1
        figures += len(item.figures) if isinstance(item, Report) else 0
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{path.stat().st_size / 1e6:.1f} MB  {dict(outcome)}  {figures} figures")
    print(f"{seconds:.1f} s ({cpu_seconds:.1f} s of CPU); peak {peak_mb:.0f} MB ({before_mb:.0f} MB before)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--keep", type=Path, help="write the workbook here, or use it if it is there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.keep or Path(folder) / "bnpb.xlsx"
        if not path.exists():
            write_sheet(path, arguments.rows)
        measure(path)


if __name__ == "__main__":
    main()
