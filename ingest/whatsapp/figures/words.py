"""The words of figures: what happened to whom or what, in which unit."""

from ingest.folding import word_set

EFFECTS = {
    "meninggal": (
        "hilang ditemukan meninggal dunia|hilang ditemukan meninggal|ditemukan meninggal dunia|"
        "ditemukan meninggal|ditemukan tewas|ditemukan dalam keadaan meninggal dunia|"
        "ditemukan dalam keadaan meninggal|ditemukan dalam kondisi meninggal dunia|"
        "di temukan meninggal dunia|di temukan meninggal|ditemukan sudah meninggal dunia|tidak bernyawa|"
        "ditemukan sudah meninggal|ditemukan tidak bernyawa|ditemukan dalam keadaan tidak bernyawa|md|"
        "meninggal|meninggal dunia|tewas|menewaskan|wafat|korban meninggal|korban meninggal dunia|"
        "jenazah|jasad|mayat|orang jenazah|orang tewas|jenazah korban|jasad korban|"
        "korban tewas|korban md|m d|mgl"
    ),
    "hilang": (
        "hilang|hlg|dp|korban hilang|belum ditemukan|dalam pencarian|masih dicari|dinyatakan hilang|"
        "dalam proses pencarian|masih dalam proses pencarian|dalam upaya pencarian|masih dilakukan pencarian|"
        "dalam pencarian|masih dalam pencarian|dlm pencarian|belum diketemukan|status pencarian|dalam "
        "status pencarian|"
        "dlm status pencarian|masih dalam status pencarian|belum ditemukan keberadaannya|belum ketemu|"
        "belum berhasil ditemukan|belum di ketemukan|belum di temukan|belum diketahui nasibnya|"
        "belum diketahui keberadaannya|"
        "masih dinyatakan hilang|dilaporkan hilang|masih hilang|hilang terseret arus"
    ),
    "luka_berat": (
        "lb|luka berat|luka bakar berat|luka bakar serius|luka serius|luka bakar parah|luka cukup parah|"
        "luka-luka berat|korban luka berat|luka parah|luka berat/rawat inap|"
        "korban luka berat/rawat inap|korban rawat inap"
    ),
    "luka_ringan": (
        "lr|luka ringan/rawat jalan|luka ringan|luka bakar ringan|luka lecet|lecet|luka-luka ringan|"
        "korban luka ringan|korban luka ringan/rawat jalan|korban rawat jalan"
    ),
    "luka": (
        "luka|luka bakar|luka robek|patah tulang|luka-luka|terluka|korban luka|korban luka-luka|"
        "luka / sakit|luka/sakit|cedera|luka luka"
    ),
    "selamat": (
        "hilang ditemukan selamat|selamat|korban selamat|ditemukan selamat|berhasil diselamatkan|"
        "dalam keadaan selamat|menyelamatkan diri|berhasil menyelamatkan diri|berhasil selamat|"
        "ditemukan dalam keadaan selamat|dinyatakan selamat|bisa diselamatkan|dapat diselamatkan|"
        "telah diselamatkan|sudah diselamatkan"
    ),
    "terdampak": (
        "terdampak|menderita|korban terdampak|terdapak|terdampak banjir|berdampak pada|berdampak kepada|"
        "berdampak terhadap|terdampak langsung|terkena dampak|kena dampak|ikut terdampak|"
        "ikut terkena dampak|kesulitan air bersih|kekurangan air bersih|krisis air bersih"
    ),
    "mengungsi": (
        "berada di pengungsian|bertahan di pengungsian|tinggal di pengungsian|berada di tempat pengungsian|"
        "mengungsi|ngungsi|pengungsi|pengungsian :|korban mengungsi|diungsikan|mengungsikan|"
        "dievakuasi ke pengungsian"
    ),
    "rusak_berat": (
        "rb|rusak berat|rsk berat|rsk brt|rusak brt|rusak parah|kerusakan berat|kerusakan parah|rusak total|"
        "roboh|ambruk|merobohkan|rata dengan tanah|hancur|kategori berat"
    ),
    "rusak_sedang": "rs|rusak sedang|rsk sedang|rsk sdg|rusak sdg|kerusakan sedang|kategori sedang",
    "rusak_ringan": "rr|rusak ringan|rsk ringan|rsk rgn|rusak rgn|rsk rngn|kerusakan ringan|kategori ringan",
    "rusak": (
        "rusak|rsk|merusak|merusakkan|rusak terendam|rusak terendam banjir|rusak akibat banjir|"
        "porak poranda|porak-poranda|mengalami kerusakan|rusaknya|putus"
    ),
    "terendam": (
        "terendam|kerendam|kerendem|merendam|meredam|teredam|tergenang|menggenangi|terendam air|kebanjiran|"
        "kemasukan air|dimasuki air|kemasukan banjir|dimasuki banjir"
    ),
    "terbakar": (
        "terbakar|membakar|menghanguskan|hangus|hangus terbakar|melalap|ludes terbakar|dilalap api|"
        "jadi arang|menjadi arang|rata dengan tanah setelah terbakar|"
        "rata dengan tanah usai terbakar|dilalap si jago merah|dilahap si jago merah|dilahap api|diamuk api|"
        "diamuk si jago merah|dilalap jago merah|dilahap jago merah|dilalap|dilahap|"
        "habis terbakar|ludeskan|meludeskan|hanguskan|lalap|lahap|melahap|menghabiskan|ludes"
    ),
    "tumbang": "tumbang|menumbangkan|bertumbangan",
    "korban": "korban|korban jiwa|jiwa korban",
}
TREES = (
    "kelapa durian akasia sengon jati mahoni trembesi beringin angsana ketapang pinus cemara mangga nangka "
    "rambutan waru randu sukun karet sawit aren asam flamboyan johar lamtoro medang meranti pulai pelawan "
    "bambu tua pisang cempedak melinjo petai kapuk albasia gmelina sonokeling tersebut"
)
"""Kinds of trees, as they are told of that fell."""

