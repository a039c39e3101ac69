"""The province's names folded for lookup, with the spellings that officers use."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from gis import codes
from gis.codes import Area, name_key
from ingest.folding import word_set

NUMBER_FORMS = (("satu", "i", "1"), ("dua", "ii", "2"), ("tiga", "iii", "3"), ("tujuh", "vii", "7"))
SPELLINGS = (("tanjung", "tanjong"), ("air", "aik"), ("kampong", "kampung"), ("bukit", "buket"))
SLIPS = {
    "babar": "19.05",
    "basel": "19.03",
    "bateng": "19.04",
    "beltim": "19.06",
    "muntok": "19.05.01",
    "parit3": "19.05.06",
    "paritiii": "19.05.06",
    "tjpandan": "19.02.01",
}
LONE = frozenset(("bangka", "belitung"))
"""Regencies whose names are also islands and parts of longer names: never a regency without "Kab."."""

ORDINARY = word_set(
    "lintang payung kelapa damar gantung mayang lumut badau pongok jada pasir batu bukit lalang jangkar "
    "baru jaya lama labu perlang dalil paku kota lilin mangkol tutut tua indah kenanga padang simpang "
    "pusuk pangkal rias sumber irat rimba pinang besar tempilang sinar air asam mantung puput gosong "
    "nangka petaling gudang bintang parit kapuk labu benteng jeruk belimbing tebing keramat teladan "
    "tiram kejaksaan menjelang matras riau romadhon ramadhon ramadhan masjidjamik gedungnasional "
    "malik serdang ketapang nibung lesung kecil labuh raja kuala pembaharuan merdeka dendang beruas "
    "rukam cambai terong rajawali damai opas"
)
"""Names that are also everyday words: alone they are no place without a label."""


@cache
def gazetteer() -> dict[str, tuple[Area, ...]]:
    """Areas by folded name, alias or spelling; those of an official name first."""
    found: dict[str, list[Area]] = defaultdict(list)
    for official in (True, False):
        for area in codes.areas().values():
            for name in (area.name,) if official else (*area.aliases, *_spellings(area)):
                if area not in found[name_key(name)]:
                    found[name_key(name)].append(area)
    for slip, code in SLIPS.items():
        if codes.areas()[code] not in found[slip]:
            found[slip].append(codes.areas()[code])
    return {key: tuple(areas) for key, areas in found.items()}


def _spellings(area: Area) -> Iterator[str]:
    """ "Gabek 1" for "Gabek Satu", "Aik" for "Air", a name without its brackets."""
    name = area.name.lower()
    first, _, last = name.rpartition(" ")
    for forms in NUMBER_FORMS:
        if first and last in forms:
            yield from (f"{first} {form}" for form in forms)
    for pair in SPELLINGS:
        yield from _swapped(name, pair)
    if name.startswith(("kampung ", "kampong ")) and " " not in last:
        yield last
    if "(" in name:
        yield name.partition("(")[0]


def _swapped(name: str, forms: Iterable[str]) -> Iterator[str]:
    for form in forms:
        if form in name.split():
            yield from (name.replace(form, other) for other in forms if other != form)
