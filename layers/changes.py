"""What changed between two moments, as sentences in Bahasa Indonesia and English, grouped by event."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import codes, queries
from gis.errors import InvalidInput
from gis.ledger import Moment
from gis.viewer import Viewer
from layers.plain import area_json, said_json
from layers.sentences import Sentences

_SQL = queries.load("layers.changes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Between which settled moments, for whom, where and in which language (`id` or `en`)."""

    start: Moment
    end: Moment
    viewer: Viewer
    area: str | None = None
    hazards: tuple[str, ...] = ()
    lang: str = "id"
    limit: int = 100
    cursor: str | None = None


def changes(conn: sa.Connection, asked: Asked) -> dict[str, Any]:
    """One page of events that changed, each with its changes; `cursor` is of the page after, or None.

    An event that reads the same at both moments is left out, whatever happened in between.
    """
    if asked.start.seq > asked.end.seq:
        raise InvalidInput(
            "waktu",
            "Awal perubahan harus sebelum akhirnya",
            "The changes' start must be before their end",
            where="from",
        )
    key = {"audience": _audience(asked), "from": asked.start.seq, "to": asked.end.seq, "area": asked.area}
    rows = conn.execute(
        _SQL["touched"],
        {**key, "hazards": list(asked.hazards), "after": _after(asked.cursor), "limit": asked.limit + 1},
    ).all()
    page = rows[: asked.limit]
    ids = [row.event_id for row in page]
    read = _Read(conn, {**key, "reads": asked.viewer.reads}, ids)
    says = Sentences(asked.lang, asked.end.recorded_at)
    told = [_event(read, row.event_id, says) for row in page]
    return {
        "from": asked.start.as_dict(),
        "to": asked.end.as_dict(),
        "lang": asked.lang,
        "events": [event for event in told if event["changes"]],
        "cursor": str(page[-1].num) if len(rows) > asked.limit else None,
    }


def _audience(asked: Asked) -> str:
    # An officer bound to a regency reads as one there, and as the public elsewhere.
    bound = asked.viewer.bound
    inside = not bound or asked.area == bound or (asked.area or "").startswith(f"{bound}.")
    return asked.viewer.audience.value if inside else "publik"


def _after(cursor: str | None) -> int:
    if cursor and not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 19):
        raise InvalidInput(
            "cursor",
            "cursor tidak dapat dibaca: pakai tautan 'next' dari halaman sebelumnya",
            "cursor cannot be read: use the 'next' link of the page before",
            where="cursor",
        )
    return int(cursor or 0)


class _Read:
    """States and figures of a page's events at both moments, and where those went that are gone."""

    def __init__(self, conn: sa.Connection, key: dict[str, Any], ids: list[UUID]) -> None:
        self.before, self.old = _at(conn, key, ids, key["from"])
        self.after, self.new = _at(conn, key, ids, key["to"])
        gone = [each for each in ids if each not in self.after]
        rows = (
            conn.execute(
                _SQL["moved"], {name: key[name] for name in ("audience", "from", "to")} | {"ids": gone}
            ).mappings()
            if gone
            else ()
        )
        self.moved = {row["event_id"]: row for row in rows}


_Figures = dict[tuple[str, bool, str], Mapping[Any, Any]]


def _at(
    conn: sa.Connection, key: dict[str, Any], ids: list[UUID], seq: int
) -> tuple[dict[UUID, Mapping[Any, Any]], dict[UUID, _Figures]]:
    values = {"ids": ids, "audience": key["audience"], "seq": seq}
    found = conn.execute(_SQL["states"], values).mappings()
    states: dict[UUID, Mapping[Any, Any]] = {row["event_id"]: row for row in found}
    figures: dict[UUID, _Figures] = {}
    for row in conn.execute(_SQL["figures"], values).mappings():
        slot = (row["kind"], row["total"], row["area_code"])
        if key["reads"](row["kind"]):
            figures.setdefault(row["event_id"], {})[slot] = row
    return states, figures


def _event(read: _Read, event_id: UUID, says: Sentences) -> dict[str, Any]:
    before, after = read.before.get(event_id), read.after.get(event_id)
    state = after or before
    assert state is not None
    if after is None:
        told = [_gone(before, read.moved.get(event_id), says)]
    else:
        told = [
            *_state_changes(before, after, says),
            *_figure_changes(read.old.get(event_id, {}), read.new.get(event_id, {}), says),
        ]
    return {
        "event": {
            "id": str(event_id),
            "num": state["num"],
            "name": says.event(state),
            "hazard": state["hazard"],
            "hazard_label": says.hazard(state["hazard"]),
            "areas": [area_json(code) for code in state["areas"]],
            "occurred": state["occurred_from"].isoformat(),
            "verified": bool(after and after["verified"]),
        },
        "changes": told,
    }


