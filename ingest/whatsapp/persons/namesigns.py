"""Words and signs beside names of persons: ranks, offices and kin before them, ages and homes behind."""

import re

from ingest.folding import word_set
from ingest.signed import Signed

PERSONS = word_set(
    "korban saksi pemilik nakhoda nahkoda abk nelayan penambang pekerja operator pelapor danru katim "
    "petugas babinsa bhabinkamtibmas babin bernama berinisial inisial istri suami anak ayah nenek kakek "
    "ibu bapak bpk pak bu sdr sdri saudara saudari almarhum almarhumah alm tn ny nn h hj drs dra dr ir "
    "ust kh capt kapten serka serma sertu serda pelda peltu letda lettu letkol mayor kolonel praka "
    "pratu kopda koptu kopral bripka brigadir briptu bripda aipda aiptu ipda iptu akp kompol akbp "
    "kombes brigjen kades lurah camat kadus kapolsek danramil kapolres dandim bupati walikota gubernur "
    "kalaksa kabid kasi kapusdalops kasat sekda sekcam menteri pengemudi sopir supir driver pengendara "
    "penumpang keluarga oleh atas"
)
"""Words right before a person's name."""

RANKS = word_set(
    "serka serma sertu serda pelda peltu letda lettu letkol mayor kolonel kapten praka pratu kopda koptu "
    "kopral bripka brigadir briptu bripda brigpol aipda aiptu ipda iptu akp kompol akbp kombes brigjen"
)
"""Of those, the ones that end a place's name before them: "Koramil Contoh Serma Fulan"."""

CORPS = word_set("pol inf czi cba cpl arh arm kav chk cpm cke caj")
"""What stands between a rank and a name."""

STRONG = word_set(
    "bernama bpk bapak sdr sdri saudara saudari alm almarhum almarhumah tn ny nn capt serka serma bripka"
)
"""Of those, the ones that hold where everything is written in capitals."""

PLACED = word_set(
    "warga di desa ds kel kelurahan kec kecamatan kab kabupaten kota dusun dsn kampung kp dari asal ke "
    "pada jalan jl jln gang gg pulau sungai pantai perairan teluk tanjung simpang pasar gunung rs rsud "
    "sd smp sma masjid musholla hotel pt cv toko km kapal perahu klm kmp perumahan komplek blok makan "
    "sakit dinas adat"
)
"""Words right before a name that is none of a person."""

SOURCE = Signed(
    r"\b(?:info|informasi|laporan|berita|diterima|disampaikan|dilaporkan|"
    r"keterangan)(?: \w+){0,2} (?:dari|oleh)\s\Z"
)
KIN = Signed(
    r"\b(?:ipar|istri|suami|anak|rekan|teman|kawan|kakak|adik|ayah|paman|keponakan|tetangga|cucu|kakek|nenek|"
    r"mertua|menantu|saudara|sepupu|kerabat|pemilik|saksi)(?:nya| korban),?\s\Z|"
    r"\b(?:bernama|korban|pemilik|saksi|tersangka),\s\Z|"
    r"\b(?:orang|korban|penumpang|abk|kru|penambang|nelayan|identitas)\b[^.\n]{0,60}\b(?:yaitu|yakni|adalah),?\s\Z|"
    r"\b(?:disampaikan|dikatakan|dituturkan|diungkapkan|dijelaskan|ditambahkan|dilaporkan)\s\Z"
)
"""Whose kin a name is, or who said it: "iparnya, Fulan", "yang disampaikan Fulan"."""

LIVES = re.compile(
    r",?\s(?:yang |merupakan |adalah )?(?:warga|asal|penduduk|bin|binti|alias)\s|"
    r",\s(?:bapak|ibu|ayah|istri|suami|anak|kakek|nenek|paman|menantu|kepala keluarga|pemilik|seorang|salah "
    r"(?:satu|seorang)|saksi|tetangga)\s"
)
BEFELL = re.compile(
    r",?\s(?:ber(?:syukur|usaha|cerita|harap)|meng(?:aku|ungkapkan|atakan|alami luka)|menceritakan|"
    r"menuturkan|menjelaskan|menyebut(?:kan)?|menambahkan|panik|terkejut|meninggal|tewas|selamat|hilang|"
    r"tenggelam|ter(?:seret|jatuh|cebur|peleset|timbun|gigit)|hanyut|diterkam|dinyatakan|(?:belum |sudah "
    r")?ditemukan|"
    r"(?:masih )?dalam pencarian|masih (?:hilang|dicari))\b"
)
"""Behind a name: where the person lives, what befell them, that they speak."""

