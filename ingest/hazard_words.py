"""The words that name a hazard."""

WORDS: tuple[tuple[str, str], ...] = (  # the special before the general: what matched is not read again
    (
        "laka_tambang",
        (
            r"(tambang|\bti|\btbi)\b.{0,30}(longsor|tertimbun|amblas|runtuh|rubuh)|laka tambang|"
            r"(laka|kecelak\w{1,3})( kerja)?( \w+){0,3} (tambang|ti|tbi)\b"
        ),
    ),
    ("laka_tambang", r"(penambang|pemilik tambang|pekerja tambang)\b[^.\n]{0,90}\btertimbun"),
    (
        "laka_tambang",
        r"(\bti\b|tambang|ponton)\b[^.]{0,40}\bterbalik\b[^.]{0,60}\bpenambang|ti apung terbalik",
    ),
    ("laka_tambang", r"(tertimbun|long?sor|kecelak\w{1,3})\b.{0,30}(?<!tali )\b(per)?tambang(an)?\b"),
    (
        "laka_tambang",
        r"(tertimbun|long?sor)\b.{0,30}\b(mencari|mendulang|melimbang) (butiran |bij\w+ )?(emas|timah)\b",
    ),
    (
        "kecelakaan_laut",
        (
            r"(kapal|perahu|speed ?(boat|lidah)|long ?boat|kelotok|klotok|ketinting|katinting|jukung|"
            r"pompong|rakit|"
            r"ponton|sampan|tongkang|tug ?boat|ferr?y|\bbagan|\blct|\bklm|"
            r"\bkmp?(?= [a-z]{3}))"
            r"(nya)?\b(?:[^.]|(?<=km)\.|(?<=lm)\.){0,60}\b"
            r"(tenggelam|karam|terbalik|hilang|terbakar|bocor|kebocoran|kandas|pecah|ditabrak|mati mesin|"
            r"terdampar|tubrukan|bertabrakan|tertabrak)|\b(tongkang|tug ?boat)\b[^.]{0,60}\bhanyut"
        ),
    ),
    ("kecelakaan_laut", r"(ke)?celakaan (laut|kapal|perahu|pelayaran)|laka laut"),
    (
        "diterkam_buaya",
        (
            r"(terkam|serang|gigit|sambar|mangsa)\w*\b[^.]{0,30}\bbuaya|"
            r"buaya\b[^.]{0,20}\b(menerkam|menyerang|menggigit)"
        ),
    ),
    (
        "konflik_hewan",
        (r"(kemunculan|penampakan|evakuasi|penangkapan|temuan|menangkap|muncul\w*)[^.]{0,20}\bbuaya"),
    ),
    ("konflik_hewan", r"buaya\b[^.]{0,20}\b(muncul|terlihat|masuk|ditangkap|menampakkan)"),
    ("konflik_hewan", r"(temukan|jerat|tangkap|evakuasi)\w*\b[^.]{0,40}\bekor buaya"),
    ("diterkam_buaya", r"(?<!lubang )(?<!lubuk )(?<!pulau )(?<!tanjung )buaya"),  # "Kelurahan Lubang Buaya"
    ("banjir_bandang", r"banjir bandang"),
    (
        "banjir_rob",
        (
            r"(banjir )?\brob\b|banjir pesisir|banjir (air )?(laut )?pasang|"
            r"(?<!karena )(?<!akibat )(?<!dan )(?<!disertai )(air laut( \w+)? (pasang|naik|masuk|meluap|"
            r"merendam|menggenangi)|(?<!air )laut pasang|pasang laut|(luapan|limpasan|"
            r"pasang) air laut)"
        ),
    ),
    (
        "karhutla",
        (
            r"karhutla|hutan dan lahan|(ke)?bakaran? (hutan|lahan|semak|kebun|ilalang|rumput)|"
            r"(?<!buruh )(?<!pondok )\b(hutan|lahan|semak belukar|ilalang|kebun|"
            r"gambut)\b[^.,]{0,25}\b(hangus )?terbakar\b|"
            r"\b(hutan|lahan|kebun( \w+)?|semak) seluas [^.]{0,90}\bterbakar\b|"
            r"\b(hektare?|ha) (hutan|lahan|kebun|semak|gambut)\b[^.\n]{0,160}\bterbakar\b|"
            r"\bmembakar (hutan|lahan|semak|kebun|ilalang|gambut)\b|"
            r"\b(kebun|lahan|hutan)( \w+){0,9} kebakar\b"
        ),
    ),
    (
        "gelombang_abrasi",
        (
            r"gelombang (pasang|tinggi|laut|besar)( (dan|/) abrasi)?|abrasi|air pasang|"
            r"ombak (besar|tinggi)|pantai (tergerus|terkikis)"
        ),
    ),
    (
        "puting_beliung",
        (
            r"(angin )?(put(ing|ting)|p\.?) ?beliung|angin put(ing|ting)|waterspout|angin (puyuh|putar|"
            r"berputar)"
        ),
    ),
    ("pohon_tumbang", r"pohon\b[^.]{0,40}\b(tumbang|roboh|patah)|tumbangnya|dahan patah"),
    ("cuaca_ekstrem", r"cuaca ekstr[ie]m|angin (ken?[cn]?cang|kncang|ribut|topan)|hujan es|badai"),
    (
        "banjir",
        (
            r"banjir|\blahar (dingin|hujan)|luapan (air|sungai|kali|anak sungai|kolong|drainase|got|parit|"
            r"siring)|genangan"
        ),
    ),
    (
        "gerakan_tanah",
        (
            r"(per)?gerakan tanah|tanah (ber)?gerak|amblesan|(tanah|jalan|badan jalan) ambl[ae]s|"
            r"pergeseran tanah|tanah retak|retakan tanah|rekahan tanah|gorong-gorong( yang)? ambl[ae]s"
        ),
    ),
    (
        "tanah_longsor",
        (r"longsor|tebing (runtuh|ambrol)|(talud|tanggul) (ambrol|jebol|runtuh)"),
    ),
    (
        "kekeringan",
        (
            r"kekeringan|(krisis|kesulitan|kekurangan|kelangkaan)( \w+)? air\b|"
            r"sumur\b[^.]{0,20}\b(kering|mengering)|kemarau panjang"
        ),
    ),
    ("tsunami", r"tsunami"),
    ("gempabumi", r"gempa ?bumi|gempa"),
    ("sambaran_petir", r"petir"),
    ("kebakaran_rumah", r"kebakaran|terbakar|dilalap api|si jago merah|ludes|(?<!luka )hangus"),
    ("orang_tenggelam", r"tenggelam|hanyut|terseret (arus|ombak)|tercebur"),
    (
        "orang_hilang",
        (
            r"(?<!pondok )(?<!perahu )(?<!rumah )(orang|nelayan|warga|pemancing|anak|pria|kakek|"
            r"nenek|lansia)\b[^.]{0,40}\bhilang\b|"
            r"pencarian orang|(dilaporkan|dinyatakan|dikabarkan) hilang|"
            r"\bhilang (saat|ketika|usai|setelah|sewaktu) (pergi|mencari|me(mancing|laut|njala|njaring|"
            r"noreh)|berkebun|mandi|berenang|menyelam)\b|hilang di (laut|perairan|hutan|sungai|kebun)"
        ),
    ),
    (
        "kecelakaan_transportasi",
        (
            r"kecelakaan(?! kerja)|laka lantas|lakalantas|laka tunggal|\btabrakan|adu (banteng|kambing|"
            r"jangkrik)|"
            r"(truk|bus|mobil|motor)\b[^.]{0,20}\b(terguling|terbalik)"
        ),
    ),
    (
        "konflik_hewan",
        (
            r"\b(\w{0,4}(serang|terkam|mangsa)\w{0,4}|dimakan)( oleh)?( seekor| kawanan|"
            r" sekawanan)? (binatang|hewan|beruang|"
            r"harimau|macan|monyet|kera|gajah|anjing|babi|singa|orangutan|lutung)|"
            r"\b(beruang|harimau|macan)\b[^.\n]{0,40}\b(\w{0,4}(terkam|mangsa|serang)\w{0,4}|masuk|"
            r"muncul|berkeliaran)|"
            r"tawon|lebah|(?<!tanjung )(?<!pulau )(?<!desa )\bular\b|monyet|hewan (buas|liar)|satwa|"
            r"\bgajah\b[^.\n]{0,30}\b(liar|mengamuk|masuk|merusak)|\b(kawanan|sekawanan|amukan|"
            r"serangan) (gajah|babi hutan|"
            r"kera|harimau|beruang)|"
            r"binatang buas"
        ),
    ),
    (
        "lainnya",
        (
            r"erupsi|letusan gunung|awan panas|gagal teknologi|keracunan|wabah|\bklb\b|"
            r"kejadian luar biasa|diare massal|terserang (diare|penyakit|demam)|kabut asap|"
            r"bentrok|tawuran|kerusuhan|konflik (antar|sosial|warga)|ledakan|"
            r"(tersengat|terkena|sengatan)( aliran| arus| sengatan| tegangan)* listrik|kesetrum|tersetrum|"
            r"(ke)?celakaan kerja|\blaka kerja|jatuh ke (sumur|kolong)|penemuan (mayat|jenazah)|"
            r"\bbun upas|\bembun (upas|es|beku)"
        ),
    ),
)
