"""An invented report with everything in it that the public must never see."""

REPORT = """LAPORAN KEJADIAN BENCANA
PUSDALOPS BPBD KAB. BANGKA SELATAN
Data per : Selasa, 10 Maret 2026 Pkl. 17.20 WIB

Jenis Kejadian : Puting Beliung
Waktu Kejadian : Selasa, 10/03/2026 Pkl. 14.20 WIB
Lokasi : Kel. Toboali, Kec. Toboali, Kab. Bangka Selatan
Koordinat : -3.0127, 106.4551
Kronologis : Angin kencang bertiup dari arah pelabuhan lama sejak siang.
Korban Jiwa : MD : 1 orang a/n Sukmawangi Rejodipo, NIK 1903014507880003
Mengungsi : 2 KK / 7 jiwa di rumah Ibu Tarwiyanti
Kerusakan :
- Rumah RB 3 unit, RS 7 unit, RR 21 unit
Upaya : TRC kaji cepat bersama relawan Garudawana
Sumber : Kades setempat, HP 0812-7199-4455
"""

SECRETS = (
    "Sukmawangi",
    "Rejodipo",
    "1903014507880003",
    "Tarwiyanti",
    "0812-7199-4455",
    "081271994455",
    "pelabuhan lama",
    "Garudawana",
    "Kades setempat",
)
"""Words of REPORT that are personal or free text."""
