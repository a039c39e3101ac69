"""Sealing bytes with AES-256-GCM: short values, whole files, and keys under a master key.

A sealed value says its form in its first byte and is bound to what it belongs to (`bound`): the same bytes
copied to another submission do not open. A file is sealed in chunks, each bound to its place and to
whether it is the last, so that none can be lost, moved or added without being noticed.

A key has *parts*: keys that follow from it, one for each report of a submission. Whoever has the key has them
all; whoever has some parts knows neither the key nor another part.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gis.errors import SigapError, Unavailable

KEY_BYTES = 32
_NONCE_BYTES = 12
_VALUE = b"\x01"
_PART_VALUE = b"\x02"
_FILE = b"SIGAP\x01"
_FILE_NONCE_BYTES = 7  # and four for the chunk's number, one for whether it is the last
_CHUNK = 1 << 20
_TAG_BYTES = 16


class DataKey:
    """A key that seals and opens values and a file; one of a submission, or a part of such a key."""

    __slots__ = ("_bound", "_cipher", "_form", "secret")

    def __init__(self, secret: bytes, bound: bytes, form: bytes = _VALUE) -> None:
        self.secret = secret
        self._cipher = AESGCM(secret)
        self._bound = bound
        self._form = form

    @classmethod
    def random(cls, bound: bytes) -> "DataKey":
        """A new key."""
        return cls(os.urandom(KEY_BYTES), bound)

    @classmethod
    def of_part(cls, secret: bytes, bound: bytes) -> "DataKey":
        """The part of a key whose secret was kept by itself; `bound`: the key's, and the part's name."""
        return cls(secret, bound, _PART_VALUE)

    def part(self, name: bytes) -> "DataKey":
        """The part of that name (16 bytes): the one step of HKDF-Expand (RFC 5869) that 32 bytes take."""
        secret = hmac.digest(self.secret, b"sigap part\0" + name + b"\x01", hashlib.sha256)
        return self.of_part(secret, self._bound + name)

    def seal(self, content: bytes) -> bytes:
        """The bytes, sealed; never the same twice."""
        nonce = os.urandom(_NONCE_BYTES)
        return self._form + nonce + self._cipher.encrypt(nonce, content, self._bound)

    def open(self, sealed: bytes) -> bytes:
        """What `seal` was given; SigapError where a byte of it has changed."""
        if sealed[:1] != self._form:
            raise _broken()
        nonce, content = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        return self._checked(nonce, content)

    def seal_file(self, source: BinaryIO, target: BinaryIO) -> None:
        """Seal all of `source` into `target`; memory holds a chunk at a time."""
        prefix = os.urandom(_FILE_NONCE_BYTES)
        target.write(_FILE + prefix)
        for number, chunk, last in _chunks(source, _CHUNK):
            target.write(self._cipher.encrypt(_nonce(prefix, number, last), chunk, self._bound))

    def open_file(self, source: BinaryIO) -> bytes:
        """All that was sealed into `source`; SigapError where it is not whole."""
        head = source.read(len(_FILE) + _FILE_NONCE_BYTES)
        if not head.startswith(_FILE):
            raise _broken()
        prefix = head[len(_FILE) :]
        return b"".join(
            self._checked(_nonce(prefix, number, last), chunk)
            for number, chunk, last in _chunks(source, _CHUNK + _TAG_BYTES)
        )

    def _checked(self, nonce: bytes, content: bytes) -> bytes:
        try:
            return self._cipher.decrypt(nonce, content, self._bound)
        except (InvalidTag, ValueError) as error:
            raise _broken() from error


class MasterKey:
    """Wraps data keys. Its `name` is a fingerprint, kept beside each key that it wraps."""

    __slots__ = ("_secret", "name")

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.name = hashlib.sha256(b"sigap master key\0" + secret).hexdigest()[:16]

    def wrap(self, key: DataKey, bound: bytes) -> bytes:
        """The data key, sealed."""
        return DataKey(self._secret, bound).seal(key.secret)

    def unwrap(self, wrapped: bytes, bound: bytes) -> DataKey:
        """The data key that `wrap` was given."""
        return DataKey(self._opened(wrapped, bound), bound)

    def unwrap_part(self, wrapped: bytes, bound: bytes) -> DataKey:
        """The part of a data key that `wrap` was given."""
        return DataKey.of_part(self._opened(wrapped, bound), bound)

    def _opened(self, wrapped: bytes, bound: bytes) -> bytes:
        return DataKey(self._secret, bound).open(wrapped)


def is_of_part(sealed: bytes) -> bool:
    """Whether a value was sealed with a part of its submission's key, not with the key itself."""
    return sealed[:1] == _PART_VALUE


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """(number, bytes, whether it is the last); an empty file is one empty chunk."""
    number, chunk = 0, source.read(size)
    while True:
        following = source.read(size)
        yield number, chunk, not following
        if not following:
            return
        number, chunk = number + 1, following


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


def _broken() -> SigapError:
    return Unavailable(
        "segel",
        "Isi tersegel tidak dapat dibuka: berubah, atau bukan kunci miliknya",
        "Sealed content cannot be opened: it was changed, or this is not its key",
    )
