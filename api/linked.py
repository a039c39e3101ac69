"""What an act on links came to, in one sentence: the same over HTTP and on the command line."""

from gis.linking import ACCEPT, DECLINE, MERGE, MOVE, UNMERGE, Done

_WORDS = {
    MERGE: (
        "Digabung: {n} laporan kini di kejadian {event}; kejadian {other} berlanjut di sana",
        "Merged: {n} now at event {event}; event {other} lives on there",
    ),
    UNMERGE: (
        "Dilepas: {n} laporan kembali ke kejadian {event}; kejadian {other} seperti sebelum digabung",
        "Parted: {n} back at event {event}; event {other} is as it was before",
    ),
    MOVE: (
        "Dipindah: {n} laporan kini di kejadian {event}; sebelumnya di kejadian {other}",
        "Moved: {n} now at event {event}; before at event {other}",
    ),
    ACCEPT: (
        "Diterima: {n} laporan ditautkan pada kejadian {event}; sebelumnya di kejadian {other}",
        "Accepted: {n} linked to event {event}; before at event {other}",
    ),
    DECLINE: (
        "Ditolak: laporannya tetap di kejadian {event}, bukan {other}",
        "Declined: the report stays at event {event}, not {other}",
    ),
}
_THERE_ALREADY = (
    "Diterima: laporannya sudah di kejadian {event}",
    "Accepted: the report is at event {event} already",
)


def sentence(done: Done, lang: str = "id") -> str:
    """What was done, in Bahasa Indonesia or (`en`) in English."""
    words = _THERE_ALREADY if done.act == ACCEPT and not done.reports else _WORDS[done.act]
    n = len(done.reports)
    many = "" if n == 1 else "s"
    count = f"{n} report{many}" if lang == "en" else n
    return words[lang == "en"].format(n=count, event=done.event, other=done.other)
