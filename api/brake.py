"""The brake on guessing passwords: beyond a few, each try must wait longer than the one before."""

from ipaddress import ip_address, ip_network

import sqlalchemy as sa

from gis import audit, queries
from gis.db import Database
from gis.errors import TooMany

_SQL = queries.load("api.people")

# After so many failures each further one waits: by account and address, by address, by account.
_FREE = {"pasangan": 5, "alamat": 20, "akun": 50}
_FIRST_WAIT_S, _LONGEST_WAIT_S = 30.0, 900.0


def count(database: Database, name: str, address: str) -> dict[str, str]:
    """Count this try as failed until it is not; TooMany while one of its keys must wait."""
    near = _network(address)
    with database.write() as conn:
        who = audit.pseudonym(conn, name)  # of known names too: the table says nothing of who there is
        keys = {"pasangan": f"pasangan {who} {near}", "alamat": f"alamat {near}", "akun": f"akun {who}"}
        kinds = {key: kind for kind, key in keys.items()}
        conn.execute(_SQL["one_at_a_time"], {"keys": sorted(kinds)})  # in order: none waits for another's
        rows = conn.execute(_SQL["failures"], {"keys": list(kinds)}).all()
        waits = {kinds[row.key]: _wait_s(kinds[row.key], row.failures) - row.age_s for row in rows}
        if max(waits.values(), default=0.0) > 0 and _is_at_home(conn, name, near):
            waits = {"pasangan": waits.get("pasangan", 0.0)}
        wait = max(waits.values(), default=0.0)
        if wait <= 0:
            for key in kinds:
                conn.execute(_SQL["count_failure"], {"key": key})
            conn.execute(_SQL["forget_old_failures"])
    if wait > 0:
        raise TooMany(
            "terlalu_sering",
            "Terlalu banyak percobaan masuk; coba lagi dalam {seconds} detik",
            "Too many attempts to log in; try again in {seconds} seconds",
            seconds=int(wait) + 1,
        )
    return keys


def take_back(conn: sa.Connection, keys: dict[str, str]) -> None:
    """Forget the failures of an account that got in, and take this try back from its address."""
    conn.execute(_SQL["forget_failures"], {"keys": [keys["pasangan"], keys["akun"]]})
    conn.execute(_SQL["take_back_failure"], {"key": keys["alamat"]})


def _is_at_home(conn: sa.Connection, name: str, near: str) -> bool:
    """Whether the account has logged in from there of late: what others try elsewhere does not hold it up."""
    known = conn.execute(_SQL["homes"], {"name": name}).scalars()
    return any(_network(address) == near for address in known)


def _wait_s(kind: str, failures: int) -> float:
    over = failures - _FREE[kind]
    return min(_FIRST_WAIT_S * 2.0 ** min(over, 20), _LONGEST_WAIT_S) if over >= 0 else 0.0


def _network(address: str) -> str:
    """An address, of IPv6 its /64: one customer has all of that."""
    try:
        known = ip_address(address)
    except ValueError:
        return "tak dikenal"
    return str(ip_network((known, 64), strict=False) if known.version == 6 else known)
