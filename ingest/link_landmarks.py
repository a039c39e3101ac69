"""The proper names in a story that say where: of rivers, beaches, roads, hamlets, mines.

A form has a line for the place. In prose the place stands anywhere, and the names after a word like "Sungai",
"Pantai" or "Jalan" are what two tellers of one incident share, when neither of them knows the village.
"""

import re

_KINDS = (
    *("sungai", "kali", "pantai", "pulau", "jalan", "jln", "jl", "gang", "gg", "perumahan", "kompleks"),
    *("komplek", "kolong", "kawasan", "dusun", "dsn", "lingkungan", "kampung", "kp", "muara", "teluk"),
    *("tanjung", "perairan", "laut", "dermaga", "pelabuhan", "bukit", "gunung", "jembatan", "pasar", "blok"),
    *("daerah", "lembah", "waduk", "danau", "kolam", "parit", "hutan", "lindung", "taman", "simpang", "desa"),
    *("ds", "kelurahan", "kel", "ti", "tambang", "karang", "km", "klm", "kmp", "tb", "mt", "mv"),
)
_NAME = r"[A-Z][^\W_]+"
_LANDMARK = re.compile(rf"\b(?i:{'|'.join(_KINDS)})\b[.)]?(?=[ ]({_NAME})(?:[ ]({_NAME}))?)")
_NO_NAMES = frozenset(
    {
        *("bangka", "belitung", "babel", "kabupaten", "kecamatan", "kota", "provinsi", "kab", "kec"),
        *("kepulauan", "barat", "timur", "tengah", "selatan", "utara", "raya", "indonesia", "negara"),
        *("rt", "rw", "wib"),
        *("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"),
    }
)
"""Words that follow such a kind and name no place by themselves; the name ends there."""


def landmarks(text: str) -> list[str]:
    """The words of such names, in lower case, in the order told."""
    found: dict[str, None] = {}
    for match in _LANDMARK.finditer(text):
        for name in match.groups():
            if name is None or name.lower() in _NO_NAMES or name.lower() in _KINDS:
                break
            found[name.lower()] = None
    return list(found)
