"""Regencies and provinces of the rest of Indonesia by name: no codes, but which is a name, of which level."""

from functools import cache

from gis.codes import name_key
from ingest.folding import word_set

PROVINCES = """
Aceh, Nanggroe Aceh Darussalam, NAD, Sumatera Utara, Sumut, Sumatera Barat, Sumbar, Riau, Kepulauan Riau,
Kepri, Jambi, Sumatera Selatan, Sumsel, Bengkulu, Lampung, DKI Jakarta, Daerah Khusus Jakarta, Jawa Barat,
Jabar, Banten, Jawa Tengah, Jateng, DI Yogyakarta, Daerah Istimewa Yogyakarta, DIY, D.I. Yogyakarta, Jawa
Timur, Jatim, Bali, Nusa Tenggara Barat, NTB, Nusa Tenggara Timur, NTT, Kalimantan Barat, Kalbar, Kalimantan
Tengah, Kalteng, Kalimantan Selatan, Kalsel, Kalimantan Timur, Kaltim, Kalimantan Utara, Kaltara, Sulawesi
Utara, Sulut, Sulawesi Tengah, Sulteng, Sulawesi Selatan, Sulsel, Sulawesi Tenggara, Sultra, Gorontalo,
Sulawesi Barat, Sulbar, Maluku, Maluku Utara, Malut, Papua, Papua Barat, Papua Barat Daya, Papua Tengah,
Papua Pegunungan, Papua Selatan
"""

