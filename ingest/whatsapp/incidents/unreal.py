"""What a text speaks of without saying that it happened: denied, feared, played, foretold."""

from functools import lru_cache

from ingest.signed import Signed

_FEARED = (
    r"(?:banjir(?: (?:rob|bandang|pesisir))?|karhutla|longsor|tanah longsor|gerakan tanah|pergerakan tanah|"
    r"tsunami|gelombang pasang|kebakaran(?: (?:hutan(?: dan lahan)?|lahan|rumah))?|(?:angin )?puting beliung|"
    r"cuaca ekstr[ie]m|angin kencang|kekeringan|rob|pohon tumbang|gelombang tinggi|abrasi|gempa(?: ?bumi)?|"
    r"petir|buaya)"
)
NOT_HAZARDS = Signed(
    r"(?:alat|peralatan|pompa|sarana) (?:pemadam(?:an)? )?(?:api )?(?:karhutla|kebakaran)|"
    r"pemadam(?:an)? kebakaran|(?:dinas|mobil|unit|petugas|tim|regu|satuan|armada|pos) (?:damkar|"
    r"kebakaran)|penyelamatan kebakaran|penanggulangan (?:kebakaran|bencana)"
    rf"|(?:rawan|potensi|berpotensi|waspada|antisipasi|pencegahan|kesiapsiagaan|mitigasi|bahaya|risiko|"
    rf"resiko|ancaman|status siaga|tanggap darurat|siaga darurat|posko)"
    rf" (?:terjadi(?:nya)? )?(?:bencana )?{_FEARED}(?:(?:,(?: dan| serta)?|/| dan| serta| atau| maupun|"
    rf" hingga) (?:bencana )?{_FEARED})*"
    rf"|\b(?:tim|satgas|relawan)(?: \w+){{1,2}} bencana {_FEARED}"
    r"|(?:tidak|tdk|belum) (?:ada|berpotensi|menimbulkan|terjadi) (?:kejadian )?(?:tsunami|banjir|"
    r"longsor|kebakaran|karhutla|bencana)|tidak berpotensi tsunami"
    r"|nihil (?:kebakaran|karhutla|banjir|longsor|titik api)"
    r"|\b(?:jembatan|rumah|kandang|ternak|sapi|kerbau|kambing|motor|mobil|lumpur|kayu|material|sampah|barang|"
    r"tanaman|padi|gubuk|pondok|jalan|tanggul)\b(?:[^.,;\n]|\.(?= ?\d)){0,30}"
    r"\b(?:hanyut|(?:terbawa|terseret) (?:arus|air|banjir))"
    r"|\b(?:luka|bekas|seperti|pakaian|baju|jaket|rambut|kulit)[^.,;\n]{0,20}terbakar"
    r"|\b(?:perbaikan|memperbaiki|perbaiki|merenovasi|renovasi)\b[^.,;\n]{0,60}\b(?:terkena|terdampak|"
    r"diterjang|korban|akibat|rusak|dihantam)\b(?: bencana| musibah)?(?: angin)? "
    r"(?:puting beliung|kencang|banjir|longsor|kebakaran)"
    r"|\bseperti (?:suara |ada )?(?:angin )?(?:puting beliung|gempa(?: bumi)?|longsor|tsunami)"
    r"|\b(?:selain|(?:tak|tidak|bukan) hanya)(?: bencana| kejadian)? (?:banjir(?: bandang| rob)?|"
    r"tanah longsor|longsor|"
    r"gempa|kebakaran(?: rumah| lahan)?|karhutla|puting beliung|angin kencang|cuaca ekstrem|pohon tumbang|"
    r"kekeringan)(?=,)|bebas banjir|(?:pasca|paska) banjir|(?:akibat angin kencang|disertai (?:angin kencang|"
    r"hujan (?:dan )?petir|petir|"
    r"angin puting beliung|kilat)(?: (?:dan|/) (?:petir|kilat|angin kencang))?)"
    r"(?! (?:yang |juga |ini )?(?:melanda|menerjang|menerpa|menyapu|menghantam|merusak))|(?:serta|"
    r"dan) angin kencang|hujan (?:dan|&) angin kencang"
)

