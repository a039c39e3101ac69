"""What a reader of the web map does and sees."""

import re

import pytest
from playwright.sync_api import Page, expect

from gis.report import Occurrence
from tests.registers import figure, keep, told
from tests.web.conftest import BUKIT_INTAN, DAY, PHONE, Open, Site, Watch

pytestmark = pytest.mark.xdist_group("web")

ALL = "#waktu=semua"
WHIRLWIND = "Puting beliung"


def events(page: Page) -> list[str]:
    """Names in the list, in order."""
    return page.locator(".event-name").all_inner_texts()


def open_event(page: Page, name: str) -> None:
    """Click an event in the list and wait for its figures."""
    page.locator(".event", has_text=name).click()
    expect(page.locator("#detail-title")).to_contain_text(name)


def map_drawn(page: Page) -> None:
    """Wait until the map has moved for the first time, so that it stands in the model."""
    expect(page.locator("canvas.maplibregl-canvas")).to_be_visible()
    page.wait_for_load_state("networkidle")


def test_the_list_holds_the_verified_events_newest_first(open_map: Open) -> None:
    page = open_map(ALL)
    names = events(page)
    assert [name.split(" di ")[0] for name in names][:3] == [
        "Kecelakaan laut",
        "Kebakaran hutan dan lahan",
        "Banjir",
    ]
    expect(page.locator("#list-title")).to_contain_text("kejadian")


def test_an_empty_year_shows_all_time_and_says_so(open_map: Open) -> None:
    page = open_map()
    expect(page.locator(".event").first).to_be_visible()
    expect(page.locator("#notice")).to_contain_text("menampilkan semua waktu")
    expect(page.get_by_label("Semua", exact=True)).to_be_checked()


def test_a_click_shows_figures_with_their_sources_and_who_differs(open_map: Open) -> None:
    page = open_map(ALL)
    open_event(page, WHIRLWIND)
    row = page.locator(".figures tr", has_text="Rumah rusak berat")
    expect(row).to_contain_text("BPBD Kabupaten Bangka Selatan")
    expect(row).to_contain_text("3 unit")
    expect(row).to_contain_text("rentang antarsumber 3–5")
    expect(row.locator(".dissent")).to_contain_text("5 unit")
    expect(page.locator(".figures tr", has_text="Meninggal")).to_contain_text("0 jiwa (nihil)")
    expect(page.locator(".figures tr", has_text="Hilang")).to_contain_text("dalam pendataan")
    expect(page.locator(".facts")).to_contain_text("2 laporan, 2 sumber")


def test_a_click_on_the_map_opens_the_event_there(open_map: Open) -> None:
    page = open_map(f"{ALL}&peta=12/-3.0127/106.4551")
    map_drawn(page)
    box = page.locator("#map").bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    # Signs appear once their tile is drawn: click until one is there.
    for _ in range(20):
        page.mouse.click(*middle)
        if page.locator("#detail-title").count():
            break
        page.wait_for_timeout(250)
    expect(page.locator("#detail-title")).to_contain_text(WHIRLWIND)


def test_a_place_known_to_its_kecamatan_is_told_as_such(open_map: Open) -> None:
    page = open_map(ALL)
    open_event(page, "Banjir")
    expect(page.locator(".facts")).to_contain_text("kecamatan; wilayahnya diarsir")


def test_filters_narrow_list_and_link(open_map: Open) -> None:
    page = open_map(ALL)
    page.get_by_role("button", name="Semua jenis").click()
    page.get_by_label("Kebakaran hutan dan lahan").check()
    expect(page.locator(".event")).to_have_count(1)
    expect(page).to_have_url(re.compile("bahaya=karhutla"))
    page.get_by_role("button", name="Hapus pilihan").click()
    page.get_by_label("Wilayah").select_option("19.05")
    expect(page.locator(".event")).to_have_count(1)
    expect(page.locator(".event")).to_contain_text("Banjir")


def test_own_days_are_days_of_the_event(open_map: Open) -> None:
    page = open_map(ALL)
    page.get_by_label("Pilih…").check()
    page.get_by_label("Dari").fill("2025-03-11")
    page.get_by_label("Sampai").fill("2025-03-13")
    page.get_by_role("button", name="Terapkan").click()
    expect(page.locator(".event")).to_have_count(1)
    expect(page.locator(".event")).to_contain_text("Banjir")


def test_the_list_follows_the_map(open_map: Open) -> None:
    page = open_map(f"{ALL}&peta=11/-3.0127/106.4551")
    map_drawn(page)
    expect(page.locator(".event")).to_have_count(1)
    expect(page.locator("#list-title")).to_contain_text("1 dari")
    page.get_by_label("Ikuti peta").uncheck()
    assert len(events(page)) > 1


def test_a_past_moment_shows_what_was_known_then(open_map: Open) -> None:
    page = open_map(f"{ALL}&per=2025-02-01T07:00", wait=False)
    expect(page.locator(".banner-past")).to_contain_text("1 Feb 2025 pukul 07.00 WIB")
    expect(page.locator(".state")).to_contain_text("Pada saat itu belum ada kejadian")
    page.locator(".banner-past button").click()
    expect(page.locator(".event").first).to_be_visible()


