"""Corrections of what a report says."""

REGISTER: tuple[str, ...] = ()
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ()
