"""The questions that wait for an officer: is this report of an event that is there already?"""

from typing import TYPE_CHECKING

from api.commands import console

if TYPE_CHECKING:
    import sqlalchemy as sa

_MOST_COUNTED = 50


def say_waiting(conn: "sa.Connection", seq: int, area: str | None = None) -> None:
    """Print how many reports may tell of an event that is there, where there are any, and how to answer."""
    from gis import linking

    n = len(linking.candidates(conn, seq=seq, limit=_MOST_COUNTED, areas=[area] if area else []))
    if n:
        many = "+" if n == _MOST_COUNTED else ""
        console.out.print(
            f"{n}{many} laporan mungkin tentang kejadian yang sudah ada: jawab lewat `sigap candidates`",
            highlight=False,
        )