REGENCIES = """
Aceh Barat, Aceh Barat Daya, Aceh Besar, Aceh Jaya, Aceh Selatan, Aceh Singkil, Aceh Tamiang, Aceh Tengah,
Aceh Tenggara, Aceh Timur, Aceh Utara, Bener Meriah, Bireuen, Gayo Lues, Nagan Raya, Pidie, Pidie Jaya,
Simeulue, Banda Aceh, Langsa, Lhokseumawe, Sabang, Subulussalam, Asahan, Batu Bara, Dairi, Deli Serdang,
Humbang Hasundutan, Karo, Labuhanbatu, Labuhanbatu Selatan, Labuhanbatu Utara, Langkat, Mandailing Natal,
Nias, Nias Barat, Nias Selatan, Nias Utara, Padang Lawas, Padang Lawas Utara, Pakpak Bharat, Samosir,
Serdang Bedagai, Simalungun, Tapanuli Selatan, Tapanuli Tengah, Tapanuli Utara, Toba, Toba Samosir, Binjai,
Gunungsitoli, Medan, Padangsidimpuan, Padang Sidempuan, Pematangsiantar, Sibolga, Tanjungbalai, Tebing
Tinggi, Agam, Dharmasraya, Kepulauan Mentawai, Lima Puluh Kota, 50 Kota, Padang Pariaman, Pasaman, Pasaman
Barat, Pesisir Selatan, Sijunjung, Solok, Solok Selatan, Tanah Datar, Bukittinggi, Padang, Padang Panjang,
Pariaman, Payakumbuh, Sawahlunto, Bengkalis, Indragiri Hilir, Indragiri Hulu, Inhil, Inhu, Kampar, Kepulauan
Meranti, Kuantan Singingi, Kuansing, Pelalawan, Rokan Hilir, Rokan Hulu, Siak, Dumai, Pekanbaru, Bintan,
Karimun, Kepulauan Anambas, Lingga, Natuna, Batam, Tanjungpinang, Batanghari, Bungo, Kerinci, Merangin,
Muaro Jambi, Sarolangun, Tanjung Jabung Barat, Tanjung Jabung Timur, Tebo, Jambi, Sungai Penuh, Banyuasin,
Empat Lawang, Lahat, Muara Enim, Musi Banyuasin, Musi Rawas, Musi Rawas Utara, Ogan Ilir, Ogan Komering
Ilir, Ogan Komering Ulu, Ogan Komering Ulu Selatan, Ogan Komering Ulu Timur, OKI, OKU, OKU Selatan, OKU
Timur, PALI, Penukal Abab Lematang Ilir, Lubuklinggau, Pagar Alam, Palembang, Prabumulih, Bengkulu Selatan,
Bengkulu Tengah, Bengkulu Utara, Kaur, Kepahiang, Lebong, Mukomuko, Rejang Lebong, Seluma, Bengkulu, Lampung
Barat, Lampung Selatan, Lampung Tengah, Lampung Timur, Lampung Utara, Mesuji, Pesawaran, Pesisir Barat,
Pringsewu, Tanggamus, Tulang Bawang, Tulang Bawang Barat, Way Kanan, Bandar Lampung, Metro, Kepulauan
Seribu, Jakarta Barat, Jakarta Pusat, Jakarta Selatan, Jakarta Timur, Jakarta Utara, Bandung, Bandung Barat,
Bekasi, Bogor, Ciamis, Cianjur, Cirebon, Garut, Indramayu, Karawang, Kuningan, Majalengka, Pangandaran,
Purwakarta, Subang, Sukabumi, Sumedang, Tasikmalaya, Banjar, Cimahi, Depok, Lebak, Pandeglang, Serang,
Tangerang, Tangerang Selatan, Cilegon, Banjarnegara, Banyumas, Batang, Blora, Boyolali, Brebes, Cilacap,
Demak, Grobogan, Jepara, Karanganyar, Kebumen, Kendal, Klaten, Kudus, Magelang, Pati, Pekalongan, Pemalang,
Purbalingga, Purworejo, Rembang, Semarang, Sragen, Sukoharjo, Tegal, Temanggung, Wonogiri, Wonosobo,
Salatiga, Surakarta, Bantul, Gunungkidul, Kulon Progo, Sleman, Yogyakarta, Bangkalan, Banyuwangi, Blitar,
Bojonegoro, Bondowoso, Gresik, Jember, Jombang, Kediri, Lamongan, Lumajang, Madiun, Magetan, Malang,
Mojokerto, Nganjuk, Ngawi, Pacitan, Pamekasan, Pasuruan, Ponorogo, Probolinggo, Sampang, Sidoarjo,
Situbondo, Sumenep, Trenggalek, Tuban, Tulungagung, Batu, Surabaya, Badung, Bangli, Buleleng, Gianyar,
Jembrana, Karangasem, Klungkung, Tabanan, Denpasar, Bima, Dompu, Lombok Barat, Lombok Tengah, Lombok Timur,
Lombok Utara, Sumbawa, Sumbawa Barat, Mataram, Alor, Belu, Ende, Flores Timur, Kupang, Lembata, Malaka,
Manggarai, Manggarai Barat, Manggarai Timur, Nagekeo, Ngada, Rote Ndao, Sabu Raijua, Sikka, Sumba Barat,
Sumba Barat Daya, Sumba Tengah, Sumba Timur, Timor Tengah Selatan, Timor Tengah Utara, Bengkayang, Kapuas
Hulu, Kayong Utara, Ketapang, Kubu Raya, Landak, Melawi, Mempawah, Sambas, Sanggau, Sekadau, Sintang,
Pontianak, Singkawang, Barito Selatan, Barito Timur, Barito Utara, Gunung Mas, Kapuas, Katingan,
Kotawaringin Barat, Kotawaringin Timur, Lamandau, Murung Raya, Pulang Pisau, Seruyan, Sukamara, Palangka
Raya, Balangan, Barito Kuala, Hulu Sungai Selatan, Hulu Sungai Tengah, Hulu Sungai Utara, Kotabaru,
Tabalong, Tanah Bumbu, Tanah Laut, Tapin, Banjarbaru, Banjarmasin, Berau, Kutai Barat, Kutai Kartanegara,
Kukar, Kutai Timur, Mahakam Ulu, Paser, Penajam Paser Utara, Balikpapan, Bontang, Samarinda, Bulungan,
Malinau, Nunukan, Tana Tidung, Tarakan, Bolaang Mongondow, Bolaang Mongondow Selatan, Bolaang Mongondow
Timur, Bolaang Mongondow Utara, Bolmong, Bolsel, Boltim, Bolmut, Kepulauan Sangihe, Kepulauan Siau
Tagulandang Biaro, Sitaro, Kepulauan Talaud, Minahasa, Minahasa Selatan, Minahasa Tenggara, Minahasa Utara,
Bitung, Kotamobagu, Manado, Tomohon, Banggai, Banggai Kepulauan, Banggai Laut, Buol, Donggala, Morowali,
Morowali Utara, Parigi Moutong, Poso, Sigi, Tojo Una-Una, Tolitoli, Palu, Bantaeng, Barru, Bone, Bulukumba,
Enrekang, Gowa, Jeneponto, Kepulauan Selayar, Selayar, Luwu, Luwu Timur, Luwu Utara, Maros, Pangkajene dan
Kepulauan, Pangkajene Kepulauan, Pangkep, Pinrang, Sidenreng Rappang, Sidrap, Sinjai, Soppeng, Takalar, Tana
Toraja, Toraja Utara, Wajo, Makassar, Palopo, Parepare, Bombana, Buton, Buton Selatan, Buton Tengah, Buton
Utara, Kolaka, Kolaka Timur, Kolaka Utara, Konawe, Konawe Kepulauan, Konawe Selatan, Konawe Utara, Muna,
Muna Barat, Wakatobi, Baubau, Kendari, Boalemo, Bone Bolango, Gorontalo, Gorontalo Utara, Pohuwato, Majene,
Mamasa, Mamuju, Mamuju Tengah, Pasangkayu, Polewali Mandar, Polman, Buru, Buru Selatan, Kepulauan Aru,
Kepulauan Tanimbar, Maluku Tenggara Barat, Maluku Barat Daya, Maluku Tengah, Maluku Tenggara, Seram Bagian
Barat, Seram Bagian Timur, Ambon, Tual, Halmahera Barat, Halmahera Tengah, Halmahera Timur, Halmahera
Selatan, Halmahera Utara, Kepulauan Sula, Pulau Morotai, Pulau Taliabu, Ternate, Tidore Kepulauan, Asmat,
Biak Numfor, Boven Digoel, Deiyai, Dogiyai, Intan Jaya, Jayapura, Jayawijaya, Keerom, Kepulauan Yapen, Lanny
Jaya, Mamberamo Raya, Mamberamo Tengah, Mappi, Merauke, Mimika, Nabire, Nduga, Paniai, Pegunungan Bintang,
Puncak, Puncak Jaya, Sarmi, Supiori, Tolikara, Waropen, Yahukimo, Yalimo, Fakfak, Kaimana, Manokwari,
Manokwari Selatan, Maybrat, Pegunungan Arfak, Raja Ampat, Sorong, Sorong Selatan, Tambrauw, Teluk Bintuni,
Teluk Wondama
"""

