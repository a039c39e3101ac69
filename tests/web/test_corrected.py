"""What an officer corrected, on the web map: the figure, that it was corrected, and what stood before."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from gis import corrections, ledger, register
from gis.corrections import Correction
from gis.figure_changes import FigureChange
from gis.postgis import Cluster
from gis.report import Occurrence
from tests.registers import SADAI, figure, keep, told
from tests.web.conftest import DAY, Open, Site, opened

pytestmark = pytest.mark.xdist_group("web")
EVERY_EVENT = "#waktu=semua&daftar=semua"


@pytest.fixture(scope="module")
def site(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: the event that is added here is none of the other tests'."""
    with opened(cluster, f"uji_koreksi_{os.getpid()}", tmp_path_factory) as made:
        yield made


def test_what_an_officer_corrected_and_what_stood_before(open_map: Open, site: Site) -> None:
    when = Occurrence.minute(DAY.replace(month=2))
    said = figure("rumah_terendam", 24), figure("luka", 6), figure("luka_berat", 1)
    report = told(*said, hazard="banjir_rob", areas=(SADAI,), occurrence=when)
    ((_, key),) = keep(site.database, report).reports
    with site.database.write() as conn:
        known = register.report(conn, key, seq=2**62)["figures"]
    wrong = next(each["id"] for each in known if each["kind"] == "rumah_terendam")
    mended = Correction(reason="ditelepon", figures=(FigureChange(id=wrong, value=31),))
    with ledger.entry(site.database, by="petugas", why="koreksi") as entry:
        corrections.correct(entry, key, mended)
    page = open_map(EVERY_EVENT)
    page.locator(".event", has_text="Banjir rob").click()
    row = page.locator(".figures tr", has_text="Rumah terendam")
    expect(row).to_contain_text("31 unit")
    expect(row).to_contain_text("dikoreksi petugas")
    expect(page.locator(".figures tr", has_text="Luka/sakit")).to_contain_text(
        "berat/ringannya tidak dirinci"
    )
    page.get_by_text("Riwayat angka").click()
    steps = page.locator(".history dd")
    expect(steps).to_have_count(2)
    expect(steps.first).to_contain_text("31 unit")
    expect(steps.last).to_contain_text("24 unit")
    expect(page.locator(".detail")).not_to_contain_text("ditelepon")  # why is for officers
