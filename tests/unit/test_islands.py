"""The gazetteer by place and by name."""

import pytest

from gis import islands


@pytest.mark.parametrize(
    ("lonlat", "name"),
    [
        ((107.0569, -2.8644), "Pulau Pongok"),
        ((106.83, -2.93), "Pulau Lepar"),  # off its centre
        ((106.9, -2.3), None),  # sea
        ((106.0, -2.25), None),  # Bangka itself is not looked up
    ],
)
def test_island_at(lonlat: tuple[float, float], name: str | None):
    island = islands.island_at(*lonlat)
    assert (island.name if island else None) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Perairan Pulau Pongok", ["Pulau Pongok"]),
        ("P. Lepar bagian utara", ["Pulau Lepar"]),
        ("Kec. Pulau Besar", []),  # a kecamatan
        ("Jl. Pulau Bangka", []),
        ("pulau yang jauh", []),
    ],
)
def test_islands_named(text: str, names: list[str]):
    assert [island.name for island in islands.islands_named(text)] == names


def test_namesakes_are_told_apart_by_regency():
    everywhere = islands.islands_named("Pulau Panjang")
    regency = everywhere[0].regency
    assert len(everywhere) > 1
    assert len(islands.islands_named("Pulau Panjang", [regency])) < len(everywhere)