SUBJECTS = {
    "rumah": (
        "rumah|rumahnya|bangunan rumah|rumah warga|rumah penduduk|rmh|rumah tinggal|tempat tinggal|"
        "rumah panggung|rumah milik warga|hunian|rumah hunian|rumah kosong|rumah kontrakan|rumah bedeng|"
        "rumah semi permanen|petak rumah|rumah petak|unit petak rumah"
    ),
    "pendidikan": (
        "sekolah|sd|sdn|smp|smpn|sma|sman|smk|smkn|tk|paud|madrasah|mts|min|mtsn|ponpes|pesantren|kampus|"
        "gedung sekolah|fasilitas pendidikan|fasdik|sarana pendidikan|bangunan sekolah|pondok pesantren"
    ),
    "kesehatan": (
        "puskesmas|pustu|poskesdes|posyandu|rsud|klinik|rumah sakit|fasilitas kesehatan|faskes|"
        "sarana kesehatan|polindes"
    ),
    "peribadatan": (
        "masjid|mesjid|musholla|mushola|musholah|mushalla|mushala|mushollah|musala|musola|musalla|surau|"
        "gereja|vihara|kelenteng|klenteng|"
        "pura|rumah ibadah|rumah ibadat|tempat ibadah|fasilitas ibadah|fasilitas peribadatan|"
        "sarana ibadah|langgar"
    ),
    "kantor": (
        "kantor|kantor desa|balai desa|kantor pemerintah|perkantoran|gedung kantor|fasilitas perkantoran|"
        "kantor lurah|kantor camat|kantor kelurahan"
    ),
    "pasar": "pasar",
    "kios_toko": "kios|toko|warung|ruko|lapak|tempat usaha|rumah toko|kios pedagang",
    "pabrik": "pabrik",
    "fasum": "fasum|fasilitas umum|fasilitas publik|sarana umum|fasos|fasilitas sosial",
    "jembatan": "jembatan|jembatan gantung|jembatan kayu",
    "jalan": "jalan|ruas jalan|badan jalan|akses jalan",
    "irigasi": "irigasi|saluran irigasi",
    "listrik": "jaringan listrik|gardu listrik",
    "telekomunikasi": "tiang telepon|tower telekomunikasi",
    "spbu": "spbu",
    "dermaga": "dermaga",
    "pohon": "pohon|batang pohon|pohon besar|" + "|".join(f"pohon {kind}" for kind in TREES.split()),
    "lahan": (
        "lahan|hutan|semak|semak belukar|belukar|areal|area|vegetasi|ilalang|hutan dan lahan|gambut|"
        "lahan gambut|lahan pertanian|lahan kosong|rumput"
    ),
    "sawah": "sawah|lahan sawah|persawahan",
    "kebun": "kebun|lahan kebun|kebun warga",
    "perkebunan": "perkebunan|lahan perkebunan",
    "kolam": "kolam|tambak",
    "luas": (
        "luas|seluas|luasan|luas lahan|luas area|luas areal|luas lahan terbakar|luas terbakar|"
        "luas terdampak|luas area terbakar"
    ),
    "tinggi_air": (
        "tma|tinggi muka air|tinggi air|ketinggian air|ketinggian|tinggi genangan|tinggi banjir|setinggi|"
        "sedalam|genangan|tinggi air banjir|air banjir setinggi|banjir setinggi|genangan setinggi|"
        "genangan air|tinggi muka air banjir|ketinggian banjir|ketinggian genangan|kedalaman air|"
        "kedalaman banjir|air setinggi|ketinggian muka air"
    ),
    "kedalaman": "kedalaman|kedlmn|kedalaman gempa",
    "magnitudo": "magnitudo|magnitude|mag|kekuatan|mw|ml",
    "kerugian": (
        "kerugian|taksiran kerugian|kerugian material|kerugian materil|kerugian materiil|"
        "estimasi kerugian|total kerugian|kerugian ditaksir|kerugian diperkirakan|perkiraan kerugian|"
        "taksir kerugian|ditaksir"
    ),
    "panjang": "panjang|sepanjang",
    "ukuran": "lebar|selebar|diameter|berdiameter|tebal|setebal|radius|jarak|berjarak|ukuran|berukuran",
    "": (
        "kendaraan|mobil|motor|sepeda motor|truk|truck|perahu|kapal|tiang listrik|tiang|kandang|pagar|"
        "gudang|tembok|talud|ekskavator|gazebo|garasi|dapur|atap|ternak|sapi|ayam|kambing|posko|tenda|"
        "pompa|armada|personil|personel|petugas|anggota|tim|regu|mesin|genset|speedboat|speed boat|"
        "kelotok|bagan|keramba|plafon|kamar|kanopi|baliho|rumah makan|rumah dinas|rumah walet|"
        "rumah jaga|bangunan|bedeng|ponton|tempat tidur|asbes|seng|terpal|perahu karet|"
        "mobil pemadam|mobil tangki|unit mobil|infrastruktur|sarana|tugu|lampu|gapura|bus|pesawat|"
        "bengkel|pondok|gedung|pos|lain-lain|lain - lain"
    ),
}
UNITS = {
    "KK": "kk|kepala keluarga|keluarga|k k|kepla keluarga|kepala kelurga|kepala keluarg",
    "jiwa": (
        "jiwa|orang|org|jw|orng|anak kecil|orang anak kecil|orang warga|anggota keluarga|orang anggota "
        "keluarga|anak buah kapal|"
        "awak kapal|kru kapal|pejalan kaki|ibu rumah tangga"
    ),
    "unit": "unit|buah|bh",
    "batang": "batang|btg",
    "ha": "ha|hektar|hektare|hektoare",
    "m2": "m2|meter persegi",
    "km2": "km2",
    "m": "m|meter|mtr",
    "km": "km|kilometer",
    "cm": "cm|senti|centimeter|sentimeter|centi meter|senti meter|sentimter",
    "sr": "sr|skala richter",
    "Rp": "rupiah",
    "lain": (
        "menit|mnt|jam|detik|hari|bulan|minggu|%|persen|liter|ltr|kg|ton|lembar|lbr|paket|dus|ekor|titik|"
        "knot|mm|tahun|th|thn|kali|watt|kva|inchi|inci|kubik|m3|mdpl|derajat|mil|nm|lantai|pcs|botol|"
        "kantong jenazah|mobil jenazah|ambulans jenazah|"
        "kotak|tangki|rit|sak|karung|roll|rol|set|lubang|lokasi|kecamatan|kelurahan|desa|kabupaten|rt|"
        "rw|dusun|"
        "shift|hotspot|hpa|celcius|c|kampung|tempat|wilayah|daerah|ruang|ruangan|ruang kelas|petak"
    ),
}
SHELTERS = (
    "tempat pengungsian|lokasi pengungsian|titik pengungsian|pos pengungsian|posko pengungsian|"
    "kebutuhan pengungsian"
)
"""Where people flee to, which counts none of them."""

