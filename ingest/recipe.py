"""Recipes: how to read one sender's table, declared in a TOML file of `data/recipes`, checked here.

A recipe says which column is what, in which zone its times are, which coordinate system its coordinates are
in, what its hazard words mean and what a bare 0 means. A new source is one such file and no code.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyproj
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from gis import codes
from gis.codes import name_key
from gis.errors import InvalidInput, NotFound
from ingest.table import Sheet, Table, find_table, headers, merged_in_header

FOLDER = codes.DATA / "recipes"
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura", "UTC": "UTC"}

Role = Literal[
    "date",
    "time",
    "hazard",
    "area_code",
    "regency",
    "district",
    "village",
    "place",
    "x",
    "y",
    "lonlat",
    "utm_zone",
    "kib",
    "source",
    "valid_at",
    "figure",
    "text",
    "ignore",
]
REPEATABLE = {"figure", "text", "ignore"}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Model):
    """What one column of the table holds."""

    to: Role = Field(description="the column's part in a report")
    kind: str = Field("", description='with `to = "figure"`: the figure\'s slug in data/codes/figures.csv')
    field: str = Field("", description='with `to = "text"`: the name its text is kept under; never public')
    factor: float = Field(
        1, gt=0, description="what a figure is multiplied by: 1000000 for millions of rupiah"
    )
    required: bool = Field(True, description="whether a table without this column is refused")
    filled: bool = Field(False, description="whether a row with this cell empty is refused")
    fill_down: bool = Field(
        False, description="whether an empty cell takes the value above it (merged cells)"
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.to == "figure") != bool(self.kind):
            raise ValueError('`kind` belongs to `to = "figure"`, and is needed there')
        if self.to == "figure" and self.kind not in codes.figures():
            raise ValueError(f"no figure is called {self.kind!r}; they are listed in data/codes/figures.csv")
        if (self.to == "text") != bool(self.field):
            raise ValueError('`field` belongs to `to = "text"`, and is needed there')
        return self


def _from_short_form(value: Any) -> Any:
    """`"RB" = "rumah_rusak_berat"` and `"Uraian" = "text:kronologis"` for the usual cases."""
    if not isinstance(value, str):
        return value
    if value in codes.figures():
        return {"to": "figure", "kind": value}
    role, _, field = value.partition(":")
    return {"to": role, "field": field} if field else {"to": role}


ColumnField = Annotated[Column, BeforeValidator(_from_short_form)]


class Recipe(_Model):
    """How to read one sender's table."""

    name: str = Field("", description="filled from the file's name")
    title: str = Field(description="what the table is, for people")
    agency: str | None = Field(None, description="slug of the source in data/codes/agencies.csv")
    zone: str = Field("WIB", description="zone of its times: WIB, WITA, WIT, UTC or an IANA name")
    zero: Literal["angka", "nihil", "kosong"] = Field(
        description="what a bare 0 means: a counted 0, a stated nil, or a form's default nobody filled in"
    )
    dates: Literal["dmy", "ymd", "mdy"] = Field(
        "dmy", description="order of day, month and year in dates as text"
    )
    crs: str = Field("EPSG:4326", description="coordinate system of the columns `x` and `y`")
    area: str | None = Field(None, description="Kemendagri code of the area that all its rows lie in")
    hazard: str | None = Field(None, description="hazard slug of rows whose words say none")
    hazards: dict[str, str] = Field(
        {}, description="hazard words of this sender, and the slug each stands for"
    )
    sheets: tuple[str, ...] = Field((), description="names of the sheets to read; empty: all with its header")
    header_rows: int = Field(
        1, ge=1, le=2, description="rows of the header: 2 where group titles stand above names"
    )
    other_columns: Literal["tolak", "abaikan"] = Field(
        "tolak",
        description="whether columns that the recipe does not name refuse the table or are ignored",
    )
    stop: tuple[str, ...] = Field(
        (), description="words that, at the start of a row, end the table: JUMLAH, Mengetahui"
    )
    columns: dict[str, ColumnField] = Field(description="what each column holds, by its header", min_length=1)

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(ZONES.get(zone, zone))
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError(f"no zone is called {zone!r}; write WIB, WITA, WIT or Asia/Jakarta") from error
        return zone

    @field_validator("crs")
    @classmethod
    def _known_crs(cls, crs: str) -> str:
        try:
            pyproj.CRS.from_user_input(crs)
        except pyproj.exceptions.CRSError as error:
            raise ValueError(f"no coordinate system is called {crs!r}; write EPSG:32748, say") from error
        return crs

    @model_validator(mode="after")
    def _known_codes(self) -> Self:
        for hazard in filter(None, (self.hazard, *self.hazards.values())):
            if hazard not in codes.hazards():
                raise ValueError(f"no hazard is called {hazard!r}; they are listed in data/codes/hazards.csv")
        if self.agency and self.agency not in codes.agencies():
            raise ValueError(
                f"no agency is called {self.agency!r}; they are listed in data/codes/agencies.csv"
            )
        if self.area and self.area not in codes.areas():
            raise ValueError(f"no area has the code {self.area!r}; they are listed in data/codes/areas.csv")
        return self

    @model_validator(mode="after")
    def _enough_columns(self) -> Self:
        roles = [column.to for column in self.columns.values()]
        kinds = [column.kind for column in self.columns.values() if column.kind]
        doubled: set[str] = {role for role in roles if role not in REPEATABLE and roles.count(role) > 1}
        doubled |= {kind for kind in kinds if kinds.count(kind) > 1}
        if doubled:
            raise ValueError(f"more than one column is {', '.join(sorted(doubled))}")
        for needed, why in self._needs(set(roles)):
            if not needed:
                raise ValueError(why)
        return self

    def _needs(self, roles: set[str]) -> Iterator[tuple[bool, str]]:
        placed = roles & {"area_code", "regency", "lonlat", "x"} or self.area
        yield "date" in roles, "no column is the date"
        yield "hazard" in roles or self.hazard is not None, "no column is the hazard, and no `hazard` is set"
        yield (
            bool(placed),
            "nothing says where it was: a column regency, area_code, lonlat or x and y, or `area`",
        )
        yield ("x" in roles) == ("y" in roles), "columns x and y go together"
        yield "utm_zone" not in roles or "x" in roles, "a column utm_zone needs the columns x and y"

    @cached_property
    def zone_info(self) -> ZoneInfo:
        """The zone of its times."""
        return ZoneInfo(ZONES.get(self.zone, self.zone))

    @property
    def required(self) -> tuple[str, ...]:
        """Headers that a table must have."""
        return tuple(name for name, column in self.columns.items() if column.required)

    def table(self, sheet: Sheet) -> Table | None:
        """The sheet's table, if it is one of this recipe's. InvalidInput: two columns of one name."""
        if self.sheets and name_key(sheet.name) not in map(name_key, self.sheets):
            return None
        return find_table(sheet, self.required, header_rows=self.header_rows)