_ON = r"(?:(?!\b(?:namun|tetapi|tapi|hanya|cuma|melainkan|akibat|karena|setelah|usai|sejak|saat)\b)[^.;\n])"
NOT_TOLD = Signed(
    r"\b(?:"
    r"(?:tidak|tdk) (?:ada|terdapat) kerusakan\b[^.;\n]{0,60}|"
    r"(?:tidak|tdk|tak|belum) (?:ada|terdapat|terpantau|terdeteksi|terjadi)(?:nya)?\b"
    rf"(?! (?:\w+ ){{0,2}}(?:korban|kerugian|luka|meninggal|jiwa|tanda)){_ON}{{0,120}}"
    r"|(?:tidak|tdk) (?:di ?temukan|di ?jumpai|di ?dapati)(?:nya)?\b"
    rf"(?! (?:\w+ ){{0,2}}(?:korban|luka|tanda)){_ON}{{0,120}}"
    r"|(?:banjir|genangan|rob|longsor|kebakaran|karhutla|titik (?:api|panas)|hotspot|(?:pohon|angin) \w+)"
    r"(?: \w+){0,2}\s{0,3}[:=]\s{0,3}(?:tidak ada|tdk ada|nihil|nol\b|0(?![\d.,])|-(?=\s*(?:\n|\Z)))"
    r"|(?:larangan|dilarang|maklumat|jangan)\b[^.;\n]{0,60}"
    r"|(?:apakah|benarkah)\b[^?\n]{0,120}\?|(?:hoaks|hoax)\b[^\n]{0,300}|(?:aman|"
    r"bebas) dari \w+(?: \w+)?"
    r"|(?:jarang|sering|kerap)(?:kali)? (?:terjadi|ada|dilanda)\b[^.;,\n]{0,50}|"
    r"yang (?:dulu )?pernah (?:di|ter|me|"
    r"kena)\w*[^.;,\n]{0,60}|(?:mengingat|karena|sebab) (?:\w+ ){0,3}?pernah\b[^.;\n]{0,80}|"
    r"tahun (?:lalu|kemarin|sebelumnya),? (?:(?:kita|kami|pihaknya|bpbd) )?(?:men|ter)catat\b[^.;\n]{0,80}"
    rf"|{_FEARED}(?:(?: dan|,| serta) {_FEARED})?,? (?:yang |memang |masih |mulai )*(?:sering|kerap|"
    rf"rutin)(?:kali)?"
    r" (?:terjadi|melanda)\b[^.,;\n]{0,50}"
    r"|(?:puncak )?musim (?:kemarau|hujan)\b[^.\n]{0,60}\bterjadi\b"
    r"|(?<!membenarkan )(?<!mengatakan )(?<!menyebut )(?<!mengakui )(?<!menyebutkan )"
    r"(?:kalau|klo|kalo|jika|apabila|bila|bilamana|seandainya)\b[^.,;\n]{0,120}"
    r"|(?:(?:men)?cegah|pencegahan(?! dan| &)|(?:me)?ngurangi|"
    r"pengurangan|mitigasi(?! bencana)|meng?hindari|"
    r"mewaspadai|(?:agar|supaya) (?:tidak|tdk))\b(?! korban)"
    r"[^.;,\n]{0,60}"
    r"|(?:ber)?skenario\b[^\n]{0,300}"
    r"|(?:bisa|dapat|berpotensi|berpeluang|berisiko|diperkirakan|diprediksi|diprakirakan)(?: (?:akan|"
    r"dapat|bisa))? "
    rf"(?:menenggelamkan|mengakibatkan|menyebabkan|terjadi|merendam|menimbulkan|memicu|merusak|"
    rf"mencapai)\b{_ON}{{0,60}}"
    r")"
)
"""The words, up to the end of what they speak of."""

PLAYED = Signed(
    r"\b(?:melaksanakan|mengikuti|giat|kegiatan|menggelar|mengadakan|laporan|dilaksanakan(?:nya)?|digelar|"
    r"hasil)"
    r"(?: \w+){0,2} (?:simulasi|latihan|latgab|gladi|geladi|pelatihan)\b"
)
"""A drill, in which an accident is only played."""

COMING = Signed(
    r"\b(?:besok|lusa|esok hari)\b[^.\n]{0,80}\b(?:akan|dilaksanakan|diadakan|digelar)\b|"
    r"\bakan (?:di)?(?:laksanakan|adakan|gelar)\w*\b[^.\n]{0,60}\b(?:simulasi|latihan|gladi|pelatihan|apel|"
    r"rapat|"
    r"sosialisasi|kegiatan)"
)
"""What is only announced."""

OPENING = 400  # code points that say what a message is about


@lru_cache(maxsize=64)
def told(folded: str) -> str:
    """The folded words without what they only deny, fear, prevent or play."""
    return NOT_TOLD.sub(" ", folded)


def real(folded: str) -> str:
    """The same, without agencies that fight hazards, fear of them, and weather that only accompanies."""
    return NOT_HAZARDS.sub(" ", told(folded))


def is_coming(folded: str) -> bool:
    """Whether it tells of a drill, or announces what is still to be held."""
    told = PLAYED.search(folded, 0, OPENING) or COMING.search(folded, 0, OPENING)
    return told is not None and "telah terjadi" not in folded