STRUCK = (
    "tertimpa pohon|tertimpa pohon tumbang|ditimpa pohon|tertimpa batang pohon|akibat pohon tumbang|"
    "tertimpa dahan pohon|tertimpa dahan"
)
"""What befell a thing: no subject of its own."""

PEOPLE = word_set(
    "warga korban anak nelayan penambang pekerja pemancing lansia balita pelajar siswa siswi abk "
    "penumpang perempuan laki-laki santri bayi remaja pria wanita penduduk masyarakat mahasiswa buruh "
    "petani pengendara ibu istri suami penghuni pedagang karyawan guru murid kakek nenek wisatawan "
    "pengunjung pasien jemaah jamaah sopir pengemudi pemilik lelaki bocah awak kru rekan rekannya teman "
    "temannya saudara kakak adik putra putri cucu keponakan tetangga penyelam tamu turis peziarah jemaat "
    "mahasiswi dosen pegawai tukang kuli satpam polisi pendaki pemuda gadis janda pemulung peternak kernet "
    "wna wni kawan sahabat"
)
NIL = (
    "nihil|nol|tidak ada|tdk ada|tak ada|tidak terdapat|tidak menimbulkan|tanpa|nil|belum ada|blm ada|"
    "ga ada|gak ada|gk ada|nggak ada|ngga ada|tiada|tdk terdapat"
)
DENIED = (
    ("tidak", "tak", "tdk"),
    ("", "sampai ", "pernah "),
    (
        "menimbulkan",
        "menyebabkan",
        "mengakibatkan",
        "memakan",
        "menelan",
        "merenggut",
        "membawa",
        "ada",
        "terdapat",
    ),
    ("", " adanya", " jatuhnya", " timbulnya"),
)
"""The words of a denial, one of each: "tak sampai menimbulkan jatuhnya" denies what follows."""

