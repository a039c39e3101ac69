"""Who may log in, their sessions, and what they did."""

REGISTER: tuple[str, ...] = ()
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ()
