"""Chat exports are cut into messages with their own time, and their reports read from them."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gis.errors import InvalidInput, TooLarge
from gis.report import Nil, Rejection, Report
from gis.zone import WIB
from ingest import archive, chat, chat_file, chat_reports, readers

NOW = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)
REPORT = (
    "*INFO KEJADIAN*\nJenis Kejadian : Angin Puting Beliung\n"
    "Waktu : Selasa, 14/10/2025 Pkl. 14.20 WIB\nLokasi : Ds. Rias Kec. Toboali Kab. Bangka Selatan\n"
    "Rumah RR 3 unit, korban a/n Fulan Contoh luka ringan"
)
ANDROID_ID = (
    "14/10/25 06.55 - Pesan dan panggilan terenkripsi secara end-to-end. Hanya orang di chat ini yang dapat"
    " membaca.\n"
    '14/10/25 06.55 - Ani Contoh membuat grup "Pusdalops: siaga"\n'
    "14/10/25 17.32 - Budi Contoh: " + REPORT + "\n"
    "14/10/25 17.33 - +62 812-0000-1111: <Media tidak disertakan>\n"
    "14/10/25 17.34 - Ani Contoh: Siap, terima kasih 🙏\n"
    "14/10/25 17.40 - Ani Contoh: Pesan ini telah dihapus\n"
)
IOS_EN = (
    "[10/14/25, 5:32:05\u202fPM] Pusdalops: \u200eMessages and calls are end-to-end encrypted.\n"
    "\u200e[10/14/25, 5:33:10\u202fPM] ~ Budi: foto lokasi \u200e<attached: 00000012-PHOTO-2025-10-14.jpg>\n"
    "[10/14/25, 5:34:00\u202fPM] ~ Budi: " + REPORT + " \u200e<This message was edited>\n"
    "\u200e[10/14/25, 5:35:00\u202fPM] ~ Budi: \u200eimage omitted\n"
)


def times(text: str, received_at: datetime = NOW) -> list[str]:
    found = chat.split(text, received_at=received_at)
    assert found is not None
    return [f"{message.sent_at.astimezone(WIB):%Y-%m-%d %H:%M}" for message in found.messages]


def parts(text: str) -> chat.Chat:
    found = chat.split(text, received_at=NOW)
    assert found is not None
    return found


def reports(text: str) -> list[Report]:
    return [item for item in items(text) if isinstance(item, Report)]


def items(text: str, received_at: datetime = NOW) -> list[Report | Rejection | Nil]:
    return list(chat_reports.items(text, received_at=received_at))


def test_an_android_export_in_indonesian():
    found = parts(ANDROID_ID)
    assert [m.sender for m in found.messages] == ["Budi Contoh", "Ani Contoh"]
    assert found.messages[0].text == REPORT
    assert found.messages[0].place == "pesan 1, 14/10/25 17.32"
    assert found.notices == 4
    assert found.order_told


def test_an_ios_export_in_american_english():
    found = parts(IOS_EN)
    assert [m.text for m in found.messages][1:] == ["foto lokasi", REPORT]
    assert times(IOS_EN)[-1] == "2025-10-14 17:34"


@pytest.mark.parametrize(
    "text", [ANDROID_ID, IOS_EN, "\ufeff" + ANDROID_ID, ANDROID_ID.replace("\n", "\r\n")]
)
def test_a_message_is_a_stretch_of_the_file(text):
    for message in parts(text).messages:
        assert text[slice(*message.span)] == message.text
        assert text[slice(*message.sender_span)] == message.sender


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("14/10/25 17.32 - ", "2025-10-14 17:32"),
        ("14/10/2025, 17:32 - ", "2025-10-14 17:32"),
        ("4/1/2026 7.05 - ", "2026-01-04 07:05"),
        ("10/14/25, 5:32 PM - ", "2025-10-14 17:32"),
        ("14/10/25, 5:32\u202fpm - ", "2025-10-14 17:32"),
        ("14/10/25, 12:05 a.m. - ", "2025-10-14 00:05"),
        ("2025-10-14, 17:32 - ", "2025-10-14 17:32"),
        ("14.10.25, 17:32 - ", "2025-10-14 17:32"),
        ("[14/10/25 17.32.09] ", "2025-10-14 17:32"),
        ("\u200e[14/10/2025, 17.32.09] ", "2025-10-14 17:32"),
        ("[17.32, 14/10/2025] ", "2025-10-14 17:32"),
        ("[14/10, 17.32] ", "2025-10-14 17:32"),
        ("[28/02, 17.32] ", "2026-02-28 17:32"),
    ],
)
def test_every_way_of_writing_the_time(head, expected):
    assert times(f"{head}Budi: satu\n{head}Ani: dua\nlanjutan") == [expected, expected]


def test_the_whole_file_settles_day_and_month():
    by_month = "1/2/26, 07:00 - A: x\n1/13/26, 07:00 - A: y\n"
    assert times(by_month) == ["2026-01-02 07:00", "2026-01-13 07:00"]
    by_day = "1/2/26, 07:00 - A: x\n13/2/26, 07:00 - A: y\n"
    assert times(by_day) == ["2026-02-01 07:00", "2026-02-13 07:00"]


def test_day_and_month_by_what_cannot_be_yet_and_by_the_flow_of_time():
    assert times("2/9/26, 07:00 - A: x\n2/10/26, 07:00 - A: y\n") == ["2026-02-09 07:00", "2026-02-10 07:00"]
    back = "1/11/25, 07:00 - A: x\n2/11/25, 07:00 - A: y\n1/12/25, 07:00 - A: z\n"
    assert times(back) == ["2025-11-01 07:00", "2025-11-02 07:00", "2025-12-01 07:00"]


def test_an_undecided_order_is_said_with_each_report():
    undecided = f"1/2/26, 07:00 - A: {REPORT}\n1/2/26, 07:05 - A: siap\n"
    (report,) = reports(undecided)
    assert "urutan_tanggal_chat" in {finding.code for finding in report.findings}
    (report,) = reports(ANDROID_ID)
    assert "urutan_tanggal_chat" not in {finding.code for finding in report.findings}


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        "",
        "\n\n",
        "Jenis Kejadian : Banjir\n14/10/25 17.32 - tim tiba\n14/10/25 17.50 - selesai",
        "14/10/2025 17.32 - kejadian: banjir di Toboali",
        "Rekap 14/10/25\n" + ANDROID_ID,
    ],
)
def test_a_plain_report_is_no_chat(text):
    assert not chat.is_chat(text)
    assert chat.split(text, received_at=NOW) is None


def test_a_time_in_another_form_stays_in_its_message():
    text = (
        f"14/10/25 17.32 - Budi: {REPORT}\n[15/10/25, 08:00] tim: tiba\n14/10/2025 19:00 - selesai\n"
        "14/10/25 17.34 - A: ok"
    )
    found = parts(text)
    assert len(found.messages) == 2
    assert found.messages[0].text.endswith("selesai")


def test_captions_of_attachments_are_read():
    text = (
        "14/10/25 17.32 - Budi: \u200eIMG-20251014-WA0001.jpg (file terlampir)\n"
        + REPORT
        + "\n14/10/25 17.34 - Ani: \u200eDOC-1.pdf (file terlampir)\n"
    )
    found = parts(text)
    assert [message.text for message in found.messages] == [REPORT]


def test_reports_carry_their_message_and_its_time():
    (report,) = reports(ANDROID_ID)
    assert report.hazard == "puting_beliung"
    assert report.place == "pesan 1, 14/10/25 17.32"
    assert report.sent_at == datetime(2025, 10, 14, 17, 32, tzinfo=WIB)
    houses = next(figure for figure in report.figures if figure.kind == "rumah_rusak_ringan")
    assert houses.span
    assert "3" in ANDROID_ID[slice(*houses.span)]
    private = {ANDROID_ID[slice(*datum["span"])]: datum["kind"] for datum in report.personal}
    assert private["Budi Contoh"] == "nama"
    assert any("Fulan Contoh" in words for words in private)
    assert not any("Budi" in text for text in report.texts.values())


def test_a_number_as_sender_is_a_telephone():
    (report,) = reports(f"[14/10/25 17.32.09] +62 812-0000-1111: {REPORT}\n")
    assert {"kind": "telepon", "value": "+62 812-0000-1111"}.items() <= report.personal[0].items()


def test_last_night_is_the_night_before_the_message():
    text = (
        "14/10/25 06.00 - Budi: Tadi malam puting beliung di Ds. Rias Kec. Toboali Bangka Selatan,"
        " 3 rumah rusak ringan\n"
        "14/10/25 06.01 - Ani: siap\n"
    )
    (report,) = reports(text)
    assert report.occurrence is not None
    assert report.occurrence.start.astimezone(WIB).date().isoformat() == "2025-10-13"


def test_chatter_is_counted_and_only_what_looks_like_a_report_is_told():
    odd = "Waktu : 14/10/2025\nLokasi : Ds. Rias Kec. Toboali\nDampak : tidak jelas"
    text = ANDROID_ID + f"14/10/25 18.00 - Ani: {odd}\n14/10/25 18.01 - Ani: apa itu?\n"
    tally = chat.Tally()
    found = list(chat_reports.items(text, received_at=NOW, tally=tally))
    assert isinstance(found[0], Report)
    assert isinstance(found[1], Rejection)
    assert found[1].place == "pesan 3, 14/10/25 18.00"
    assert (tally.messages, tally.chatter, tally.notices) == (4, 2, 4)


def test_quiet_is_told_for_the_moment_of_its_message():
    text = (
        "15/10/25 06.00 - Budi: BPBD Kab. Belitung: situasi wilayah Kab. Belitung aman terkendali,"
        " nihil kejadian\n"
        "15/10/25 06.01 - Ani: siap\n"
    )
    (nil,) = items(text)
    assert isinstance(nil, Nil)
    assert nil.valid_at == datetime(2025, 10, 15, 6, 0, tzinfo=WIB)


def zipped(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "."), content)
    return held.getvalue()


@pytest.mark.parametrize("on_disk", [False, True])
def test_a_zip_with_media(tmp_path: Path, on_disk: bool):
    content = zipped(_chat__txt=ANDROID_ID.encode(), IMG__jpg=b"\xff\xd8\xff" + b"x" * 500)
    path = tmp_path / "chat.zip"
    path.write_bytes(content)
    source = readers.read(path if on_disk else content, "Chat WhatsApp dengan Pusdalops.zip")
    assert (source.kind, source.format, source.text) == ("teks", "chat", ANDROID_ID)


def test_the_text_of_an_export_is_recognised(tmp_path: Path):
    assert readers.read(IOS_EN.encode(), "_chat.txt").format == "chat"
    assert readers.read(ANDROID_ID.encode("utf-16"), "x.txt").format == "chat"
    path = tmp_path / "_chat.txt"
    path.write_text(ANDROID_ID, encoding="utf-8")
    assert readers.read(path, path.name).format == "chat"
    assert readers.read(REPORT.encode(), "laporan.txt").format == "txt"


def test_zips_without_a_chat_are_not_taken():
    chat_bytes = ANDROID_ID.encode()
    for files in ({"a__txt": b"catatan"}, {"a__txt": chat_bytes, "b__txt": chat_bytes}, {"x__jpg": b"x"}):
        with pytest.raises(InvalidInput):
            readers.read(zipped(**files), "kiriman.zip")


def test_a_bomb_beside_the_chat_is_not_opened():
    bomb = zipped(_chat__txt=ANDROID_ID.encode(), VID__mp4=bytes(archive.RATIO_FROM_BYTES + 1))
    with pytest.raises(TooLarge):
        readers.read(bomb, "chat.zip")


def test_a_chat_over_the_limit_is_said(monkeypatch):
    monkeypatch.setattr(chat_file, "MAX_CHAT_BYTES", 100)
    with pytest.raises(TooLarge):
        readers.read(ANDROID_ID.encode(), "_chat.txt")
    with pytest.raises(TooLarge):
        readers.read(zipped(_chat__txt=ANDROID_ID.encode()), "_chat.zip")


@pytest.mark.parametrize(
    "text",
    [
        "99/99/99 23.59 - A: x\n99/99/99 23.59 - B: y\n",
        "14/10/25 17.32 - A:\n14/10/25 17.32 - : \n14/10/25 17.32 - \n",
        "[14/10/25 17.32] A: x",
        "[31/02, 17.32] A: x\n[29/02, 17.32] A: y",
        "14/10/25 17.32 - A: <terlampir: " + "x" * 5000 + "\n14/10/25 17.32 - B: y",
        ("14/10/25 17.32 - A: " + "\u200e" * 5000 + "\n") * 3,
        "14/10/25 17.32 - " + "A" * 5000 + "\n14/10/25 17.32 - B: " + "(file terlampir) " * 500,
        "14/10/25 17.32 - A: x\n" * 3000,
    ],
    ids=range(8),
)
def test_hostile_files_give_an_answer(text):
    assert chat.is_chat(text)
    for message in parts(text).messages:
        assert text[slice(*message.span)] == message.text
    assert all(isinstance(item, Report | Rejection | Nil) for item in items(text))