COUNTING = (
    "dalam pendataan|masih pendataan|masih dalam pendataan|pendataan|masih didata|sedang didata|"
    "belum terdata|dalam proses pendataan|masih dalam proses pendataan|dlm pendataan|msh dalam pendataan|"
    "masih dilakukan pendataan|proses pendataan|masih proses pendataan|masih dihitung|dalam penghitungan|"
    "dalam perhitungan|masih assessment|dalam proses assessment|belum didata|belum diketahui|"
    "masih dalam assessment|masih dalam asesmen|masih dalam penghitungan|masih dalam perhitungan|"
    "sedang dalam pendataan|belum dapat dipastikan|msh dlm pendataan|masih dlm pendataan|sedang dihitung|"
    "sedang dilakukan pendataan"
)
APPROXIMATE = (
    "sekitar|kurang lebih|lebih kurang|kl|lk|hampir|lebih dari|kira-kira|diperkirakan|estimasi|perkiraan"
)
FILLERS = word_set(
    "bpk bapak sdr sdri "
    "yang yg mengalami kondisi dalam dlm kategori dengan milik warga penduduk sebanyak sejumlah ada "
    "adalah yaitu yakni berjumlah mencapai total jumlah jml lebih kurang data sementara telah sudah masih "
    "mengakibatkan menyebabkan akibat tingkat kerusakan berupa antara lain terdiri dari atas tersebut "
    "itu ini juga di daerah banjir korban jenis setidaknya terdapat tercatat hingga saat dan sebagai "
    "berikut dilaporkan diketahui dinyatakan dunia secara bagian kategorinya dampak kerugian materil "
    "materiil material ditemukan akibatnya lainnya rata-rata tertinggi berkisar adanya sampai kini per "
    "luas sd terkena tertimpa pohon angin puting beliung longsor rob bencana karena oleh sempat terpaksa "
    "harus orang jiwa berusia sekarang terkini terbaru kurang-lebih atap pada hanya mendapat perkiraan "
    "estimasi "
    "diperkirakan menimpa kebakaran rincian rinciannya diantaranya antaranya masing-masing parah "
    "bangunan permanen semi non kayu sedikitnya sekira terjangan diterjang dihantam tersapu hujan deras "
    "kencang disertai tersebar sebagian namun pun dihuni kembali sedangkan musibah peristiwa kejadian "
    "intensitas tinggi lebat warganya warga-warga terjadi dimana turut kemudian terdampaknya lagi "
    "atapnya habis seluruhnya semuanya antar maupun ditempati dikosongkan sisanya tetap objek obyek "
    "diyatakan msh sdh dgn utk pd krn temukan keadaan kontrakan pribadi alhamdulillah "
    "tanah bertambah menjadi sumur mengering kering membuat kekeringan "
    "karhutla gempa gelombang abrasi cuaca ekstrem petir rakyat umum swasta negeri tradisional ikut retak "
    "jadi jadinya skrg skr skrng skg jebol ambrol lepas terlepas pemerintah penghubung sejauh"
)
UNTOLD = (
    "belum ada laporan|belum ada data|belum ada informasi|belum menerima laporan|belum ada kabar|"
    "belum mendapat laporan|belum dilaporkan|tidak ada laporan|tidak ada data"
)
"""Said of what nobody has reported yet: no figure."""

GREETINGS = "selamat pagi|selamat siang|selamat sore|selamat malam|selamat petang|selamat datang|keselamatan"
RESTATED = word_set("sebelumnya semula semulanya awalnya")
"""Words beside figures that no longer hold."""
SOME = word_set("sebagian beberapa sejumlah")
"""Words before things or people whose number nobody tells: "150 KK terdampak, sebagian mengungsi"."""
NOW = word_set("kini sekarang menjadi terkini terbaru update")
"""Words before the figure that takes their place."""
SPLITS = word_set(
    "rincian rinciannya masing masing-masing diantaranya antaranya terdiri perinciannya yakni yaitu"
)
"""Words after which a total is told in parts."""
