"""Fetching a whole layer: a look, page after page onto disk, and a check that it is all there.

Whatever happens on the way, the layer that is shown stays as it is: only a whole one is handed on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from gis.remote import RemoteLayer
from ingest.remote import troubles
from ingest.remote.arcgis import ArcGis
from ingest.remote.asking import Asker
from ingest.remote.imageserver import ImageServer
from ingest.remote.kept import Kept, Page, Step
from ingest.remote.ogc import Ogc
from ingest.remote.source import Complete, Look, Source
from ingest.remote.wfs import Wfs

MAX_PAGES = 20_000
MOST_EMPTY = 2  # pages without a feature, one after the other
SOURCES: dict[str, type[Source]] = {"ogc": Ogc, "wfs": Wfs, "arcgis": ArcGis, "imageserver": ImageServer}
Progress = Callable[[int, int, int | None], None]
"""Called with pages, features and how many features there are in all, if that is known."""


@dataclass(slots=True)
class Fetched:
    """What came of it. `whole` is None where the source says that nothing changed."""

    whole: Complete | None
    signal: str | None
    changed_at: datetime | None
    figures: dict[str, int] = field(default_factory=dict)


def fetch(
    layer: RemoteLayer, asker: Asker, kept: Kept, *, known_signal: str | None, progress: Progress
) -> Fetched:
    """Fetch all of a layer onto disk; SigapError where it cannot be had, or not whole.

    `known_signal` is what the source said of its last change when it was last fetched whole.
    """
    source = SOURCES[layer.kind](layer, asker)
    look = source.look()
    if look.signal is not None and look.signal == known_signal:
        return Fetched(None, look.signal, look.changed_at, _figures(asker, kept, 0))
    kept.open(f"{layer.key} {look.signal} {look.steady}")
    went_on = len(kept.pages)
    unchanged, told = _pages(source, asker, kept, look, progress)
    whole = source.complete([kept.path(page) for page in kept.pages], kept.folder / "utuh")
    _check(source, kept, told, whole)
    figures = _figures(asker, kept, unchanged) | {"features": whole.count, "resumed": went_on}
    return Fetched(whole, look.signal, look.changed_at, figures)


def _figures(asker: Asker, kept: Kept, unchanged: int) -> dict[str, int]:
    figures = {"pages": len(kept.pages), "unchanged_pages": unchanged}
    return figures | {"requests": asker.requests, "bytes": asker.bytes}


def _pages(
    source: Source, asker: Asker, kept: Kept, look: Look, progress: Progress
) -> tuple[int, int | None]:
    """Fetch what is missing: (pages that the source said have not changed, how many features there are)."""
    told = next((page.page.matched for page in reversed(kept.pages) if page.page.matched is not None), None)
    expected = look.expected if told is None else told
    step = kept.next if kept.pages else source.first()
    asked = {page.step.url for page in kept.pages}
    unchanged = empty = 0
    while step is not None:
        _check_step(source, kept, step, asked)
        asked.add(step.url)
        page, same = _page(source, asker, kept, step)
        unchanged += same
        empty = 0 if page.features else empty + 1
        if empty > MOST_EMPTY + source.asker.page_size.bit_length():
            raise troubles.strange(source.host, "halaman kosong terus-menerus", "empty pages without end")
        if page.matched is not None and not same:  # an old page says how many there were then
            expected = page.matched
        if expected is not None and kept.features > expected and page.next is not None:
            kept.drop()
            raise troubles.incomplete(source.host, expected, kept.features + page.features)
        progress(len(kept.pages), kept.features, expected)
        step = page.next
    return unchanged, expected


def _page(source: Source, asker: Asker, kept: Kept, step: Step) -> tuple[Page, bool]:
    before = kept.before(step)
    answer = asker.get(step.url, accept=source.accept, seen=before.seen if before else None)
    if answer.unchanged:
        if before is None:
            raise troubles.strange(source.host, "304 tanpa ditanya", "304 without being asked")
        return kept.add_again(before), True
    page = source.read(answer, step, kept.features, kept.place())
    if page.features and not source.may_repeat:
        _check_repeated(source, kept)
    kept.add(step, page, answer.seen)
    return page, False


def _check_step(source: Source, kept: Kept, step: Step, asked: set[str]) -> None:
    if step.url in asked:
        raise _turning(source, kept)
    if len(kept.pages) >= MAX_PAGES:
        raise troubles.strange(source.host, f"lebih dari {MAX_PAGES} halaman", f"more than {MAX_PAGES} pages")


def _check_repeated(source: Source, kept: Kept) -> None:
    """A server that does not know paging gives the same page again and again."""
    place = kept.place()
    if not kept.pages or not place.stat().st_size or place.stat().st_size != kept.pages[-1].size:
        return
    if place.read_bytes() == kept.path(kept.pages[-1]).read_bytes():
        raise _turning(source, kept)


def _turning(source: Source, kept: Kept) -> Exception:
    kept.drop()
    return troubles.strange(
        source.host, "halaman yang sama berulang: paging tidak jalan", "the same page again: it does not page"
    )


def _check(source: Source, kept: Kept, expected: int | None, whole: Complete) -> None:
    """The whole has as many features as the source says, and none twice."""
    if whole.twice:
        kept.drop()
        raise troubles.strange(
            source.host,
            f"{whole.twice} fitur datang dua kali: halamannya tidak berurutan tetap (coba sort_by)",
            f"{whole.twice} features came twice: its pages have no fixed order (try sort_by)",
        )
    if expected is None or expected == whole.count:
        return
    kept.drop()
    raise troubles.incomplete(source.host, expected, whole.count)


def folder_of(var: Path, slug: str) -> Path:
    """Where a layer's pages are kept."""
    return var / "jarak-jauh" / slug
