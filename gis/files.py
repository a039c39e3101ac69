"""Content-addressed files: originals as they came in, rasters and printed sheets.

A file is named by the SHA-256 of its bytes, so the same bytes are kept once and can be checked at any
time. Files are never changed; a write is complete or absent.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from gis.errors import NotFound

_CHUNK = 1 << 20


class Files:
    """A folder of files by hash: `<root>/ab/abcdef…`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes | Path) -> str:
        """Keep the bytes (or a file's); returns their SHA-256 in hex."""
        sha256 = _digest(content)
        target = self._place(sha256)
        if target.exists():
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                if isinstance(content, bytes):
                    file.write(content)
                else:
                    with content.open("rb") as source:
                        shutil.copyfileobj(source, file, _CHUNK)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return sha256

    def path(self, sha256: str) -> Path:
        """Where the file of that hash is; NotFound when it is not kept here."""
        place = self._place(sha256)
        if not place.is_file():
            raise NotFound(
                "berkas",
                "Berkas {sha256} tidak ada di penyimpanan",
                "File {sha256} is not in the store",
                sha256=sha256[:12],
            )
        return place

    def read(self, sha256: str) -> bytes:
        """The bytes of that hash."""
        return self.path(sha256).read_bytes()

    def _place(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
