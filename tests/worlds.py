"""Random registers: the same acts in the database and in plain Python (`tests.figure_model`)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gis import codes, corrections, ledger, register
from gis.copying import copy_rows
from gis.corrections import Correction
from gis.db import Database
from gis.figure_changes import FigureChange
from gis.ledger import Entry
from gis.viewer import PUBLIC
from tests import figure_model as model
from tests.figure_model import Told, Word
from tests.registers import NOON, OFFICER

BATCH = hypothesis_settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
AREAS = ("19.03.01.1001", "19.03.01", "19.03", "19.03.06.2003", "19.04", "19.04.02.2001", "19")
SOURCES = ("bpbd_bangka_selatan", "bpbd_babel", "dinkes_babel", "media")
KINDS = ("meninggal", "rumah_rusak_berat")
EVENTS = 2

WORD = st.tuples(
    st.sampled_from(KINDS),
    st.sampled_from(("total",) * 6 + AREAS[:4]),
    st.sampled_from((None, 0, 1, 3, 7, 20)),
    st.sampled_from((0, 1, 2, 20, 26, 40, 70)),
    st.booleans(),
)
SAY = st.tuples(
    st.just("say"),
    st.integers(0, EVENTS - 1),
    st.sampled_from(SOURCES),
    st.sampled_from(AREAS[:1] * 6 + AREAS),
    st.sampled_from(("terverifikasi", "terverifikasi", "terverifikasi", "draf")),
    st.lists(WORD, min_size=2, max_size=4, unique_by=lambda word: word[:2]),
)
PICK = st.integers(0, 1000)
DECIDE = st.tuples(st.just("decide"), PICK, st.sampled_from(("terverifikasi", "ditolak")))
LINK = st.tuples(st.just("link"), PICK, st.integers(0, EVENTS - 1))
MEND = st.tuples(st.just("mend"), PICK, PICK, st.sampled_from((None, 0, 2, 9)))
STEP = st.lists(st.one_of(SAY, SAY, SAY, SAY, DECIDE, LINK, MEND), min_size=3, max_size=8)
STEPS = st.lists(STEP, min_size=4, max_size=7)


@dataclass
class World:
    """The same register twice: in the database, and as the model has it."""

    database: Database
    day: int
    events: list[UUID] = field(default_factory=list)
    ids: list[UUID] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def take(self, step: list[tuple[Any, ...]]) -> None:
        """What one entry holds: reports, decisions, links, corrections."""
        with ledger.entry(self.database, by="uji", why="uji") as entry:
            if not self.events:
                self._make_events(entry)
            for act in step:
                if act[0] == "say" or self.told:
                    getattr(self, act[0])(entry, *act[1:])

    def _make_events(self, entry: Entry) -> None:
        self.events = [register.new_id() for _ in range(EVENTS)]
        rows = ((key, self.day * EVENTS + n + 1, entry.id) for n, key in enumerate(self.events))
        copy_rows(entry.conn, "event", ("id", "num", "entry"), rows)
        register.add_submission(
            entry, sha256=str(self.day), filename="u", media_type="x", size=1, kind="teks", recipe=None
        )

    @property
    def noon(self) -> datetime:
        return NOON - timedelta(days=self.day * 9)

    def placed(self, n: int) -> tuple[str, str, tuple[float, float]]:
        """Hazard, precision and point of the report of that number: figures do not ask for them."""
        return "banjir", "kabupaten", (106.4, -3.0)

    def say(self, entry: Entry, event: int, source: str, area: str, status: str, words: Any) -> None:
        key, agency = register.new_id(), codes.agencies()[source]
        hazard, precision, lonlat = self.placed(len(self.told))
        submission = register.submission_by_hash(entry.conn, str(self.day))
        start = self.noon
        report = Told(len(self.told), source, area, event, status, entry.id)
        end = start + timedelta(minutes=1)
        row: tuple[Any, ...] = (
            key, submission, report.n, source, agency.kind, hazard, [], start, end, "menit", start,
            True, False, 1.0, [], False, entry.id
        )  # fmt: skip
        copy_rows(entry.conn, "report", REPORT, [row])
        copy_rows(entry.conn, "report_status", STATUS, [(key, status, "uji", entry.id)])
        point = f"SRID=4326;POINT({lonlat[0]} {lonlat[1]})"
        edition = entry.conn.execute(sa.text("SELECT max(id) FROM area_edition")).scalar_one()
        place = (key, [area], area, point, precision, 1.0, "nama", False, edition, entry.id)
        copy_rows(entry.conn, "report_location", PLACE, [place])
        copy_rows(entry.conn, "event_link", LINKED, [(key, self.events[event], "uji", entry.id)])
        for said in words:
            report.words.append(self._word(entry, key, report, said))
        self.told.append(report)
        self.ids.append(key)
        entry.touch([self.events[event]])

    def _word(self, entry: Entry, key: UUID, report: Told, said: Any) -> Word:
        kind, where, value, hours, known = said
        total = where == "total"
        area = report.area if total else where
        state = "pendataan" if value is None else "angka" if value else "nihil"
        at = self.noon + timedelta(hours=hours)
        number = entry.conn.execute(sa.text("SELECT nextval('figure_id_seq')")).scalar_one()
        row: tuple[Any, ...] = (
            number,
            key,
            kind,
            area,
            [area],
            total,
            value,
            state,
            "",
            "",
            at,
            known,
            False,
            {},
            entry.id,
        )
        copy_rows(entry.conn, "figure", FIGURE, [row])
        return Word(number, kind, total, area, value, state, at, known)

    def decide(self, entry: Entry, pick: int, status: str) -> None:
        report = self.told[pick % len(self.told)]
        copy_rows(entry.conn, "report_status", STATUS, [(self.ids[report.n], status, "uji", entry.id)])
        report.status = status
        entry.touch([self.events[report.event]])

    def link(self, entry: Entry, pick: int, event: int) -> None:
        report = self.told[pick % len(self.told)]
        entry.touch([self.events[report.event], self.events[event]])
        row = (self.ids[report.n], self.events[event], "gabung", entry.id)
        copy_rows(entry.conn, "event_link", LINKED, [row])
        report.event = event

    def mend(self, entry: Entry, pick: int, which: int, value: int | None) -> None:
        report = self.told[pick % len(self.told)]
        if not report.words:
            return
        word = report.words[which % len(report.words)]
        change = (
            FigureChange(id=word.id, withdraw=True)
            if value is None
            else FigureChange(id=word.id, value=value)
        )
        done = corrections.correct(entry, self.ids[report.n], Correction(reason="uji", figures=(change,)))
        report.words.remove(word)
        if value is not None:
            assert done.figures[0]
            report.words.append(model.corrected(word, done.figures[0], value))


class PlacedWorld(World):
    """A world whose reports tell of several hazards, burnt houses among them, at several places."""

    def placed(self, n: int) -> tuple[str, str, tuple[float, float]]:
        """Of each report another, so that events move when reports come and go."""
        hazard = ("banjir", "kebakaran_rumah", "puting_beliung")[(n + self.day) % 3]
        precision = ("desa", "titik", "kecamatan", "kabupaten")[n % 4]
        return hazard, precision, (106.4 + n % 7 / 31, -3.0 - self.day % 5 / 37)


REPORT = ("id", "submission_id", "ordinal", "source", "source_kind", "hazard", "other_hazards",
          "occurred_from", "occurred_to", "occurred_precision", "valid_at", "valid_at_known", "is_update",
          "confidence", "blank", "invented", "entry")  # fmt: skip
STATUS = ("report_id", "status", "by", "entry")
LINKED = ("report_id", "event_id", "reason", "entry")
PLACE = ("report_id", "areas", "area_code", "geom", "precision", "uncertainty_m", "method", "approximate",
         "edition_id", "entry")  # fmt: skip
FIGURE = ("id", "report_id", "kind", "area_code", "areas", "total", "value", "state", "unit", "raw",
          "valid_at", "valid_at_known", "approx", "lineage", "entry")  # fmt: skip


def expected(world: World, *, public: bool) -> dict[Any, Any]:
    return {
        (world.events[event], *key): row.seen()
        for event in range(EVENTS)
        for key, row in model.published(world.told, event, public=public).items()
    }


def stored(database: Database, world: World, seq: int, *, public: bool) -> dict[Any, Any]:
    with database.read(PUBLIC if public else OFFICER) as conn:
        rows = conn.execute(
            sa.text(
                "SELECT * FROM published_figure "
                "WHERE event_id = ANY(:ids) AND audience IN ('semua', :audience) "
                "AND known_from <= :seq AND (known_to IS NULL OR known_to > :seq)"
            ),
            {"ids": world.events, "audience": "publik" if public else "petugas", "seq": seq},
        ).mappings()
        return {
            (row["event_id"], row["kind"], row["total"], row["area_code"]): (
                row["value"], row["state"], row["valid_at"], row["valid_at_known"], row["source"], row["low"],
                row["high"], row["counting"],
                frozenset((word["source"], word["value"]) for word in row["dissent"]), row["share"],
            )
            for row in rows
        }  # fmt: skip


def told(world: World, *, public: bool) -> dict[Any, Any]:
    """What each event must read as a whole: its claims, and its figures."""
    found = {}
    for n, event in enumerate(world.events):
        claims = model.claims(world.told, n, world.placed, public=public)
        if claims:
            rows = model.published(world.told, n, public=public).values()
            found[event] = claims, model.totals(list(rows))
    return found


def stated(database: Database, world: World, seq: int, *, public: bool) -> dict[Any, Any]:
    """What each event reads as a whole, by the database."""
    with database.read(PUBLIC if public else OFFICER) as conn:
        rows = conn.execute(
            sa.text(
                "SELECT * FROM event_state WHERE event_id = ANY(:ids) AND audience IN ('semua', :audience) "
                "AND known_from <= :seq AND (known_to IS NULL OR known_to > :seq)"
            ),
            {"ids": world.events, "audience": "publik" if public else "petugas", "seq": seq},
        ).mappings()
        return {
            row["event_id"]: (
                (row["hazard"], row["other_hazards"], row["precision"], row["area_code"], row["areas"],
                 row["reports"], row["sources"], row["verified"]),
                {kind: _total_of(said) for kind, said in row["figures"].items()},
            )
            for row in rows
        }  # fmt: skip


def _total_of(said: dict[str, Any]) -> model.Total:
    return model.Total(
        value=said.get("value"),
        state=said["state"],
        derived=said["derived"],
        low=said.get("low"),
        high=said.get("high"),
        counting=said.get("counting", False),
        disputed=said.get("disputed", False),
        known=said.get("valid_at_known", True),
    )


def newest(database: Database) -> int:
    with database.read() as conn:
        return ledger.resolve(conn).seq
