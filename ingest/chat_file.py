"""Files that hold a chat: the exported .txt, or the .zip of it with its media, which are not unpacked."""

import io
import zipfile
from pathlib import Path

from gis.errors import TooLarge
from ingest import archive, chat, encoding

MAX_CHAT_BYTES = 20_000_000  # some 100,000 messages
HEAD_BYTES = 4_000
NO_MEDIA = (
    ".shp",
    ".dbf",
    ".kml",
    ".gdbtable",
    ".xml",
    ".rels",
    ".csv",
)  # what a layer or a workbook is made of


def text_of(content: bytes | Path, filename: str) -> str | None:
    """The chat's text from an exported .txt or .zip; None: no chat. InvalidInput, TooLarge: a bad archive."""
    found = _in_zip(content, filename)
    if found is None:
        if not isinstance(content, bytes):
            with content.open("rb") as file:
                if not chat.begins(file.read(HEAD_BYTES)):
                    return None
                file.seek(0)
                found = file.read(MAX_CHAT_BYTES + 1)
        elif chat.begins(content[:HEAD_BYTES]):
            found = content
        else:
            return None
    if len(found) > MAX_CHAT_BYTES:
        raise _too_large(filename)
    text = encoding.decode(found, filename=filename)
    return text if chat.is_chat(text) else None


def _in_zip(content: bytes | Path, filename: str) -> bytes | None:
    """The one text at the top of a zip, read only once the whole archive has been found bearable."""
    name = _text_name(content)
    if name is None:
        return None
    with archive.open_archive(content, filename=filename) as opened:
        if opened.getinfo(name).file_size > MAX_CHAT_BYTES:
            raise _too_large(filename)
        with opened.open(name) as part:
            return part.read(MAX_CHAT_BYTES + 1)


def _text_name(content: bytes | Path) -> str | None:
    """The name of the one .txt at the top of a zip file that holds nothing else but media."""
    if isinstance(content, bytes) and not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(_opened(content)) as listed:
            names = [entry for entry in listed.namelist() if not entry.endswith("/")]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    texts = [name for name in names if name.lower().endswith(".txt")]
    if len(texts) != 1 or "/" in texts[0] or any(name.lower().endswith(NO_MEDIA) for name in names):
        return None
    return texts[0]


def _opened(content: bytes | Path) -> Path | io.BytesIO:
    return content if isinstance(content, Path) else io.BytesIO(content)


def _too_large(filename: str) -> TooLarge:
    return TooLarge(
        "terlalu_besar",
        "{filename}: percakapan lebih dari {megabytes} MB. Ekspor sebagian saja",
        "{filename}: the chat is over {megabytes} MB. Export a part of it",
        where=filename,
        filename=filename,
        megabytes=MAX_CHAT_BYTES // 1_000_000,
    )
