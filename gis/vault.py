"""What is personal, sealed by a key of its submission's own; destroying the key erases it for good.

The keys are in a table of their own, wrapped by the installation's master key (`gis.keyring`). A register
row is never changed or removed: without its key it is only noise, of which nothing but the hash of the
original, and who erased it and why, remains.
"""

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from gis import keyring, queries
from gis.errors import Conflict
from gis.files import Files
from gis.keyring import Keyring
from gis.ledger import Entry
from gis.sealing import DataKey
from gis.settings import Settings

_SQL = queries.load("gis.vault")
ERASED = "dihapus"
"""What readers are shown in place of an erased text."""


def seal(entry: Entry, submission: UUID, content: bytes) -> bytes:
    """The bytes sealed with the submission's key, which is made at its first use.

    Raises Conflict when the submission was erased, Unavailable without a master key. While rows are being
    copied the connection cannot look for a key: call `make_ready` before.
    """
    return _key_of(entry, submission).seal(content)


def seal_text(entry: Entry, submission: UUID, text: str) -> bytes:
    """The same for a text."""
    return seal(entry, submission, text.encode())


def make_ready(entry: Entry, submission: UUID) -> None:
    """Have the submission's key at hand, so that sealing asks nothing of the database."""
    _key_of(entry, submission)


def keep_original(entry: Entry, files: Files, submission: UUID, sha256: str, content: bytes | Path) -> None:
    """Keep the submission's original under its hash, sealed.

    The row of `submission` must be written before: while it is not committed, nobody else can seal the
    same bytes with a key of another.
    """
    files.put_sealed(sha256, content, _key_of(entry, submission))


def open_(conn: sa.Connection, submission: UUID, sealed: bytes) -> bytes | None:
    """What `seal` was given; None when the submission's key was destroyed."""
    return Vault(conn).open(submission, sealed)


class Vault:
    """Opens sealed values over one connection; the key of each submission is looked up once."""

    def __init__(self, conn: sa.Connection, submissions: Iterable[UUID] = ()) -> None:
        self._conn = conn
        self._keys: dict[UUID, DataKey | None] = {}
        self._ring: Keyring | None = None
        if wanted := list(submissions):
            self._fetch(wanted)

    def open(self, submission: UUID, sealed: bytes) -> bytes | None:
        """What `seal` was given; None when the submission's key was destroyed."""
        key = self._key(submission)
        return None if key is None else key.open(sealed)

    def text(self, submission: UUID, sealed: bytes | None, plain: str | None = None) -> str | None:
        """A text that is sealed, or `plain` where it was written before texts were; ERASED without key."""
        if sealed is not None:
            content = self.open(submission, sealed)
            return ERASED if content is None else content.decode()
        return ERASED if plain is not None and self.is_erased(submission) else plain

    def original(self, files: Files, submission: UUID) -> bytes | None:
        """The bytes as they came in; None when they were erased. NotFound when the file is lost."""
        sha256 = self._conn.execute(_SQL["sha256"], {"id": submission}).scalar_one()
        key = self._key(submission)
        if self.is_erased(submission):
            return None
        # Without a key it is a layer, or older than keys: such are kept as they are.
        return files.read(sha256) if key is None else files.read_sealed(sha256, key)

    def is_erased(self, submission: UUID) -> bool:
        """Whether the submission was erased."""
        return bool(self._conn.execute(_SQL["is_erased"], {"id": submission}).scalar_one())

    def _key(self, submission: UUID) -> DataKey | None:
        if submission not in self._keys:
            self._fetch([submission])
        return self._keys[submission]

    def _fetch(self, wanted: list[UUID]) -> None:
        self._keys |= dict.fromkeys(wanted)
        for row in self._conn.execute(_SQL["keys"], {"ids": wanted}):
            self._ring = self._ring or keyring.load(_settings(self._conn))
            master = self._ring.named(row.master)
            self._keys[row.submission_id] = master.unwrap(row.wrapped, row.submission_id.bytes)


def rewrap(conn: sa.Connection, ring: Keyring) -> int:
    """Wrap every key anew under the current master key; returns how many there were to wrap."""
    rows = conn.execute(_SQL["wrapped_otherwise"], {"master": ring.current.name}).all()
    for row in rows:
        bound = row.submission_id.bytes
        key = ring.named(row.master).unwrap(row.wrapped, bound)
        values = {"wrapped": ring.current.wrap(key, bound), "master": ring.current.name}
        conn.execute(_SQL["rewrap"], {"id": row.submission_id, **values})
    return len(rows)


def destroy_key(entry: Entry, submission: UUID) -> bool:
    """Delete the submission's key; whether there was one."""
    entry.keys.pop(submission, None)
    return bool(entry.conn.execute(_SQL["destroy"], {"id": submission}).rowcount)


def _key_of(entry: Entry, submission: UUID) -> DataKey:
    if submission not in entry.keys:
        entry.keys[submission] = Vault(entry.conn)._key(submission) or _new_key(entry, submission)
    return entry.keys[submission]


def _new_key(entry: Entry, submission: UUID) -> DataKey:
    conn = entry.conn
    if Vault(conn).is_erased(submission):
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


def _settings(conn: sa.Connection) -> Settings:
    settings: Settings = conn.get_execution_options()["sigap_settings"]
    return settings
