"""Content-addressed files: originals as they came in, rasters and printed sheets.

A file is named by the SHA-256 of its bytes, so the same bytes are kept once and can be checked at any
time. Files are never changed; a write is complete or absent. What may hold personal data is sealed, under
the hash of what it was before: `<root>/ab/abcdef….segel`.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from gis.errors import NotFound

if TYPE_CHECKING:
    from gis.sealing import DataKey

_CHUNK = 1 << 20


class Files:
    """A folder of files by hash: `<root>/ab/abcdef…`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes | Path) -> str:
        """Keep the bytes (or a file's); returns their SHA-256 in hex."""
        sha256 = digest(content)
        target = self._place(sha256)
        if not target.exists():
            _write(target, lambda file: _copy(content, file))
        return sha256

    def put_sealed(self, sha256: str, content: bytes | Path, key: "DataKey") -> None:
        """Keep the bytes of that hash sealed; what was kept of them under another key is replaced."""

        def seal(file: BinaryIO) -> None:
            with _opened(content) as source:
                key.seal_file(source, file)

        _write(self._sealed_place(sha256), seal)

    def read_sealed(self, sha256: str, key: "DataKey") -> bytes:
        """The bytes of that hash, opened; NotFound when they are not kept here."""
        with self._kept(self._sealed_place(sha256), sha256).open("rb") as source:
            return key.open_file(source)

    def delete_original(self, sha256: str) -> None:
        """Remove an original, sealed or from before originals were; nothing else is ever removed."""
        for place in (self._sealed_place(sha256), self._place(sha256)):
            place.unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """Where the file of that hash is; NotFound when it is not kept here."""
        return self._kept(self._place(sha256), sha256)

    def read(self, sha256: str) -> bytes:
        """The bytes of that hash."""
        return self.path(sha256).read_bytes()

    def _place(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256

    def _sealed_place(self, sha256: str) -> Path:
        return self._place(sha256).with_suffix(".segel")

    def _kept(self, place: Path, sha256: str) -> Path:
        if not place.is_file():
            raise NotFound(
                "berkas",
                "Berkas {sha256} tidak ada di penyimpanan",
                "File {sha256} is not in the store",
                sha256=sha256[:12],
            )
        return place


def digest(content: bytes | Path) -> str:
    """SHA-256 of the bytes (or a file's) in hex."""
    with _opened(content) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def size_of(content: bytes | Path) -> int:
    """How many bytes there are."""
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _opened(content: bytes | Path) -> BinaryIO:
    return BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def _copy(content: bytes | Path, file: BinaryIO) -> None:
    with _opened(content) as source:
        shutil.copyfileobj(source, file, _CHUNK)


def _write(target: Path, fill: Callable[[BinaryIO], None]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