def test_the_summary_says_how_many_have_reported(open_map: Open) -> None:
    page = open_map(f"{ALL}&panel=rekap")
    row = page.locator(".summary tbody tr", has_text="Kab. Bangka Selatan")
    expect(row).to_contain_text("1 dari 1 melaporkan")
    expect(page.locator(".summary .total")).to_contain_text("dari 4 melaporkan")


def test_english(open_map: Open) -> None:
    page = open_map(ALL)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Disaster Event Map")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".event").first).to_contain_text("Accident at sea")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Disaster Event Map")


def test_a_link_restores_the_view(open_map: Open) -> None:
    page = open_map(f"{ALL}&daftar=semua")
    page.get_by_label("Urutkan").select_option("worst")
    open_event(page, WHIRLWIND)
    page.get_by_role("button", name="Salin tautan").focus()
    page.wait_for_url(re.compile("kejadian=.*urut=terparah"))
    again = open_map(page.url.split("/", 3)[3])
    expect(again.locator("#detail-title")).to_contain_text(WHIRLWIND)
    again.get_by_role("button", name="Kembali ke daftar").click()
    assert "Kecelakaan laut" in events(again)[0]  # the worst: two missing


def test_back_closes_the_event(open_map: Open) -> None:
    page = open_map(ALL)
    open_event(page, WHIRLWIND)
    page.go_back()
    expect(page.locator(".event").first).to_be_visible()


def test_everything_by_keyboard(open_map: Open) -> None:
    page = open_map(ALL)
    page.keyboard.press("Tab")
    expect(page.locator("#skip-list")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#list-title")).to_be_focused()
    page.locator(".event").first.focus()
    page.keyboard.press("ArrowDown")
    chosen = page.locator(".event").nth(1)
    expect(chosen).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#detail-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(chosen).to_be_focused()


def test_escape_closes_the_layer_card_first(open_map: Open) -> None:
    page = open_map(ALL)
    page.get_by_role("button", name="Lapisan", exact=True).click()
    expect(page.locator("#layers-card")).to_contain_text("Batas kecamatan")
    page.keyboard.press("Escape")
    expect(page.locator("#layers-card")).to_have_count(0)
    expect(page.locator(".layers-button")).to_be_focused()


def test_phone(open_map: Open) -> None:
    page = open_map(ALL, screen=PHONE, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    panel = page.locator("#panel")
    expect(panel).to_have_attribute("data-sheet", "peek")
    page.locator(".grip").click()
    expect(panel).to_have_attribute("data-sheet", "half")
    page.get_by_role("button", name="Saringan").click()
    expect(page.get_by_label("Wilayah")).to_be_visible()
    page.get_by_role("button", name="Saringan").click()
    open_event(page, WHIRLWIND)
    expect(page.locator(".figures")).to_be_visible()


def test_boundaries_are_called_indicative(open_map: Open) -> None:
    page = open_map(ALL)
    expect(page.locator(".credits")).to_contain_text("Batas indikatif, bukan batas resmi")


def test_a_newly_verified_report_appears_by_itself(open_map: Open, site: Site) -> None:
    page = open_map(f"{ALL}&daftar=semua")
    expect(page.locator(".live")).to_contain_text("Langsung")
    before = page.locator(".event").count()
    when = Occurrence.minute(DAY.replace(month=1))
    keep(
        site.database,
        told(figure("pohon_tumbang", 1), hazard="pohon_tumbang", areas=(BUKIT_INTAN,), occurrence=when),
    )
    expect(page.locator(".event")).to_have_count(before + 1)


def test_a_failing_server_is_announced_and_asked_again(open_map: Open, watch: Watch) -> None:
    page = open_map(ALL)
    problem = '{"title": "Tidak tersedia", "detail": "Basis data sedang tidak dapat dihubungi."}'
    page.route("**/api/events?*", lambda route: route.fulfill(status=503, body=problem))
    page.get_by_label("30 hari").check()
    expect(page.get_by_role("alert")).to_contain_text("Basis data sedang tidak dapat dihubungi.")
    page.unroute("**/api/events?*")
    page.get_by_label("Semua", exact=True).check()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".event").first).to_be_visible()
    assert watch.errors
    watch.errors.clear()


def test_a_lost_connection_is_announced_with_the_time_of_the_data(open_map: Open, watch: Watch) -> None:
    page = open_map(ALL, wait=False)
    page.route("**/api/live", lambda route: route.abort())
    page.reload()
    expect(page.locator(".banner-lost")).to_contain_text(re.compile(r"Data terakhir pukul \d\d\.\d\d WIB"))
    expect(page.locator(".event").first).to_be_visible()
    page.close()  # it goes on trying, and each try that fails is an error line
    watch.errors.clear()


def test_without_webgl_the_list_still_works(open_map: Open) -> None:
    page = open_map(ALL, wait=False)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.reload()
    expect(page.locator(".map-absent")).to_be_visible()
    open_event(page, WHIRLWIND)


def test_a_moment_of_receipt_is_told_as_one(open_map: Open) -> None:
    page = open_map(ALL)
    open_event(page, WHIRLWIND)
    expect(page.locator(".facts")).to_contain_text("Data per")
    page.get_by_role("button", name="Kembali ke daftar").click()
    open_event(page, "Kebakaran hutan dan lahan")
    expect(page.locator(".facts")).to_contain_text("Data diterima")
    expect(page.locator(".facts")).to_contain_text("laporan itu tidak menyebut saat datanya")
