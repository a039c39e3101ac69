"""Decisions on which report tells of which event."""

REGISTER: tuple[str, ...] = ()
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ()
