"""Pages on disk: gone on from after a break, and compared with what a server gives the next time.

`<folder>/kini` holds the pages of a fetch that is going on: `kepala.json` says of what, `halaman.jsonl` has
one line a page, in order. `<folder>/lalu` are those of the last fetch that was complete.
"""

import json
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.remote.asking import Seen

FRESH_S = 24 * 3600  # pages older than that are not gone on from


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing to ask for: an address, and what the kind of source needs to know."""

    url: str
    at: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read: how many features, how many there are in all if it says so, what comes next."""

    features: int
    next: Step | None = None
    matched: int | None = None


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page on disk and where it came from."""

    file: str
    step: Step
    page: Page
    seen: Seen
    size: int


class Kept:
    """The pages of one layer."""

    def __init__(self, folder: Path) -> None:
        self._now, self._last = folder / "kini", folder / "lalu"
        self.pages: list[KeptPage] = []
        self.folder = self._now
        self._before: dict[str, KeptPage] = {}

    def open(self, key: str) -> None:
        """Go on from what is there of the same `key`, else begin anew."""
        self._before = {each.step.url: each for each in _read(self._last, None)}
        self.pages = _read(self._now, key)
        if not self.pages:
            self.begin(key)

    def begin(self, key: str) -> None:
        """Begin anew."""
        shutil.rmtree(self._now, ignore_errors=True)
        self._now.mkdir(parents=True)
        head = {"key": key, "since": time.time()}
        (self._now / "kepala.json").write_text(json.dumps(head), encoding="utf-8")
        self.pages = []

    @property
    def features(self) -> int:
        """How many there are so far."""
        return sum(each.page.features for each in self.pages)

    @property
    def next(self) -> Step | None:
        """What comes after the last page that is kept."""
        return self.pages[-1].page.next if self.pages else None

    def before(self, step: Step) -> KeptPage | None:
        """The page of that address as the last complete fetch has it."""
        found = self._before.get(step.url)
        return found if found and found.step == step else None

    def place(self) -> Path:
        """Where the next page is to be written."""
        return self._now / f"{len(self.pages) + 1:05d}"

    def add(self, step: Step, page: Page, seen: Seen) -> None:
        """Keep the page written to `place()`."""
        place = self.place()
        self._note(KeptPage(place.name, step, page, seen, place.stat().st_size))

    def add_again(self, old: KeptPage) -> Page:
        """Keep a page of the last fetch, which the server says has not changed."""
        place = self.place()
        shutil.copyfile(self._last / old.file, place)
        self._note(KeptPage(place.name, old.step, old.page, old.seen, old.size))
        return old.page

    def path(self, page: KeptPage) -> Path:
        """Where a page is."""
        return self._now / page.file

    def settle(self) -> None:
        """The fetch is complete: its pages are what the next one is compared with."""
        shutil.rmtree(self._last, ignore_errors=True)
        self._now.rename(self._last)

    def drop(self) -> None:
        """Forget all pages: they do not fit together, or all of it is to be asked for anew."""
        shutil.rmtree(self._now, ignore_errors=True)
        shutil.rmtree(self._last, ignore_errors=True)
        self.pages = []

    def _note(self, page: KeptPage) -> None:
        with (self._now / "halaman.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(page)) + "\n")
        self.pages.append(page)


def _read(folder: Path, key: str | None) -> list[KeptPage]:
    """The pages of a folder; none where it is of another key, too old, or was cut off."""
    try:
        head = json.loads((folder / "kepala.json").read_text("utf-8"))
        if key is not None and (head["key"] != key or time.time() - head["since"] > FRESH_S):
            return []
        lines = (folder / "halaman.jsonl").read_text("utf-8").splitlines()
    except (OSError, ValueError, KeyError):
        return []
    found: list[KeptPage] = []
    for line in lines:
        try:
            page = _page(json.loads(line))
        except (ValueError, KeyError, TypeError):
            break  # the line that was being written when the power went
        place = folder / page.file
        if not place.is_file() or place.stat().st_size != page.size:
            break
        found.append(page)
    return found


def _page(told: dict[str, Any]) -> KeptPage:
    after = told["page"]["next"]
    page = Page(told["page"]["features"], Step(**after) if after else None, told["page"]["matched"])
    return KeptPage(told["file"], Step(**told["step"]), page, Seen(**told["seen"]), told["size"])
