"""Figures in words: a blank is never a zero, and a sum says when it is not whole."""

from typing import Any

import pytest

from gis import codes
from maps import impact
from maps.paper import PAPERS
from maps.words import Words

ID = Words("id")
TOBOALI, LEPAR = codes.areas()["19.03.01"], codes.areas()["19.03.02"]


def line(code: str, events: int, **figures: tuple[float | None, int]) -> dict[str, Any]:
    return {
        "area": {"code": code, "name": code, "unsplit": False},
        "events": events,
        "figures": {
            kind: {"value": value, "reported": n, "of": events} for kind, (value, n) in figures.items()
        },
    }


def summary(*lines: dict[str, Any], total: dict[str, Any]) -> dict[str, Any]:
    return {
        "areas": list(lines),
        "total": total,
        "hazards": [{"hazard": "banjir", "events": total["events"]}],
    }


def event(**figures: Any) -> dict[str, Any]:
    said = {k: {"value": v, "state": "pendataan" if v is None else "angka"} for k, v in figures.items()}
    return {"figures": said}


def table(sums: dict[str, Any]) -> dict[str, dict[str, str]]:
    made = impact.impact_table(sums, [TOBOALI, LEPAR], PAPERS["A3"], "", ID)
    heads = [head.replace("\u00ad", "") for head in made.heads]
    return {name: dict(zip(heads, cells, strict=True)) for name, cells in (*made.rows, made.total)}


def test_cells_tell_zero_nothing_known_and_not_all_known_apart():
    rows = table(
        summary(
            line("19.03.01", 2, meninggal=(0, 2), terdampak_jiwa=(None, 0), rumah_terendam=(1204, 1)),
            total=line("19.03", 2, meninggal=(0, 2), terdampak_jiwa=(None, 0), rumah_terendam=(1204, 1)),
        )
    )
    assert rows["Toboali"] == {"Kej.": "2", "MD": "0", "Terendam": "1.204*"}
    assert rows["Lepar"] == {"Kej.": "0", "MD": "", "Terendam": ""}


def test_injured_of_all_kinds_are_one_column():
    line_ = line("19.03.01", 1, luka_berat=(2, 1), luka_ringan=(5, 1))
    assert table(summary(line_, total=line_))["Toboali"]["Luka"] == "7"


def test_what_is_known_only_for_a_wider_area_has_a_row_of_its_own():
    whole = line("19.03", 1, meninggal=(4, 1))
    assert table(summary(whole, total=whole))["Belum terinci"]["MD"] == "4"


def test_figures_of_two_wider_areas_say_which_is_whose():
    province, regency = line("19", 0, meninggal=(1, 1)), line("19.03", 1, meninggal=(4, 1))
    province["area"]["level"], regency["area"]["level"] = 1, 2
    rows = table(summary(province, regency, total=regency))
    assert rows["Belum terinci (provinsi)"]["MD"] == "1"
    assert rows["Belum terinci (kabupaten)"]["MD"] == "4"


def test_the_sentences_say_how_many_events_have_reported():
    total = line("19.03", 3, meninggal=(1, 2), rumah_rusak_berat=(None, 0))
    sums = summary(line("19.03.01", 3, meninggal=(1, 2)), total=total)
    found = [event(meninggal=1), event(meninggal=0), event(rumah_rusak_berat=None)]
    happened, people, damage = impact.headlines(sums, found, "kini", "Kabupaten Rekaan", ID)
    assert happened == "Sampai kini tercatat 3 kejadian di Kabupaten Rekaan (banjir 3)."
    assert people == "Manusia: 1 meninggal (2 dari 3 kejadian melaporkan)."
    assert "bukan berarti nihil" in damage


def test_no_event_is_not_told_as_no_disaster():
    sentences = impact.headlines({}, [], "kini", "Kabupaten Rekaan", ID)
    assert sentences[-1] == "Tidak adanya laporan tidak berarti tidak ada kejadian."


def test_an_event_in_a_line():
    assert (
        impact.event_impact(event(rumah_rusak_berat=3, meninggal=1), ID) == "1 meninggal, 3 rumah rusak berat"
    )
    assert impact.event_impact(event(terdampak_jiwa=None), ID) == "dalam pendataan"
    assert impact.event_impact(event(meninggal=0), ID) == "dampak nihil"
    assert impact.event_impact(event(), ID) == "belum ada angka"


def test_what_is_only_about_is_marked():
    about = {"figures": {"terdampak_jiwa": {"value": 118, "state": "angka", "approx": True}}}
    assert impact.event_impact(about, ID) == "± 118 jiwa terdampak"


def test_no_area_is_called_the_worst_while_what_is_unsplit_may_lie_elsewhere():
    some = line("19.03.01", 1, rumah_terendam=(41, 1)), line("19.03.02", 1, rumah_terendam=(3, 1))
    whole = line("19.03", 1, rumah_terendam=(201, 1))
    whole["area"]["unsplit"] = True

    def said(*lines: dict[str, Any]) -> str:
        told = summary(*lines, total=line("19", 3, rumah_terendam=(245, 3)))
        return " ".join(impact.headlines(told, [{"figures": {}}], "hari ini", "Toboali", ID))

    assert "Terbanyak di 19.03.01." in said(*some)
    assert "Terbanyak" not in said(*some, whole)


@pytest.mark.parametrize(
    ("graver", "lighter"),
    [
        ({"meninggal": {"value": 3}}, {"meninggal": {"value": 1}, "luka_berat": {"value": 9}}),
        ({"hilang": {"value": 2}}, {"meninggal": {"value": 1}}),
        ({"mengungsi_jiwa": {"value": 400}}, {"mengungsi_jiwa": {"value": 150}}),
        ({"meninggal": {"value": 1}}, {"meninggal": {"state": "pendataan"}}),
    ],
)
def test_of_one_class_the_dead_come_first(graver: dict[str, Any], lighter: dict[str, Any]):
    first, second = ({"severity": 3, "figures": figures} for figures in (graver, lighter))
    assert impact.gravity(first) > impact.gravity(second)
    assert impact.gravity(second) > impact.gravity({"severity": 2, "figures": graver})


def test_money_stands_behind_its_sign():
    losses = {"value": 1_500_000, "state": "angka", "approx": True}
    assert impact.phrase("kerugian_rp", losses, ID) == "Kerugian ± Rp 1.500.000"
    assert impact.phrase("panjang_m", {"value": 40, "state": "angka"}, ID) == "Panjang terdampak 40 m"
