"""The weights of linking, in natural log-odds: what each likeness adds to "they tell of the same event".

They come from reasoning about how rare a coincidence is, not from fitting: incidents of one kind in one
district and day are few, so an agreement in hour and village is nearly proof, one in day and regency is not.
docs/explanation/linking.md tells the thoughts behind them.
"""

from datetime import timedelta

BEFORE = -2.0
"""Before anything is compared: most reports that are looked at together tell of different events."""

HAZARD_SAME, HAZARD_AMONG_OTHERS = 1.0, 0.6
RARE = 1.0
"""More for a hazard of which a kecamatan has a few in a year: two in one day would be a rare coincidence."""

COMMON = frozenset(
    {
        *("banjir", "banjir_rob", "banjir_bandang", "cuaca_ekstrem", "puting_beliung", "karhutla"),
        *("pohon_tumbang", "kekeringan", "konflik_hewan", "lainnya"),
    }
)
"""Hazards that come in swarms: on a wet or a dry day a kecamatan may well have several."""

SELDOM = frozenset(
    {
        *("diterkam_buaya", "laka_tambang", "tanah_longsor", "gerakan_tanah", "gempabumi", "tsunami"),
        *("kecelakaan_laut", "kecelakaan_transportasi", "orang_hilang"),
    }
)
"""Hazards of which a whole regency has a few in a year."""

AT_SEA = "kecelakaan_laut"
"""Of this kind one teller names the regency of the waters, another that of the port or of the crew."""

ATTACK = "diterkam_buaya"
"""However it is called, of an animal that attacks somebody there are few."""

SOUGHT_EVERYWHERE = frozenset({AT_SEA, "orang_hilang", "orang_tenggelam"})
"""Hazards whose reports are looked for in all regencies: they may be of one accident at sea."""

SEARCHED = frozenset(
    {
        *("orang_hilang", "orang_tenggelam", "kecelakaan_laut", "diterkam_buaya", "laka_tambang"),
        *("tanah_longsor", "gerakan_tanah"),
    }
)
"""Hazards after which people are looked for: what is told later may give the time of the finding."""

HAZARD_KIN = (2.5, -1.75)
"""slope, offset over the kinship of data/codes/hazard_kin.csv: 0.95 adds 0.6, 0.3 takes 1 away."""

KIN_ENOUGH = 0.65
"""Less kin than this is never linked without an officer."""

TIME = {
    "jam_sama": 2.5,  # both known to the hour or better, within `SAME_HOUR_H`
    "jam_dekat": 0.2,  # within an hour and a half: hours are told wrongly by minutes, rarely by more
    "jam_sela": -0.5,  # within three
    "jam_sekitar": -1.5,  # within six
    "hari_sama": 1.0,  # one of them known to the day only
    "hari_diterima": 0.4,  # one of them not dated: the day it came in
    "diterima_selagi": 0.0,  # one of them not dated, and it came in while such an incident lasts
    "diterima_sehari": -0.3,  # one of them not dated, and it came in within so long after the other
    "diterima_kemudian": -1.0,
    "diterima_lama": -2.0,
    "masih_berlangsung": -0.5,  # apart, but such an incident lasts that long
    "masih_dicari": -1.0,  # apart, but people are looked for so long
    "perkembangan": -0.5,  # an update may give its own day for the incident's
    "kira_kira": 0.0,  # known only to the month or year
    "hari_berdekatan": -2.0,  # the day before or after
    "jam_lain": -2.5,  # the same day, at another hour than such an incident lasts
    "hari_lain": -5.0,
    "sebelum_terjadi": -4.0,  # one was told before the other had happened
}

SAME_HOUR_H, NEAR_HOUR_H = 0.75, 1.5
LASTS_H = {
    "banjir": 72,
    "banjir_rob": 48,
    "banjir_bandang": 24,
    "kekeringan": 24 * 60,
    "karhutla": 48,
    "gelombang_abrasi": 48,
    "orang_hilang": 24 * 10,
    "orang_tenggelam": 24 * 5,
    "kecelakaan_laut": 24 * 7,
    "tanah_longsor": 12,
    "gerakan_tanah": 24 * 7,
    "laka_tambang": 48,
    "diterkam_buaya": 48,
    "konflik_hewan": 24,
}
LASTS_OTHERWISE_H = 4
CLOCKS_OFF = timedelta(hours=1)
"""So much later than a report was sent may its incident be said to have happened."""

