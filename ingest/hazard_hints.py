"""What tells of a hazard without its name: read only where no text names one."""

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
            r"tenda)\b[^.\n]{0,40}\btersapu angin|"
            r"\brumah\b[^.\n]{0,60}\b(roboh|ambruk|rubuh)\b[^.\n]{0,60}\b(hujan|angin)\b|"
            r"\bhujan\b[^.\n]{0,60}\b(atap|rumah)\b[^.\n]{0,90}\b(roboh|ambruk|rubuh)\b"
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
            r"lambung( kapal| perahu)? (pecah|bocor)|musibah nelayan|\bterombang|"
            r"\bmesin (kapal|perahu|long ?boat|speed ?boat)(nya)? (mati|rusak)"
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
            r"(penemuan|ditemukan\w*|menemukan) (\w+ ){0,3}(mayat|jenazah|jasad)|"
            r"\b(mayat|jenazah|jasad)\b[^.\n]{0,60}\b(ditemukan|terapung|mengapung|mengambang|terdampar)|"
            r"\brumah\b[^.\n]{0,60}\b(roboh|ambruk|rubuh)\b|sesak na[fp]as|kebocoran gas|"
            r"\bjembatan\b[^.\n]{0,90}\b(putus|terputus|ambruk|roboh|runtuh)\b"
        ),
    ),
)
