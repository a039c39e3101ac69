"""Large BNPB workbooks of invented incidents, for benches and for tests that need an ingest to last."""

import random
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from gis import codes
from ingest import bnpb

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
UNREADABLE_EVERY = 500  # one row in so many has a cell that is no number
HAZARDS = [("101", "BANJIR"), ("105", "PUTING BELIUNG"), ("107", "KEBAKARAN HUTAN DAN LAHAN")]


class Shared:
    """The workbook's table of texts, as Excel writes it."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}

    def cell(self, address: str, text: str) -> str:
        """A cell that refers to the text."""
        number = self.index.setdefault(text, len(self.index))
        return f'<c r="{address}" t="s"><v>{number}</v></c>'


def rows(count: int, *, seed: int = 19) -> Iterator[dict[str, object]]:
    """Invented incidents in BNPB's columns, one in `UNREADABLE_EVERY` with a cell that cannot be read."""
    chance = random.Random(seed)
    villages = [area for area in codes.areas().values() if area.level == 4]
    for number in range(count):
        yield _incident(chance, chance.choice(villages), number)


def _incident(chance: random.Random, village: codes.Area, number: int) -> dict[str, object]:
    district, regency = (codes.areas()[code] for code in codes.ancestors(village.code)[:2])
    hazard_code, hazard = chance.choice(HAZARDS)
    year, month, day = chance.randint(2015, 2024), chance.randint(1, 12), chance.randint(1, 28)
    lon, lat = _near(chance, village)
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
        "longitude": lon,
        "latitude": lat,
        "menderita": str(chance.randint(1, 400)) if chance.random() < 0.5 else "0",
        "terendam": str(chance.randint(1, 90)) if hazard == "BANJIR" else "0",
        "rumah_rusak_ringan": str(chance.randint(1, 30)) if hazard_code == "105" else "0",
        "meninggal": "beberapa" if number % UNREADABLE_EVERY == UNREADABLE_EVERY - 1 else "0",
    }
    return {name: known.get(name, _default(name, number)) for name in bnpb.COLUMNS_94}


def _near(chance: random.Random, village: codes.Area) -> tuple[float | None, float | None]:
    """A spot within a kilometre of the village's centre: no two rows share one, as in the field."""
    if village.centre is None:
        return None, None
    lon, lat = (round(degree + chance.uniform(-0.008, 0.008), 5) for degree in village.centre)
    return lon, lat


def _default(name: str, number: int) -> object:
    if name in DATES:
        return 42000 + number % 3000
    if name in bnpb.FIGURES or name in ("md_hlg", "menderita_mengungsi"):
        return 0 if name in NUMBERS else "0"
    return None


def write_sheet(path: Path, count: int, columns: Sequence[str] = bnpb.COLUMNS_94) -> None:
    """Write the workbook to `path`, streaming, in the parts and shared texts Excel itself would write."""
    shared = Shared()
    letters = [get_column_letter(n + 1) for n in range(len(columns))]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, part in PARTS.items():
            archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{SHEET_NAMESPACE}"><sheetData>'.encode())
            header = {name: name for name in columns}
            sheet.write(row_xml(1, header, letters, shared))
            for number, row in enumerate(rows(count), start=2):
                told = {name: row[name] for name in columns}
                sheet.write(row_xml(number, told, letters, shared))
            sheet.write(b"</sheetData></worksheet>")
        archive.writestr("xl/sharedStrings.xml", shared_xml(shared))


def row_xml(number: int, row: Mapping[str, object], letters: list[str], shared: Shared) -> bytes:
    """A row of the worksheet; texts go into the shared ones."""
    cells = []
    for letter, (name, value) in zip(letters, row.items(), strict=True):
        address = f"{letter}{number}"
        if isinstance(value, str):
            cells.append(shared.cell(address, value))
        elif value is not None:
            style = ' s="1"' if name in DATES else ""
            cells.append(f'<c r="{address}"{style}><v>{value}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


def shared_xml(shared: Shared) -> str:
    """The part that holds the shared texts."""
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in shared.index)
    return f'<sst xmlns="{SHEET_NAMESPACE}">{texts}</sst>'
