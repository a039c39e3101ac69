"""Very many events on the web map: counts, all over a zoom, until one is near enough for signs."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from gis.postgis import Cluster
from tests.crowds import crowd
from tests.web.conftest import DESKTOP, Open, Site, Watch, opened

pytestmark = pytest.mark.xdist_group("web")
ALL = "#waktu=semua"


@pytest.fixture(scope="module")
def site(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """6,000 events around Toboali, and a handful elsewhere."""
    with opened(cluster, f"uji_ramai_{os.getpid()}", tmp_path_factory) as made:
        crowd(made.database, 6_000, (106.4551, -3.0127), spread=0.1)
        yield made


@pytest.fixture
def watch(site: Site) -> Watch:
    return Watch(site.url)


def ways(page: Page) -> set[str]:
    """How the event tiles that were fetched are made, without the empty ones."""
    told: set[str] = set()
    page.on(
        "response",
        lambda answer: (
            told.add(answer.headers.get("sigap-tile", ""))
            if "/tiles/kejadian/" in answer.url and answer.status == 200
            else None
        ),
    )
    page.reload()
    page.wait_for_selector(".event", state="attached")
    page.wait_for_load_state("networkidle")
    return told


def test_far_away_all_are_counts_and_the_legend_says_so(open_map: Open) -> None:
    page = open_map(ALL, screen=DESKTOP)
    assert ways(page) == {"kisi"}
    expect(page.locator("#legend")).to_contain_text("Jumlah kejadian")


def test_near_by_all_are_signs(open_map: Open) -> None:
    page = open_map(f"{ALL}&peta=12/-3.0127/106.4551", screen=DESKTOP)
    assert ways(page) == {"fitur"}
    expect(page.locator("#legend .legend-list").first).to_be_visible()
    expect(page.locator("#legend")).not_to_contain_text("Jumlah kejadian")


def test_one_that_is_chosen_among_many_is_a_sign(open_map: Open) -> None:
    page = open_map(f"{ALL}&bahaya=karhutla", screen=DESKTOP)
    assert ways(page) <= {"fitur", "hitung"}
    expect(page.locator(".event")).to_have_count(1)
