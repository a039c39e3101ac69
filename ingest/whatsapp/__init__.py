"""Report texts as sent over WhatsApp, to reports: `parse` a message, `to_json` what it gave."""

from ingest.whatsapp.parser import parse
from ingest.whatsapp.record import Parsed, Reading, to_json

__all__ = ["Parsed", "Reading", "parse", "to_json"]
