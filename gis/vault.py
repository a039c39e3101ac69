"""What is personal, sealed by a key of its submission's own; destroying the key erases it for good.

The keys are in a table of their own, wrapped by the installation's master key (`gis.keyring`). A register
row is never changed or removed: without its key it is only noise, of which nothing but the hash of the
original, and who erased it and why, remains.

The key of a submission seals its original. Rows are sealed with parts of it: those of a report with the part
named by the report's id, what became no report with the part named by the submission's. To erase one report
of many, all other parts take the place of the key; what was sealed with the key itself, before there were
parts, is sealed once more with them.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from gis import keyring, queries
from gis.copying import copy_rows
from gis.errors import Conflict
from gis.files import Files
from gis.keyring import Keyring
from gis.ledger import Entry
from gis.sealing import DataKey, is_of_part
from gis.settings import Settings

_SQL = queries.load("gis.vault")
MOST_PARTS = 5_000  # more than the reports of one batch that a sheet is written in
ERASED = "dihapus"
"""What readers are shown in place of an erased text."""


def seal(entry: Entry, submission: UUID, content: bytes, report: UUID | None = None) -> bytes:
    """The bytes sealed for a report of the submission, or for what of it became none.

    The submission's key is made at its first use. Raises Conflict when something of it was erased,
    Unavailable without a master key. While rows are being copied the connection cannot look for a key: call
    `make_ready` before.
    """
    return _part_of(entry, submission, report or submission).seal(content)


def seal_text(entry: Entry, submission: UUID, text: str, report: UUID | None = None) -> bytes:
    """The same for a text."""
    return seal(entry, submission, text.encode(), report)


def make_ready(entry: Entry, submission: UUID) -> None:
    """Have the submission's key at hand, so that sealing asks nothing of the database."""
    _key_of(entry, submission)


def keep_original(entry: Entry, files: Files, submission: UUID, sha256: str, content: bytes | Path) -> None:
    """Keep the submission's original under its hash, sealed.

    The row of `submission` must be written before: while it is not committed, nobody else can seal the
    same bytes with a key of another.
    """
    files.put_sealed(sha256, content, _key_of(entry, submission))


class Vault:
    """Opens sealed values over one connection; the key of each submission is looked up once.

    Keys of `submissions`, and parts of `reports` where they are kept by themselves, are looked up at once; so
    is which of them were erased, when it is first asked.
    """

    def __init__(
        self, conn: sa.Connection, submissions: Iterable[UUID] = (), reports: Iterable[UUID] = ()
    ) -> None:
        self._conn = conn
        self._keys: dict[UUID, DataKey | None] = {}
        self._parts: dict[UUID, DataKey | None] = {}
        self._erased: dict[UUID, bool] = {}
        self._ring: Keyring | None = None
        if wanted := list(submissions):
            self._fetch(wanted)
            if None in self._keys.values():
                self._fetch_parts(list(reports))

    def open(self, submission: UUID, sealed: bytes, report: UUID | None = None) -> bytes | None:
        """What `seal` was given; None when its key was destroyed."""
        key, name = self._key(submission), report or submission
        if key is not None:
            return (key.part(name.bytes) if is_of_part(sealed) else key).open(sealed)
        part = self._part(name)
        anew = sealed if part is None or is_of_part(sealed) else self._resealed(sealed)
        return None if part is None or anew is None else part.open(anew)

    def text(
        self, submission: UUID, sealed: bytes | None, plain: str | None = None, report: UUID | None = None
    ) -> str | None:
        """A text that is sealed, or `plain` where it was written before texts were; ERASED without key."""
        if sealed is not None:
            content = self.open(submission, sealed, report)
            return ERASED if content is None else content.decode()
        return ERASED if plain is not None and self.is_erased(submission) else plain

    def original(self, files: Files, submission: UUID) -> bytes | None:
        """The bytes as they came in; None when they, or a report of them, were erased. NotFound: lost."""
        sha256 = self._conn.execute(_SQL["sha256"], {"id": submission}).scalar_one()
        key = self._key(submission)
        if self._has_erased(submission):
            return None
        # Without a key it is a layer, or older than keys: such are kept as they are.
        return files.read(sha256) if key is None else files.read_sealed(sha256, key)

    def is_erased(self, submission: UUID) -> bool:
        """Whether the submission was erased as a whole."""
        if submission not in self._erased:
            wanted = {submission, *self._keys} - self._erased.keys()
            self._erased |= dict.fromkeys(wanted, False)
            found = self._conn.execute(_SQL["erased"], {"ids": list(wanted)}).scalars()
            self._erased |= dict.fromkeys(found, True)
        return self._erased[submission]

    def _has_erased(self, submission: UUID) -> bool:
        return bool(self._conn.execute(_SQL["has_erased"], {"id": submission}).scalar_one())

    def _key(self, submission: UUID) -> DataKey | None:
        if submission not in self._keys:
            self._fetch([submission])
        return self._keys[submission]

    def _part(self, name: UUID) -> DataKey | None:
        if name not in self._parts:
            self._fetch_parts([name])
        return self._parts[name]

    def _resealed(self, sealed: bytes) -> bytes | None:
        """The value sealed once more, with a part: its own key went with another report."""
        found = self._conn.execute(_SQL["resealed"], {"digest": _digest(sealed)}).scalar_one_or_none()
        return None if found is None else bytes(found)

    def _fetch(self, wanted: list[UUID]) -> None:
        self._keys |= dict.fromkeys(wanted)
        for row in self._conn.execute(_SQL["keys"], {"ids": wanted}):
            master = self._masters().named(row.master)
            self._keys[row.submission_id] = master.unwrap(row.wrapped, row.submission_id.bytes)

    def _fetch_parts(self, wanted: list[UUID]) -> None:
        self._parts |= dict.fromkeys(wanted)
        for row in self._conn.execute(_SQL["parts"], {"names": wanted}):
            master = self._masters().named(row.master)
            self._parts[row.part] = master.unwrap_part(row.wrapped, _bound(row))

    def _masters(self) -> Keyring:
        self._ring = self._ring or keyring.load(_settings(self._conn))
        return self._ring