NEEDS_LABEL = word_set(
    "batang batu banjar buru bone siak solok malaka metro kampar agam toba padang sampang subang lebak "
    "serang pati landak demak tegal kendal kupang ende belu alor muna gowa sigi poso mappi puncak karo "
    "nias asahan langkat lebong padangpanjang tebingtinggi gunungmas sungaipenuh kapuas kuningan depok "
    "rembang lingga jambi bengkulu pali oki bandung surabaya medan yogyakarta semarang surakarta "
    "palembang pekanbaru makassar manado denpasar mataram pontianak banjarmasin samarinda kendari ambon "
    "jayapura ternate gorontalo bandaaceh palu sabang kaur diy nad karimun papua maluku riau paser "
    "tanahlaut 50kota selayar tapin barito "
)
"""Names that are also words, waters or the seats of newspapers and offices: alone they are no place."""


@cache
def names() -> dict[str, int]:
    """The level (1 province, 2 regency or city) by folded name; a name of both is a regency here."""
    levels = {name_key(name): 1 for name in PROVINCES.replace("\n", " ").split(",")}
    return levels | {name_key(name): 2 for name in REGENCIES.replace("\n", " ").split(",")}


@cache
def of_both() -> frozenset[str]:
    """Names of a province and of a regency or city: "Jambi", "Bengkulu"."""
    return frozenset(name_key(name) for name in PROVINCES.replace("\n", " ").split(",")) & frozenset(
        name_key(name) for name in REGENCIES.replace("\n", " ").split(",")
    )


@cache
def beginnings() -> frozenset[str]:
    """What all names begin with, of any length: what begins otherwise needs no lookup."""
    return frozenset(name[:n] for name in names() for n in range(1, len(name) + 1))
