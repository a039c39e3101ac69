"""Zip files from strangers: opened only once what they inflate to is known to be bearable."""

import io
import zipfile
import zlib
from pathlib import Path

from gis.errors import InvalidInput, TooLarge

MAX_ENTRIES = 5_000
MAX_INFLATED_BYTES = 1_000_000_000
MAX_RATIO = 150  # a real sheet of empty formatted cells reaches about 40
RATIO_FROM_BYTES = 10_000_000  # what inflates to less harms nobody
CHUNK_BYTES = 1 << 20


def open_archive(content: bytes | Path, *, filename: str) -> zipfile.ZipFile:
    """An open archive whose every entry has been inflated once and found whole.

    InvalidInput: broken, encrypted, or XML with a document type. TooLarge: a zip bomb. Uses little memory.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content)
        _check_declared(archive.infolist(), filename)
        _check_actual(archive, filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise _broken(filename) from error
    return archive


def _check_declared(entries: list[zipfile.ZipInfo], filename: str) -> None:
    total_bytes = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or total_bytes > MAX_INFLATED_BYTES:
        raise _bomb(filename)
    if any(_ratio(entry.file_size, entry.compress_size) > MAX_RATIO for entry in entries):
        raise _bomb(filename)
    if any(entry.flag_bits & 1 for entry in entries):
        raise locked(filename)


def _ratio(inflated_bytes: int, packed_bytes: int) -> float:
    return inflated_bytes / max(packed_bytes, 1) if inflated_bytes > RATIO_FROM_BYTES else 0.0


def _check_actual(archive: zipfile.ZipFile, filename: str) -> None:
    """Inflate everything, since the sizes in the directory are only what the sender says they are."""
    inflated_bytes = 0
    for entry in archive.infolist():
        with archive.open(entry) as part:
            first = True
            while chunk := part.read(CHUNK_BYTES):
                inflated_bytes += len(chunk)
                if inflated_bytes > MAX_INFLATED_BYTES:
                    raise _bomb(filename)
                if first and entry.filename.lower().endswith((".xml", ".rels", ".kml")):
                    refuse_doctype(chunk, filename=filename)
                first = False


def refuse_doctype(head: bytes, *, filename: str) -> None:
    """InvalidInput if an XML document declares a document type: our formats need none, attacks do."""
    if b"<!DOCTYPE" in head.replace(b"\x00", b"").upper():
        raise InvalidInput(
            "xml_berbahaya",
            "{filename} memuat deklarasi DOCTYPE/ENTITY yang tidak diterima: simpan ulang dari programnya",
            "{filename} holds a DOCTYPE/ENTITY declaration, which is not taken: save it again",
            where=filename,
            filename=filename,
        )


def locked(filename: str) -> InvalidInput:
    """The error for a file that only opens with a password."""
    return InvalidInput(
        "berkas_terkunci",
        "{filename} terkunci dengan kata sandi: buka kuncinya, simpan, lalu kirim lagi",
        "{filename} is locked with a password: unlock it, save it and send it again",
        where=filename,
        filename=filename,
    )


def _bomb(filename: str) -> TooLarge:
    return TooLarge(
        "bom_zip",
        "{filename} mengembang terlalu besar (batas {megabytes} MB, {ratio} kali lipat): tidak dibuka",
        "{filename} inflates to too much (limit {megabytes} MB, {ratio} times its size): it was not opened",
        where=filename,
        filename=filename,
        megabytes=MAX_INFLATED_BYTES // 1_000_000,
        ratio=MAX_RATIO,
    )


def _broken(filename: str) -> InvalidInput:
    return InvalidInput(
        "berkas_rusak",
        "{filename} rusak atau terpotong: kirim ulang berkas aslinya",
        "{filename} is broken or cut off: send the original file again",
        where=filename,
        filename=filename,
    )
