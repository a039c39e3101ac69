"""The master keys: from `SIGAP_MASTER_KEY`, or for the embedded installation a file of its own in `var`.

A master key is 64 hexadecimal digits. The first one wraps, the others only open: so a new one can be put
before the old, everything wrapped anew (`sigap rekey`), and the old one then be dropped.
"""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from gis.errors import Unavailable
from gis.sealing import KEY_BYTES, MasterKey
from gis.settings import Settings

FILE = "kunci-induk"


class Keyring:
    """The master keys at hand, the current one first."""

    def __init__(self, keys: tuple[MasterKey, ...]) -> None:
        self.keys = keys

    @property
    def current(self) -> MasterKey:
        """The one that wraps."""
        return self.keys[0]

    def named(self, name: str) -> MasterKey:
        """The key of that fingerprint; Unavailable when it is not at hand."""
        for key in self.keys:
            if key.name == name:
                return key
        raise Unavailable(
            "kunci_induk",
            "Kunci induk {name} tidak ada: pulihkan SIGAP_MASTER_KEY atau var/kunci-induk",
            "Master key {name} is not at hand: bring SIGAP_MASTER_KEY or var/kunci-induk back",
            where="SIGAP_MASTER_KEY",
            name=name,
        )


def load(settings: Settings, *, fresh: bool = False) -> Keyring:
    """The keyring; Unavailable where there is none. `fresh`: nothing is sealed yet, so a key may be made.

    Only an installation with an embedded database makes its own key: one that an operator set up must
    know where its key is kept.
    """
    if settings.master_key:
        return _parsed(settings.master_key.get_secret_value().split(","), "SIGAP_MASTER_KEY")
    place = settings.var / FILE
    if not place.exists():
        if settings.database_url or not fresh:
            raise _missing(place)
        _write_new(place, [secrets.token_hex(KEY_BYTES)])
    return _read(place)


def add(settings: Settings) -> Keyring:
    """A new current key before the others in the file; those of a setting are the operator's to change."""
    place = settings.var / FILE
    if not settings.master_key:
        if not place.exists():
            raise _missing(place)
        _replace(place, [secrets.token_hex(KEY_BYTES), *_lines(place)])
    return load(settings)


def keep_current(settings: Settings) -> None:
    """Drop all keys of the file but the current one."""
    place = settings.var / FILE
    if not settings.master_key:
        _replace(place, _lines(place)[:1])


def _read(place: Path) -> Keyring:
    if place.stat().st_mode & 0o077:
        raise Unavailable(
            "kunci_induk",
            "{place} terbaca orang lain: chmod 600, lalu pertimbangkan sigap rekey",
            "{place} can be read by others: chmod 600, then think of sigap rekey",
            where=str(place),
            place=place,
        )
    return _parsed(_lines(place), str(place))


def _lines(place: Path) -> list[str]:
    return place.read_text(encoding="ascii").split()


def _parsed(texts: list[str], where: str) -> Keyring:
    try:
        found = [bytes.fromhex(text.strip()) for text in texts]
    except ValueError:
        found = []
    if not found or any(len(key) != KEY_BYTES for key in found):
        raise Unavailable(
            "kunci_induk",
            "Kunci induk harus 64 digit heksadesimal (openssl rand -hex 32)",
            "A master key must be 64 hexadecimal digits (openssl rand -hex 32)",
            where=where,
        )
    return Keyring(tuple(MasterKey(key) for key in found))


def _write_new(place: Path, lines: list[str]) -> None:
    """Write the file unless another process just did."""
    place.parent.mkdir(parents=True, exist_ok=True)
    written = _temporary(place, lines)
    try:
        with suppress(FileExistsError):
            os.link(written, place)
    finally:
        written.unlink()


def _replace(place: Path, lines: list[str]) -> None:
    _temporary(place, lines).replace(place)


def _temporary(place: Path, lines: list[str]) -> Path:
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".")  # readable by us alone
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _missing(place: Path) -> Unavailable:
    return Unavailable(
        "kunci_induk",
        "Kunci induk tidak ada: isi SIGAP_MASTER_KEY (openssl rand -hex 32), atau pulihkan {place}",
        "There is no master key: set SIGAP_MASTER_KEY (openssl rand -hex 32), or bring back {place}",
        where="SIGAP_MASTER_KEY",
        place=place,
    )
