"""Hiding what is personal in a text that goes out or is kept unsealed: numbers, addresses, names."""

import re
from collections.abc import Iterable
from pathlib import PurePath

from ingest.folding import fold
from ingest.whatsapp.persons import personal

HIDDEN = "[disamarkan]"
SHORTEST = 3  # letters of a name that is looked for in other texts
CUE = re.compile(
    r"\ba\s?/\s?n\b|\ba\.\s?n\b|\ban\.|atas nama|"
    r"\b(?:bpk|bapak|pak|bp|ibu|bu|sdri?|saudar[ai]|tn|ny|nn|nama|korban|alm|hp|wa|telp?|kontak|pelapor)\b|"
    r"0\s?8\d|62\s?-?8\d|\d{6}|@"
)
"""What stands beside most personal data; a text without any of it is not searched."""


def masked(text: str) -> str:
    """The text with each personal datum in it replaced by `HIDDEN`."""
    for found in reversed(personal.find(text)):
        start, end = found["span"]
        text = text[:start] + HIDDEN + text[end:]
    return text


def unnamed(text: str, known: Iterable[str] = ()) -> str:
    """A short text that is kept unsealed, without `known` personal data (folded) and what cues give away."""
    return without(masked(text) if CUE.search(fold(text)) else text, known)


def without(text: str, known: Iterable[str]) -> str:
    """The text without these personal data, which are folded."""
    folded = fold(text)
    if secrets := [re.escape(secret) for secret in known if secret in folded]:
        spans = [match.span() for match in re.finditer(rf"(?<!\w)(?:{'|'.join(secrets)})(?!\w)", folded)]
        for start, end in reversed(spans):
            text = text[:start] + HIDDEN + text[end:]
    return text


def secrets_of(data: Iterable[dict[str, object]]) -> tuple[str, ...]:
    """The values of a report's personal data, folded, the longest first: to be found in its other texts."""
    values = {" ".join(fold(str(datum.get("value", ""))).split()) for datum in data}
    return tuple(sorted((value for value in values if len(value) >= SHORTEST), key=len, reverse=True))


def unnamed_file(name: str) -> str:
    """A file's name without what is personal in it; its ending stays."""
    ending = PurePath(name).suffix
    stem = name[: len(name) - len(ending)] if ending else name
    # Words of a file's name are joined by signs that no name of a person has.
    spaced = re.sub(r"[_+]|(?<=\w)-(?=\w)", " ", stem)
    hidden = unnamed(spaced)
    return name if hidden == spaced else hidden + ending