OPENINGS = word_set(
    "adapun sedangkan sejumlah sebagian seluruh semua para beberapa banyak puluhan ratusan ribuan belasan "
    "seorang sebuah sejauh meski meskipun walaupun demikian tidak belum masih telah sudah ada terdapat "
    "tercatat "
    "sehingga maka agar supaya jika apabila bila tiba-tiba warga korban kejadian peristiwa musibah bencana "
    "beruntung namun akibat sementara selain kemudian setelah saat ketika diduga hingga akhirnya sebelumnya "
    "selanjutnya berdasarkan menurut dalam pada untuk bahkan lalu usai karena nahas naas tragis sontak "
    "dia ia mereka kami saya beliau seketika awalnya mulanya sempat kini jasad jenazah tubuh keduanya "
    "kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh "
    "ketiganya semuanya seluruhnya"
)
"""Words with the capital of a sentence that open one before such words."""

BUILDINGS = word_set("rs rsud jl jln jalan masjid sd smp pt km")
OFFICES = word_set(
    "kepala ketua kades lurah camat kadus kapolsek danramil kapolres dandim bupati walikota gubernur "
    "kalaksa kabid kasi kapusdalops komandan koordinator direktur sekda sekretaris menteri manajer "
    "humas plt pj"
)
OFFICE = Signed(rf"\b(?:{'|'.join(sorted(OFFICES))}|juru bicara|anggota|wakil|staff?)\b[^.\n:;]{{0,110}}\Z")
SPEAKS = re.compile(
    r"\sdi\s[a-z]+(?: [a-z]+)?,|\spada\s(?:senin|selasa|rabu|kamis|jum|sabtu|minggu)|"
    r"(?:,|\s\(\d\d\))?\s(?:me(?:ngata|nyebut|njelas|nutur|ngungkap|nyampai|nambah|ninjau|"
    r"mbenar|ngimbau|ngaku|nerang|"
    r"lapor|minta|nyatakan|negaskan|ngonfirmasi)\w*|berharap|membenarkan|bersama|saat|dalam|melalui|lewat|kepada|usai|ketika|seperti)\b|"
    r",\s(?:senin|selasa|rabu|"
    r"kamis|jum|sabtu|minggu|saat|dalam|di\s|yang|dan\s|me\w+|dikonfirmasi|selasa)|[,.]?\"?\s\(\d{1,2}[/)]|"
    r"\s(?:agar|untuk|guna|selaku|langsung|turun|menuju)\b"
)
SAID = Signed(
    r"\b(?:kata|ujar|ucap|tutur|jelas|ungkap|papar|terang|imbuh|tegas|sebut)(?:nya)? (?:kepala|ketua|staff?|"
    r"kabid|kasi|sekretaris|komandan|juru bicara|humas|kapolsek|danramil|camat|lurah|kades|bupati|"
    r"koordinator|manajer|plt|direktur|kasat|kalak\w*)\b[^.\n:;]{0,110}\Z"
)
QUOTED = re.compile(
    r"[,.\"]|\s(?:saat|usai|di|kepada|dalam|melalui|lewat|pada|ketika|kemarin|tadi)\b|\s*\n|\Z"
)
"""What stands behind an officer's name whose words were told."""

AGED = re.compile(
    r"\s?[(,/-]{1,2}\s?(?:(?:l|p|lk|pr|laki-laki|laki|perempuan|wanita|pria)\b[\s/,)]|"
    r"±?\s?\d{1,2}\s?(?:th|thn|tahun|bln|\))"
    r"|(?:usia|umur)\b)|\s?\(?nik\b|\s(?:(?:l|p|lk|pr)\s)?\d{1,2}\s?(?:th|thn|tahun)\b|\s(?:usia|umur|berusia|berumur)\b"
)
OWNS = re.compile(
    r"\s?[:(,-]?\s?(?:rt\b|(?:rb|rs|rr|rusak (?:berat|sedang|ringan))\b(?!\s?[:=]?\s?\d))|"
    r"\s?\(?\d{1,2} (?:jiwa|orang)\b"
)
"""Behind the owner of a house in a list: "1. Fulan Contoh RT 02", "Fulan Contoh : RB"."""