UNDATED_LATER_H = ((24, "diterima_sehari"), (72, "diterima_kemudian"), (168, "diterima_lama"))
"""Up to so many hours after an incident a report without a date may be of it."""

FOUND_LATER_H = 3
"""Sooner after the incident a time told is not that of a finding."""

SPREADING = frozenset({"banjir", "banjir_rob", "banjir_bandang", "gelombang_abrasi", "kekeringan"})
"""Hazards that reach one place hours after another."""

UPDATED_WITHIN_H = 24 * 7
"""An UPDATE is looked for among the incidents of so many hours before it."""

UPDATES_OWN_TIME = timedelta(minutes=10)
"""An UPDATE whose incident is this near to its own time gives no other time."""

PLACE = {
    "desa": (1.5, 1.5),  # (at least, more for what is named by both): the same village
    "kecamatan": (2.0, 0.0),
    "kabupaten": (0.5, 0.0),
    "provinsi": (0.0, 0.0),
    "dalam_kecamatan": (1.8, 0.0),  # one names a village of the district that the other names
    "dalam_kabupaten": (0.2, 0.0),
    "dalam_provinsi": (-0.3, 0.0),
    "desa_lain": (-3.0, 0.0),
    "kecamatan_tetangga": (-3.0, 0.0),
    "kecamatan_lain": (-4.0, 0.0),
    "seberang_batas": (-4.0, 0.0),
    "kabupaten_lain": (-5.0, 0.0),
    "tidak_tahu": (-0.5, 0.0),
}
WIDE = frozenset(
    {
        *("banjir", "banjir_rob", "banjir_bandang", "cuaca_ekstrem", "puting_beliung", "kekeringan"),
        *("karhutla", "gempabumi", "tsunami", "gelombang_abrasi"),
    }
)
"""Hazards that strike more than one village at once."""

WIDE_PLACE = {"desa_lain": -2.0, "kecamatan_tetangga": -2.0, "seberang_batas": -1.0}
SELDOM_HERE, SELDOM_IN_PROVINCE = 1.3, 0.6
"""More for such a hazard where the regency, or only the province, is what both know."""

SELDOM_ELSEWHERE = {"desa_lain": 0.0, "seberang_batas": -2.0}
"""Two villages, or two neighbouring regencies, named of such a hazard: somebody names the nearest one."""

WATERS_OF_ANOTHER = -2.0
"""Two regencies named of one accident at sea."""

SMALL_REGENCY = {"19.71": 1.0}
"""More for a town that is no larger than a kecamatan elsewhere, where the town is what both know."""

REGION = (1.5, 1.0)
"""More for a wide hazard of a region, of which there are few in years, in places of its regencies; and again
where both tell of a region."""

REGION_LASTS_H = 24 * 7

NEIGHBOUR_AT_ONCE = 0.7
"""More for a wide hazard in neighbouring villages, or over a border, within the hour."""

SPOT_SAME, SPOT_NEAR, SPOT_FAR = 2.5, 1.5, -2.5
EXTENT_M = {True: 3_000.0, False: 400.0}
"""How far apart two spots of one event may lie, by whether the hazard is wide."""

EXTENT_AT_SEA_M = 8_000.0

UPDATE, UPDATE_SAME_SOURCE, UPDATE_BEFORE = 1.5, 0.5, 0.7
SAME_SOURCE = -2.0
"""A sender who says it twice without calling it an update may well mean two."""

ROW_AND_TEXT = 0.7
"""A recap tells again what was told in messages before."""

SAME_MESSAGE = -4.0
OTHER_KIB, OTHER_KIB_ELSEWHERE = -4.0, -1.5
FIGURE_BASE, FIGURE_MORE, FIGURE_MOST = 0.15, 0.35, 2.5
"""Each equal number adds base + more x log10: 118 people by two senders is no chance, one house may be."""

FIGURE_FAR, FIGURE_FAR_MOST = -0.5, -1.0
FAR_RATIO, FAR_DIFFERENCE = 5.0, 5.0
FEWER_DEAD = -1.0
"""The dead do not grow fewer from one report to the next."""

WORDS_SAME, WORDS_MORE, WORDS_MOST, WORDS_OTHER = 0.9, 0.4, 2.1, -1.5
"""The same words of the place: a base, more for each word, at most; and none the same."""
STORY = ((0.8, 2.5), (0.4, 1.0), (0.2, 0.6), (0.12, 0.3))
"""(at least so alike, adds)"""

CLEAR_BY = 1.5
"""An event linked by itself must be so much likelier than the next one."""
