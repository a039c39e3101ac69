"""Silence, and the emergency status of areas."""

REGISTER: tuple[str, ...] = ()
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ()