def rewrap(conn: sa.Connection, ring: Keyring) -> int:
    """Wrap every key anew under the current master key; returns how many there were to wrap."""
    current = ring.current
    whole = conn.execute(_SQL["wrapped_otherwise"], {"master": current.name}).all()
    for row in whole:
        bound = row.submission_id.bytes
        key = ring.named(row.master).unwrap(row.wrapped, bound)
        values = {"wrapped": current.wrap(key, bound), "master": current.name}
        conn.execute(_SQL["rewrap"], {"id": row.submission_id, **values})
    parts = conn.execute(_SQL["parts_wrapped_otherwise"], {"master": current.name}).all()
    for row in parts:
        key = ring.named(row.master).unwrap_part(row.wrapped, _bound(row))
        values = {"wrapped": current.wrap(key, _bound(row)), "master": current.name}
        conn.execute(_SQL["rewrap_part"], {"name": row.part, **values})
    return len(whole) + len(parts)


def destroy_key(entry: Entry, submission: UUID) -> bool:
    """Delete the submission's key and what is left of its parts; whether there was any."""
    entry.keys.pop(submission, None)
    entry.parts.clear()
    done = [entry.conn.execute(_SQL[name], {"id": submission}) for name in ("destroy", "destroy_parts")]
    return any(each.rowcount for each in done)


def destroy_part(entry: Entry, submission: UUID, report: UUID) -> None:
    """Make sure that nothing opens the report's rows any more, while those of the others still open.

    Nothing opens the submission's original either, and nothing more can be sealed for it.
    """
    entry.parts.clear()
    _split(entry, submission)
    entry.conn.execute(_SQL["destroy_part"], {"name": report})


def _split(entry: Entry, submission: UUID) -> None:
    """Put the parts of a submission's key in the key's place; seal anew what only the key itself opens."""
    conn = entry.conn
    key = Vault(conn)._key(submission)
    if key is None:
        return
    names = conn.execute(_SQL["names_of_parts"], {"id": submission}).scalars().all()
    master = keyring.load(_settings(conn)).current
    rows = (
        (name, submission, master.wrap(key.part(name.bytes), submission.bytes + name.bytes), master.name)
        for name in names
    )
    copy_rows(conn, "part_key", ("part", "submission_id", "wrapped", "master"), rows)
    old = [(row.part, bytes(row.sealed)) for row in conn.execute(_SQL["sealed_whole"], {"id": submission})]
    anew = (
        (_digest(sealed), submission, key.part(name.bytes).seal(key.open(sealed))) for name, sealed in old
    )
    copy_rows(conn, "resealed", ("digest", "submission_id", "sealed"), anew)
    entry.keys.pop(submission, None)
    conn.execute(_SQL["destroy"], {"id": submission})


def _part_of(entry: Entry, submission: UUID, name: UUID) -> DataKey:
    """The part of that name; a report's is asked for by each of its texts and cells in turn."""
    part = entry.parts.get(name)
    if part is None:
        if len(entry.parts) >= MOST_PARTS:
            entry.parts.clear()
        part = entry.parts[name] = _key_of(entry, submission).part(name.bytes)
    return part


def _key_of(entry: Entry, submission: UUID) -> DataKey:
    if submission not in entry.keys:
        entry.keys[submission] = Vault(entry.conn)._key(submission) or _new_key(entry, submission)
    return entry.keys[submission]


def _new_key(entry: Entry, submission: UUID) -> DataKey:
    conn = entry.conn
    if Vault(conn)._has_erased(submission):
        raise Conflict(
            "dihapus",
            "Kiriman {id} sudah dihapus; isinya tidak dapat ditambah",
            "Submission {id} was erased; nothing can be added to it",
            id=str(submission),
        )
    fresh = not conn.execute(_SQL["any_key"]).scalar_one()
    master = keyring.load(_settings(conn), fresh=fresh).current
    key = DataKey.random(submission.bytes)
    values = {"id": submission, "wrapped": master.wrap(key, submission.bytes), "master": master.name}
    if conn.execute(_SQL["add_key"], values).rowcount:
        return key
    found = Vault(conn)._key(submission)  # someone else was quicker
    assert found is not None
    return found


def _digest(sealed: bytes) -> bytes:
    return hashlib.sha256(sealed).digest()


def _bound(row: sa.Row[tuple[UUID, UUID]]) -> bytes:
    return bytes(row.submission_id.bytes + row.part.bytes)


def _settings(conn: sa.Connection) -> Settings:
    settings: Settings = conn.get_execution_options()["sigap_settings"]
    return settings