def recipes(folder: Path = FOLDER) -> dict[str, Recipe]:
    """All recipes of the folder by name. InvalidInput names the file, the key and what was wrong."""
    return {path.stem: load_recipe(path) for path in sorted(folder.glob("*.toml"))}


def load_recipe(path: Path) -> Recipe:
    """One recipe file, checked. InvalidInput names the file, the key and what was wrong."""
    try:
        declared = tomllib.loads(path.read_text("utf-8"))
        return Recipe.model_validate({**declared, "name": path.stem})
    except (ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(
            "resep_salah",
            "Resep {file} salah: {problems}",
            "Recipe {file} is wrong: {problems}",
            where=path.name,
            file=path.name,
            problems="; ".join(_problems(error)),
        ) from error


def _problems(error: ValidationError | ValueError) -> Iterator[str]:
    if not isinstance(error, ValidationError):
        yield str(error)
        return
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"])
        yield f"{where}: {problem['msg']}".removeprefix(": ")


def named(name: str, known: Mapping[str, Recipe]) -> Recipe:
    """The recipe of that name. NotFound lists those there are."""
    if name not in known:
        raise NotFound(
            "resep_tak_dikenal",
            "Tidak ada resep bernama '{name}'. Yang ada: {known}",
            "There is no recipe called '{name}'. There are: {known}",
            where="recipe",
            name=name[:60],
            known=", ".join(known),
        )
    return known[name]


def matching(sheets: Collection[Sheet], known: Mapping[str, Recipe]) -> Recipe | None:
    """The recipe whose required columns a sheet has, the one with most of them where several fit."""
    fitting = [recipe for recipe in known.values() if any(recipe.table(sheet) for sheet in sheets)]
    return max(fitting, key=lambda recipe: len(recipe.required), default=None)


def check_columns(recipe: Recipe, table: Table) -> None:
    """InvalidInput `kolom_tak_dikenal`: the table has a column that the recipe does not name."""
    known = {name_key(name) for name in recipe.columns}
    unknown = [name for name, key in zip(table.names, table.keys, strict=True) if key and key not in known]
    if unknown and recipe.other_columns == "tolak":
        raise InvalidInput(
            "kolom_tak_dikenal",
            "{place}: kolom {unknown} tidak ada di resep {recipe}. Yang dikenal: {known}",
            "{place}: column {unknown} is not in recipe {recipe}. It knows: {known}",
            where=table.sheet.name,
            place=f"{table.sheet.name} baris {table.last_header_row}",
            unknown=", ".join(unknown)[:300],
            recipe=recipe.name,
            known=", ".join(recipe.columns)[:600],
        )


def missing_columns(recipe: Recipe, sheets: Collection[Sheet]) -> InvalidInput:
    """The error for a file in which no header has all that the recipe needs: what the best one lacks."""
    wanted = {name_key(name): name for name in recipe.required}
    found = [table for sheet in sheets for table in headers(sheet, header_rows=recipe.header_rows)]
    best = max(found, key=lambda table: len(wanted.keys() & set(table.keys)), default=None)
    lacking = [name for key, name in wanted.items() if not best or key not in best.keys]
    merged = merged_in_header(best) if best else ""
    return InvalidInput(
        "kolom_kurang",
        "Kolom {lacking} tidak ditemukan (resep {recipe}){merged_id}",
        "Column {lacking} was not found (recipe {recipe}){merged_en}",
        where=best.sheet.name if best else None,
        lacking=", ".join(lacking)[:600],
        recipe=recipe.name,
        merged_id=f"; sel judul {merged} digabung (merge): pisahkan" if merged else "",
        merged_en=f"; header cells {merged} are merged: split them" if merged else "",
    )
