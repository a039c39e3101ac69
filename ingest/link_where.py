"""What the places of two reports say about their being of one event."""

from collections.abc import Iterator

from gis import codes
from ingest import link_weights as weights
from ingest.link_place import NEAR_VILLAGES_M, Ground, metres
from ingest.link_reason import FINE, Reason
from ingest.link_time import gap_hours
from ingest.link_told import Told, is_regional, other_spots, regency_of


def reasons(one: Told, other: Told, ground: Ground) -> Iterator[Reason]:
    wide = one.hazard in weights.WIDE and other.hazard in weights.WIDE
    spots = one.is_spot and other.is_spot
    near = ground.nearness(one, other)
    least, more = weights.PLACE[near.relation]
    points = least + more * near.share
    if wide:
        points = weights.WIDE_PLACE.get(near.relation, points)
        if _at_once(one, other) and (near.apart_m < NEAR_VILLAGES_M or near.relation == "seberang_batas"):
            points += weights.NEIGHBOUR_AT_ONCE
    relation = near.relation
    if relation in ("kabupaten", "dalam_kabupaten"):
        points += _few_here(one, other)
    elif relation in ("provinsi", "dalam_provinsi") and _is_seldom(one, other):
        points += weights.SELDOM_IN_PROVINCE
    elif relation in ("seberang_batas", "kabupaten_lain") and weights.AT_SEA in (one.hazard, other.hazard):
        relation, points = "perairan_lain", weights.WATERS_OF_ANOTHER
    elif relation in weights.SELDOM_ELSEWHERE and _is_seldom(one, other):
        points = weights.SELDOM_ELSEWHERE[relation]
    id_text, en_text = WORDS[relation]
    spot = _spots(one, other, wide) if spots and one.lonlat and other.lonlat else None
    if spot and spot.points < 0 < points:
        points /= 2  # the area is what both name, but the spots say otherwise
    if not (spots and _no_land(one, other)):
        yield Reason(f"tempat_{relation}", points, id_text, en_text)
    if spot:
        yield spot
    if wide and relation in OF_ONE_REGENCY and (regional := sum(map(is_regional, (one, other)))):
        yield Reason(
            "bencana_wilayah",
            sum(weights.REGION[:regional]),
            "bencana yang meliputi wilayah luas",
            "a disaster of a whole region",
        )


OF_ONE_REGENCY = ("desa", "kecamatan", "dalam_kecamatan", "kabupaten", "dalam_kabupaten")


def _few_here(one: Told, other: Told) -> float:
    """More where a regency is as telling as a kecamatan elsewhere: it is small, or the hazard rare."""
    seldom = _is_seldom(one, other) and not other_spots(one, other)
    regency = regency_of((*one.areas, *other.areas))
    return max(weights.SELDOM_HERE if seldom else 0.0, weights.SMALL_REGENCY.get(regency, 0.0))


def _is_seldom(one: Told, other: Told) -> bool:
    return one.hazard in weights.SELDOM or other.hazard in weights.SELDOM


def _at_once(one: Told, other: Told) -> bool:
    return one.precision in FINE and other.precision in FINE and gap_hours(one, other) <= 2


def _no_land(one: Told, other: Told) -> bool:
    return not one.areas and not other.areas


def _spots(one: Told, other: Told, wide: bool) -> Reason:
    assert one.lonlat
    assert other.lonlat
    apart = metres(one.lonlat, other.lonlat)
    at_sea = all(codes.hazards()[told.hazard].at_sea for told in (one, other))
    extent = weights.EXTENT_AT_SEA_M if at_sea else weights.EXTENT_M[wide]
    reach = extent + one.uncertainty_m + other.uncertainty_m
    said = f"{apart:.0f} m" if apart < 2_000 else f"{apart / 1000:.1f} km"
    allowed = f"{reach:.0f} m" if reach < 2_000 else f"{reach / 1000:.1f} km"
    if apart <= reach:
        points = weights.SPOT_SAME if apart <= reach / 5 else weights.SPOT_NEAR
        return Reason(
            "titik_dekat",
            points,
            f"titiknya terpisah {said}, dalam batas ketelitian {allowed}",
            f"their points are {said} apart, within their precision of {allowed}",
        )
    far = min(1.0, (apart / reach - 1) / 3)
    return Reason(
        "titik_jauh",
        weights.SPOT_FAR * far,
        f"titiknya terpisah {said}, lebih dari ketelitian {allowed}",
        f"their points are {said} apart, more than their precision of {allowed}",
    )


WORDS = {
    "desa": ("desa yang sama", "the same village"),
    "kecamatan": ("kecamatan yang sama", "the same kecamatan"),
    "kabupaten": ("kabupaten yang sama", "the same kabupaten"),
    "provinsi": ("hanya provinsinya yang disebut", "only the province is named"),
    "dalam_kecamatan": ("desa dalam kecamatan yang disebut", "a village in the kecamatan named"),
    "dalam_kabupaten": ("tempat dalam kabupaten yang disebut", "a place in the kabupaten named"),
    "dalam_provinsi": ("salah satunya hanya menyebut provinsi", "one names only the province"),
    "desa_lain": ("desa lain di kecamatan yang sama", "another village of the same kecamatan"),
    "kecamatan_tetangga": ("kecamatan tetangga", "a neighbouring kecamatan"),
    "kecamatan_lain": ("kecamatan lain", "another kecamatan"),
    "seberang_batas": ("di seberang batas kabupaten", "across the border of the kabupaten"),
    "kabupaten_lain": ("kabupaten lain", "another kabupaten"),
    "perairan_lain": (
        "kabupaten lain, tetapi di laut: perairan, pelabuhan, atau asal awaknya",
        "another kabupaten, but at sea: of the waters, the port or the crew",
    ),
    "tidak_tahu": ("wilayah salah satunya tidak diketahui", "the area of one is not known"),
}
