"""Rows of a table as reports, the way its recipe says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from itertools import islice

from gis import codes, register
from gis.areas import AreaIndex
from gis.report import Figure, Finding, Occurrence, Rejection, Report, SheetRow, State
from ingest import area_codes, cells, code_system, coordinates, hazards, moments, places, points
from ingest.area_codes import System
from ingest.cells import BadCell
from ingest.clean import Unreadable
from ingest.code_system import Evidence, Verdict
from ingest.points import Point
from ingest.recipe import Column, Recipe
from ingest.sheetrow import RowKeeper
from ingest.table import Row, Table, Value

MOST_KEPT = 1_000
IDENTITY = ("date", "hazard", "area_code", "regency", "district", "village", "place", "lonlat")
Areas = tuple[tuple[str, ...], tuple[Finding, ...]]


def rows(
    tables: Sequence[Table], recipe: Recipe, *, agency: str | None = None, index: AreaIndex | None = None
) -> Iterator[Report | Rejection]:
    """Each row as a report, or as a rejection that names the cell and what would be accepted. Streams.

    `index` tells in which regency a point lies, for codes that two systems read differently.
    """
    ordinal = 0
    verdict = _verdict(tables, recipe, index)
    keeper = RowKeeper()
    for table in tables:
        reader = _Reader.of(table, recipe, agency, verdict.system)
        for row in table.rows():
            if reader.ends_at(row):
                break
            yield _item(reader, row, ordinal, reader.kept(row, keeper))
            ordinal += 1


def _verdict(tables: Sequence[Table], recipe: Recipe, index: AreaIndex | None) -> Verdict:
    """Whose area codes the tables use, where the recipe has a column of codes."""
    if not any(column.to == "area_code" for column in recipe.columns.values()):
        return code_system.UNDECIDED
    rows = (_Reader.of(table, recipe, None).evidence(row) for table in tables for row in table.rows())
    return code_system.decide(islice(rows, code_system.ROWS_LOOKED_AT), index)


def _item(reader: "_Reader", row: Row, ordinal: int, kept: SheetRow) -> Report | Rejection:
    try:
        return reader.report(row, ordinal, kept)
    except BadCell as bad:
        return replace(bad.rejection(row, ordinal), row=kept)


@dataclass(slots=True)
class _Reader:
    """A table read by a recipe: its columns looked up once, and the last values for cells that fill down."""

    recipe: Recipe
    agency: str | None
    columns: list[tuple[int, Column]]
    roles: dict[str, int]
    figures: list[tuple[int, Column]]
    filled_down: list[int]
    needed: list[int]
    system: System = System.UNKNOWN
    above: dict[int, Value] = field(default_factory=dict)
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)  # hazards by the words that name them

    @classmethod
    def of(
        cls, table: Table, recipe: Recipe, agency: str | None, system: System = System.UNKNOWN
    ) -> "_Reader":
        """The reader of that table."""
        found = [(table.position(name), column) for name, column in recipe.columns.items()]
        columns = [(position, column) for position, column in found if position is not None]
        roles: dict[str, int] = {
            column.to: position
            for position, column in columns
            if column.to not in ("figure", "text", "ignore")
        }
        return cls(
            recipe,
            recipe.agency or agency,
            columns,
            roles,
            figures=[(position, column) for position, column in columns if column.to == "figure"],
            filled_down=[position for position, column in columns if column.fill_down],
            needed=[position for position, column in columns if column.filled],
            system=system,
        )

    def evidence(self, row: Row) -> Evidence:
        """What the row says of whose area codes these are."""
        try:
            point = self._point(row)
        except BadCell:
            point = None
        return Evidence(
            self._words(row, "area_code"), self._words(row, "regency"), point.lonlat if point else None
        )

    def kept(self, row: Row, keeper: RowKeeper) -> SheetRow:
        """The row as the register keeps it: identified by its KIB, else by when, what and where."""
        kib = register.kib_key(self._words(row, "kib"))
        identity = ("kib", kib) if kib else tuple(self._words(row, role) for role in IDENTITY)
        return keeper.kept(row, identity)

    def ends_at(self, row: Row) -> bool:
        """Whether the row begins with one of the words that end the table: a total line, a signature."""
        first = next((text for value in row.values if (text := cells.words(value))), "").casefold()
        return any(first.startswith(word.casefold()) for word in self.recipe.stop)

    def report(self, row: Row, ordinal: int, kept: SheetRow) -> Report:
        """The row's report. BadCell: a cell without which, or with which, it cannot be one."""
        row = self._filled(row)
        found = self._hazards(row)
        areas, findings = self._areas(row)
        point = self._point(row)
        texts = self._texts(row)
        return Report(
            ordinal=ordinal,
            hazard=found[0],
            other_hazards=found[1:],
            occurrence=self._occurrence(row),
            valid_at=self._valid_at(row),
            agency=self._words(row, "source") or self.agency,
            kib=self._words(row, "kib") or None,
            area_codes=areas,
            lonlat=point.lonlat if point else None,
            coordinate_method=point.method if point else "koordinat",
            figures=tuple(self._figures(row)),
            texts={name: text for name, (text, _) in texts.items()},
            personal=cells.personal(
                {name: text for name, (text, _) in texts.items()}, lambda name: row.address(texts[name][1])
            ),
            findings=findings,
            place=row.place,
            row=kept,
        )

    def _filled(self, row: Row) -> Row:
        """The row with its merged cells filled down, once the cells that must be filled are."""
        if self.filled_down:
            values = list(row.values)
            for position in self.filled_down:
                values.extend([None] * (position + 1 - len(values)))
                if cells.words(values[position]):
                    self.above[position] = values[position]
                values[position] = self.above.get(position)
            row = Row(row.table, row.number, values)
        for position in self.needed:
            if not cells.words(row.at(position)):
                raise _empty(position, row.table.names[position])
        return row

    def _words(self, row: Row, role: str) -> str:
        position = self.roles.get(role)
        return "" if position is None else cells.words(row.at(position))

    def _hazards(self, row: Row) -> tuple[str, ...]:
        spoken = self._words(row, "hazard")
        found = self._named(spoken) if spoken else ()
        if not found and self.recipe.hazard:
            found = (self.recipe.hazard,)
        if not found:
            raise BadCell(
                self.roles["hazard"],
                "jenis_bencana_tak_dikenal",
                f"Jenis kejadian '{spoken[:60]}' tidak dikenal resep {self.recipe.name}: tambah di [hazards]",
                f"The hazard '{spoken[:60]}' is not known to recipe {self.recipe.name}: add it to [hazards]",
            )
        return found

    def _named(self, spoken: str) -> tuple[str, ...]:
        if spoken not in self.named:
            if len(self.named) >= MOST_KEPT:
                self.named.clear()
            self.named[spoken] = hazards.by_recipe(spoken, self.recipe.hazards)
        return self.named[spoken]

    def _occurrence(self, row: Row) -> Occurrence:
        position = self.roles["date"]
        day = cells.day(row, position, order=self.recipe.dates)
        if "time" in self.roles:
            return moments.occurrence(day, cells.clock(row, self.roles["time"]), self.recipe.zone_info)
        return moments.occurrence(day, moments.clock_beside(row.at(position)), self.recipe.zone_info)

    def _valid_at(self, row: Row) -> datetime | None:
        position = self.roles.get("valid_at")
        if position is None or not cells.words(row.at(position)):
            return None
        day = cells.day(row, position, order=self.recipe.dates)
        return moments.occurrence(day, moments.clock_beside(row.at(position)), self.recipe.zone_info).start

    def _areas(self, row: Row) -> Areas:
        """The areas of the row's code or names, top-down; the recipe's own area where it names none."""
        base, findings = self._base_area(row)
        district, village, free = (self._words(row, role) for role in ("district", "village", "place"))
        text = _place(district, village, free)
        if not base or codes.level_of(base) == 1 or not text.strip():
            return ((base,) if base else ()), findings
        found = places.resolve(base, text)
        return found.areas, (*findings, *found.findings)

    def _base_area(self, row: Row) -> tuple[str, tuple[Finding, ...]]:
        name, code = self._words(row, "regency"), self._words(row, "area_code")
        if code:
            return self._by_code(code, name), ()
        if not name:
            return self.recipe.area or "", ()
        area = places.regency_named(name)
        if area is None:
            raise BadCell(
                self.roles["regency"],
                "wilayah_tak_dikenal",
                f"'{name[:60]}' bukan kabupaten/kota di Kepulauan Bangka Belitung",
                f"'{name[:60]}' is no regency or city of Kepulauan Bangka Belitung",
            )
        return area.code, ()

    def _by_code(self, code: str, name: str) -> str:
        reading = area_codes.read_code(code, System.KEMENDAGRI if "." in code else self.system, name)
        if reading.code is None:
            bps, kemendagri = (
                f"{area.name} ({area.code})" if area else "-" for area in code_system.readings(code)
            )
            raise BadCell(
                self.roles["area_code"],
                "di_luar_wilayah" if reading.why == "asing" else "kode_wilayah_meragukan",
                f"Kode wilayah '{code[:20]}' dengan nama '{name[:60] or '-'}' tidak dapat dipastikan: "
                f"menurut BPS {bps}, menurut Kemendagri {kemendagri}. "
                "Tulis kode Kemendagri bertitik (19.03) atau nama yang cocok",
                f"Area code '{code[:20]}' with the name '{name[:60] or '-'}' is not certain: to BPS it is "
                f"{bps}, to Kemendagri {kemendagri}. "
                "Write Kemendagri's dotted code (19.03) or a name that agrees",
            )
        return reading.code

    def _point(self, row: Row) -> Point | None:
        """The coordinates that the row states, in EPSG:4326, and how."""
        if "lonlat" in self.roles:
            return self._one_cell(row, self.roles["lonlat"])
        if "x" not in self.roles:
            return None
        crs = self._crs(row)
        geographic = coordinates.is_geographic(crs)
        read = coordinates.read_degrees if geographic else coordinates.read_metres
        x, y = (cells.coordinate(row, self.roles[role], read) for role in ("x", "y"))
        if not x or not y:
            return None
        if geographic and (abs(x) > 180 or abs(y) > 90):
            return Point((x, y), "koordinat", (0, 0))  # `ingest.check` tells swapped from wrong
        lonlat = coordinates.project(x, y, crs)
        if lonlat is None:
            raise cells.bad_coordinate(row, self.roles["x"])
        return Point(lonlat, "koordinat", (0, 0))

    def _one_cell(self, row: Row, position: int) -> Point | None:
        text = cells.words(row.at(position))
        if not text.strip("-– "):
            return None
        point = points.read_lonlat(text)
        if isinstance(point, Unreadable):
            raise cells.bad_coordinate(row, position)
        return point

    def _crs(self, row: Row) -> str:
        """The recipe's system, or the UTM zone that the row names: "48S", "49 M", "Zona 48"."""
        text = self._words(row, "utm_zone")
        if not text:
            return self.recipe.crs
        zone = coordinates.utm_zone(text)
        if zone is None:
            raise BadCell(
                self.roles["utm_zone"],
                "zona_utm_tak_terbaca",
                f"'{text[:20]}' bukan zona UTM. Yang diterima: 48S, 49S, 48, 49",
                f"'{text[:20]}' is no UTM zone. Accepted: 48S, 49S, 48, 49",
            )
        return zone

    def _figures(self, row: Row) -> Iterator[Figure]:
        zero = State(self.recipe.zero)
        for position, column in self.figures:
            if row.at(position) is None:
                yield cells.blank(column.kind)
            else:
                yield cells.figure(column.kind, row, position, zero=zero, factor=column.factor)

    def _texts(self, row: Row) -> dict[str, tuple[str, int]]:
        """Texts and their columns by field; the place's words are kept too."""
        named = [(column.field, position) for position, column in self.columns if column.to == "text"]
        if "place" in self.roles:
            named.append(("lokasi", self.roles["place"]))
        return {name: (text, position) for name, position in named if (text := cells.words(row.at(position)))}


@lru_cache(maxsize=4096)
def _place(district: str, village: str, free: str) -> str:
    """Those names as a text that `places.resolve` reads."""
    named = [f"Kec. {name}" for name in _list(district)] + [f"Ds. {name}" for name in _list(village)]
    return "\n".join([*named, free])


def _list(text: str) -> list[str]:
    return [name for part in places.BREAK.split(text) if (name := part.strip())]


def _empty(position: int, name: str) -> BadCell:
    return BadCell(position, "sel_kosong", f"Kolom {name} harus diisi", f"Column {name} must be filled in")
