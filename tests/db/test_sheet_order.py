"""An ordered sheet shows what its reader may see, as it was known then, and stays the same sheet."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest

from gis import sheets
from gis.db import Database
from gis.editions import INDICATIVE_SOURCE, INDICATIVE_TITLE
from gis.errors import InvalidInput, NotFound
from gis.report import Occurrence
from gis.settings import Settings
from gis.viewer import PUBLIC, Viewer
from maps import order, sheet
from maps.order import Ready, SheetOrder
from tests.registers import NOON, OFFICER, SADAI, TOBOALI, event_of, figure, keep, told

SETTINGS = Settings(public_url="https://sigap.contoh.example/", office="BPBD Uji", contact="0000")
SECRET = b"rahasia uji"


def ready(database: Database, viewer: Viewer = PUBLIC, **asked: Any) -> Ready:
    with database.read(viewer) as conn:
        return order.build(conn, SheetOrder.of(**asked), viewer=viewer, settings=SETTINGS, secret=SECRET)


def words_on(pdf: bytes) -> str:
    return " ".join(pypdfium2.PdfDocument(BytesIO(pdf))[0].get_textpage().get_text_bounded().split())


def test_a_regency_sheet_tells_its_figures_and_who_says_so(database: Database):
    keep(database, told(figure("rumah_rusak_berat", 3), figure("terdampak_jiwa", 118), valid_at=NOON))
    made = ready(database, area="19.03")
    text = words_on(sheet.render(made.spec))
    for words in (
        "PETA SITUASI BENCANA KABUPATEN BANGKA SELATAN",
        "Keadaan: 10 Mar 2026 pukul 12.00 WIB",
        "118 jiwa terdampak",
        "3 rumah rusak berat",
        "BPBD Kabupaten Bangka Selatan",
        "bukan batas resmi",
        f"https://sigap.contoh.example/s/{made.code}",
        made.identity.number,
    ):
        assert words in text


def test_who_drew_the_boundaries_is_told_in_the_sheets_language(database: Database):
    told_id, told_en = (" ".join(ready(database, area="19", lang=lang).spec.sources) for lang in ("id", "en"))
    for indonesian, english in (INDICATIVE_TITLE, INDICATIVE_SOURCE):
        assert indonesian in told_id
        assert english in told_en
        assert indonesian not in told_en


def test_the_table_never_turns_what_is_not_known_into_zero(database: Database):
    keep(database, told(figure("meninggal", 0), figure("terdampak_jiwa", None)))
    keep(database, told(figure("terdampak_jiwa", 40), areas=(SADAI,)))
    table = ready(database, area="19.03").spec.table
    heads = [head.replace("\u00ad", "") for head in table.heads]
    rows = {name: dict(zip(heads, cells, strict=True)) for name, cells in table.rows}
    assert rows["Toboali"] == {"Kej.": "1", "MD": "0", "Terdampak": "…"}
    assert rows["Tukak Sadai"]["Terdampak"] == "40"
    assert rows["Payung"]["Kej."] == "0"
    assert rows["Payung"]["MD"] == ""
    assert dict(zip(heads, table.total[1], strict=True)) == {"Kej.": "2", "MD": "0*", "Terdampak": "40*"}


def test_the_same_order_is_the_same_sheet(database: Database):
    keep(database, told(figure("meninggal", 1)))
    first, again = ready(database, area="19.03"), ready(database, area="19.03")
    assert (first.identity.number, first.code) == (again.identity.number, again.code)
    assert sheet.render(first.spec) == sheet.render(again.spec)


def test_a_change_elsewhere_leaves_the_sheet_and_one_here_makes_a_new_version(database: Database):
    keep(database, told(figure("meninggal", 1)))
    before = ready(database, area="19.03")
    keep(database, told(figure("meninggal", 2), areas=("19.01.01.1001",)), agency="bpbd_bangka")
    assert ready(database, area="19.03").code == before.code
    keep(database, told(figure("meninggal", 2), is_update=True, valid_at=NOON + timedelta(hours=2)))
    after = ready(database, area="19.03")
    assert after.code != before.code
    assert after.identity.version > before.identity.version


def test_a_past_moment_is_printed_as_it_was_known(database: Database, moment_of: Any):
    keep(database, told(figure("meninggal", 1)))
    then = moment_of(database)
    sheet_then = sheet.render(ready(database, area="19.03").spec)
    keep(database, told(figure("meninggal", 5), is_update=True, valid_at=NOON + timedelta(hours=2)))
    again = ready(database, area="19.03", as_of=str(then.seq))
    assert sheet.render(again.spec) == sheet_then


def test_paper_language_scale_and_reader_make_different_sheets(database: Database):
    keep(database, told(figure("meninggal", 1)), verified=False)
    orders: list[dict[str, Any]] = [{}, {"paper": "A4"}, {"lang": "en"}, {"scale": 300_000}]
    made = [ready(database, area="19.03", **each) for each in orders]
    made.append(ready(database, OFFICER, area="19.03"))
    assert len({each.code for each in made}) == len({each.identity.number for each in made}) == 5


def test_drafts_are_for_officers_and_marked(database: Database):
    keep(database, told(figure("meninggal", 1)), verified=False)
    public, internal = ready(database, area="19.03"), ready(database, OFFICER, area="19.03")
    assert public.spec.events == ()
    assert "tidak ada kejadian tercatat" in words_on(sheet.render(public.spec))
    assert [event.verified for event in internal.spec.events] == [False]
    text = words_on(sheet.render(internal.spec))
    assert "INTERNAL" in text
    assert "belum terverifikasi" in text


def test_what_is_known_only_to_a_district_is_an_area_and_not_a_spot(database: Database):
    keep(database, told(figure("luas_ha", 4), areas=("19.03.01",), hazard="karhutla"))
    (event,) = ready(database, area="19.03").spec.events
    assert event.geom is not None
    assert "arsir wilayah" in words_on(sheet.render(ready(database, area="19.03").spec))


def test_one_event_has_a_sheet_of_its_own(database: Database):
    kept = keep(database, told(figure("rumah_rusak_berat", 3), figure("meninggal", 0)))
    keep(database, told(figure("meninggal", 2), areas=(SADAI,)))
    made = ready(database, event=str(event_of(kept)))
    text = words_on(sheet.render(made.spec))
    assert "PETA SITUASI PUTING BELIUNG KECAMATAN TOBOALI" in text
    assert "Dampak dan sumbernya" in text
    assert len(made.spec.events) == 1


def test_every_area_of_the_province_can_be_printed(database: Database):
    for code in ("19", "19.71", "19.06", "19.03.08", TOBOALI):
        assert sheet.render(ready(database, area=code).spec).startswith(b"%PDF")


def test_each_regency_is_in_its_own_zone(database: Database):
    zones = {
        code: ready(database, area=code).spec.view.projection.epsg
        for code in ("19.02", "19.03", "19.06", "19")
    }
    assert zones == {"19.02": 32748, "19.03": 32748, "19.06": 32749, "19": None}


def test_the_installation_keeps_the_key_of_the_codes(database: Database):
    keep(database, told(figure("meninggal", 1)))
    with database.write() as conn:
        secret = sheets.secret(conn)
    with database.read(PUBLIC) as conn:
        asked = SheetOrder.of(area="19.03")
        made = order.build(conn, asked, viewer=PUBLIC, settings=SETTINGS, secret=secret)
    assert made.code != ready(database, area="19.03").code


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"area": "19.03", "event": "0197a3c4-0000-7000-8000-000000000000"},
        {"area": "1903"},
        {"area": "19.99"},
        {"event": "'; DROP TABLE"},
        {"area": "19.03", "paper": "A9"},
        {"area": "19.03", "lang": "fr"},
        {"area": "19.03", "scale": 0},
        {"area": "19.03", "at": "kemarin"},
        {"area": "19.03", "as_of": "kemarin"},
        {"area": "19.03", "product": "risiko"},
    ],
)
def test_what_cannot_be_ordered_is_refused_with_the_reason(asked: dict[str, Any]):
    with pytest.raises(InvalidInput) as refused:
        SheetOrder.of(**asked)
    assert refused.value.text("id")


def test_an_unknown_event_is_not_found(database: Database):
    with pytest.raises(NotFound):
        ready(database, event="0197a3c4-0000-7000-8000-000000000000")


def test_a_sheet_says_where_only_the_receipt_is_known(database: Database):
    """Nothing on it speaks of a moment: it says when it was received, and does so of its source too."""
    event = event_of(keep(database, told(figure("meninggal", 1))))
    spec = ready(database, event=str(event)).spec
    assert spec.moment.startswith("Keadaan: data diterima ")
    assert "Selatan (diterima " in spec.sources[0]
    assert ready(database, area="19", lang="en").spec.moment.startswith("Situation by data received ")


def test_what_speaks_of_a_moment_tells_the_sheets(database: Database):
    keep(database, told(figure("meninggal", 1), valid_at=NOON))
    begun = NOON + timedelta(days=3)
    other = keep(database, told(figure("meninggal", 2), areas=(SADAI,), occurrence=Occurrence.minute(begun)))
    made = ready(database, area="19.03")
    assert made.spec.moment == "Keadaan: 13 Mar 2026 pukul 12.00 WIB"  # no earlier than what it counts
    later = told(figure("meninggal", 3), areas=(SADAI,), valid_at=begun + timedelta(hours=2), is_update=True,
                 occurrence=Occurrence.minute(begun))  # fmt: skip
    assert event_of(keep(database, later)) == event_of(other)
    spec = ready(database, event=str(event_of(other))).spec
    assert spec.moment == "Keadaan: 13 Mar 2026 pukul 14.00 WIB"


def test_injured_people_without_a_grade_are_told_apart(database: Database):
    graded = figure("luka_berat", 2), figure("luka_ringan", 5)
    event = event_of(keep(database, told(figure("luka", 6), *graded, valid_at=NOON)))
    spec = ready(database, event=str(event)).spec
    assert "6 luka/sakit tanpa rincian" in spec.sentences[1]
    assert any(name.startswith("Luka/sakit (tanpa rincian) ·") for name, _ in spec.table.rows)
    alone = event_of(keep(database, told(figure("luka", 6), areas=(SADAI,), valid_at=NOON)))
    assert "6 luka." in ready(database, event=str(alone)).spec.sentences[1]
