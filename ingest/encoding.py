"""Bytes to text: the encodings that Indonesian offices' files come in."""

import codecs

import charset_normalizer

from gis.errors import InvalidInput

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ONE_BYTE = [
    "cp1252",
    "mac_roman",
]  # Windows' and the old Mac's; ASCII and UTF-8 are known before they are asked
SAMPLE_BYTES = 200_000


def encoding_of(content: bytes, *, filename: str) -> str:
    """The codec name that reads all of `content`. InvalidInput `bukan_teks`: these bytes are no text."""
    encoding = _marked(content) or _unmarked_utf16(content) or _utf8(content) or _one_byte(content)
    if encoding is None or not _decodes(content, encoding):
        raise not_text(filename)
    return encoding


def decode(content: bytes, *, filename: str) -> str:
    """The text without its byte-order mark. A NUL becomes U+FFFD: positions stay, PostgreSQL takes it."""
    return content.decode(encoding_of(content, filename=filename)).replace("\x00", "\ufffd")


def _marked(content: bytes) -> str | None:
    return next((encoding for bom, encoding in BOMS if content.startswith(bom)), None)


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark shows as a NUL in every second byte."""
    head = content[:2000]
    if len(head) < 4 or len(content) % 2:
        return None
    if head[1::2].count(0) > 0.4 * len(head) / 2 and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > 0.4 * len(head) / 2 and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _utf8(content: bytes) -> str | None:
    return "utf-8" if b"\x00" not in content[:SAMPLE_BYTES] and _decodes(content, "utf-8") else None


def _one_byte(content: bytes) -> str | None:
    controls = sum(content[:SAMPLE_BYTES].count(code) for code in (*range(9), *range(14, 32)))
    if controls:
        return None
    best = charset_normalizer.from_bytes(content[:SAMPLE_BYTES], cp_isolation=ONE_BYTE).best()
    return best.encoding if best and _decodes(content, best.encoding) else "cp1252"


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeError:
        return False
    return True


def not_text(filename: str) -> InvalidInput:
    """The error for bytes that are no text in any encoding we know."""
    return InvalidInput(
        "bukan_teks",
        "{filename} bukan teks yang dapat dibaca: simpan sebagai UTF-8",
        "{filename} is not text that can be read: save it as UTF-8",
        where=filename,
        filename=filename,
    )
