"""Hiding what is personal in a text that goes out: telephone and identity numbers, addresses, names."""

from ingest.whatsapp import personal

HIDDEN = "[disamarkan]"


def masked(text: str) -> str:
    """The text with each personal datum in it replaced by `HIDDEN`."""
    for found in reversed(personal.find(text)):
        start, end = found["span"]
        text = text[:start] + HIDDEN + text[end:]
    return text
