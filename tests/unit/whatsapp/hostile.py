"""Pieces that make a careless parser slow when a message repeats them without end."""

HOSTILE = {
    "one letter": "a",
    "digits": "1",
    "spaces": " ",
    "line ends": "\n",
    "colons": ":",
    "open brackets": "(",
    "degree signs": "3°",
    "dots and digits": "1.",
    "commas and digits": "1,",
    "plus and minus": "±+-",
    "label openings": "jenis kejadian ",
    "labels": "Lokasi : ",
    "whole labels on lines": "Jenis Kejadian : banjir\n",
    "numbered incidents": "1. banjir di Kec. Toboali\n",
    "kecamatan without names": "kec. ",
    "places on one line": "Ds. Gadung, Kec. Toboali, Kab. Bangka Selatan, ",
    "places on lines": "Ds. Gadung Kec. Toboali\n",
    "names": "a/n Fulan bin Contoh ",
    "name cues": "Bpk. ",
    "phone starts": "0812-",
    "days": "14/10/2025 ",
    "months": "14 Oktober ",
    "times": "pkl 14.20 ",
    "coordinates": "-3.0127, 106.4551 ",
    "halves of coordinates": "3.0127 LS ",
    "links": "https://maps.google.com/?q=",
    "figures on one line": "3 RB 2 RR 1 unit rumah ",
    "figures on lines": "Rumah RB 3 unit\n",
    "figures by village": "- Ds. Gadung 3 RB, Kel. Teladan 2 RB\n",
    "slashes": "RB/RS/RR ",
    "numbers in words": "dua puluh ",
    "bullets": "•",
    "pipes": "| Terdampak | 3 KK ",
    "quiet": "situasi ",
    "emoji": "🌊",
    "combining marks": "e\u0301",
    "e-mail starts": "a.",
    "words of the dead": "meninggal dunia hilang ",
    "the story's clauses": "telah terjadi banjir pukul 14.20 WIB. ",
}
HEAD = "Jenis Kejadian : Banjir\nWaktu : 14/10/2025 14.20\nLokasi : Kec. Toboali\nKronologis : "


def grown(piece: str, size: int) -> str:
    """A report whose story repeats that piece up to `size` code points."""
    return HEAD + piece * (size // len(piece))
