"""The stand-alone map opens from a disk without a network, and shows what it holds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from gis.settings import Settings
from gis.viewer import PUBLIC
from maps import standalone

from .conftest import Site


@pytest.fixture(scope="module")
def document(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of the province as a file."""
    with site.database.read(PUBLIC) as conn:
        text = standalone.render(conn, area="19", settings=Settings(office="BPBD Uji"))
    file = tmp_path_factory.mktemp("html") / "peta.html"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def page(document: Path, browser: Browser) -> Iterator[Page]:
    """The file opened with the network off; nothing may be asked for and nothing may fail."""
    context = browser.new_context(offline=True)
    opened = context.new_page()
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    opened.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda asked: failures.append(asked.url) if "peta.html" not in asked.url else None)
    opened.goto(document.as_uri())
    opened.wait_for_selector(".sigap-sign svg")
    yield opened
    context.close()
    assert failures == []


def test_nothing_in_the_file_is_fetched_from_elsewhere(document: Path):
    text = document.read_text(encoding="utf-8")
    assert not re.findall(r"<(?:script|img|iframe)[^>]+src=|<link[^>]+href=|url\((?!#)|@import", text)


def test_spots_are_signs_and_areas_are_areas(page: Page):
    assert page.locator(".sigap-sign").count() == 2
    assert page.locator("path.leaflet-interactive[stroke='#1f6fb5']").count() == 1


def test_a_click_tells_the_figures(page: Page):
    page.locator(".sigap-sign").first.dispatch_event("click")
    told = page.locator(".leaflet-popup-content").inner_text()
    assert "Puting beliung" in told
    assert "Toboali" in told
    assert re.search(r"Mengungsi\s+7 jiwa", told)
    assert re.search(r"Hilang\s+dalam pendataan", told)


def test_it_says_how_old_and_how_official_it_is(page: Page):
    heading = page.locator(".sigap-head").inner_text()
    assert re.search(r"\d+ kejadian", heading)  # other tests may have added to the four
    for words in (
        "Provinsi Kepulauan Bangka Belitung",
        "BPBD Uji",
        "Keadaan:",
        "bukan batas resmi",
    ):
        assert words in heading


def test_the_legend_holds_the_hazards_that_are_there(page: Page):
    legend = page.locator(".sigap-legend").inner_text()
    assert "Banjir" in legend
    assert "Tsunami" not in legend


def test_layers_can_be_switched_off(page: Page):
    page.get_by_label("Cuaca").uncheck()
    assert page.locator(".sigap-sign").count() == 1


def test_it_fits_a_phone(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator(".folium-map").bounding_box()["height"] > 300  # type: ignore[index]


def test_no_sign_covers_the_name_of_a_regency(page: Page):
    """Signs are put where names stand: the names make way."""
    covered = """() => {
        const map = Object.values(window).find((each) => each instanceof L.Map);
        const [signs, names] = [[], []];
        map.eachLayer((layer) => {
            const kind = layer.getElement?.()?.classList;
            if (kind?.contains("sigap-sign")) signs.push(layer);
            if (kind?.contains("sigap-name")) names.push(layer);
        });
        signs.forEach((sign, n) => sign.setLatLng(names[n].getLatLng()));
        map.fire("zoomend");
        const box = (element) => element.getBoundingClientRect();
        const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        const boxes = signs.map((sign) => box(sign.getElement()));
        const words = names.map((name) => box(name.getElement().firstChild));
        return signs.length ? words.filter((word) => boxes.some((each) => meet(word, each))).length : null;
    }"""
    assert page.evaluate(covered) == 0
    assert page.locator(".sigap-name").count() == 7
