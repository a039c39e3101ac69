"""What is kept of an edition's areas is that edition's own, and goes with it."""

import gc
import weakref

from gis.areas import AreaIndex
from ingest.locate_name import of_area
from ingest.per_index import MOST_KEPT, per_index


def test_is_found_out_once_for_each_index_and_key(indicative_index: AreaIndex) -> None:
    asked: list[tuple[str, str]] = []

    @per_index
    def named(index: AreaIndex, code: str) -> str:
        asked.append((index.edition, code))
        return f"{index.edition} {code}"

    other = AreaIndex(indicative_index.record, indicative_index.areas.values())
    for index in (indicative_index, other):
        assert [named(index, code) for code in ("19.03", "19.04", "19.03")] == [
            f"{index.edition} {code}" for code in ("19.03", "19.04", "19.03")
        ]
    assert len(asked) == 4


def test_goes_with_its_index_and_has_an_end(indicative_index: AreaIndex) -> None:
    @per_index
    def doubled(index: AreaIndex, number: int) -> list[int]:
        return [number, number]

    index = AreaIndex(indicative_index.record, indicative_index.areas.values())
    assert all(doubled(index, number) == [number, number] for number in range(MOST_KEPT + 10))
    gone = weakref.ref(index)
    del index
    gc.collect()
    assert gone() is None


def test_a_place_says_by_which_edition_it_was_found(indicative_index: AreaIndex) -> None:
    assert of_area(("19.03",), "nama", indicative_index).edition == indicative_index.record.id
