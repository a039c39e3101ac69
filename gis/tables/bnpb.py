"""BNPB's sheet: rows as they came, and the sign-off chain."""

REGISTER: tuple[str, ...] = ()
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ()
