"""Words of the field for each hazard: what people call it, why it happened, what one sees."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lore:
    """How a hazard is spoken of."""

    official: tuple[str, ...]  # as the regency's office labels it
    spoken: tuple[str, ...]  # as a neighbour, a policeman or the press calls it
    bnpb: tuple[str, str] | None  # code and name in BNPB's sheet; None: not in it
    stories: tuple[str, ...]  # causes and course; {landmark} is the happening's own
    landmarks: tuple[str, ...]
    often: float  # how many of a hundred happenings in a wet and dry month of Babel


ROADS = (
    "Jl. Merdeka",
    "Jl. Depati Hamzah",
    "Jl. Pelabuhan",
    "Jl. Kampung Melayu",
    "Jl. Rasakunda",
    "Jl. Air Kelik",
    "Jl. Padat Karya",
    "Jl. Pasar Lama",
    "Jl. Nelayan",
    "Jl. Kebun Lada",
    "Jl. Pahlawan",
    "Jl. Timah Raya",
    "Gang Seroja",
    "Gang Mangga",
    "Jl. Tanjung Raya",
    "Jl. Bukit Cendana",
)

WIND = Lore(
    official=("Angin Puting Beliung", "Puting Beliung", "Angin Puting Beliung"),
    spoken=("angin kencang", "hujan deras disertai angin kencang", "angin puting beliung", "cuaca ekstrem"),
    bnpb=("105", "PUTING BELIUNG"),
    stories=(
        "Hujan deras disertai angin sekitar 15 menit menerbangkan atap rumah warga di {landmark}",
        "Angin berputar datang dari arah laut lalu merusak atap seng rumah warga di sekitar {landmark}",
        "Awan gelap sejak siang, kemudian angin kencang disertai petir merusak bangunan di {landmark}",
        "Atap rumah terlepas dan beberapa pohon menimpa dapur warga di dekat {landmark}",
    ),
    landmarks=("lapangan bola", "pasar desa", "SDN setempat", "masjid jamik", "dermaga", "balai desa"),
    often=20,
)
FLOOD = Lore(
    official=("Banjir", "Banjir", "Genangan / Banjir"),
    spoken=("banjir", "air meluap", "banjir genangan"),
    bnpb=("101", "BANJIR"),
    stories=(
        "Hujan lebat sejak pagi membuat aliran {landmark} meluap ke permukiman",
        "Saluran di {landmark} tersumbat sehingga air masuk ke rumah warga",
        "Luapan air dari {landmark} merendam rumah dan badan jalan setinggi 30 - 60 cm",
        "Hujan intensitas tinggi semalam, tanggul {landmark} tidak mampu menampung debit air",
    ),
    landmarks=("Sungai Rangkui", "kolong bekas tambang", "Sungai Baturusa", "kolam retensi", "parit besar"),
    often=20,
)
TIDE = Lore(
    official=("Banjir Rob", "Banjir Rob", "Banjir Pasang Air Laut"),
    spoken=("banjir rob", "air laut pasang masuk ke permukiman", "banjir"),
    bnpb=("101", "BANJIR ROB"),
    stories=(
        "Air laut pasang masuk ke permukiman nelayan di {landmark}",
        "Gelombang pasang melewati tanggul {landmark} dan merendam rumah panggung",
    ),
    landmarks=("muara", "pelabuhan", "kampung nelayan", "pantai"),
    often=5,
)
WILDFIRE = Lore(
    official=("Kebakaran Hutan dan Lahan", "Karhutla", "Kebakaran Lahan"),
    spoken=("kebakaran lahan", "lahan terbakar", "karhutla", "kebakaran semak"),
    bnpb=("107", "KEBAKARAN HUTAN DAN LAHAN"),
    stories=(
        "Semak kering di {landmark} terbakar dan api menjalar karena angin",
        "Diduga pembakaran lahan oleh orang tak dikenal di {landmark}",
        "Titik api terpantau di lahan gambut {landmark}, akses ke lokasi sulit",
        "Puntung rokok diduga menyulut ilalang di {landmark}",
    ),
    landmarks=(
        "belakang kebun sawit",
        "tepi jalan raya Km 9",
        "bekas tambang",
        "samping TPU",
        "seberang kantor camat",
        "dekat bandara",
        "kebun karet warga",
    ),
    often=20,
)
HOUSE = Lore(
    official=("Kebakaran Rumah", "Kebakaran Bangunan", "Kebakaran Pemukiman"),
    spoken=("kebakaran rumah", "rumah terbakar", "kebakaran"),
    bnpb=None,
    stories=(
        "Api diduga berasal dari korsleting listrik di {landmark}",
        "Kompor yang lupa dimatikan membakar {landmark}",
        "Api pertama kali terlihat dari {landmark}, warga memadamkan dengan alat seadanya",
        "Pengisian daya telepon genggam diduga memicu api di {landmark}",
    ),
    landmarks=("kamar depan", "dapur", "gudang belakang", "plafon ruang tamu", "kios depan rumah"),
    often=13,
)
TREE = Lore(
    official=("Pohon Tumbang", "Pohon Tumbang"),
    spoken=("pohon tumbang", "pohon roboh menutup jalan"),
    bnpb=None,
    stories=(
        "Pohon akasia tumbang menutup jalan di {landmark}",
        "Pohon besar yang lapuk tumbang menimpa kabel listrik di {landmark}",
        "Pohon ketapang roboh melintang di {landmark}",
    ),
    landmarks=("depan kantor lurah", "simpang empat", "turunan jembatan", "jalan lintas timur", "depan SPBU"),
    often=6,
)
DROWNED = Lore(
    official=("Orang Tenggelam", "Orang Tenggelam"),
    spoken=("orang tenggelam", "warga tenggelam", "anak tenggelam"),
    bnpb=None,
    stories=(
        "Korban mandi di {landmark} bersama temannya lalu terseret ke bagian dalam",
        "Korban memancing di {landmark}, terpeleset dan tidak muncul lagi",
    ),
    landmarks=("kolong bekas tambang", "pantai", "sungai", "air terjun"),
    often=4,
)
LOST = Lore(
    official=("Orang Hilang", "Nelayan Hilang"),
    spoken=("nelayan hilang", "orang hilang saat melaut", "nelayan belum kembali"),
    bnpb=None,
    stories=(
        "Korban berangkat melaut seorang diri dengan perahu dari {landmark} dan tidak kembali",
        "Perahu korban ditemukan kosong di sekitar {landmark}",
    ),
    landmarks=("muara", "tanjung", "pulau kecil", "bagan"),
    often=3,
)
BOAT = Lore(
    official=("Kecelakaan Laut", "Kapal Tenggelam"),
    spoken=("perahu nelayan terbalik", "kapal nelayan tenggelam", "kecelakaan laut"),
    bnpb=None,
    stories=(
        "Perahu dihantam gelombang setinggi dua meter di sekitar {landmark}",
        "Mesin kapal mati lalu kapal bocor di perairan {landmark}",
    ),
    landmarks=("tanjung", "karang", "alur pelayaran", "pulau kecil"),
    often=3,
)
CROCODILE = Lore(
    official=("Diterkam Buaya", "Konflik Buaya"),
    spoken=("warga diterkam buaya", "serangan buaya", "warga digigit buaya"),
    bnpb=None,
    stories=(
        "Korban sedang mencari udang di {landmark} ketika buaya menerkam",
        "Korban mencuci di tepi {landmark}, buaya menyeretnya ke air",
    ),
    landmarks=("sungai", "kolong", "muara", "rawa bakau"),
    often=3,
)
MINE = Lore(
    official=("Kecelakaan Tambang", "Tambang Longsor"),
    spoken=("tambang timah longsor", "penambang tertimbun longsor", "laka tambang"),
    bnpb=None,
    stories=(
        "Dinding lubang tambang runtuh saat penambang bekerja di {landmark}",
        "Hujan membuat tanah galian di {landmark} labil dan menimbun penambang",
    ),
    landmarks=("tambang rakyat", "lokasi TI", "bekas kapal keruk"),
    often=2,
)
LIGHTNING = Lore(
    official=("Sambaran Petir", "Sambaran Petir"),
    spoken=("tersambar petir", "sambaran petir"),
    bnpb=None,
    stories=("Korban berteduh di {landmark} saat hujan dan tersambar petir",),
    landmarks=("pondok kebun", "bawah pohon", "perahu"),
    often=1,
)
WAVES = Lore(
    official=("Gelombang Pasang / Abrasi", "Abrasi Pantai"),
    spoken=("gelombang tinggi", "abrasi"),
    bnpb=("104", "GELOMBANG PASANG DAN ABRASI"),
    stories=("Gelombang tinggi mengikis bibir pantai di {landmark}",),
    landmarks=("kampung nelayan", "jalan pantai", "talud"),
    often=1,
)
SLIDE = Lore(
    official=("Tanah Longsor", "Tanah Longsor"),
    spoken=("tanah longsor", "longsor"),
    bnpb=("102", "TANAH LONGSOR"),
    stories=("Tebing di {landmark} longsor setelah hujan semalaman",),
    landmarks=("tepi jalan", "belakang rumah warga", "pinggir sungai"),
    often=1,
)

LORE: dict[str, Lore] = {
    "puting_beliung": WIND,
    "banjir": FLOOD,
    "banjir_rob": TIDE,
    "karhutla": WILDFIRE,
    "kebakaran_rumah": HOUSE,
    "pohon_tumbang": TREE,
    "orang_tenggelam": DROWNED,
    "orang_hilang": LOST,
    "kecelakaan_laut": BOAT,
    "diterkam_buaya": CROCODILE,
    "laka_tambang": MINE,
    "sambaran_petir": LIGHTNING,
    "gelombang_abrasi": WAVES,
    "tanah_longsor": SLIDE,
}
RESCUES = {"orang_tenggelam", "orang_hilang", "kecelakaan_laut", "diterkam_buaya"}
LATER = (
    "Pendataan masih berlangsung oleh perangkat desa",
    "Kondisi berangsur pulih, petugas masih di lokasi",
    "Penanganan dilanjutkan besok pagi",
    "Tim gabungan masih bekerja di lapangan",
)
