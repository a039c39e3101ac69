"""Words that label places, stand before or within their names, or end them."""

import re

from ingest.folding import word_set

LEVELS = {
    **dict.fromkeys(("prov", "provinsi", "propinsi"), 1),
    **dict.fromkeys(("kab", "kabupaten", "kota", "kotamadya", "kabuapten", "kabupten", "kebupaten"), 2),
    **dict.fromkeys(
        ("kec", "kecamatan", "kecematan", "kecamtan", "kacamatan", "kecamatam", "kecatan", "distrik"), 3
    ),
    **dict.fromkeys(("ds", "desa", "des", "kel", "kelurahan", "kelurahaan"), 4),
    **dict.fromkeys(
        (
            "nagari",
            "nagori",
            "kepenghuluan",
            "gampong",
            "gampoeng",
            "pekon",
            "lembang",
            "tiyuh",
            "kalurahan",
            "ohoi",
        ),
        4,
    ),
    **dict.fromkeys(("kapanewon", "kemantren"), 3),
}
LOCAL = {
    "kampung": re.compile(
        r"distrik|\b(?:papua|way kanan|tulang bawang|lampung tengah|kutai barat|kubar|mahakam ulu|berau|siak|"
        r"aceh tengah|bener meriah|aceh tamiang|gayo lues)\b"
    ),
    "kp": re.compile(r"distrik"),
    "gp": re.compile(r"\baceh\b|\bgampong\b|\bmeunasah\b"),
    "negeri": re.compile(r"maluku|\bambon\b|\bseram\b|\btual\b"),
}
"""Words that name a village only in some lands, and the names that tell of those."""
BELOW = word_set(
    "dusun dsn dukuh kp kampung lk lingk lingkungan jl jln jalan gg gang rt rw pulau p selat sungai "
    "pantai perumahan perum komplek blok pasar jembatan teluk kolong perairan muara sei masjid sdn sd "
    "smpn smp sman sma smkn smk tk mts min musholla gereja vihara hotel toko bandara pelabuhan gor "
    "taman rsud jorong korong dk dkh padukuhan pedukuhan lorong warung spbu eks pt cv laut das ke arah "
    "jurusan menuju raya lintas tol gunung gn bukit stasiun terminal rs universitas radar tribun metro pos "
    "harian air samudera samudra"
)
NEAR = word_set("pasar pelabuhan terminal pantai kolong perairan pulau")
PROPER = word_set("batang buah titik lembar lubang selamat hulu tebing luar hilang orang angin hujan")
"""Words that count or tell, which names go on with."""

WAYS = word_set("dari ke menuju arah")
COMPASS = word_set("utara selatan barat timur tengah tenggara hulu hilir ilir ulu laut pusat kota baru lama")
AGENCY = word_set(
    "bpbd pusdalops polres polresta polsek polda kodim koramil korem puskesmas pustu poskesdes rs rsud camat "
    "lurah kades kapolsek danramil bupati walikota pemkab pemkot pemprov pemdes basarnas sar pln pmi damkar "
    "dinas dinsos dinkes pupr dpupr tagana satpol bmkg stasiun posko kansar kantor lanal polairud "
    "polair syahbandar ksop rapi orari senkom kph manggala upt uptd pdam ulp babinsa bhabinkamtibmas "
    "kalak kalaksa diskominfo kominfo pemerintah pos relawan mako pemadam dpkp dpkpb trc tim kapolres "
    "dandim satpolairud perangkat aparat wakapolres wabup wali gubernur satlak satgas kepolisian "
    "aparatur polresto bnpb dprd kadis kabid kasi sekda perbekel wartawan reporter forkopimda muspika "
    "bksda alobi adpel kadus kaling muspika daops rescuer uss polisi brimob sektor rayon"
)
WEEKDAYS = word_set("senin selasa rabu kamis jumat jum'at sabtu minggu ahad")
MONTHS = word_set(
    "januari februari pebruari maret april mei juni juli agustus september oktober november nopember desember"
)
NO_NAME = (
    word_set(
        "pelapor donatur "
        "yang terdampak setempat tersebut ini itu dan di telah akibat nihil rt rw jl jln jalan dusun dsn "
        "lainnya sekitar mengalami terjadi pada sebanyak pukul hari tanggal tangguh dukuh kampung kp wib "
        "wita wit tadi karena sebagai dengan untuk dari oleh saat akan sudah masih ada tidak korban jumlah "
        "jebol limpas ambrol rb rs rr md lb lr tma ketinggian setinggi terendam pob abk "
        "rumah unit kk jiwa banjir longsor kebakaran puting angin hujan pohon gempa dampak "
        "kronologis yaitu yakni kronologi upaya lokasi waktu jenis kondisi sumber kejadian bencana update "
        "kerugian koordinat titik "
        "antara lain sementara menurut hingga sejak serta lingkungan gang gg perumahan blok ketua kepala "
        "warga pihak bapak ibu sdr bpk siaga akibatnya selain sebelumnya saya kami ia mereka sebuah seluruh "
        "beberapa diketahui sedangkan adapun kemudian namun selanjutnya setelah ketika lalu tetapi akan "
        "hal kombes "
        "akbp akp "
        "kompol iptu ipda aiptu aipda bripka bripda briptu brigpol brigadir ajun kol kolonel letkol "
        "mayor kapten "
        "lettu letda serma serka sertu serda kopka praka"
    )
    | WEEKDAYS
    | MONTHS
)
SHORT_FORMS = {
    "tj": "tanjung",
    "tjg": "tanjung",
    "tg": "tanjung",
    "sp": "simpang",
    "spg": "simpang",
    "simp": "simpang",
    "klp": "kelapa",
    "lbk": "lubuk",
    "bkt": "bukit",
    "sei": "sungai",
    "sgi": "sungai",
    "s": "sungai",
    "tlk": "teluk",
    "pkl": "pangkal",
    "lb": "lubuk",
    "p": "pulau",
    "pd": "padang",
    "psr": "pasir",
    "kep": "kepulauan",
    "kp": "kampung",
    "prt": "parit",
}
"""How officers shorten the first word of a name."""