def _change(type_: str, sentence: str, at: Any, **more: Any) -> dict[str, Any]:
    return {"type": type_, **more, "at": at and at.isoformat(), "sentence": sentence}


def _gone(
    before: Mapping[Any, Any] | None, moved: Mapping[Any, Any] | None, says: Sentences
) -> dict[str, Any]:
    at = before and before["until"]
    if moved:
        into = {"id": str(moved["moved_to"]), "name": moved["name"]}
        return _change("gabung", says("merged", name=moved["name"]), at, into=into)
    return _change("ditarik", says("gone"), at)


def _state_changes(
    before: Mapping[Any, Any] | None, after: Mapping[Any, Any], says: Sentences
) -> Iterator[dict[str, Any]]:
    at = after["recorded_at"]
    if before is None:
        yield _change("baru", says("new", name=says.event(after), when=says.occurred(after)), at)
        return
    if after["verified"] and not before["verified"]:
        yield _change("terverifikasi", says("verified"), at)
    if before["verified"] and not after["verified"]:
        yield _change("belum_terverifikasi", says("unverified"), at)
    for name, kind, shown in (
        ("hazard", "jenis", lambda state: says.hazard(state["hazard"])),
        ("area_code", "tempat", lambda state: says.place(state)),
        ("occurred_from", "waktu", says.occurred),
        (
            "is_bencana",
            "golongan",
            lambda state: says("disaster" if state["is_bencana"] else "other_service"),
        ),
    ):
        old, new = shown(before), shown(after)
        if before[name] != after[name] and old != new:
            sentence = says(kind, old=old, new=new)
            yield _change(kind, sentence, at, before=old, after=new)


def _figure_changes(old: _Figures, new: _Figures, says: Sentences) -> Iterator[dict[str, Any]]:
    order = {kind: n for n, kind in enumerate(codes.figures())}
    slots = sorted({*old, *new}, key=lambda slot: (order.get(slot[0], len(order)), not slot[1], slot[2]))
    # A total that is told for another area now is the same total.
    taken = set()
    for slot in slots:
        if slot in taken:
            continue
        was, now = old.get(slot), new.get(slot)
        if slot[1] and (was is None or now is None):
            twin = _twin(slot, old, new)
            if twin:
                taken.add(twin)
                was, now = was or old.get(twin), now or new.get(twin)
        kind = _kind_of(was, now)
        if kind:
            shown = now or was
            assert shown is not None
            yield _figure_change(kind, was, now, shown, says)


def _twin(slot: tuple[str, bool, str], old: _Figures, new: _Figures) -> tuple[str, bool, str] | None:
    missing = old if slot not in old else new
    there = new if slot not in old else old
    found = [
        other
        for other in missing
        if other[0] == slot[0] and other[1] and other not in there and other != slot
    ]
    return found[0] if len(found) == 1 else None


def _kind_of(was: Mapping[Any, Any] | None, now: Mapping[Any, Any] | None) -> str | None:
    """What kind of change it is; None where nothing that a reader sees is another."""
    if now is None:
        return "angka_ditarik"
    if was is None:
        return "angka_baru" if now["value"] is not None else "pendataan"
    if was["value"] is None and now["value"] is None:
        return None
    if now["value"] is None:
        return "pendataan"
    if was["value"] is None:
        return "terhitung"
    if was["value"] != now["value"]:
        return "naik" if now["value"] > was["value"] else "turun"
    return "sumber" if was["source"] != now["source"] else None


def _figure_change(
    kind: str,
    was: Mapping[Any, Any] | None,
    now: Mapping[Any, Any] | None,
    shown: Mapping[Any, Any],
    says: Sentences,
) -> dict[str, Any]:
    at = now["recorded_at"] if now else shown["until"]
    return _change(
        kind,
        says.figure(kind, was, now),
        at,
        kind=shown["kind"],
        label=says.label(shown["kind"]),
        unit=codes.figures()[shown["kind"]].unit,
        total=shown["total"],
        area=area_json(shown["area_code"]),
        corrected=bool(now and now["corrected"]),
        before=was and said_json(was),
        after=now and said_json(now),
    )