ITEM = re.compile(r"(?:\A|\n)[ \t]{0,6}(?:[-•>]|\d{1,2}[.)])?\s{0,3}(?:kk |rumah )?\Z")
HOUSE = Signed(r"\b(?:rumah|kk|kebun|warung|toko|kios)\s\Z")
HOUSES = word_set(
    "betang gadang limas joglo lamin singgah sakit dinas makan adat kost kos potong kaca sewa toko"
)
"""Kinds of houses and shops, which are nobody's name."""

LABELLED = re.compile(
    r"(?:\A|\n)[^\w\n]{0,6}(?:\w{1,2}[.)]\s?)?(?:nama\w*|pelapor|petugas|piket|operator|saksi|"
    r"pemilik|korban|identitas|md|"
    r"lb|lr|meninggal|hilang|luka|selamat|ketua|koordinator|kordinator|danru|katim|kontak|cp|"
    r"anggota|personil|personel|"
    r"regu|penanggung jawab|dilaporkan|nakhoda|nahkoda|abk|kapten|awak|pengirim|"
    r"admin|pusdalops|dibuat|"
    r"mengetahui|penumpang|pengemudi|sopir|driver|kadus|kades)\b[^:=\n]{0,30}[:=][^\n]{0,120}\Z"
)
SIGNS = re.compile(
    r"(?:\A|\n)[^\w\n]{0,4}(?:(?:kepala|ketua|camat|lurah|kades|petugas|piket|ttd|tertanda|"
    r"hormat|pelapor|mengetahui|"
    r"pengirim|danru|katim|regu|operator|kalaksa|kasi|kabid|komandan|sekretaris|admin|koordinator|kordinator|"
    r"personil|personel|anggota|plt|an\.)\b[^\n:]{0,50})\n(?:[^\w\n]*\n){0,5}(?:ttd\.?\n(?:\s*\n){0,3})?"
    r"(?:(?:[^\w\n]{0,4})[A-Z][^\n\d]{2,40}\n){0,6}[^\w\n]{0,4}\Z",
    re.IGNORECASE,
)
SIGNED_FOR = re.compile(
    r"\s{0,3}(?:plt\.?\s|plh\.?\s|pj\.?\s)?(?:kepala|ketua|kapusdatin|kalaksa|direktur|sekretaris|kabid|kasi|kasubsi|manajer)\b"
)
"""The office on the line below a name that signs."""

SECTION = re.compile(
    r"\n[^\w\n]{0,6}(?:\w{1,3}[.)]\s?)?(?:petugas|unsur|pihak|personil|personel|tim|regu|anggota|piket|saksi|pelapor|"
    r"yang (?:hadir|terlibat))\b[^\n]{0,60}(?:\n[^\n:]{0,60}:?){0,12}\n[^\w\n]{0,6}(?:\d{1,2}[.)]\s?)?\Z"
)
"""A heading of people, and the lines of its list so far."""

TABLE = re.compile(
    r"(?:\A|\n)[^\n:]{0,30}\bnama\b[^\n:]{0,60}\b(?:alamat|umur|usia|rt|tingkat|kerusakan|ket|jiwa|kk|l/p|kondisi|"
    r"status)\b[^\n:]{0,60}(?=\n)"
)
ROW = re.compile(r"\n[ \t|]{0,4}\d{1,3}[ \t.)|]{1,5}(?=[a-z])")
"""The head of a table with a column of names, and how its rows begin."""

JOIN = re.compile(
    r"(?:\s?\([^)\n]{1,14}\))?\s?(?:,|;|&|/|\bdan\b|\bserta\b)\s?(?:dan\s|serta\s|milik\s|\d{1,2}[.)]\s?){0,2}\Z"
)
LINE_END = re.compile(r"[\s.,]*(?:,\s?[A-Z][\w.]{0,6}){0,3}[ \t]*(?:\n|\Z)")
