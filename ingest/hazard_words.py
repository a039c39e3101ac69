"""The words that name a hazard, and what tells of one without its name."""

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
            r"\b(hutan|lahan) seluas [^.]{0,90}\bterbakar\b|"
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
            r"pergeseran tanah|tanah retak|retakan tanah|rekahan tanah"
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
HINTS: tuple[tuple[str, str], ...] = (
    (
        "puting_beliung",
        r"angin (puyuh|lesus|langkisau|bahorok|bohorok)|pusaran angin|\bp\.? ?beliung|beliung",
    ),
    (
        "sambaran_petir",
        r"(ter|di)sambar (petir|kilat|geledek|halilintar)|(sambaran|samberan) (kilat|geledek)|halilintar",
    ),
    (
        "cuaca_ekstrem",
        (
            r"(bencana|musibah|amukan|terjangan|hantaman|sapuan) angin|dilanda angin|"
            r"(di|men?)(terjang|sapu|terpa|hantam)\w* angin|angin (lebat|badai|besar|barat|"
            r"timur)\b[^.]{0,40}\brusak|"
            r"atap\b[^.\n]{0,30}\b(ber)?terbang(an|kan)?\b|(rumah|bangunan|"
            r"tenda)\b[^.\n]{0,40}\btersapu angin"
        ),
    ),
    (
        "kecelakaan_laut",
        (
            r"(kapal|perahu|pompong|kelotok|sampan|tongkang|tug ?boat|speed ?boat|\bkm|\bklm|"
            r"\bgt\b)[^.\n]{0,60}\b(hilang kontak|tidak (bisa|dapat) dihubungi|lost contact|karam|"
            r"terombang|dihantam (ombak|gelombang)|kehabisan bahan bakar|rusak mesin|tubrukan|"
            r"bertabrakan|terdampar)|"
            r"man over ?board|jatuh dari (kapal|perahu|pompong|sampan|ponton)|"
            r"(anak buah kapal|\babk)\b[^.\n]{0,60}\bterjatuh|"
            r"tidak (lagi )?(ada|berada) di atas (kapal|perahu)|"
            r"\b(ditabrak|dihantam) (ombak|gelombang)\b[^.\n]{0,40}\b(pecah|bocor|patah)|"
            r"lambung( kapal| perahu)? (pecah|bocor)|musibah nelayan"
        ),
    ),
    (
        "laka_tambang",
        (
            r"(lobang|lubang|camui|tambang|galian|ponton)\b[^.\n]{0,120}\b(runtuh|ambruk|ambles|amblas|roboh)"
            r"[^.\n]{0,80}\b(penambang|pekerja|tertimbun)|(penambang|pekerja( tambang)?) tertimbun"
        ),
    ),
    (
        "orang_tenggelam",
        (
            r"(ter)?(jatuh|cebur|peleset|perosok)\w*( \w+){0,6} (ke|di) (\w+ )?(laut|sungai|"
            r"kolong|sumur|kolam|muara|danau|"
            r"parit|embung|perairan)|ter(gulung|bawa|seret) (oleh )?(arus|ombak|gelombang)|"
            r"membahayakan manusia|"
            r"hilang saat (mandi|berenang|menyelam)|\blaka (air|sungai|kolong)\b"
        ),
    ),
    (
        "orang_hilang",
        (
            r"(belum|blm|tidak|tak|tdk)( \w+){0,2} (kembali|pulang|tiba di)(?! ke rumah)|hilang kontak|"
            r"operasi (sar|pencarian)|"
            r"lost contact|\btersesat\b|"
            r"meninggalkan rumah|kehilangan arah"
        ),
    ),
    ("gempabumi", r"(guncangan|goncangan|getaran)\b[^.\n]{0,30}\b(dirasakan|mmi|magnitudo)|\bmmi\b"),
    (
        "kekeringan",
        (
            r"air bersih[^.\n]{0,30}\b(sulit|kering|langka)|(sumur|embung|mata air|"
            r"waduk)[^.\n]{0,30}\b(kering|menyusut)|"
            r"(distribusi|penyaluran|dropping|droping|suplai) air bersih"
        ),
    ),
    (
        "gelombang_abrasi",
        (
            r"(ombak|gelombang)[^.\n]{0,40}\b(menghantam|merusak|menghancurkan|menerjang)|terkikis ombak|"
            r"\bpantai\b[^.\n]{0,60}\b(ombak|gelombang)|dihantam (ombak|gelombang)"
        ),
    ),
    (
        "tanah_longsor",
        (
            r"(tebing|tanah|bukit|talud|turap|tanggul|bahu jalan|badan jalan|"
            r"dinding)\b[^.\n]{0,40}\b(longsor|"
            r"runtuh|ambrol|ambruk|ambles|"
            r"amblas|jebol)|tertimbun (tanah|material)"
        ),
    ),
    (
        "banjir",
        (
            r"\bmeluap|\b(kali|sungai)( \w+){1,3} naik\b|\bair (udah|sudah|sdh) \d+ ?cm|"
            r"(me|te)rendam|tergenang|menggenangi|kebanjiran|air (masuk|naik|"
            r"menggenang)\w*[^.\n]{0,30}\brumah|"
            r"\bair (sungai )?(naik|masuk)\b[^.\n]{0,40}\b(desa|dusun|kampung|rt)\b|"
            r"\bair( \w+){0,3} (sepinggang|selutut|sebetis|sedada|sepaha|seleher|sepusar|semata kaki|"
            r"setinggi)\b|"
            r"\b(di|ter)genangi? air|\bair\b[^.\n]{0,40}\b(masuk|naik|menggenang\w*)\b[^.\n]{0,30}\b(rumah|"
            r"jalan|"
            r"pemukiman|permukiman|kampung|halaman|teras|dapur)\b|"
            r"\b(jembatan|gorong-gorong)\b[^.\n]{0,60}\b(putus|roboh|ambruk|hanyut|"
            r"jebol)\b[^.\n]{0,40}\b(arus|air)\b|"
            r"diterjang arus|debit air[^.\n]{0,30}\b(naik|tinggi|meningkat)|rumah[^.\n]{0,20}\bkemasukan air"
        ),
    ),
    ("karhutla", r"titik api|\bhot ?spot|(semak|lahan|hutan|kebun|ilalang|gambut)\b[^.\n]{0,60}\bapi\b"),
    (
        "kebakaran_rumah",
        (
            r"\bapi\b[^.\n]{0,50}\b(melalap|membakar|menghanguskan|menyambar|membubung|membesar|merembet|"
            r"menjalar|padam|melahap)|"
            r"(di|me)lahap( si)? (jago merah|api)|korsleting|arus pendek|pemadaman kebakaran|"
            r"kobaran api|obje?k terbakar|\bada api\b|\bapi\b[^.\n]{0,30}\b(makin|semakin|sdh|sudah|"
            r"mulai) besar|"
            r"asap (hitam|tebal)[^.\n]{0,60}\b(rumah|gudang|kios|toko|pasar|ruko|bengkel|bangunan|gedung|"
            r"pabrik|warung)|\b(kompor|tabung gas)\b[^.\n]{0,20}\bmeledak|"
            r"damkar\b[^.\n]{0,30}\b(diterjunkan|dikerahkan)"
        ),
    ),
    (
        "pohon_tumbang",
        r"(tertimpa|menimpa|evakuasi|pemotongan|melintang)[^.\n]{0,30}\bpohon|pohon\b[^.\n]{0,60}\bmelintang",
    ),
    (
        "kecelakaan_transportasi",
        (
            r"\blaka\b|bertabrakan|tergelincir|terperosok|masuk jurang|"
            r"\b(motor|mobil|truk|bus|pikap|pick ?up|pengendara)\b[^.\n]{0,40}\b(menabrak|ditabrak|oleng|"
            r"masuk (parit|siring|got))"
        ),
    ),
    (
        "lainnya",
        (
            r"(penemuan|(di|me)temukan\w*) (\w+ ){0,3}(mayat|jenazah|jasad)|"
            r"\b(mayat|jenazah|jasad)\b[^.\n]{0,60}\b(ditemukan|terapung|mengapung|mengambang|terdampar)|"
            r"sesak na[fp]as|kebocoran gas|\bjembatan\b[^.\n]{0,90}\b(putus|terputus|ambruk|roboh|runtuh)\b"
        ),
    ),
)
"""What tells of a hazard without its name: read only where no text names one."""
