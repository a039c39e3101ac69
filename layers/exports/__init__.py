"""Tables for other offices' systems: BNPB's sheet and the form of Juklak 7/2023."""

from datetime import date


def subject(form: str | None, period: tuple[date | None, date | None], area: str | None) -> str:
    """What was exported, in a line of the audit log."""
    days = "/".join(day.isoformat() if day else ".." for day in period)
    return f"bnpb {form or 'auto'} {days} {area or 'semua'}"
