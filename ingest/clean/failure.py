"""Why a value could not be read, in words for the person who wrote it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """No value, and the reason: a stable slug and a sentence in both languages."""

    code: str
    id_text: str
    en_text: str


def unreadable(what_id: str, what_en: str, text: str) -> Failure:
    """The failure of a text that is no such value at all."""
    shown = text[:60]
    return Failure("tak_terbaca", f"'{shown}' bukan {what_id}", f"'{shown}' is not {what_en}")
